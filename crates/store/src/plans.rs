//! How SQLite goes about the lists: it walks them in their own order, and sorts nothing.

use std::path::Path;

use ledger::PaymentId;
use rusqlite::Connection;

use crate::{DatedFilter, MovementQuery, RefundQuery, migrations, movements, payments, refunds};

/// Every kind of term, alone and together.
const FILTERS: [&str; 16] = [
    "",
    "status:paid",
    "status:paid,settled,failed",
    "gateway:novac,ovgc mode:live currency:NGN,USD",
    "account:shop",
    "channel:card",
    "flag:late,unordered",
    "is:open",
    "is:attention",
    "is:refunded",
    "is:partly-refunded",
    "amount>=1000.50 amount<2000",
    "premium",
    "customer:ada reference:order plan",
    "ab",
    "status:paid customer:ada amount>5 x is:open",
];

fn empty() -> Connection {
    let mut file = Connection::open_in_memory().expect("memory");
    migrations::run(&mut file, Path::new("memory")).expect("the layout");
    file
}

/// The steps of a statement, as SQLite explains them.
fn plan(file: &Connection, sql: &str) -> Vec<String> {
    let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect(sql);
    let steps = statement.raw_query();
    let steps = steps.mapped(|row| row.get::<_, String>("detail"));
    steps.collect::<Result<_, _>>().expect("a plan")
}

fn dated(filter: &str) -> [DatedFilter; 2] {
    let filter: ledger::Filter = filter.parse().expect("a filter");
    let day = chrono::DateTime::from_timestamp(1_790_000_000, 0);
    let always = DatedFilter { filter, ..DatedFilter::default() };
    let within = DatedFilter { from: day, until: day, ..always.clone() };
    [always, within]
}

#[test]
fn no_list_is_sorted_whatever_it_is_filtered_by() {
    let file = empty();
    for filter in FILTERS.iter().flat_map(|filter| dated(filter)) {
        let refunds = RefundQuery { filter: filter.clone(), ..RefundQuery::default() };
        let movements = MovementQuery { filter: filter.clone(), ..MovementQuery::default() };
        let lists = [
            payments::page_sql(&filter, None).0,
            payments::page_sql(&filter, Some(7)).0,
            refunds::page_sql(&refunds).expect("a statement").0,
            movements::page_sql(&movements).expect("a statement").0,
        ];
        for sql in lists {
            let plan = plan(&file, &sql);
            assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
        }
    }
}

#[test]
fn each_list_begins_with_what_narrows_it_most() {
    let file = empty();
    let first = |filter: &str, after| {
        let [filter, _] = dated(filter);
        plan(&file, &payments::page_sql(&filter, after).0).swap_remove(0)
    };
    assert_eq!(first("", None), "SCAN p");
    assert_eq!(first("", Some(7)), "SEARCH p USING INTEGER PRIMARY KEY (rowid<?)");
    assert_eq!(first("status:paid", None), "SEARCH p USING INDEX payments_by_status (status=?)");
    assert_eq!(first("status:paid,failed", None), "SCAN p");
    assert_eq!(first("is:open", None), "SCAN p USING INDEX open_payments");
    assert_eq!(first("is:attention", None), "SCAN p USING INDEX payments_wanting_attention");
    assert_eq!(first("is:refunded", None), "SCAN p USING INDEX payments_with_refunds");
    assert!(first("premium", None).starts_with("SCAN i VIRTUAL TABLE"));
    let [_, within] = dated("");
    let sql = payments::page_sql(&within, None).0;
    let first = plan(&file, &sql).swap_remove(0);
    assert_eq!(first, "SEARCH p USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
}

#[test]
fn the_refunds_of_one_payment_are_found_by_their_payment() {
    let file = empty();
    let query =
        RefundQuery { payment: Some(PaymentId(uuid::Uuid::nil())), ..RefundQuery::default() };
    let plan = plan(&file, &refunds::page_sql(&query).expect("a statement").0);
    assert!(plan[0].contains("refunds_by_payment (payment=?)"), "{plan:#?}");
}
