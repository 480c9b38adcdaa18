//! A person's word on a bank line: matched, taken back, or booked as a payout of a gateway that tells of none.

use backoffice::{Backoffice, Code, Error, LineDecided, MatchRefusal, SettlementVerdict};
use chrono::TimeDelta;
use ledger::{
    Body, Currency, GatewayKind, ImportKind, LedgerAccount, Money, PayoutStatus, Subject,
};

use crate::payouts::{naira, send};
use crate::settlement_bank::{
    balance, checked, held, import, paid_out, statement, strangers, undo, usd, verdicts,
};
use crate::shop::{Shop, entries, ngn};
use crate::webhook_counter::Counter;

/// What a paid order of 25,000 naira leaves at Novac.
const LEFT: i64 = 2_465_000;

/// A shop whose gateway tells of no payouts, and the line of one at the bank.
async fn with_a_line_of_novac() -> (Shop, ledger::ImportId) {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    shop.pass(TimeDelta::days(3));
    let lines = [
        ("2026-04-16", ngn(LEFT), "NIP NOVAC SETTLEMENT"),
        ("2026-04-16", ngn(-500), "NOVAC CHARGES"),
        ("2026-04-16", usd(900), "NOVAC USD"),
    ];
    let import = statement(&shop, &lines).await;
    (shop, import)
}

fn refused(result: Result<LineDecided, Error>) -> MatchRefusal {
    match result.unwrap_err() {
        Error::Match(refusal) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_gateway_that_tells_of_no_payouts_is_booked_as_one_and_clears_the_account() {
    let (shop, import) = with_a_line_of_novac().await;
    let before = checked(&shop).await;
    assert_eq!(strangers(&before).iter().map(|at| at.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(before.settlement.unsettled[0].balance, ngn(LEFT));
    assert_eq!(held(&shop, Currency::NGN).await, LEFT);

    let decided = shop.office.record_line_as_payout(import, 1, "MAIN", "Ada").await.unwrap();
    let payout = &decided.payout.payout;
    assert_eq!((payout.status, payout.order.amount), (PayoutStatus::Processed, ngn(LEFT)));
    assert!(payout.by_hand && payout.was_found());
    assert_eq!(payout.created_at.date_naive().to_string(), "2026-04-16", "the bank's day");
    assert_eq!(decided.line.matched.unwrap().payout, payout.id);
    assert!(
        !payout.order.reason.contains("NIP"),
        "what the bank wrote is no matter of the journal"
    );

    assert_eq!(held(&shop, Currency::NGN).await, 0);
    assert_eq!(balance(&shop, LedgerAccount::Clearing, Currency::NGN).await, 0);
    assert_eq!(balance(&shop, LedgerAccount::Bank, Currency::NGN).await, LEFT);
    let after = checked(&shop).await;
    assert_eq!(after.settlement.unsettled, []);
    assert_eq!(after.settlement.checks[0].verdict, SettlementVerdict::Matched);

    let again = refused(shop.office.record_line_as_payout(import, 1, "main", "Bola").await);
    assert!(
        matches!(&again, MatchRefusal::LineTaken { by, .. } if by.as_str() == "Ada"),
        "{again}"
    );
    assert_eq!(held(&shop, Currency::NGN).await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booked_line_that_is_released_is_booked_back_and_can_be_booked_again_as_the_same_payout()
{
    let (shop, import) = with_a_line_of_novac().await;
    let office = &shop.office;
    let first = office.record_line_as_payout(import, 1, "main", "Ada").await.unwrap();
    let released = office.release_line(import, 1, "Bola").await.unwrap();
    assert_eq!(released.line.matched, None);
    assert_eq!(released.payout.payout.status, PayoutStatus::Failed);
    assert!(released.payout.payout.message.unwrap().contains("Bola"));
    assert_eq!(held(&shop, Currency::NGN).await, LEFT);
    assert_eq!(balance(&shop, LedgerAccount::Bank, Currency::NGN).await, 0);
    assert_eq!(refused(office.release_line(import, 1, "Bola").await), MatchRefusal::NotMatched);

    let again = office.record_line_as_payout(import, 1, "main", "Ada").await.unwrap();
    assert_eq!(again.payout.payout.id, first.payout.payout.id);
    assert_eq!(held(&shop, Currency::NGN).await, 0);

    // The statement is imported once more: its line is the same line, and is booked as the same payout.
    office.release_line(import, 1, "Ada").await.unwrap();
    undo(&shop, import).await;
    let anew = statement(&shop, &[("2026-04-16", ngn(LEFT), "NIP NOVAC SETTLEMENT")]).await;
    let third = office.record_line_as_payout(anew, 1, "main", "Ada").await.unwrap();
    assert_eq!(third.payout.payout.id, first.payout.payout.id);
    assert_eq!(held(&shop, Currency::NGN).await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_undone_takes_the_payouts_back_that_were_booked_from_its_lines() {
    let (shop, import) = with_a_line_of_novac().await;
    let office = &shop.office;
    let booked = office.record_line_as_payout(import, 1, "main", "Ada").await.unwrap();
    let report = office.undo_import(import, "The wrong file", "Bola").await.unwrap();
    assert_eq!((report.released, report.payouts), (1, 1));
    let payout = office.payout(booked.payout.payout.id).await.unwrap().payout;
    assert_eq!(payout.status, PayoutStatus::Failed);
    assert_eq!(held(&shop, Currency::NGN).await, LEFT);

    // The right file has the line as well, which is the same payout.
    let lines = [("2026-04-16", ngn(LEFT), "NIP NOVAC SETTLEMENT")];
    let anew = statement(&shop, &lines).await;
    let again = office.record_line_as_payout(anew, 1, "main", "Ada").await.unwrap();
    assert_eq!(again.payout.payout.id, payout.id);
    assert_eq!(held(&shop, Currency::NGN).await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_matched_by_hand_stays_with_its_payout_until_it_is_released() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let one = paid_out(&counter, "po_100001", usd(10_000)).await;
    paid_out(&counter, "po_100002", usd(10_000)).await;
    let import = statement(shop, &[("2026-04-15", usd(10_000), "SOMEBODY")]).await;
    shop.pass(TimeDelta::days(9));
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 missing", "po_100002 missing"]);
    let decided = shop.office.match_line(import, 1, one, "Ada").await.unwrap();
    assert_eq!(decided.payout.payout.status, PayoutStatus::Processed);
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 matched", "po_100002 missing"]);

    let released = shop.office.release_line(import, 1, "Ada").await.unwrap();
    assert_eq!(released.payout.payout.status, PayoutStatus::Processed, "it is the gateway's word");
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 missing", "po_100002 missing"]);
    let kinds = entries(&shop.office, Some(Subject::Import(import))).await;
    let kinds: Vec<_> = kinds.iter().map(|entry| entry.body.kind()).collect();
    assert_eq!(kinds, ["import_made", "line_read", "line_matched", "line_released"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_who_match_the_same_line_one_is_told_who_was_faster() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let one = paid_out(&counter, "po_100001", usd(10_000)).await;
    let other = paid_out(&counter, "po_100002", usd(10_000)).await;
    let import = statement(
        shop,
        &[("2026-04-15", usd(10_000), "SOMEBODY"), ("2026-04-15", usd(10_000), "SOMEBODY ELSE")],
    )
    .await;
    let second = shop.other_door().await;
    let (ada, bola) = tokio::join!(
        shop.office.match_line(import, 1, one, "Ada"),
        second.match_line(import, 1, other, "Bola"),
    );
    let (won, lost) = if ada.is_ok() { (ada, bola) } else { (bola, ada) };
    let lost = lost.unwrap_err();
    assert_eq!(lost.code(), Code::Conflict);
    let winner = won.unwrap().line.matched.unwrap();
    assert!(lost.to_string().starts_with(winner.by.as_str()), "{lost}");
    let matched = entries(&shop.office, Some(Subject::Import(import))).await;
    let matched = matched.iter().filter(|entry| matches!(entry.body, Body::LineMatched { .. }));
    assert_eq!(matched.count(), 1);

    // Another line of the same file keeps nobody from theirs.
    let left = if winner.payout == one { other } else { one };
    shop.office.match_line(import, 2, left, "Ada").await.unwrap();
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 matched", "po_100002 matched"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_book_the_same_line_book_it_once() {
    let (shop, import) = with_a_line_of_novac().await;
    let second = shop.other_door().await;
    let book = |office: Backoffice, by: &'static str| async move {
        office.record_line_as_payout(import, 1, "main", by).await
    };
    let (ada, bola) = tokio::join!(book(shop.office.clone(), "Ada"), book(second, "Bola"));
    assert_eq!([ada.is_ok(), bola.is_ok()].iter().filter(|ok| **ok).count(), 1);
    let lost = ada.err().or(bola.err()).unwrap();
    assert_eq!(lost.code(), Code::Conflict, "{lost}");
    assert_eq!(held(&shop, Currency::NGN).await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_payout_is_refused_with_a_sentence_and_writes_nothing() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    shop.paid("ORDER-1").await;
    let payout = paid_out(&counter, "po_100001", usd(10_000)).await;
    let sent = send(&shop.office, &naira("SALARY-0001", "0123456701")).await.payout.id;
    let lines = [
        ("2026-04-15", usd(10_000), "OVGC po_100001"),
        ("2026-04-15", usd(-10_000), "OVGC po_100001"),
        ("2026-04-16", Money::from_minor(5_000, "JPY".parse().unwrap()), "NOVAC"),
        ("2026-04-16", ngn(5_000), "NOVAC"),
    ];
    let known = statement(shop, &lines).await;
    let list = import(shop, ImportKind::RefundList, None, &[("2026-04-16", ngn(5_000), "x")]).await;
    let gone = statement(shop, &[("2026-04-17", ngn(7_000), "NOVAC")]).await;
    undo(shop, gone).await;
    let office = &shop.office;
    let before = office.journal_head().await.unwrap();
    let said = |refusal: MatchRefusal| refusal.to_string();

    let outgoing = said(refused(office.match_line(known, 2, payout, "Ada").await));
    assert!(outgoing.contains("-100.00 USD"), "{outgoing}");
    let other = said(refused(office.record_line_as_payout(known, 3, "main", "Ada").await));
    assert!(other.contains("main never held JPY"), "{other}");
    let not_a_statement = said(refused(office.match_line(list, 1, payout, "Ada").await));
    assert!(not_a_statement.contains("not a bank statement"), "{not_a_statement}");
    let undone = said(refused(office.record_line_as_payout(gone, 1, "main", "Ada").await));
    assert!(undone.contains("Bola undid the import of `april.csv`"), "{undone}");
    let undone = said(refused(office.release_line(gone, 1, "Ada").await));
    assert!(undone.contains("undid"), "{undone}");
    let not_to_you = said(refused(office.match_line(known, 4, sent, "Ada").await));
    assert!(not_to_you.contains("SALARY-0001"), "{not_to_you}");
    // The check knows whose line it is, so that booking it would take the money out twice.
    shop.connect(GatewayKind::Ovgc, "second").await;
    let known_payout = refused(office.record_line_as_payout(known, 1, "cards", "Ada").await);
    assert!(matches!(
        known_payout,
        MatchRefusal::KnownPayout(_) | MatchRefusal::OtherCurrency { .. }
    ));
    for (line, problem) in [(1, Code::InvalidInput), (9, Code::NotFound)] {
        let by = if line == 1 { " " } else { "Ada" };
        let why = office.match_line(known, line, payout, by).await.unwrap_err();
        assert_eq!(why.code(), problem, "{why}");
    }
    let nobody = office.record_line_as_payout(known, 4, "nobody", "Ada").await.unwrap_err();
    assert_eq!(nobody.code(), Code::NotFound);
    assert_eq!(office.journal_head().await.unwrap(), before + 1, "nothing but an account");

    office.match_line(known, 1, payout, "Ada").await.unwrap();
    let twice = statement(shop, &[("2026-04-18", usd(10_000), "AGAIN")]).await;
    let taken = refused(office.match_line(twice, 1, payout, "Bola").await);
    assert!(matches!(taken, MatchRefusal::PayoutTaken { .. }), "{taken}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_failed_takes_no_line() {
    let (shop, import) = with_a_line_of_novac().await;
    let office = &shop.office;
    let booked = office.record_line_as_payout(import, 1, "main", "Ada").await.unwrap();
    office.release_line(import, 1, "Ada").await.unwrap();
    let failed = refused(office.match_line(import, 1, booked.payout.payout.id, "Ada").await);
    assert!(matches!(failed, MatchRefusal::PayoutFailed(_)), "{failed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_may_be_the_money_of_known_payouts_is_not_booked_as_one_more() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    counter.captured_at_ovgc("ORDER-1").await;
    let payouts = [
        paid_out(&counter, "po_100001", usd(700)).await,
        paid_out(&counter, "po_100002", usd(700)).await,
    ];
    let day = shop.place.now().date_naive().to_string();
    let import = statement(shop, &[(&day, usd(700), "OVGC PAYMENTS")]).await;
    let stranger = checked(shop).await.settlement.strangers.remove(0);
    assert_eq!(stranger.candidates, payouts.map(|id| id.to_string()));
    let before = held(shop, Currency::USD).await;
    let refusal = refused(shop.office.record_line_as_payout(import, 1, "cards", "Ada").await);
    assert!(matches!(&refusal, MatchRefusal::MayBeKnown(all) if all.len() == 2), "{refusal}");
    assert!(refusal.to_string().contains("po_100001 or po_100002"), "{refusal}");
    assert_eq!(held(shop, Currency::USD).await, before);
    shop.office.match_line(import, 1, payouts[1], "Ada").await.unwrap();
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 expected", "po_100002 matched"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_booked_from_a_line_and_taken_back_is_no_payout_that_a_gateway_failed_to_make() {
    let (shop, import) = with_a_line_of_novac().await;
    shop.office.record_line_as_payout(import, 1, "main", "Ada").await.unwrap();
    undo(&shop, import).await;
    assert_eq!(checked(&shop).await.settlement.checks, []);
}
