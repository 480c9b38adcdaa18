nav-reports = Reports
reports-title = Reports
reports-lead = What came in, what went back, and what the gateways kept.
report-form = What the report is of
report-by = Rows
report-by-day = By day
report-by-week = By week
report-by-month = By month
report-by-gateway = By gateway
report-by-account = By account
report-by-currency = By currency
report-by-channel = By way to pay
report-filter-example = account:"Main shop"
report-failed-title = The report could not be made
report-no-channel = Not told
report-save = Save as CSV…
report-print = Print or save as PDF…

# Figures.
report-currency = Currency
report-sales = Takings
report-refunds = Refunded
report-reversals = Taken back
report-away = Refunded or taken back
report-fees = Fees
report-net = Left over
report-payouts = Paid out
report-payouts-note = not taken off what is left over
report-count = Payments
report-payments = { $count ->
    [one] 1 payment
   *[other] { $shown } payments
}
report-refunds-count = { $count ->
    [0] none
    [one] 1 refund
   *[other] { $shown } refunds
}
report-total = Total { $currency }
report-table = Takings, { $period }
column-day = Day
column-week = Week
column-month = Month
column-gateway = Gateway
column-channel = Way to pay

# Picture.
report-chart-label = Takings { $by }, { $period }. Most came in at { $highest }: { $amount }. The table below has every figure.
report-chart-flat = Takings { $by }, { $period }. Nothing came in; the table below has every figure.
report-chart-tip = { $group }: takings { $sales }, refunded { $refunds }, fees { $fees }, left over { $net }

# Statement.
report-print-title = Print or save as PDF
report-print-intro = Opens a statement of this report in your browser, where you print it or save it as PDF.
report-shop-name = Name of your shop
report-shop-name-hint = Stands above the statement. It is remembered.
report-print-action = Open statement
report-printed = The statement is open in your browser.
