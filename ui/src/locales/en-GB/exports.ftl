export = Export
nav-exports = Exports
export-make = Make a file for the books
exports-title = Exports
exports-lead = Files your accountant can import, from everything that moved money.
exports-failed-title = The kinds of file could not be read
export-tabs = Exports
export-tab-new = New file
export-tab-history = Saved before

# What is to be in it.
export-form = What is in the file
export-profile = Kind of file
export-profile-find = Type the name of a program
export-profile-none = No such program. Tillkeeper CSV opens in every spreadsheet.
export-profile-open = Open the list: Kind of file
export-group-recent = Used last
export-group-spreadsheets = Spreadsheets
export-group-programs = Accounting programs
export-group-ledgers = Double entry
export-group-statements = Bank statements
export-group-other = Others
export-limit-rows = At most { $rows } rows in a file; more go into numbered files.
export-limit-bytes = At most { $size } in a file; more goes into numbered files.
export-limit-both = At most { $rows } rows and { $size } in a file; more go into numbered files.
export-period = Period
export-this-month = This month
export-last-month = Last month
export-this-quarter = This quarter
export-last-quarter = Last quarter
export-this-year = This year
export-since-last = Since the last export
export-everything = Everything
export-custom = Other dates
export-from = From
export-to = To
export-days = { $days }, as days are in { $zone }.
export-days-since = What came to be known since a file of this kind, filter, columns and choices was last saved.
export-days-everything = From the first payment to now.
export-dates-reversed = The first day is after the last.
export-filter = Only what matches
export-filter-hint = The words of the search, such as gateway:novac or ada@example.com. Empty: all.

export-choice-free = { $hint } For example { $proposals }.

# Columns.
export-columns-all = Columns: all { $count }, in the usual order
export-columns-some = Columns: { $chosen } of { $count }
export-columns-hint = Take out what nobody needs, and put the rest in the order your accountant likes.
export-columns-in = In the file, in this order
export-columns-out = Left out
export-columns-usual = All, in the usual order
export-column-up = Move { $column } up
export-column-down = Move { $column } down
export-column-first = Move { $column } to the front
export-column-moved = { $column } is now column { $place } of { $count }.

# Names of accounts.
export-names = Names of accounts
export-names-hint = As your ledger calls them, with a colon between levels. { "{account}" }, { "{gateway}" } and { "{currency}" } stand for those of the row. An empty name gives back the usual one.
account-clearing = Money at a gateway
account-bank = Bank
account-cash = Cash
account-other = Other money
account-sales = Sales
account-refunds = Refunds
account-reversals = Taken back
account-fees = Fees
account-transfers = Sent to others

# Preview.
export-preview = Preview
export-preview-table = First rows of the file
export-preview-text = Beginning of the file
export-preview-stale = Of what you chose before; the new one is on its way.
export-preview-failed-title = There is no preview
export-preview-filter = Mend the filter, and it is here again.
export-preview-days = Mend the days, and it is here again.
export-rows = { $rows ->
    [one] 1 row
   *[other] { $count } rows
}
export-rows-shown = The first { $shown } of { $count }
export-rows-all-shown = All of it
export-figure-rows = Rows
export-figure-files = Files
export-figure-sum = Sum
export-figure-sums = Sum per currency
export-findings = Good to know before you hand it on
export-finding-example = First at { $example }
export-leave-test-out = Leave test payments out
export-nothing-title = Nothing in this period
export-nothing-text = No money moved then. Choose another period or take the filter away.
export-nothing-new-title = Nothing is new
export-nothing-new-text = Nothing has come to be known since this was last saved.
export-last = Last saved { $when } with { $rows ->
    [one] 1 row
   *[other] { $count } rows
}. { $fresh ->
    [0] Nothing is new since then.
    [one] 1 movement of money is new since then.
   *[other] { $new } movements of money are new since then.
}
export-last-never = Not saved before with this kind, period and filter.
export-last-never-since = There is no earlier file of this kind, filter, columns and choices, so everything is in it.
export-only-new = Only what is new

# Saving.
export-path = Save as
export-path-change = Change…
export-save = { $files ->
    [one] Save file
   *[other] Save { $files } files
}
export-progress = How far the file is
export-progress-begins = Counting…
export-progress-rows = { $rows } of { $of } rows
export-stop = Stop
export-stopping = Stopping…
export-stopped = Stopped. Nothing was saved.
export-over = The file is saved: { $name }
export-saved = What was saved
export-saved-title = { $files ->
    [one] The file is saved
   *[other] { $files } files are saved
}
export-saved-files = Files
export-saved-manifest = Manifest
export-saved-manifest-hint = It says what was asked for, and proves that nothing was changed. Hand it on with the file.
export-checksum = SHA-256
export-checksum-copy = Copy the SHA-256 of { $name }
export-reveal = Show in folder
export-again = Make another file

# Presets.
presets = Presets
preset-save = Save as preset…
preset-save-title = Save as preset
preset-save-intro = Keeps the kind of file with its choices, columns and filter under a name. Days are not kept: a month is asked for anew each time.
preset-name = Name
preset-name-hint = Such as “Month for the accountant”.
preset-replaces = There is a preset of that name. It is replaced.
preset-save-action = Save preset
preset-saved = The preset { $name } is saved.
preset-use = Use the preset { $name }
preset-remove = Remove the preset { $name }
preset-remove-title = Remove the preset { $name }?
preset-remove-intro = Files that were saved with it stay as they are.
preset-remove-action = Remove preset
preset-removed = The preset { $name } is removed.

# What was saved before.
exports-table = Exports, newest first
exports-history-failed-title = What was saved before could not be read
exports-empty-title = Nothing was saved yet
exports-empty-text = Every file you save is entered here and in the journal, with its checksum, and can be written again years later.
exports-new-rows = { $count ->
    [one] 1 newer export
   *[other] { $count } newer exports
}
exports-make-first = Make a file
column-export-when = Saved
column-export-kind = Kind of file
column-export-filter = What was asked for
column-export-rows = Rows
column-export-files = Files
column-export-sums = Sum
export-filter-all = Everything
export-was-new = new since the one before
export-panel = Export of { $when }
export-panel-back = Exports
export-panel-close = Close the export
export-panel-failed-title = The export could not be read
export-write-again = Write again…
export-write-again-hint = The same entries in the same words. You are told whether it is the same byte for byte.
export-again-same = Written again, and the same byte for byte.
export-again-differs = Written again, but not the same byte for byte: a customer’s details were removed since, payments were tagged, refunded or otherwise changed in what the filter asks for, or another version of Tillkeeper writes it in another way.
export-asked = What was asked for
export-fact-filter = Filter
export-fact-zone = Time zone
export-fact-columns = Columns
