//! How SQLite goes about the lists: it walks them in their own order, and sorts nothing.

mod books;

use std::path::Path;

use ledger::{AccountId, BatchId, PaymentId, PayoutStatus, RefundStatus, Verdict};
use rusqlite::Connection;

use crate::{
    Cursor, DatedFilter, DeliveryQuery, PayoutQuery, RefundQuery, batches, customers, inbox,
    masking, migrations, movements, payments, payouts, refunds, stale, tags,
};

/// Every kind of term, alone and together.
const FILTERS: [&str; 18] = [
    "",
    "status:paid",
    "status:paid,settled,failed",
    "gateway:novac,ovgc mode:live currency:NGN,USD",
    "account:shop",
    "channel:card",
    "tag:gift",
    "tag:gift,may-2026 status:paid premium",
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

/// All of these, and all of them with something more.
fn both<T: Clone>(mut all: Vec<T>, more: impl Fn(T) -> T) -> Vec<T> {
    let with_more: Vec<T> = all.iter().cloned().map(more).collect();
    all.extend(with_more);
    all
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
        let lists = [
            payments::page_sql(&filter, None).0,
            payments::page_sql(&filter, Some(7)).0,
            refunds::page_sql(&refunds).expect("a statement").0,
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

#[test]
fn refunds_of_a_state_or_a_batch_are_found_by_it_and_not_sorted() {
    let file = empty();
    let batch = Some(BatchId(uuid::Uuid::nil()));
    let cases = [
        (RefundQuery { batch, ..RefundQuery::default() }, "refunds_by_batch (batch=?)"),
        (
            RefundQuery { status: vec![RefundStatus::Unknown], ..RefundQuery::default() },
            "refunds_by_status (status=?)",
        ),
    ];
    for (query, way) in cases {
        let plan = plan(&file, &refunds::page_sql(&query).expect("a statement").0);
        assert!(plan[0].contains(way), "{plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{plan:#?}");
    }
    let several =
        RefundQuery { status: RefundStatus::ALL.to_vec(), batch, ..RefundQuery::default() };
    let plan = plan(&file, &refunds::page_sql(&several).expect("a statement").0);
    assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{plan:#?}");
}

#[test]
fn customers_are_walked_by_their_newest_payments_and_not_sorted() {
    let file = empty();
    let after = "c7".parse::<Cursor>().ok();
    for text in ["", "ada", "ad", "ada obi x"] {
        for after in [None, after.as_ref()] {
            let sql = customers::page_sql(text, after).expect("a statement").0;
            let plan = plan(&file, &sql);
            assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
            let first = match after {
                Some(_) => "SEARCH s USING INTEGER PRIMARY KEY (rowid<?)",
                None => "SCAN s",
            };
            assert_eq!(plan[0], first, "{sql}");
            let newer =
                "SEARCH n USING COVERING INDEX search_by_customer (customer_key=? AND rowid>?)";
            assert!(plan.iter().any(|step| step == newer), "{sql}\n{plan:#?}");
        }
    }
    let plan = plan(&file, &payments::customer_sql());
    assert_eq!(
        plan[0],
        "SEARCH s USING COVERING INDEX search_by_customer (customer_key=? AND rowid<?)"
    );
    assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{plan:#?}");
}

#[test]
fn what_is_asked_of_customers_batches_and_the_desk_walks_an_index() {
    let file = empty();
    let batch_page = batches::page_sql();
    let unfinished = batches::unfinished_sql();
    let to_a_person = payouts::person_sql();
    let cases = [
        (
            customers::NEWEST,
            "SEARCH search USING COVERING INDEX search_by_customer (customer_key=?)",
        ),
        (customers::TOTALS, "SEARCH s USING COVERING INDEX search_by_customer (customer_key=?)"),
        (
            customers::PEOPLE,
            "SEARCH people USING COVERING INDEX people_by_customer (customer_key=?)",
        ),
        (customers::PEOPLE, "SEARCH s USING COVERING INDEX search_by_customer (customer_key=?)"),
        (masking::PAYMENTS, "SEARCH b USING PRIMARY KEY (person=?)"),
        (masking::BENEFITS, "SEARCH payouts USING INDEX payouts_by_beneficiary (beneficiary=?)"),
        (&to_a_person, "SEARCH p USING INDEX payouts_by_beneficiary (beneficiary=?)"),
        (
            inbox::about::PAYMENT,
            "SEARCH deliveries USING COVERING INDEX deliveries_by_payment (payment=?)",
        ),
        (inbox::about::PAYMENT, "SEARCH d USING INDEX deliveries_by_reference (reference=?)"),
        (
            inbox::about::PAYOUT,
            "SEARCH deliveries USING COVERING INDEX deliveries_by_payout (payout=?)",
        ),
        (inbox::about::PAYOUT, "SEARCH d USING INDEX deliveries_by_reference (reference=?)"),
        (
            masking::messages::WAS_MASKED,
            "SEARCH b USING COVERING INDEX payment_people_by_payment (payment=?)",
        ),
        (&batch_page, "SEARCH batches USING INTEGER PRIMARY KEY (rowid<?)"),
        (&unfinished, "SCAN batches USING INDEX unfinished_batches"),
        (batches::LINES, "SEARCH l USING PRIMARY KEY (batch=? AND line>?)"),
        (stale::STALE_REFUNDS, "SEARCH r USING INDEX refunds_by_status (status=?)"),
        (stale::STALE_PAYMENTS, "SEARCH payments USING INDEX open_payments (place<?)"),
        (stale::LOOKUP_FAILURES, "SCAN p USING INDEX open_payments"),
        (tags::TAGS, "SCAN payment_tags"),
    ];
    for (sql, way) in cases {
        let plan = plan(&file, sql);
        assert!(plan.iter().any(|step| step == way), "{sql}\n{plan:#?}");
        // What is gathered from two places is few, and may be sorted.
        let is_walked = !sql.contains("UNION");
        let sorts = plan.iter().any(|step| step.contains("ORDER BY"));
        assert!(!(is_walked && sorts), "{sql}\n{plan:#?}");
    }
}

#[test]
fn whether_a_message_is_about_somebody_who_was_masked_is_told_by_indexes() {
    let plan = plan(&empty(), masking::messages::ABOUT_MASKED);
    let walked: Vec<_> = plan.iter().filter(|step| step.starts_with("SCAN")).collect();
    assert!(walked.iter().all(|step| ["SCAN t", "SCAN w"].contains(&step.as_str())), "{plan:#?}");
}

#[test]
fn no_list_of_payouts_is_sorted_and_each_begins_with_what_narrows_it_most() {
    let file = empty();
    let (account, after) = (Some(AccountId(uuid::Uuid::nil())), "o7".parse::<Cursor>().ok());
    let any = PayoutQuery::default;
    let states = [vec![], vec![PayoutStatus::Failed], PayoutStatus::ALL.to_vec()];
    let mut queries = vec![any()];
    queries = both(queries, |query| PayoutQuery { account, ..query });
    queries = both(queries, |query| PayoutQuery { after: after.clone(), ..query });
    queries = both(queries, |query| PayoutQuery { text: Some("x".to_owned()), ..query });
    queries = both(queries, |query| PayoutQuery { text: Some("ada obi".to_owned()), ..query });
    for (query, status) in queries.iter().flat_map(|query| states.iter().map(move |s| (query, s))) {
        let query = PayoutQuery { status: status.clone(), ..query.clone() };
        let sql = payouts::page_sql(&query).expect("a statement").0;
        let plan = plan(&file, &sql);
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
    }
    let first = |query: PayoutQuery| {
        plan(&file, &payouts::page_sql(&query).expect("a statement").0).swap_remove(0)
    };
    assert_eq!(first(any()), "SCAN p");
    let seek = "SEARCH p USING INTEGER PRIMARY KEY (rowid<?)";
    assert_eq!(first(PayoutQuery { after, ..any() }), seek);
    let of_account = first(PayoutQuery { account, ..any() });
    assert_eq!(of_account, "SEARCH p USING INDEX payouts_by_account (account=?)");
    let of_status = first(PayoutQuery { status: vec![PayoutStatus::Failed], ..any() });
    assert_eq!(of_status, "SEARCH p USING INDEX payouts_by_status (status=?)");
    let of_text = first(PayoutQuery { text: Some("access".to_owned()), account, ..any() });
    assert!(of_text.starts_with("SCAN i VIRTUAL TABLE"), "{of_text}");
}

#[test]
fn no_list_of_deliveries_is_sorted_and_each_begins_with_what_narrows_it_most() {
    let file = empty();
    let (account, after) = (Some(AccountId(uuid::Uuid::nil())), "d7".parse::<Cursor>().ok());
    let any = DeliveryQuery::default;
    let mut queries = vec![any()];
    queries = both(queries, |query| DeliveryQuery { account, ..query });
    queries = both(queries, |query| DeliveryQuery { after: after.clone(), ..query });
    queries = both(queries, |query| DeliveryQuery { verdict: Some(Verdict::Accepted), ..query });
    queries = both(queries, |query| DeliveryQuery { text: Some("x".to_owned()), ..query });
    queries = both(queries, |query| DeliveryQuery { text: Some("paid 10".to_owned()), ..query });
    for query in queries {
        let sql = inbox::lists::page_sql(&query).expect("a statement").0;
        let plan = plan(&file, &sql);
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
    }
    let first = |query: DeliveryQuery| {
        plan(&file, &inbox::lists::page_sql(&query).expect("a statement").0).swap_remove(0)
    };
    assert_eq!(first(any()), "SCAN d");
    let seek = "SEARCH d USING INTEGER PRIMARY KEY (rowid<?)";
    assert_eq!(first(DeliveryQuery { after, ..any() }), seek);
    let of_account = first(DeliveryQuery { account, ..any() });
    assert_eq!(of_account, "SEARCH d USING INDEX deliveries_by_account (account=?)");
    let of_verdict = first(DeliveryQuery { verdict: Some(Verdict::Rejected), ..any() });
    assert_eq!(of_verdict, "SEARCH d USING INDEX deliveries_by_verdict (verdict=?)");
    let of_text = first(DeliveryQuery { text: Some("novac".to_owned()), account, ..any() });
    assert!(of_text.starts_with("SCAN i VIRTUAL TABLE"), "{of_text}");
}

#[test]
fn what_is_asked_for_all_day_walks_an_index_and_not_the_inbox() {
    let file = empty();
    let cases = [
        (inbox::WAITING, "SCAN deliveries USING INDEX waiting_deliveries"),
        (inbox::IDLE, "SCAN deliveries USING COVERING INDEX idle_deliveries"),
        (
            inbox::LAST_ACCEPTED,
            "SEARCH deliveries USING COVERING INDEX accepted_deliveries_by_account (account=?)",
        ),
        (
            inbox::judging::ACCEPTED_EVENT,
            "SEARCH deliveries USING INDEX accepted_events (account=? AND event_key=?)",
        ),
        (
            inbox::SURPLUS,
            "SEARCH deliveries USING COVERING INDEX deliveries_by_verdict (verdict=?)",
        ),
        (movements::CAPTURED_SINCE, "SEARCH m USING PRIMARY KEY (occurred_ms>?)"),
    ];
    for (sql, way) in cases {
        let plan = plan(&file, sql);
        assert!(plan.iter().any(|step| step == way), "{sql}\n{plan:#?}");
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{sql}\n{plan:#?}");
    }
    let plan = plan(&file, payouts::FIND);
    let indexes =
        ["sqlite_autoindex_payouts_1", "by_reference_and_account", "payouts_by_gateway_id"];
    for index in indexes {
        assert!(plan.iter().any(|step| step.contains(index)), "{index}: {plan:#?}");
    }
}
