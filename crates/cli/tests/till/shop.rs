//! A shop that is set up without the program: its vault costs no work to open, and its sandbox runs in the test.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use backoffice::vault::{KeychainProblem, Keys, MemoryVault, WorkFactor};
use backoffice::{AccountForm, Backoffice, Clock, Connector, ImportForm, RefundForm, Setup};
use chrono::{NaiveDate, Utc};
use ledger::{Actor, GatewayKind, ImportKind, PaymentId};
use sandbox::{Customer, Options, Sandbox};
use secrecy::SecretString;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::program::{ListenerProgram, PASSPHRASE, Till, until};

pub(crate) struct Shop {
    pub(crate) till: Till,
    pub(crate) sandbox: Sandbox,
    pub(crate) runtime: Runtime,
    office: Backoffice,
}

impl Shop {
    /// With a Novac account called `main`.
    pub(crate) fn open() -> Self {
        let (till, runtime) = (Till::new(), Runtime::new().unwrap());
        let (sandbox, office) = runtime.block_on(async {
            let mut options = Options::new(Arc::new(now));
            options.delays.slow_answer = Duration::from_millis(400);
            (Sandbox::start(options).await.unwrap(), office(&till).await)
        });
        let shop = Self { till, sandbox, runtime, office };
        shop.connect(GatewayKind::Novac, "main");
        shop
    }

    /// Connects an account at the sandbox.
    pub(crate) fn connect(&self, gateway: GatewayKind, name: &str) {
        let base_url = self.sandbox.description().gateways[gateway.as_str()].base_url.clone();
        self.connect_at(gateway, name, &base_url);
    }

    /// Connects an account elsewhere, with the sandbox's keys and settings.
    pub(crate) fn connect_at(&self, gateway: GatewayKind, name: &str, base_url: &str) {
        let described = &self.sandbox.description().gateways[gateway.as_str()];
        let (keys, settings) = (&described.credentials, described.settings.iter());
        let owned = |(key, value): (&&str, &&str)| ((*key).to_owned(), (*value).to_owned());
        let form = AccountForm {
            gateway,
            name: name.to_owned(),
            base_url: Some(base_url.to_owned()),
            credentials: SecretString::from(serde_json::to_string(keys).unwrap()),
            settings: settings.map(owned).collect(),
        };
        self.runtime.block_on(self.office.connect_account(form)).unwrap();
    }

    /// An order of 25,000 naira at the account `main`.
    pub(crate) fn order(&self, reference: &str) -> Value {
        self.order_at("main", reference)
    }

    pub(crate) fn order_at(&self, account: &str, reference: &str) -> Value {
        self.till.json(&[
            "link",
            "create",
            "--account",
            account,
            "--amount",
            "25000.00",
            "--currency",
            "NGN",
            "--email",
            "ada@example.com",
            "--reference",
            reference,
        ])
    }

    /// An order that was paid by card and looked up.
    pub(crate) fn paid(&self, reference: &str) {
        let link = self.order(reference);
        assert!(self.sandbox.customer(link["url"].as_str().unwrap(), Customer::PaysByCard));
        assert_eq!(self.till.json(&["payment", "verify", reference])["status"], "paid");
    }

    /// Replaces keys without the program, so that the vault still costs no work to open.
    pub(crate) fn replace_keys(&self, account: &str, keys: &str) {
        self.runtime.block_on(async {
            let id = self.office.account(account).await.unwrap().record.id;
            self.office.replace_keys(id, SecretString::from(keys)).await.unwrap();
        });
    }

    /// Lets replaced secrets count no longer.
    pub(crate) fn forget_old_keys(&self, account: &str) {
        self.runtime.block_on(async {
            let id = self.office.account(account).await.unwrap().record.id;
            self.office.forget_old_keys(id).await.unwrap();
        });
    }

    /// Takes messages for as long as it is kept, and has a gateway send those of an account there.
    pub(crate) fn listen(&self, sent: &[(GatewayKind, &str)]) -> ListenerProgram {
        let listener = ListenerProgram::start(&self.till);
        for (gateway, account) in sent {
            let url = listener.url(account);
            assert!(self.sandbox.send_webhooks_to(gateway.as_str(), Some(&url)));
        }
        listener
    }

    /// An order of 25 US dollars at an OVGC account, paid by card; nobody looks it up.
    pub(crate) fn paid_in_dollars(&self, account: &str, reference: &str) {
        let link = self.till.json(&[
            "link",
            "create",
            "--account",
            account,
            "--amount",
            "25.00",
            "--currency",
            "USD",
            "--email",
            "ada@example.com",
            "--reference",
            reference,
            "--description",
            "Premium plan",
            "--success-url",
            "https://shop.example/success",
            "--cancel-url",
            "https://shop.example/cancel",
        ]);
        assert!(self.sandbox.customer(link["url"].as_str().unwrap(), Customer::PaysByCard));
    }

    /// The inbox with this many messages in it, all of them dealt with; the newest first.
    pub(crate) fn inbox(&self, count: usize) -> Vec<Value> {
        until(|| {
            let list = self.till.json(&["webhook", "list", "--limit", "500"]);
            let items = list["items"].as_array().unwrap().clone();
            let is_done = |item: &Value| match item["verdict"].as_str() {
                Some("accepted") => item["handled_at"].is_string(),
                other => other.is_some(),
            };
            (items.len() >= count && items.iter().all(is_done)).then_some(items)
        })
    }

    /// A refund at the gateway of a payment made here, by somebody who has the account's keys and not these books.
    pub(crate) fn refund_elsewhere(&self, reference: &str, amount: &str) {
        let at_gateway =
            self.till.json(&["payment", "show", reference])["gateway_reference"].clone();
        self.runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let keys = Keys::new(
                Ok(Arc::<MemoryVault>::default()),
                folder.path().join("none"),
                WorkFactor::LEAST,
            );
            let books = books(folder.path().to_owned(), keys, now).await;
            let described = &self.sandbox.description().gateways["novac"];
            let form = AccountForm {
                gateway: GatewayKind::Novac,
                name: "elsewhere".to_owned(),
                base_url: Some(described.base_url.clone()),
                credentials: SecretString::from(
                    serde_json::to_string(&described.credentials).unwrap(),
                ),
                settings: BTreeMap::new(),
            };
            let account = books.connect_account(form).await.unwrap().0.record.id;
            let found = books.look_up_unknown(account, at_gateway.as_str().unwrap()).await.unwrap();
            books.create_refund(&refund(found.record.payment.id, amount)).await.unwrap();
        });
    }

    /// A refund that was asked for here an hour ago.
    pub(crate) fn refund_an_hour_ago(&self, reference: &str, amount: &str) -> String {
        self.runtime.block_on(async {
            let keys =
                Keys::new(Err(no_keychain()), self.till.data().join("keys.age"), WorkFactor::LEAST);
            keys.unlock(SecretString::from(PASSPHRASE)).await.unwrap();
            let earlier = || now() - chrono::TimeDelta::hours(1);
            let books = books(self.till.data(), keys, earlier).await;
            let payment = books.find_payment(reference).await.unwrap().payment.id;
            books.create_refund(&refund(payment, amount)).await.unwrap().1.id.to_string()
        })
    }

    /// A bank statement of `Access Bank` that was imported: a line for each day, amount in naira and text. The answer is the
    /// import's id.
    pub(crate) fn statement(&self, lines: &[(NaiveDate, &str, &str)]) -> String {
        let line =
            |(day, amount, text): &(NaiveDate, &str, &str)| format!("{day},{text},{amount}\n");
        let lines: String = lines.iter().map(line).collect();
        let path = self.till.path("statement.csv");
        std::fs::write(&path, format!("Booking date,Details,Amount (NGN)\n{lines}")).unwrap();
        let place = Some("Access Bank".to_owned());
        let form = ImportForm { place, ..ImportForm::new(ImportKind::Statement, path) };
        self.runtime.block_on(async {
            let made = self.office.make_import(&form, None, None).await.unwrap();
            made.id.unwrap().to_string()
        })
    }

    /// Payments in naira of the account `main` from before: each with its order number, day and amount.
    pub(crate) fn history(&self, payments: &[(String, NaiveDate, &str)]) {
        let line = |(order, day, amount): &(String, NaiveDate, &str)| {
            format!("{day},{order},{amount},NGN,paid\n")
        };
        let lines: String = payments.iter().map(line).collect();
        let path = self.till.path("history.csv");
        std::fs::write(&path, format!("Date,Order number,Amount,Currency,Status\n{lines}"))
            .unwrap();
        let form = ImportForm {
            account: Some("main".to_owned()),
            ..ImportForm::new(ImportKind::History, path)
        };
        self.runtime.block_on(self.office.make_import(&form, None, None)).unwrap();
    }

    /// The day it is in the zone that days are counted in.
    pub(crate) fn today(&self) -> NaiveDate {
        self.runtime.block_on(self.office.today()).unwrap()
    }

    /// How many entries the journal has.
    pub(crate) fn entries(&self) -> u64 {
        self.till.json(&["journal", "verify"])["entries"].as_u64().unwrap()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program goes by the computer's clock, and so does its sandbox"
)]
fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

async fn office(till: &Till) -> Backoffice {
    std::fs::create_dir(till.data()).unwrap();
    let keys = Keys::new(Err(no_keychain()), till.data().join("keys.age"), WorkFactor::LEAST);
    keys.create_vault(SecretString::from(PASSPHRASE)).await.unwrap();
    books(till.data(), keys, now).await
}

async fn books(
    dir: PathBuf,
    keys: Keys,
    time: impl Fn() -> chrono::DateTime<Utc> + Send + Sync + 'static,
) -> Backoffice {
    let (clock, actor, connector) = (Clock::new(time), Actor::window(), Connector::network());
    Backoffice::open(Setup { dir, keys, clock, actor, connector }).await.unwrap()
}

fn no_keychain() -> KeychainProblem {
    KeychainProblem::None { detail: "none in tests".to_owned() }
}

fn refund(payment: PaymentId, amount: &str) -> RefundForm {
    RefundForm {
        payment,
        amount: Some(amount.to_owned()),
        reason: "Broken".to_owned(),
        customer_note: None,
        merchant_note: None,
        by: None,
        left_seen: None,
    }
}
