export = Export
export-title = Export for the books
export-intro = A file your accountant can import: one row for each movement of money.
export-profile = Format
export-period = Period
export-this-month = This month
export-last-month = Last month
export-everything = Everything
export-custom = Other dates
export-from = From
export-to = To
export-dates-reversed = The first day is after the last.
export-filter = Only payments that match
export-filter-hint = The same words as in the search, such as gateway:novac. Empty: all.
export-preview = Preview
export-preview-table = First rows of the file
export-rows = { $rows ->
    [one] 1 row
   *[other] { $count } rows
}
export-rows-shown = { $rows ->
    [one] 1 row
   *[other] { $count } rows
}, the first { $shown } shown
export-sums = Sum
export-nothing-title = Nothing in this period
export-nothing-text = No money moved then. Choose another period or take the filter away.
export-path = Save as
export-path-change = Change…
export-save = Save file
export-saved-title = The file is saved
export-saved-path = File
export-saved-checksum = Checksum (SHA-256)
export-checksum-hint = Whoever gets the file can check with it that not a single character changed.
export-reveal = Show in folder
export-again = Export another
