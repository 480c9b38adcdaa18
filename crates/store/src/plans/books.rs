//! The lists that the books are made from.

use chrono::{DateTime, NaiveDate};
use ledger::{ImportId, PayoutId};
use uuid::Uuid;

use super::{FILTERS, both, dated, empty, plan};
use crate::{
    Cursor, LineFilter, LineQuery, MovementFilter, MovementQuery, exports, imports, movements,
};

#[test]
fn movements_of_both_tables_are_merged_and_never_sorted() {
    let file = empty();
    let after = "m1.2.3".parse::<Cursor>().ok();
    let filters = FILTERS.iter().chain(&["reference:ab", "reference:abc amount>5"]);
    let mut queries: Vec<_> = filters
        .flat_map(|filter| dated(filter))
        .map(|filter| MovementQuery { filter: filter.into(), ..MovementQuery::default() })
        .collect();
    queries = both(queries, |query| MovementQuery { after: after.clone(), ..query });
    queries = both(queries, |query| {
        let (after_seq, through_seq) = (Some(7), Some(9));
        let filter = MovementFilter { after_seq, through_seq, ..query.filter };
        MovementQuery { filter, ..query }
    });
    for query in queries {
        let mut statements = vec![movements::page_sql(&query).expect("a statement").0];
        statements.extend(movements::span_sql(&query.filter).into_iter().map(|(sql, _)| sql));
        for sql in statements {
            let plan = plan(&file, &sql);
            assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
            let walks = plan
                .iter()
                .filter(|step| *step == "SCAN m" || step.starts_with("SEARCH m USING PRIMARY KEY"));
            let tables = 1 + sql.matches("UNION ALL").count();
            assert_eq!(walks.count(), tables, "{sql}\n{plan:#?}");
        }
    }
}

#[test]
fn what_moved_since_an_entry_is_added_up_from_that_entry_on() {
    let file = empty();
    let since = MovementFilter { after_seq: Some(7), ..MovementFilter::default() };
    for sql in [movements::sums_sql(&since).0, movements::takings_sql(&since).0] {
        let plan = plan(&file, &sql);
        for index in ["movements_by_entry", "payout_movements_by_entry"] {
            let step = format!("SEARCH m USING INDEX {index} (seq>?)");
            assert!(plan.contains(&step), "{sql}\n{plan:#?}");
        }
    }
    let until = DateTime::from_timestamp(1_790_000_000, 0);
    let plan = plan(&file, &movements::clearing_sql(until).0);
    let walk = "SEARCH m USING PRIMARY KEY (occurred_ms<?)";
    assert_eq!(plan.iter().filter(|step| *step == walk).count(), 2, "{plan:#?}");
}

#[test]
fn no_list_of_statement_lines_is_sorted_and_each_begins_with_what_narrows_it_most() {
    let file = empty();
    let any = LineFilter::default;
    let day = NaiveDate::from_ymd_opt(2026, 11, 30);
    let (import, payout) = (Some(ImportId(Uuid::nil())), Some(PayoutId(Uuid::nil())));
    let place = Some("GTBank".to_owned());
    let after = "l1.2.3".parse::<Cursor>().ok();
    let mut filters = vec![any()];
    filters = both(filters, |filter| LineFilter { place: place.clone(), ..filter });
    filters = both(filters, |filter| LineFilter { import, ..filter });
    filters = both(filters, |filter| LineFilter { payout, ..filter });
    filters = both(filters, |filter| LineFilter { from: day, to: day, ..filter });
    filters = both(filters, |filter| LineFilter { only_matched: true, ..filter });
    filters = both(filters, |filter| LineFilter { with_undone: true, ..filter });
    let all = |filter| LineQuery { filter, ..LineQuery::default() };
    let queries = filters.into_iter().map(all).collect();
    let queries = both(queries, |query| LineQuery { after: after.clone(), ..query });
    for query in queries {
        let sql = imports::lines_sql(&query).expect("a statement").0;
        let plan = plan(&file, &sql);
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
    }
    let first = |filter: LineFilter| {
        plan(&file, &imports::lines_sql(&all(filter)).expect("a statement").0).swap_remove(0)
    };
    assert_eq!(first(any()), "SCAN l");
    let of_days = first(LineFilter { from: day, to: day, ..any() });
    assert_eq!(of_days, "SEARCH l USING PRIMARY KEY (day>? AND day<?)");
    let of_account = first(LineFilter { place, from: day, to: day, ..any() });
    let by_account = "SEARCH l USING INDEX statement_lines_by_bank_account";
    assert_eq!(of_account, format!("{by_account} (bank_account=? AND day>? AND day<?)"));
    let of_import = first(LineFilter { import, ..any() });
    assert_eq!(of_import, "SEARCH l USING INDEX statement_lines_by_import (import=?)");
    let of_payout = first(LineFilter { payout, ..any() });
    assert_eq!(of_payout, "SEARCH l USING INDEX statement_lines_by_payout (payout=?)");
    let of_line = plan(&file, &imports::line_sql(ImportId(Uuid::nil()), 1).0);
    assert_eq!(of_line[0], "SEARCH l USING INDEX statement_lines_by_import (import=?)");
    assert!(!of_line.iter().any(|step| step.contains("ORDER BY")), "{of_line:#?}");
}

#[test]
fn exports_imports_and_what_they_brought_are_found_by_indexes() {
    let file = empty();
    let cases = [
        (exports::page_sql(), "SEARCH exports USING INTEGER PRIMARY KEY (rowid<?)"),
        (
            exports::RANGES.to_owned(),
            "SEARCH exports USING COVERING INDEX exports_by_kind (profile=? AND terms=? AND kind=?)",
        ),
        (imports::page_sql(), "SEARCH i USING INTEGER PRIMARY KEY (rowid<?)"),
        (imports::PAYMENTS.to_owned(), "SEARCH payments USING INDEX payments_by_import (import=?)"),
        (imports::PAYOUTS.to_owned(), "SEARCH payouts USING INDEX payouts_by_import (import=?)"),
        (
            imports::FEES.to_owned(),
            "SEARCH payouts USING INDEX payouts_by_fee_import (fee_import=?)",
        ),
        (imports::REFUNDS.to_owned(), "SEARCH r USING INDEX refunds_by_import (import=?)"),
        (
            imports::by_key_sql(),
            "SEARCH l USING INDEX live_statement_lines_by_key (bank_account=? AND key=?)",
        ),
    ];
    for (sql, way) in cases {
        let plan = plan(&file, &sql);
        assert!(plan.iter().any(|step| step == way), "{sql}\n{plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
    }
}

#[test]
fn which_sale_of_an_order_came_first_is_found_by_indexes() {
    let file = empty();
    let one_more = plan(&file, movements::ONE_MORE);
    let after_another = plan(&file, movements::AFTER_ANOTHER);
    let of_payment = "SEARCH m USING INDEX movements_by_payment (payment=?)";
    for plan in [&one_more, &after_another] {
        assert!(plan.iter().any(|step| step == of_payment), "{plan:#?}");
        assert!(
            !plan.iter().any(|step| step.starts_with("SCAN") && step != "SCAN CONSTANT ROW"),
            "{plan:#?}"
        );
    }
    let by_name = "SEARCH r USING PRIMARY KEY (reference=?)";
    assert!(after_another.iter().any(|step| step == by_name), "{after_another:#?}");
}
