//! Files that prove a refund, and the slip that a customer gets of it.

use std::path::PathBuf;

use backoffice::{Error, RefundRecordForm};
use ledger::{PaymentId, RefundId, RefundMethod};

use crate::shop::Shop;

fn proven(payment: PaymentId, amount: &str, file: Option<PathBuf>) -> RefundRecordForm {
    RefundRecordForm {
        payment,
        amount: amount.to_owned(),
        method: RefundMethod::Bank,
        reason: "Wrong size".to_owned(),
        evidence: Some("Transfer of 14 April".to_owned()),
        file,
        by: Some("Ben Eze".to_owned()),
        key: None,
    }
}

async fn record(shop: &Shop, amount: &str, bytes: &[u8]) -> (RefundId, PathBuf) {
    let reference = format!("ORDER-{amount}");
    let id = shop.paid(&reference).await;
    let file = shop.place.path("receipt.pdf");
    std::fs::write(&file, bytes).unwrap();
    let (_, refund) = shop.office.record_refund(&proven(id, amount, Some(file))).await.unwrap();
    let kept = refund.file.unwrap();
    assert_eq!(kept.name, "receipt.pdf");
    (refund.id, shop.place.path("books").join("evidence").join(kept.sha256))
}

async fn is_sound(shop: &Shop) -> bool {
    let findings = shop.office.examine().await.unwrap();
    findings.iter().find(|finding| finding.name == "evidence").unwrap().ok
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_under_its_hash_and_comes_back_as_it_was() {
    let shop = Shop::open().await;
    let (first, kept) = record(&shop, "5000.00", b"%PDF a receipt").await;
    let (second, same) = record(&shop, "4000.00", b"%PDF a receipt").await;
    assert_eq!(kept, same, "the same file is kept once");
    let copy = shop.place.path("copy.pdf");
    for refund in [first, second] {
        shop.office.save_evidence(refund, &copy).await.unwrap();
        assert_eq!(std::fs::read(&copy).unwrap(), b"%PDF a receipt");
    }
    assert!(is_sound(&shop).await);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&kept).unwrap().permissions().mode() & 0o077, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_or_lost_is_told_and_not_handed_out() {
    let shop = Shop::open().await;
    let (refund, kept) = record(&shop, "5000.00", b"%PDF a receipt").await;
    std::fs::write(&kept, b"%PDF another").unwrap();
    let refused =
        shop.office.save_evidence(refund, &shop.place.path("copy.pdf")).await.unwrap_err();
    assert!(matches!(refused, Error::EvidenceDamaged { .. }), "{refused}");
    assert!(!is_sound(&shop).await);
    std::fs::remove_file(&kept).unwrap();
    assert!(shop.office.evidence_file(refund).await.is_err());
    // The same file given again mends it.
    record(&shop, "4000.00", b"%PDF a receipt").await;
    assert!(is_sound(&shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_kept_books_nothing() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let (empty, large) = (shop.place.path("empty"), shop.place.path("large"));
    std::fs::write(&empty, b"").unwrap();
    std::fs::File::create(&large).unwrap().set_len(10 * 1024 * 1024 + 1).unwrap();
    for file in [empty, large, shop.place.path("nothing"), shop.place.path("books")] {
        let refused =
            shop.office.record_refund(&proven(id, "5000.00", Some(file))).await.unwrap_err();
        assert_eq!(refused.field(), Some("file"), "{refused}");
    }
    assert!(shop.payment(id).await.refunds.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_says_what_is_known_and_nothing_in_it_is_markup() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let form = RefundRecordForm { method: RefundMethod::Cash, ..proven(id, "5000.00", None) };
    let (_, paid) = shop.office.record_refund(&form).await.unwrap();
    let slip = shop.office.refund_slip(paid.id).await.unwrap();
    for said in ["ORDER-1", "5000.00 NGN", "in cash", "Paid back in cash."] {
        assert!(slip.contains(said), "{said} is missing:\n{slip}");
    }
    for unsaid in ["Wrong size", "Ben Eze", "<script", "http"] {
        assert!(!slip.contains(unsaid), "{unsaid} is for the books:\n{slip}");
    }
    let mut asked = crate::shop::refund(id, Some("1000.00"));
    asked.customer_note = Some("<b>Sorry</b> & bye".to_owned());
    let (_, pending) = shop.office.create_refund(&asked).await.unwrap();
    let slip = shop.office.refund_slip(pending.id).await.unwrap();
    assert!(slip.contains("does not prove that the money has arrived"), "{slip}");
    assert!(slip.contains("&lt;b&gt;Sorry&lt;/b&gt; &amp; bye"), "{slip}");
    let file = shop.place.path("slip.html");
    shop.office.save_refund_slip(pending.id, &file).await.unwrap();
    assert_eq!(std::fs::read_to_string(file).unwrap(), slip);
}
