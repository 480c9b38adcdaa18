# What every list has: search, filters, pages, states.
search-clear = Clear the search
filters = Filters
filter-unknown-word = “{ $word }” is none of { $known }.
pager-range = { $first }–{ $last }
pager-range-of = { $first }–{ $last } of { $total }
pager-total-capped = 10,000+
pager-previous = Previous page
pager-next = Next page
list-none-title = Nothing matches
list-none-clear = Clear search and filters
list-stale = This list may be out of date. { $message }
filter-account = Account
