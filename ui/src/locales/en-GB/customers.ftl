# Customers: what they paid, what went back, and what is kept of them.
nav-customers = Customers
customers-search = Search customers
customers-search-hint = E-mail, name or order number…
customers-table = Customers, the latest first
customers-failed-title = The customers could not be read
customers-none-text = Nobody is found. Try a part of the name, the e-mail or an order number.
customers-new-rows = { $count ->
    [one] 1 new customer
   *[other] { $count } new customers
}
customers-empty-title = No customers yet
customers-empty-text = Whoever pays you appears here, with everything they paid and were paid back.
column-name = Name
column-email = E-mail
column-payments = Payments
column-paid = Paid
column-paid-back = Paid back
column-currency = Currency
column-kept = You kept
column-last = Last payment
customer-nothing-paid = Nothing yet

customer-panel = Customer { $name }
customer-back = Back to customers
customer-close = Close customer
customer-failed-title = This customer could not be read
customer-count = { $count ->
    [one] 1 payment
   *[other] { $count } payments
}
customer-last = the last on
customer-totals = What came and what went back
customer-data = Personal data
customer-export = Export data…
customer-export-text = Saves everything that is kept of this customer as one file, for when they ask for it.
customer-mask = Mask…
customer-mask-text = Takes name, e-mail and bank details out of the books for good. Payments and sums stay.

mask-title = Mask { $name }?
mask-intro = Name, e-mail and bank details are taken out of the books for good. Nobody can bring them back, not even you.
mask-what = { $count ->
    [one] It is about 1 payment.
   *[other] It is about { $count } payments.
} Order numbers, amounts and dates stay, so your books still add up.
mask-newest = The newest is of
mask-stays = What stays although it may name them
mask-not-now = Not yet
mask-not-now-text = Come back once this is settled.
mask-law = Check what the law asks of you first
mask-reason = Reason
mask-reason-hint = Stands in the books, such as “Asked by e-mail on 12 November”. Do not name the customer.
mask-reason-missing = Say why.
mask-confirm = Type { $key } to be sure
mask-confirm-differs = Type exactly { $key }.
mask-action = Mask for good
mask-done = { $name } is masked.
