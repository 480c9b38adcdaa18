payments-title = Payments
payments-search = Search payments
payments-search-hint = Name, order number, amount>=1000, "exact words"…
payments-search-clear = Clear the search
payments-filters = Filters
filter-status = Status
filter-gateway = Gateway
filter-period = Period
filter-any = Any
filter-attention = Wants attention
period-today = Today
period-week = Last 7 days
period-this-month = This month
period-last-month = Last month
period-from = from { $from }
period-to = to { $to }
period-between = { $from } to { $to }

payments-table = Payments, newest first
column-reference = Order
column-customer = Customer
column-description = For
column-account = Account
column-status = Status
column-created = Created
column-amount = Amount
payments-range = { $first }–{ $last } of { $total }
payments-total-capped = 10,000+
payments-previous = Previous page
payments-next = Next page
payments-new-rows = { $count ->
    [one] 1 new payment
   *[other] { $count } new payments
}
payments-just-paid = { $reference } is paid: { $amount }
payments-empty-title = No payments yet
payments-empty-text = Make a payment link, send it to a customer, and the payment appears here by itself.
payments-none-title = Nothing matches
payments-none-text = No payment answers this search. Take a word or a filter away.
payments-none-clear = Clear search and filters
payments-failed-title = The payments could not be read
payments-stale = This list may be out of date. { $message }
no-customer = No customer named

status-pending = Pending
status-paid = Paid
status-settled = Settled
status-failed = Failed
status-cancelled = Cancelled
status-expired = Expired
status-reversed = Reversed
status-unknown = Unknown
status-refunded = Refunded
status-partly-refunded = Partly refunded

refund-status-requested = Requested
refund-status-approved = Approved
refund-status-submitted = Sent
refund-status-pending = On its way
refund-status-processed = Paid back
refund-status-failed = Failed
refund-status-unknown = Unknown

mode-test = TEST
mode-live = LIVE
mode-unknown = TEST OR LIVE?

flag-late = Paid late
flag-late-text = The money came after the link had expired. It was taken and is booked. Deliver, or pay it back.
flag-amount-mismatch = Wrong amount
flag-amount-mismatch-text = You asked for { $ordered } and { $paid } came. It is booked as it came. Ask for the rest, or pay back what is too much.
flag-amount-mismatch-plain = The amount that came is not the amount you asked for. It is booked as it came.
flag-currency-mismatch = Wrong currency
flag-currency-mismatch-text = The payment came in another currency than you asked for. Check with the customer before you deliver.
flag-unordered = Nobody ordered this
flag-unordered-text = The gateway reports this payment, but no link was made for it here. Find out what it is for before you deliver.

payment-panel = Payment { $reference }
payment-back = Back to payments
payment-close = Close payment
payment-failed-title = This payment could not be read
payment-verify = Look up now
payment-verify-busy = Looking up…
payment-looked-up = Last looked up { $when }
payment-never-looked-up = Not looked up yet
payment-refund = Refund
payment-refund-manual = Record a refund
payment-refunded = { $amount } paid back
unknown-payment-title = We do not know yet
unknown-payment-text = The gateway’s answer was lost or says something new. It is looked up until it is clear. Do not deliver yet, and do not ask the customer to pay again.

details-title = Details
details-order = Order number
details-gateway-reference = Gateway’s reference
details-customer = Customer
details-account = Account
details-channel = Paid by
details-fee = Fee
details-ordered = Asked for
details-description = For
details-created = Created
details-gateway-status = Gateway says
channel-card = Card
channel-transfer = Bank transfer
channel-ussd = USSD

refunds-title = Refunds
refunds-because = Because: { $reason }
refunds-customer-note = To the customer: { $note }
refunds-merchant-note = For the books: { $note }
refunds-evidence = Proof: { $evidence }
refunds-unknown = No answer came back. It is looked up until the outcome is known; its amount stays reserved. Do not send it again.
method-api = Through the gateway
method-dashboard = In the gateway’s dashboard
method-cash = In cash
method-bank = By bank transfer
method-other = Another way

timeline-title = History
timeline-with-state = { $kind }: { $state }
kind-link-requested = Link requested
kind-link-opened = Link ready
kind-link-failed = Link refused
kind-link-unknown = No answer about the link
kind-link-renewed = Link renewed
kind-payment-observed = Gateway reports
kind-payment-recorded = Payment recorded by hand
kind-refund-requested = Refund requested
kind-refund-approved = Refund approved
kind-refund-submitted = Refund sent to the gateway
kind-refund-observed = Gateway reports on the refund
kind-refund-recorded = Refund recorded by hand
kind-note-added = Note
actor-window = in the window
actor-till = on the command line
actor-itself = by itself
