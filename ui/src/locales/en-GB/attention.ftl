# The desk: what wants a person, and how it is solved.
nav-attention = Attention
nav-attention-count = { $count ->
    [one] 1 thing wants you
   *[other] { $count } things want you
}
desk-title = Attention
desk-lead = { $count ->
    [one] 1 thing wants you. The most serious comes first.
   *[other] { $count } things want you. The most serious come first.
}
desk-failed-title = What wants attention could not be read
desk-group-keys = First of all
desk-group-money = Money in doubt
desk-group-word = Waits for your decision
desk-group-line = Something does not work
desk-group-long = Open for a long time
desk-snooze = Set aside…
desk-clear-title = All square
desk-clear-text = Nothing wants you. You can close the shop.
desk-clear-refunds = Every refund has an outcome
desk-clear-payments = Every payment is as ordered
desk-clear-payouts = Every payout has an outcome
desk-clear-line = Gateways, webhooks and keys work
desk-clear-looked = Last looked up { $when }
desk-clear-open = { $count ->
    [0] No payment is open.
    [one] 1 payment is still open. It is looked up by itself.
   *[other] { $count } payments are still open. They are looked up by themselves.
}
desk-clear-snoozed = { $count ->
    [one] 1 thing is set aside, see below.
   *[other] { $count } things are set aside, see below.
}
desk-snoozed = { $count ->
    [one] 1 thing set aside
   *[other] { $count } things set aside
}
desk-snoozed-until = Until { $until }, by { $by }: { $note }
desk-wake = Bring back
desk-woken = It is back on the list.
desk-keys = Move with
desk-keys-take = take the first step with

concern-over-refunded = Paid back too much
concern-refund-unknown = Refund not known
concern-refund-failed = Refund failed
concern-refund-revived = Refund went through after all
concern-refund-requested = Needs a second person
concern-refund-unconfirmed = One refund or two?
concern-refund-amount = Other amount paid back
concern-refund-stale = Refund takes long
concern-payment-unknown = Payment not known
concern-payment-stale = Payment open for long
concern-amount-mismatch = Wrong amount
concern-currency-mismatch = Wrong currency
concern-late = Paid late
concern-unordered = Nobody ordered this
concern-payout-unknown = Payout not known
concern-payout-missing = Payout not at the bank
concern-payout-difference = Other amount at the bank
concern-unsettled-overdue = Money is overdue
concern-webhook-failed = Webhook not taken
concern-gateway-silent = Gateway is silent
concern-gateway-unreachable = Gateway does not answer
concern-keys-locked = Keys are locked
concern-keys-missing = Keys are missing
concern-batch-unfinished = Bulk refund not finished

step-look-up = Look up now
step-resolve-refund = Find out and decide…
step-approve-refund = Look at it…
step-confirm-match = It is the same refund…
step-split-match = They are two refunds…
step-record-refund = I paid it back myself…
step-refund = Pay back…
step-accept = It is fine as it is…
step-open-payment = Show payment
step-open-payout = Show payout
step-resolve-payout = Find out and decide…
step-open-settlement = Compare with the bank
step-open-webhook = Show webhook
step-replay-webhook = Take it once more…
step-open-listener = Check the listener
step-unlock = Unlock the keys…
step-replace-keys = Type the keys again…
step-resume-batch = Go on
step-end-batch = Give the rest up…
step-open-account = Show account

looked-up-solved = The gateway has answered: this is settled.
looked-up-same = The gateway was asked just now. Nothing is new.

sign-name = Your name
sign-hint = Kept with what you decide.
sign-hint-settings = Kept with what you decide. Write it under Settings once, and it stands here by itself.
sign-missing = Write your name.

snooze-title = Set this aside
snooze-intro = It comes back by itself, and at once if it gets worse.
snooze-days = For how long?
snooze-1 = Until tomorrow
snooze-3 = 3 days
snooze-7 = A week
snooze-30 = 30 days
snooze-note = Why can it wait?
snooze-note-missing = Say why it can wait.
snooze-action = Set aside
snooze-done = Set aside until { $until }.

accept-title = Is this fine as it is?
accept-intro = It leaves the list for good. What you write stays in the payment’s history.
accept-note = Why is it fine?
accept-note-hint = Such as: the customer knows, or the rest was paid in cash.
accept-note-missing = Say why it is fine.
accept-action = It is fine
accept-done = Accepted. It is off the list.
