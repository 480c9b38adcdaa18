//! The weeks before practice began: a small shop's orders, in the order they came.

use backoffice::{Backoffice, LinkForm, PayoutForm, RefundForm, RefundRecordForm};
use chrono::TimeDelta;
use ledger::{PaymentId, PayoutKind, RefundMethod, ReturnUrls};
use sandbox::{Customer, Sandbox};

use super::{Error, Shifted};

/// How long ago the history begins.
pub(super) const BEGINS_AGO: TimeDelta = TimeDelta::days(45);

/// What became of an order.
#[derive(Clone, Copy)]
enum End {
    Paid(Customer),
    PaidAndRefunded(Customer, &'static str),
    PaidAndRefundedInPart(Customer, &'static str, &'static str),
    Declined,
    Left,
    Waiting,
}

/// One order of the shop.
struct Past {
    minutes_ago: i64,
    account: &'static str,
    reference: &'static str,
    amount: &'static str,
    currency: &'static str,
    customer: (&'static str, &'static str),
    description: &'static str,
    end: End,
}

/// Does everything that happened, at the time it happened.
pub(super) async fn live_through(
    office: &Backoffice,
    sandbox: &Sandbox,
    time: &Shifted,
) -> Result<(), Error> {
    let mut payouts = PAYOUTS.iter();
    let mut next = payouts.next();
    for past in PAST {
        if let Some((days_ago, payout)) = next.filter(|(days, _)| days * DAY > past.minutes_ago) {
            send(office, time, payout, TimeDelta::days(*days_ago)).await?;
            next = payouts.next();
        }
        let at = TimeDelta::minutes(past.minutes_ago);
        time.shift(at);
        let record = office.create_link(&past.form()).await?;
        let url = record.payment.link().and_then(|link| link.url.clone()).unwrap_or_default();
        time.shift(at - TimeDelta::minutes(4));
        let did = match past.end {
            End::Paid(customer)
            | End::PaidAndRefunded(customer, _)
            | End::PaidAndRefundedInPart(customer, _, _) => Some(customer),
            End::Declined => Some(Customer::Declines),
            End::Left => Some(Customer::Leaves),
            End::Waiting => None,
        };
        if let Some(did) = did {
            sandbox.customer(&url, did);
        }
        let id = record.payment.id;
        office.look_up(id).await?;
        time.shift(at - TimeDelta::minutes(95));
        give_back(office, past, id).await?;
        time.shift(at - TimeDelta::minutes(105));
        if !matches!(past.end, End::Waiting) {
            office.look_up(id).await.map(drop).or_else(tolerate_expired)?;
        }
    }
    Ok(())
}

async fn send(
    office: &Backoffice,
    time: &Shifted,
    payout: &PastPayout,
    ago: TimeDelta,
) -> Result<(), Error> {
    time.shift(ago);
    let made = office.create_payout(&payout.form()).await?;
    time.shift(ago - TimeDelta::hours(1));
    for record in made {
        office.look_up_payout(record.payout.id).await?;
    }
    Ok(())
}

/// Customers pay at this moment: what the sandbox then sends is in the inbox.
pub(super) async fn sell_something(office: &Backoffice, sandbox: &Sandbox) -> Result<(), Error> {
    for sale in JUST_NOW {
        let record = office.create_link(&sale.form()).await?;
        let url = record.payment.link().and_then(|link| link.url.clone()).unwrap_or_default();
        sandbox.customer(&url, Card);
    }
    Ok(())
}

async fn give_back(office: &Backoffice, past: &Past, payment: PaymentId) -> Result<(), Error> {
    let (amount, reason) = match past.end {
        End::PaidAndRefunded(_, reason) => (past.amount, reason),
        End::PaidAndRefundedInPart(_, amount, reason) => (amount, reason),
        End::Paid(_) | End::Declined | End::Left | End::Waiting => return Ok(()),
    };
    if past.account == NOVAC {
        let amount = Some(amount.to_owned());
        let reason = reason.to_owned();
        office
            .create_refund(&RefundForm {
                payment,
                amount,
                reason,
                customer_note: None,
                merchant_note: None,
                by: None,
                left_seen: None,
            })
            .await?;
    } else {
        office
            .record_refund(&RefundRecordForm {
                payment,
                amount: amount.to_owned(),
                method: RefundMethod::Dashboard,
                reason: reason.to_owned(),
                evidence: Some(
                    "Refunded in the OVGC dashboard, confirmation e-mail on file".to_owned(),
                ),
                file: None,
                by: None,
                key: None,
            })
            .await?;
    }
    Ok(())
}

impl Past {
    fn form(&self) -> LinkForm {
        let page = |path: &str| Some(format!("https://shop.example/{path}"));
        let is_ovgc = self.account == OVGC;
        LinkForm {
            account: self.account.to_owned(),
            amount: self.amount.to_owned(),
            currency: self.currency.to_owned(),
            email: self.customer.1.to_owned(),
            customer_name: Some(self.customer.0.to_owned()),
            reference: Some(self.reference.to_owned()),
            description: Some(self.description.to_owned()),
            urls: ReturnUrls {
                callback: page("thanks").filter(|_| self.account == ECHEZONA),
                redirect: page("thanks").filter(|_| self.account == NOVAC),
                success: page("thanks").filter(|_| is_ovgc),
                cancel: page("basket").filter(|_| is_ovgc),
            },
            metadata: std::collections::BTreeMap::new(),
        }
    }
}

/// A link that ended unpaid is no longer known to some gateways, which is as it should be.
fn tolerate_expired(problem: backoffice::Error) -> Result<(), Error> {
    match problem {
        backoffice::Error::Gateway { .. } => Ok(()),
        other => Err(other.into()),
    }
}

pub(super) const NOVAC: &str = "Lagos shop";
pub(super) const OVGC: &str = "Web shop";
pub(super) const ECHEZONA: &str = "Market stall";
pub(super) const NOWPAY: &str = "Phone top-ups";
const DAY: i64 = 24 * 60;

const ADA: (&str, &str) = ("Ada Obi", "ada.obi@example.com");
const BOLA: (&str, &str) = ("Bola Adeyemi", "bola@example.com");
const CHIDI: (&str, &str) = ("Chidi Eze", "chidi.eze@example.org");
const DAYO: (&str, &str) = ("Dayo Bankole", "dayo.b@example.com");
const EMEKA: (&str, &str) = ("Emeka Nwosu", "emeka@example.net");
const FUNKE: (&str, &str) = ("Funke Balogun", "funke@example.com");
const GRACE: (&str, &str) = ("Grace Mensah", "grace.mensah@example.com");
const HANNA: (&str, &str) = ("Hanna Schmidt", "hanna@example.de");
const IBRAHIM: (&str, &str) = ("Ibrahim Musa", "ibrahim.musa@example.com");
const JOY: (&str, &str) = ("Joy Okafor", "joy.okafor@example.com");

/// An order of the shop in Lagos, which sells for naira.
const fn order(
    minutes_ago: i64,
    reference: &'static str,
    amount: &'static str,
    customer: (&'static str, &'static str),
    description: &'static str,
    end: End,
) -> Past {
    Past {
        minutes_ago,
        account: NOVAC,
        reference,
        amount,
        currency: "NGN",
        customer,
        description,
        end,
    }
}

/// An order of the web shop, which sells for dollars.
const fn web(past: Past) -> Past {
    Past { account: OVGC, currency: "USD", ..past }
}

/// An order at the market stall, which sells for naira as well.
const fn market(past: Past) -> Past {
    Past { account: ECHEZONA, ..past }
}

/// A sending of the shop.
struct PastPayout {
    account: &'static str,
    kind: PayoutKind,
    amount: &'static str,
    currency: &'static str,
    fields: &'static [(&'static str, &'static str)],
    reason: &'static str,
}

impl PastPayout {
    fn form(&self) -> PayoutForm {
        let fields = self.fields.iter();
        PayoutForm {
            account: self.account.to_owned(),
            kind: self.kind,
            amount: self.amount.to_owned(),
            currency: self.currency.to_owned(),
            fields: fields.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            reason: self.reason.to_owned(),
            reference: None,
        }
    }
}

use Customer::{PaysByCard as Card, PaysByTransfer as Transfer, PaysByUssd as Ussd};
use End::{Declined, Left, Paid, PaidAndRefunded, PaidAndRefundedInPart, Waiting};

const PAST: &[Past] = &[
    order(44 * DAY, "ORDER-00101", "18500.00", ADA, "Ankara tote bag", Paid(Card)),
    order(43 * DAY + 220, "ORDER-00102", "7250.00", BOLA, "Shea butter, 3 jars", Paid(Ussd)),
    web(order(42 * DAY + 90, "WEB-2001", "49.00", HANNA, "Beaded necklace", Paid(Card))),
    order(41 * DAY + 500, "ORDER-00103", "132000.00", CHIDI, "Carved stool", Paid(Transfer)),
    order(39 * DAY + 60, "ORDER-00104", "9900.00", DAYO, "Spice selection", Declined),
    order(39 * DAY, "ORDER-00105", "9900.00", DAYO, "Spice selection", Paid(Card)),
    web(order(
        36 * DAY + 200,
        "WEB-2002",
        "120.00",
        GRACE,
        "Kente scarf, two",
        PaidAndRefunded(Card, "Arrived damaged"),
    )),
    order(35 * DAY + 310, "ORDER-00106", "45500.00", EMEKA, "Woven basket set", Paid(Card)),
    order(33 * DAY + 45, "ORDER-00107", "5600.00", FUNKE, "Black soap, 8 bars", Paid(Ussd)),
    order(
        31 * DAY + 700,
        "ORDER-00108",
        "250000.00",
        IBRAHIM,
        "Market stall, November",
        Paid(Transfer),
    ),
    order(
        29 * DAY + 15,
        "ORDER-00109",
        "21000.00",
        JOY,
        "Adire fabric, 4 yards",
        PaidAndRefundedInPart(Card, "5250.00", "One yard short"),
    ),
    web(order(27 * DAY + 330, "WEB-2003", "35.50", HANNA, "Postcards and prints", Paid(Card))),
    order(26 * DAY + 80, "ORDER-00110", "14300.00", ADA, "Leather sandals", Paid(Transfer)),
    order(24 * DAY + 95, "ORDER-00111", "88000.00", CHIDI, "Talking drum", Left),
    order(22 * DAY + 610, "ORDER-00112", "6400.00", BOLA, "Hibiscus tea", Paid(Ussd)),
    web(order(20 * DAY + 20, "WEB-2004", "210.00", GRACE, "Bronze figure", Paid(Card))),
    order(
        18 * DAY + 415,
        "ORDER-00113",
        "32750.00",
        FUNKE,
        "Wedding favours, 50",
        PaidAndRefunded(Transfer, "Event cancelled"),
    ),
    order(16 * DAY + 35, "ORDER-00114", "11200.00", DAYO, "Raffia hat", Paid(Card)),
    order(13 * DAY + 150, "ORDER-00115", "76500.00", EMEKA, "Side table", Paid(Transfer)),
    web(order(11 * DAY + 270, "WEB-2005", "64.00", HANNA, "Table runner", Declined)),
    order(9 * DAY + 540, "ORDER-00116", "19800.00", JOY, "Adire fabric, 4 yards", Paid(Card)),
    order(7 * DAY + 75, "ORDER-00117", "8150.00", ADA, "Shea butter, 3 jars", Paid(Ussd)),
    order(
        5 * DAY + 300,
        "ORDER-00118",
        "54000.00",
        IBRAHIM,
        "Woven basket set",
        PaidAndRefundedInPart(Card, "13500.00", "One basket returned"),
    ),
    web(order(4 * DAY + 130, "WEB-2006", "92.00", GRACE, "Beaded bracelet, four", Paid(Card))),
    order(2 * DAY + 410, "ORDER-00119", "27300.00", BOLA, "Gift hamper", Paid(Transfer)),
    order(DAY + 200, "ORDER-00120", "150000.00", CHIDI, "Carved mirror", Paid(Card)),
    order(DAY + 20, "ORDER-00121", "12400.00", FUNKE, "Spice selection", Paid(Ussd)),
    web(order(420, "WEB-2007", "49.00", HANNA, "Beaded necklace", Paid(Card))),
    order(150, "ORDER-00122", "38900.00", EMEKA, "Leather satchel", Paid(Card)),
    market(order(95, "MKT-501", "16000.00", JOY, "Adire fabric, 3 yards", Paid(Card))),
    order(25, "ORDER-00123", "25000.00", ADA, "Premium plan", Waiting),
];

const JUST_NOW: &[Past] = &[
    order(0, "ORDER-00124", "9400.00", BOLA, "Hibiscus tea, 6 packs", Paid(Card)),
    web(order(0, "WEB-2008", "75.00", GRACE, "Kente scarf", Paid(Card))),
    market(order(0, "MKT-502", "21500.00", DAYO, "Leather sandals", Paid(Card))),
];

const PAYOUTS: &[(i64, PastPayout)] = &[
    (
        12,
        PastPayout {
            account: NOVAC,
            kind: PayoutKind::Bank,
            amount: "60000.00",
            currency: "NGN",
            fields: &[
                ("bank_code", "058"),
                ("account_number", "0123456789"),
                ("account_name", "Adire Weavers"),
            ],
            reason: "Fabric, October",
        },
    ),
    (
        3,
        PastPayout {
            account: NOWPAY,
            kind: PayoutKind::Bank,
            amount: "1250.00",
            currency: "INR",
            fields: &[
                ("account_number", "50100123456701"),
                ("ifsc", "HDFC0000123"),
                ("account_name", "Meera Textiles"),
                ("transfer_mode", "IMPS"),
            ],
            reason: "Samples",
        },
    ),
];
