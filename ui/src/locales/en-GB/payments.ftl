payments-title = Payments
payments-search = Search payments
payments-search-hint = Name, order number, amount>=1000, "exact words"…
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
payments-new-rows = { $count ->
    [one] 1 new payment
   *[other] { $count } new payments
}
payments-just-paid = { $reference } is paid: { $amount }
payments-empty-title = No payments yet
payments-empty-text = Make a payment link, send it to a customer, and the payment appears here by itself.
payments-none-text = No payment answers this search. Take a word or a filter away.
payments-failed-title = The payments could not be read
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
flag-amount-mismatch = Wrong amount
flag-currency-mismatch = Wrong currency
flag-unordered = Nobody ordered this

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
kind-account-connected = Account connected
kind-account-settings-changed = Account settings changed
kind-account-keys-replaced = Keys replaced
kind-account-removed = Account removed
kind-link-requested = Link requested
kind-link-renewal-requested = New link requested
kind-link-opened = Link ready
kind-link-failed = Link refused
kind-link-lost = No answer about the link
kind-payment-found = Found at the gateway
kind-payment-observed = Gateway reports
kind-refund-requested = Refund requested
kind-refund-submitted = Refund sent to the gateway
kind-refund-observed = Gateway reports on the refund
kind-refund-recorded = Refund recorded by hand
kind-refund-found = Refund found at the gateway
kind-payout-requested = Payout requested
kind-payout-submitted = Payout sent to the gateway
kind-payout-found = Payout found at the gateway
kind-payout-observed = Payout
kind-webhook-received = Webhook received
kind-export-made = Exported
actor-window = in the window
actor-till = on the command line
actor-itself = by itself
actor-webhook = after a webhook
fee-by-merchant = paid by you
fee-by-customer = paid by the customer
