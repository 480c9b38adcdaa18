# Refunds as a list, and many refunds at once.
nav-refunds = Refunds
refund-tabs = Kinds of refunds
refund-tab-single = All refunds
refund-tab-several = Several at once
refunds-search = Search refunds
refunds-search-hint = Name, order number, amount>=1000, "exact words"…
refunds-table = Refunds, newest first
refunds-failed-title = The refunds could not be read
refunds-none-text = No refund answers this search. Take a word or a filter away.
refunds-new-rows = { $count ->
    [one] 1 new refund
   *[other] { $count } new refunds
}
refunds-empty-title = No refunds yet
refunds-empty-text = To pay somebody back, open their payment and press Refund. What you paid back appears here, also if you did it in the gateway’s dashboard.
refunds-empty-action = Go to payments
refunds-back = Back to refunds
column-reason = Reason
column-way = How
column-date = Date
way-api = Gateway
way-dashboard = Dashboard
way-cash = Cash
way-bank = Bank transfer
way-other = Other

payments-refund-these = Refund these…
batch-open = Refund several…
batch-title = Refund several payments
batch-intro = You see a plan first. No money moves until you agree to it.
batch-from = Which payments
batch-from-filter = Those a search finds
batch-from-filter-note = Each gets back all that is left of it.
batch-from-file = Those in a list
batch-from-file-note = A CSV file, such as from a spreadsheet. Each row can have its own amount.
batch-filter = Search
batch-filter-hint = As on the Payments page, such as status:paid from:2026-11-20 "workshop seat"
batch-filter-missing = Say which payments, so that not all of them are refunded by accident.
batch-filter-finds = { $found ->
    [0] Finds no payment.
    [one] Finds 1 payment.
   *[other] Finds { $count } payments.
}
batch-file = List
batch-file-choose = Choose a file…
batch-file-other = Choose another file…
batch-file-missing = Choose a file.
batch-file-help = What the list must look like
batch-file-help-text = The first row names the columns. Only reference, the order number, is needed. You may add amount, currency, account, reason and customer_note; other columns are left aside.
batch-file-help-amount = A row without an amount pays back all that is left. At most 10,000 rows.
batch-reason-hint = Stands in the books beside each of them.
batch-reason-hint-file = Stands in the books beside each row that gives no reason of its own.
batch-look = Show the plan
batch-look-busy = Making the plan…

plan-title = The plan
plan-intro = Nothing has been paid back yet. Chosen by: { $of }
plan-changed-title = The plan is another one now, so nothing was paid back
plan-changed-text = Something happened to these payments after you looked. You agreed to { $count ->
    [one] 1 refund
   *[other] { $count } refunds
} of { $sum } in all. Look at the new plan and agree again if it is right.
plan-sum = In all
plan-sum-none = Nothing
plan-refunds = Paid back at once
plan-wanting-approval = Wait for approval
plan-refused = Left out
plan-nothing = None of these can be paid back by the gateway. The table says why.
plan-before = { $count ->
    [one] 1 of them had something paid back before, or it is on its way. Check that it is not paid back twice.
   *[other] { $count } of them had something paid back before, or it is on its way. Check that nobody is paid back twice.
}
plan-line-before = { $amount } went back before, or is on its way.
plan-ignored = { $count ->
    [one] One column of the list is not used: { $columns }
   *[other] { $count } columns of the list are not used: { $columns }
}
plan-lines = Payments
plan-table = Payments of the plan, those that are left out first
plan-show = Show
plan-show-all = All
plan-show-changed = Changed
plan-show-before = Had some back before
plan-show-refused = Left out
plan-show-wants-approval = Wait for approval
plan-show-refund = Paid back
plan-lines-more = The first { $shown } of { $total } are shown. The figures above count all of them.
plan-verdict-refund = Paid back
plan-verdict-wants-approval = Waits for approval
plan-verdict-refused = Left out
plan-continue = { $count ->
    [one] Continue with 1 refund
   *[other] Continue with { $count } refunds
}
column-plan = What happens

batch-confirm-title = { $count ->
    [one] Make 1 refund?
   *[other] Make { $count } refunds?
}
batch-confirm-refunds = { $count ->
    [one] 1 customer’s money goes back now.
   *[other] { $count } refunds go out now, one after another.
}
batch-confirm-final = What has gone out cannot be taken back.
batch-confirm-practice = This is practice: no real money moves.
batch-confirm-approval = { $count ->
    [one] 1 waits for approval.
   *[other] { $count } wait for approval.
}
batch-confirm-approval-text = Nothing is sent for them until a second person says yes.
batch-confirm-refused = { $count ->
    [one] 1 is left out, as the plan says.
   *[other] { $count } are left out, as the plan says.
}
batch-signed = agreed by { $name }
batch-confirm-action = Pay back { $sum }
batch-confirm-action-many = { $count ->
    [one] Make this refund
   *[other] Make these { $count } refunds
}
batch-ask-title = { $count ->
    [one] Ask for approval of 1 refund?
   *[other] Ask for approval of { $count } refunds?
}
batch-ask-action = Ask for approval of { $sum }
batch-ask-action-many = { $count ->
    [one] Ask for approval
   *[other] Ask for approval of all { $count }
}
batch-start-unknown = We do not know whether it has started

batch-running-title = Paying back…
batch-run-intro = { $sum } in all: { $reason }
batch-progress = Progress
batch-done-of = { $done } of { $of } done
batch-done-short = { $done } of { $of }
batch-running-text = You can close this and go on working: it stays under Refunds, Several at once. If you stop it, the rest is not made.
batch-panel-running = One after another, by itself. If you stop it, the rest is not made.
batch-stop = Stop after this one
batch-stopping = Stopping…
batch-stopping-text = It stops once the gateway has answered about the refund it is at. What is done stays done; the rest is not made.
batch-leave-running = Let it go on
batch-unfinished-text = A gateway could not be reached, the keys were locked, or Tillkeeper was closed. What is done stays done. You can resume it or give up the rest under Refunds, Several at once; nothing is paid back twice.
batch-panel-unfinished = { $count ->
    [one] 1 refund was not tried. Resume to make it; nothing is paid back twice.
   *[other] { $count } refunds were not tried. Resume to make them; nothing is paid back twice.
}
batch-result-done = All refunds are made
batch-result-requested = All refunds wait for approval
batch-result-partly = Some refunds were not made
batch-result-none = No refund was made
batch-result-unknown = The outcome of some refunds is not known yet
batch-result-unfinished = It stopped before the end
batch-result-given-up = Stopped early: not all refunds were made
batch-over = { $reason }: { $result }
batch-save = Save result…
batch-show = Show each refund
batch-word-untried = Not tried yet
batch-word-processed = Paid back
batch-word-pending = On its way
batch-word-requested = Waits for approval
batch-word-unknown = Unknown
batch-word-failed = Failed
batch-word-refused = Refused
batch-word-skipped = Not made
batch-means-processed = The gateway has confirmed it.
batch-means-pending = The gateway has taken it. Whether it arrives is looked up by itself.
batch-means-requested = Nothing is sent until a second person says yes.
batch-means-unknown = No answer came back. Do not refund { $count ->
    [one] it
   *[other] them
} again: it may have been done, and is looked up until it is clear.
batch-means-failed = The gateway did not do it. Nothing was paid back.
batch-means-refused = It could not be paid back any more. Nothing was sent.
batch-means-skipped = It was stopped before { $count ->
    [one] it was
   *[other] they were
} tried.
batch-state-running = Running
batch-state-unfinished = Unfinished
batch-state-ended = Done
batch-state-partly = Not all made
batch-state-unclear = Some unknown
batch-state-given-up = Stopped early

batches-table = Refunds made together, newest first
batches-failed-title = They could not be read
batches-new-rows = { $count ->
    [one] 1 more
   *[other] { $count } more
}
batches-empty-title = Never refunded several at once
batches-empty-text = When an event is cancelled or a delivery goes wrong for many, refund all of them together: from a search or from a list. You see a plan before any money moves.
column-chosen = Chosen by
column-by = Agreed by
column-refunds = Refunds
column-started = Started
batch-panel = Refunds together: { $reason }
batch-back = Back to the list
batch-close = Close
batch-failed-title = These refunds could not be read
batch-count = { $count ->
    [one] 1 refund
   *[other] { $count } refunds
}
batch-resume = Resume
batch-give-up = Give up the rest…
batch-ended = Ended
batch-lines = Each refund
show-more = Show more
saved-file = Saved: { $path }

give-up-title = Give up the rest?
give-up-intro = { $count ->
    [one] 1 refund was not tried yet. It will not be made.
   *[other] { $count } refunds were not tried yet. They will not be made.
}
give-up-text = What is done stays done. You can refund the others later, one by one or in a new plan.
give-up-action = Give up the rest
