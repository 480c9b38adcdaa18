nav-imports = Imports
imports-title = Imports
imports-lead = Bank statements, gateway reports and payments from before Tillkeeper.
imports-table = Imports, newest first
imports-failed-title = The imports could not be read
imports-new-rows = { $count ->
    [one] 1 new import
   *[other] { $count } new imports
}
imports-empty-title = Nothing imported yet
imports-empty-text = Import a bank statement to see whether the money from your gateways arrived.
import-file-action = Import a file…
column-file = File
column-whose = Account
column-lines-kept = Lines
column-imported = Imported
column-imported-by = Imported by
column-line = Line
column-line-text = What it says
column-fate = In the books
import-counts = Imported
import-undone = Taken back

# Choosing.
import-title = Import a file
import-intro = Nothing is written before you have seen what the file would do.
import-kind = What kind of file
import-kind-statement = Bank statement
import-kind-statement-note = CSV, OFX or CAMT.053 from your bank.
import-kind-balances = Novac balance report
import-kind-balances-note = What made up the balance, with payouts and their fees.
import-kind-refunds = Novac refund list
import-kind-refunds-note = Refunds as Novac knows them.
import-kind-history = Old history
import-kind-history-note = A CSV of payments from before Tillkeeper.
import-file = File
import-choose = Choose file…
import-file-missing = Choose a file.
import-place = Bank account
import-place-hint = What you call it, such as GTBank business. How its files are read is remembered under this name.
import-place-missing = Write what you call the bank account.
import-places = Bank accounts imported before
import-account = Account at the gateway
import-account-hint = The connected account that the file is about.
import-account-missing = Choose the account.
import-look = Look at the file

# Plan.
import-plan-title = What this file would do
import-plan-intro = { $file } ({ $kind }) of { $whose }. Nothing is written yet.
import-plan-intro-days = { $file } ({ $kind }) of { $whose }, { $days }. Nothing is written yet.
import-changed-title = Something changed meanwhile
import-changed-text = The file or the books are not what they were, so nothing was imported. This is what the file would do now.
import-earlier-title = This very file was imported before
import-earlier-text = It was imported as { $file }. If that was wrong, take that import back first.
import-questions = { $count ->
    [one] One question first
   *[other] { $count } questions first
}
import-questions-text = The file alone does not tell. A guess could turn one date or amount into another.
import-taken = Lines to import
import-taken-of = { $taken } of { $all }
import-sum = Adds up to
import-left-out = Lines with a problem
import-problem-line = Line { $line }
import-more = The first { $shown } of { $total } are shown.
import-alike = These lines
import-alike-title = { $count ->
    [one] One line looks the same as one that is in the books
   *[other] { $count } lines look the same as lines that are in the books
}
import-alike-text = They look the same, or the bank used their ids again, and nothing in the file tells for certain. Only you can know.
import-alike-skip = Are the same: leave them out
import-alike-skip-note = The file overlaps with one that was imported before.
import-alike-take = Are others: take them too
import-alike-take-note = The same amount came twice, or the bank numbers its lines anew.
import-ignored = { $count ->
    [one] The column { $columns } means nothing here and is left out.
   *[other] The columns { $columns } mean nothing here and are left out.
}
import-lines = Lines of the file
import-lines-table = Lines and what each is to the books
import-show = Show lines
import-show-all = All
fate-new = New
fate-known = Known already
fate-changed = Differs from the books
fate-alike = Looks the same
fate-unknown = Not in the books
import-sheet = { $count ->
    [one] How the file begins: 1 line
   *[other] How the file begins: { $shown } lines
}
import-sheet-table = First rows of the file
import-action = { $count ->
    [0] Import
    [one] Import 1 line
   *[other] Import { $shown } lines
}

# Columns.
map-title = What the columns mean
map-from-file = As the file shows, with what you said. It is remembered once you import.
map-from-remembered = As remembered from the last file.
map-afresh = Go by this file
map-forget = Forget what is remembered
map-choose = Choose
map-nowhere = Not in the file
map-column-number = Column { $number }
map-date = Date
map-time = Time of day
map-zone = Time zone
map-zone-column = Time zone, column
map-order = Order number
map-amount = Amount
map-in = Came in
map-out = Went out
map-out-sign = Sign of what went out
map-direction = Direction
map-words-in = Words for what came in
map-words-out = Words for what went out
map-currency = Currency
map-currency-hint = Its code, such as NGN or USD.
map-currency-column = Currency, column
map-text = Text
map-description = What it was for
map-reference = Reference
map-gateway-reference = Gateway’s reference
map-counterparty = Who paid or was paid
map-name = Customer’s name
map-email = Customer’s e-mail
map-channel = How it was paid
map-fee = Fee
map-fee-sign = Sign of fees
map-fee-currency = Currency of the fee, column
map-refunded = Paid back
map-state = State
map-row = Row’s id
map-kind = Kind of row
map-refund-of = Payment of a refund
map-refund-id = Refund’s id
map-funds = Where a refund’s money was
map-id = Id
map-balance = Balance
map-dates = Order of dates
map-decimal = Before the decimals
map-thousands = Between thousands
map-delimiter = Between columns
map-encoding = Letters
map-skip = Rows before the heading
map-heading = Heading
map-state-word = “{ $word }” means
map-kind-word = Rows “{ $word }” are
map-leave = Left out by { $word }
choice-dmy = Day, month, year: 31.12.2026
choice-mdy = Month, day, year: 12/31/2026
choice-ymd = Year, month, day: 2026-12-31
choice-point = Point: 1.50
choice-comma = Comma
choice-none = Nothing
choice-space = Space
choice-apostrophe = Apostrophe
choice-semicolon = Semicolon
choice-tab = Tab
choice-pipe = Vertical bar
choice-yes = A row names the columns
choice-no = No row names the columns
choice-minus = Has a minus
choice-paid = Paid
choice-settled = Paid, and in the balance
choice-failed = Failed
choice-cancelled = The customer left
choice-expired = Ran out of time
choice-reversed = Taken back
choice-refunded = Paid and refunded
choice-partly-refunded = Paid and refunded in part
choice-left = Leave these rows out
choice-payment = Payments
choice-sale = Payments, several rows for each
choice-fee = Fees
choice-refund = Refunds
choice-refund-returned = Refunds that came back
choice-reversal = Payments taken back

# Result.
import-done-title = Imported
import-done-text = { $file } is in the books.
import-nothing-title = Nothing was new
import-nothing-text = Everything in { $file } was in the books already. Nothing was written.
import-open = Show the import
import-settlement = Check settlement
import-brought-lines = { $count ->
    [one] 1 line kept
   *[other] { $count } lines kept
}
import-brought-payments = { $count ->
    [one] 1 payment
   *[other] { $count } payments
}
import-brought-refunds = { $count ->
    [one] Refunds of 1 payment
   *[other] Refunds of { $count } payments
}
import-brought-payouts = { $count ->
    [one] 1 payout
   *[other] { $count } payouts
}

# One import.
import-panel = Import { $file }
import-back = All imports
import-close = Close import
import-failed-title = This import could not be read
import-lines-kept = { $lines } of { $of } lines kept
import-matched = Matched by hand
import-undo = Take back…
import-undone-by = Taken back by { $by }, { $when }
import-line-masked = Removed, since it named a masked customer
import-line-payout = Its payout
import-lines-more = More lines
undo-title = Take { $file } back?
undo-intro = Its lines count no more, and payments, refunds and payouts that only this file tells of are withdrawn. The journal keeps that it happened, and the file can be imported again.
undo-reason-hint = Such as: the wrong account was chosen.
undo-reason-missing = Say why.
undo-action = Take it back
undo-done-title = { $file } is taken back
undo-lines = { $count ->
    [one] 1 line counts no more
   *[other] { $count } lines count no more
}
undo-released = { $count ->
    [one] 1 line is matched no more
   *[other] { $count } lines are matched no more
}
undo-payments = { $count ->
    [one] 1 payment is withdrawn
   *[other] { $count } payments are withdrawn
}
undo-refunds = { $count ->
    [one] 1 refund is withdrawn
   *[other] { $count } refunds are withdrawn
}
undo-payouts = { $count ->
    [one] 1 payout counts as failed
   *[other] { $count } payouts count as failed
}
undo-kept = What stays
