//! Refunds that want care, many at once, and customers, through the window's commands.

use serde_json::{Value, json};

use crate::{Counter, account_at, link_form};

/// How often is asked how far a bulk refund is. Each time is a round through the shell, so that it is seen to its end.
const MOST_ROUNDS: usize = 20_000;

/// Practice, with the account at Novac.
fn practice() -> (Counter, Value) {
    let counter = Counter::open();
    let overview = counter.done("practice_start", json!({}));
    counter.done("sync_now", json!({}));
    let account = account_at(&overview, "novac").clone();
    (counter, account)
}

/// A payment of Novac that nothing was paid back of.
fn untouched(counter: &Counter) -> Value {
    let form = json!({ "filter": "status:paid gateway:novac", "after": null, "limit": 100 });
    let page = counter.done("payments_page", json!({ "form": form }));
    let rows = page["items"].as_array().unwrap();
    rows.iter().find(|row| row["refundable"] == row["amount"]).unwrap().clone()
}

fn desk_of(counter: &Counter, kind: &str) -> Vec<Value> {
    let desk = counter.done("attention", json!({}));
    let concerns = desk["concerns"].as_array().unwrap();
    concerns.iter().filter(|concern| concern["kind"] == kind).cloned().collect()
}

#[test]
fn a_refund_above_the_limit_waits_on_the_desk_for_a_second_person() {
    let (counter, account) = practice();
    let limits = json!([{ "amount": "100.00", "currency": "NGN" }]);
    let form = json!({ "account_id": account["id"], "limits": limits });
    let settings = counter.done("account_approval", json!({ "form": form }));
    assert_eq!(settings["approval"][0]["amount"], "100.00");

    let payment = untouched(&counter);
    let form = json!({ "payment_id": payment["id"], "amount": "101.00", "reason": "Returned",
        "customer_note": null, "merchant_note": null, "by": "Ada Obi" });
    let waiting = counter.done("refund_create", json!({ "form": form }));
    assert_eq!(waiting["status"], "requested");
    let is_it = |concern: &Value| concern["refund_id"] == waiting["id"];
    let concerns = desk_of(&counter, "refund_requested");
    let concern = concerns.iter().find(|concern| is_it(concern)).unwrap();
    assert_eq!(concern["steps"][0], "approve_refund");

    let yes = |by: &str| json!({ "form": { "refund_id": waiting["id"], "by": by, "note": null } });
    let own = counter.ask("refund_approve", yes("ada obi")).unwrap_err();
    assert_eq!(own["code"], "refused", "{own}");
    let sent = counter.done("refund_approve", yes("Ben Eze"));
    assert_eq!(sent["decision"]["by"], "Ben Eze");
    assert_ne!(sent["status"], "requested");
    assert!(!desk_of(&counter, "refund_requested").iter().any(is_it));
    let again = counter.ask("refund_approve", yes("Chi Ani")).unwrap_err();
    assert!(again["message"].as_str().unwrap().contains("Ben Eze"), "{again}");

    let query =
        json!({ "filter": "", "status": ["pending"], "batch": null, "after": null, "limit": 9 });
    let page = counter.done("refunds_page", json!({ "form": query }));
    assert!(page["items"].as_array().unwrap().iter().any(|row| row["refund"]["id"] == sent["id"]));
}

#[test]
fn a_bulk_refund_is_agreed_to_as_it_was_planned_and_gone_through_beside_the_window() {
    let (counter, _) = practice();
    let payment = untouched(&counter);
    let filter = format!("reference:{}", payment["reference"].as_str().unwrap());
    let source = json!({ "filter": filter, "file": null });
    let asked = json!({ "source": source, "reason": "Recall", "by": "Ada Obi" });
    let plan = counter.done("batch_plan", asked);
    assert_eq!((&plan["total"], &plan["refunds"]), (&json!(1), &json!(1)), "{plan}");

    let start = |digest: &Value| json!({ "form": { "source": source, "reason": "Recall", "by": "Ada Obi", "digest": digest } });
    let other = counter.done("batch_start", start(&json!("00")));
    assert_eq!(other["id"], Value::Null, "only what was seen is agreed to");
    assert_eq!(other["changed"]["digest"], plan["digest"]);
    let started = counter.done("batch_start", start(&plan["digest"]));
    let id = &started["id"];
    let detail = || counter.done("batch", json!({ "id": id, "afterLine": 0 }));
    let ended = (0..MOST_ROUNDS).map(|_| detail()).find(|now| !now["batch"]["ended_at"].is_null());
    let ended = ended.expect("it came to its end");
    assert_eq!(ended["lines"][0]["word"], "pending", "{ended}");
    let paid_back = counter.done("payment_detail", json!({ "id": payment["id"] }));
    assert_eq!(paid_back["refunds"].as_array().unwrap().len(), 1);
    assert_eq!(paid_back["refunds"][0]["batch"], *id);
}

#[test]
fn a_file_that_the_person_did_not_choose_is_not_read() {
    let (counter, _) = practice();
    let payment = untouched(&counter);
    let form = json!({ "payment_id": payment["id"], "amount": "1.00", "method": "cash",
        "reason": "Returned", "evidence": null, "file": "/etc/hostname", "by": null });
    let refused = counter.ask("refund_record", json!({ "form": form })).unwrap_err();
    assert_eq!(refused["field"], "file", "{refused}");
    let source = json!({ "filter": null, "file": "/etc/hostname" });
    let asked = json!({ "source": source, "reason": "Recall", "by": "Ada Obi" });
    assert_eq!(counter.ask("batch_plan", asked).unwrap_err()["field"], "file");
    assert_eq!(counter.done("refund_choose_file", json!({})), Value::Null);
}

#[test]
fn a_slip_is_opened_from_the_data_folder() {
    let (counter, _) = practice();
    let payment = untouched(&counter);
    let form = json!({ "payment_id": payment["id"], "amount": "1.00", "method": "cash",
        "reason": "Returned", "evidence": null, "file": null, "by": "Ada Obi" });
    let recorded = counter.done("refund_record", json!({ "form": form }));
    assert_eq!(recorded["has_slip"], true);
    counter.done("refund_slip_print", json!({ "id": recorded["id"] }));
    assert_eq!(counter.done("refund_slip_save", json!({ "id": recorded["id"] })), Value::Null);
}

#[test]
fn slips_go_when_the_books_are_opened_and_when_a_customer_is_masked() {
    let counter = Counter::open();
    let slips = counter.folder.path().join("books/slips");
    let print = || {
        std::fs::create_dir_all(&slips).unwrap();
        std::fs::write(slips.join("refund-1.html"), "Ada Obi").unwrap();
    };
    print();
    counter.done("overview", json!({}));
    assert!(!slips.exists());

    // Also where nothing else is left to be removed.
    print();
    let form = json!({ "key": "ada@example.com", "reason": "Asked for it", "by": "Ben Eze",
        "confirm": "ada@example.com" });
    assert_eq!(
        counter.ask("customer_mask", json!({ "form": form })).unwrap_err()["code"],
        "not_found"
    );
    assert!(!slips.exists());
}

#[test]
fn a_part_that_was_paid_back_meanwhile_is_not_paid_back_again_by_who_did_not_see_that() {
    let (counter, _) = practice();
    let payment = untouched(&counter);
    let form = json!({ "payment_id": payment["id"], "amount": "1.00", "reason": "Returned",
        "customer_note": null, "merchant_note": null, "by": null,
        "left_seen": payment["refundable"]["amount"] });
    counter.done("refund_create", json!({ "form": form }));
    let again = counter.ask("refund_create", json!({ "form": form })).unwrap_err();
    assert_eq!(again["code"], "conflict", "{again}");
}

#[test]
fn a_customer_is_found_with_all_they_paid_and_payments_are_noted_and_tagged() {
    let (counter, account) = practice();
    let link =
        counter.done("link_create", json!({ "form": link_form(&account["id"], "12000.00") }));
    let id = &link["payment_id"];
    let note = json!({ "paymentId": id, "text": "Wants an invoice", "by": "Ada Obi" });
    assert_eq!(counter.done("payment_note", note)["notes"][0]["by"], "Ada Obi");
    let tags = json!({ "paymentId": id, "tags": ["Wholesale", "may-2026"] });
    let tagged = counter.done("payment_tags", tags);
    assert_eq!(tagged["tags"], json!(["may-2026", "wholesale"]));
    let all = counter.done("tags_all", json!({}));
    assert!(all.as_array().unwrap().iter().any(|one| one["tag"] == "may-2026"), "{all}");

    let reference = tagged["payment"]["reference"].clone();
    let search = json!({ "text": reference, "after": null, "limit": 10 });
    let found = counter.done("customers", search);
    let key = &found["items"][0]["key"];
    let customer = counter.done("customer", json!({ "key": key, "after": null }));
    assert!(customer["payments"].as_array().unwrap().iter().any(|row| row["id"] == *id));
    let plan = counter.done("customer_mask_plan", json!({ "key": key }));
    assert!(!plan["open"].as_array().unwrap().is_empty(), "an open payment keeps it: {plan}");
    let form = json!({ "key": key, "reason": "Asked for it", "by": "Ada Obi", "confirm": "no" });
    assert_eq!(
        counter.ask("customer_mask", json!({ "form": form })).unwrap_err()["field"],
        "confirm"
    );

    counter.done("signer_set", json!({ "name": "Ada Obi" }));
    assert_eq!(counter.done("overview", json!({}))["signer"], "Ada Obi");
}
