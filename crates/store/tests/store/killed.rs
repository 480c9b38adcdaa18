//! Killed at any moment: what was acknowledged is there, and all of it fits together.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use ledger::{
    Body, Currency, DeliveryId, Money, PaymentId, PaymentStatus, RefundId, RefundStatus, Verdict,
};
use store::{Handling, Store};
use uuid::Uuid;

use crate::inbox::accepted;
use crate::shop::{
    Shop, about, at, file_in, news, observed, opened, refund_observed, refund_requested,
};

/// Where the child process is to write.
const CHILD_FILE: &str = "STORE_TEST_KILLED_FILE";
/// What stands before what the child was told is written.
const WRITTEN: &str = "written ";
const KILLS: usize = 25;

#[tokio::test]
async fn a_program_killed_at_any_moment_leaves_every_acknowledged_entry_and_no_half_of_any() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let mut acknowledged: Vec<(PaymentId, u64)> = Vec::new();
    for kill in 0..KILLS {
        let child = "killed::child_appending_for_ever";
        acknowledged.extend(killed_after(&file, kill, child).iter().map(|told| {
            let (id, version) = told.split_once(' ').expect("two words");
            let version = version.parse().expect("a version");
            (id.parse().expect("an id"), version)
        }));
        let store = Store::open(&file).await.expect("it opens again");
        let check = store.verify_journal().await.expect("a journal");
        assert_eq!(check.problem, None, "after kill {kill}");
        let differences = store.compare_projections().await.expect("a file");
        assert_eq!(differences, [], "after kill {kill}");
        for (id, version) in &acknowledged {
            let record = store.payment(*id).await.expect("a file");
            let found = record.map(|record| record.payment.version);
            assert!(found >= Some(*version), "after kill {kill}: {id} {version} {found:?}");
        }
    }
    assert!(acknowledged.len() > KILLS, "{}", acknowledged.len());
    let store = Store::open(&file).await.expect("the file");
    assert_eq!(store.check_file().await.expect("a file"), Vec::<String>::new());
}

/// Lets a child write until it has said so `lines` times, kills it, and reads what it was told is written.
fn killed_after(file: &Path, lines: usize, child: &str) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", child, "--ignored", "--nocapture"])
        .env(CHILD_FILE, file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut said = BufReader::new(child.stdout.take().expect("its words"));
    let mut words = String::new();
    let mut heard = 0;
    while heard <= lines {
        let before = words.len();
        assert_ne!(said.read_line(&mut words).expect("a line"), 0, "it ended by itself: {words}");
        heard += usize::from(words[before..].contains(WRITTEN));
    }
    child.kill().expect("killed");
    child.wait().expect("its end");
    // A last line may be cut short; what it would have said was not acknowledged.
    said.read_to_string(&mut words).expect("the rest");
    let whole = words.rfind('\n').map_or("", |end| &words[..end]);
    let told = whole.lines().filter_map(|line| line.split_once(WRITTEN));
    told.map(|(_, told)| told.to_owned()).collect()
}

#[tokio::test]
#[ignore = "run, and killed, by the test above"]
async fn child_appending_for_ever() {
    let file = std::env::var_os(CHILD_FILE).expect("a file");
    let shop = Shop::open_at(file.as_ref()).await;
    loop {
        let order =
            shop.ordered(&Uuid::now_v7().to_string(), Money::from_minor(900, Currency::NGN));
        let id = shop.place(order, at(0)).await;
        println!("{WRITTEN}{id} 1");
        let refund = RefundId(Uuid::now_v7());
        let steps = [
            vec![(at(1), opened("GW")), (at(2), news(observed(PaymentStatus::Paid)))],
            vec![(at(3), refund_requested(refund, 400, &refund.to_string()))],
            vec![(at(4), refund_observed(refund, RefundStatus::Processed))],
        ];
        let mut version = 1;
        for bodies in steps {
            let append = about(id, version, bodies);
            let written = shop.store.append(append).await.expect("a place");
            version = written.last().expect("an entry").version;
            println!("{WRITTEN}{id} {version}");
        }
    }
}

#[tokio::test]
async fn a_program_killed_at_any_moment_leaves_every_message_it_has_taken_in() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let mut taken: Vec<String> = Vec::new();
    for kill in 0..KILLS {
        taken.extend(killed_after(&file, kill, "killed::child_receiving_for_ever"));
        let store = Store::open(&file).await.expect("it opens again");
        let waiting = store.waiting_deliveries(&[], u32::MAX).await.expect("a list");
        for told in &taken {
            let (word, id) = told.split_once(' ').expect("two words");
            let id: DeliveryId = id.parse().expect("an id");
            let record = store.delivery(id).await.expect("a file").expect("it was taken in");
            assert_eq!(record.delivery.body.len(), 43, "after kill {kill}");
            let is_known = word == "received" || record.verdict == Some(Verdict::Accepted);
            assert!(is_known, "after kill {kill}: {told} {:?}", record.verdict);
            assert!(record.handled_at.is_some() || waiting.contains(&id), "after kill {kill}");
        }
        assert_eq!(store.check_file().await.expect("a file"), Vec::<String>::new());
        assert_eq!(store.compare_projections().await.expect("a file"), []);
    }
    assert!(taken.len() > KILLS, "{}", taken.len());
}

#[tokio::test]
#[ignore = "run, and killed, by the test above"]
async fn child_receiving_for_ever() {
    let file = std::env::var_os(CHILD_FILE).expect("a file");
    let shop = Shop::open_at(file.as_ref()).await;
    loop {
        let message = shop.message(at(0));
        let id = message.id;
        shop.store.receive(message).await.expect("a place");
        println!("{WRITTEN}received {id}");
        shop.store.judge(id, accepted(&id.to_string())).await.expect("a verdict");
        println!("{WRITTEN}judged {id}");
        let payout = shop.send(shop.payout_order(&id.to_string()), at(1)).await;
        shop.hear(payout, at(2), Body::PayoutSubmitted).await;
        let handling = Handling {
            at: at(3),
            reason: None,
            payment: None,
            payout: Some(payout),
            entries: Vec::new(),
        };
        shop.store.handled(id, handling).await.expect("a place");
    }
}
