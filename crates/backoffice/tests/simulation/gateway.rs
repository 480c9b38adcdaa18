//! The gateways as the shop reaches them: what is true, as far as it can be asked about, through everything that goes wrong.

use std::future::poll_fn;
use std::task::Poll;

use async_trait::async_trait;
use backoffice::Connector;
use chrono::{NaiveDate, TimeDelta};
use gateways::{
    Capabilities, Checked, Error, Gateway, LinkOpened, LinkRequest, MoneyOut, PaymentHandle,
    PaymentReport, RefundHandle, RefundReport, RefundRequest, Settings, profile,
};
use ledger::{GatewayKind, Mode, Money, Observation, Source};

use crate::breach::Breach;
use crate::fault::{Answer, Call, Effect, Pause};
use crate::letter::Letter;
use crate::truth::{Paid, Returned, Sale};
use crate::world::{State, World};

/// How long a link can be paid by.
const LINK_LASTS: TimeDelta = TimeDelta::hours(30);
/// How far the gateway's days are from those of UTC.
const DAYS_AHEAD: TimeDelta = TimeDelta::hours(1);

/// An account at a gateway, as one seat reaches it.
struct Counter {
    world: World,
    seat: usize,
    kind: GatewayKind,
    breach: Option<Breach>,
}

/// What connects a seat to the gateways.
pub(crate) fn connector(world: &World, seat: usize, breach: Option<Breach>) -> Connector {
    let world = world.clone();
    Connector::new(move |kind, _, _, _, _| {
        Ok(Box::new(Counter { world: world.clone(), seat, kind, breach }))
    })
}

impl Counter {
    /// One call: its effect, or its absence, and its answer. `act` tells what the gateway says at the moment it looks.
    async fn call<T>(
        &self,
        call: Call,
        order: &str,
        act: impl FnOnce(&mut State) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let fault = self.world.look().fault(self.seat, call, order);
        if fault.pause == Pause::BeforeEffect {
            self.wait(None).await;
        }
        let said = match fault.effect {
            Effect::Never => None,
            Effect::Now | Effect::Later(_) => Some(act(&mut self.world.look())),
        };
        if fault.pause == Pause::AfterEffect {
            self.wait(None).await;
        }
        match (fault.answer.error(self.kind), said) {
            (None, Some(said)) => said,
            (Some(error), _) => Err(error),
            (None, None) => Err(Error::Unavailable { gateway: self.kind, status: 500 }),
        }
    }

    /// Sends a refund, whose effect may come later than its answer.
    async fn pay_back(&self, request: &RefundRequest) -> Result<RefundReport, Error> {
        let key = request.idempotency_key.clone();
        let fault = {
            let mut world = self.world.look();
            let order =
                world.truth.sales.get(&request.gateway_reference).map(|sale| sale.order.clone());
            let Some(order) = order else {
                return Err(Error::NotFound { gateway: self.kind, message: None });
            };
            world.take_request(self.seat, request);
            world.fault(self.seat, Call::Refund, &order)
        };
        if fault.pause == Pause::BeforeEffect {
            self.wait(Some((key.clone(), fault.effect))).await;
        }
        self.world.look().let_act(&key, fault.effect);
        if fault.pause == Pause::AfterEffect {
            self.wait(None).await;
        }
        if let Some(error) = fault.answer.error(self.kind) {
            return Err(error);
        }
        let world = self.world.look();
        let made = world.truth.of_key(&key).map(|made| report(&world, None, made));
        let mut report = made.ok_or(Error::Unavailable { gateway: self.kind, status: 500 })?;
        // One that told neither id nor time could not be told from another of its amount.
        let leaves_out = world.chance(&["reply", &request.gateway_reference]).is(20);
        if world.leaves_ids_out || (leaves_out && world.tells_times && !world.is_calm) {
            report.gateway_refund_id = None;
        }
        Ok(report)
    }

    /// Takes long, while others act.
    async fn wait(&self, request: Option<(String, Effect)>) {
        self.world.look().hold_up(self.seat, request);
        poll_fn(|cx| match self.world.look().may_go_on(self.seat, cx.waker()) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        })
        .await;
    }

    /// The refunds of a payment that the gateway lets be seen.
    fn shown<'a>(&self, world: &State, sale: &'a Sale) -> impl Iterator<Item = &'a Returned> {
        let hides = self.breach == Some(Breach::HidesDashboard) && !world.is_calm;
        sale.refunds.iter().filter(move |refund| !hides || refund.key.is_some())
    }
}

/// A refund as the gateway tells it.
fn report(world: &State, reference: Option<&str>, refund: &Returned) -> RefundReport {
    let status = refund.status(world.now);
    RefundReport {
        gateway_refund_id: Some(refund.id.clone()),
        gateway_reference: reference.map(str::to_owned),
        amount: Some(refund.amount),
        status,
        gateway_status: status.as_str().to_owned(),
        created_at: world.tells_times.then_some(refund.made_at),
        message: None,
    }
}

impl MoneyOut for Counter {}

#[async_trait]
impl Gateway for Counter {
    fn capabilities(&self) -> Capabilities {
        profile(self.kind).capabilities(&Settings::defaults(self.kind))
    }

    fn candidates(&self, request: &LinkRequest) -> Vec<String> {
        vec![self.world.look().reference_for(request.reference.as_str(), &request.nonce)]
    }

    async fn check(&self) -> Result<Checked, Error> {
        Ok(Checked { mode: Mode::Test, merchant: None })
    }

    async fn open_link(&self, request: &LinkRequest) -> Result<LinkOpened, Error> {
        let order = request.reference.as_str();
        self.call(Call::OpenLink, order, |world| {
            let reference = world.reference_for(order, &request.nonce);
            let expires_at = world.now + LINK_LASTS;
            let sale = Sale {
                gateway: self.kind,
                order: order.to_owned(),
                asked: request.amount,
                expires_at,
                paid: None,
                refunds: Vec::new(),
            };
            world.truth.sales.insert(reference.clone(), sale);
            let url = format!("https://checkout.example/{reference}");
            Ok(LinkOpened { gateway_reference: reference, url, expires_at: Some(expires_at) })
        })
        .await
    }

    async fn look_up(&self, handle: &PaymentHandle) -> Result<PaymentReport, Error> {
        let reference = handle.gateway_reference.as_str();
        self.call(Call::LookUp, reference, |world| {
            let Some(sale) = world.truth.sales.get(reference) else {
                return Err(Error::NotFound { gateway: self.kind, message: None });
            };
            let status = sale.status(world.now);
            let observation = Observation {
                source: Source::Lookup,
                status,
                gateway_status: status.as_str().to_owned(),
                gateway_reference: Some(reference.to_owned()),
                amount: Some(sale.paid.map_or(sale.asked, |paid| paid.amount)),
                charged: None,
                fee: None,
                channel: sale.paid.map(|_| "card".to_owned()),
                message: None,
            };
            Ok(PaymentReport { observation, customer: None, mode: Mode::Test })
        })
        .await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundReport, Error> {
        match (self.pay_back(request).await, self.breach) {
            (Err(error), Some(Breach::SendsAgain))
                if error.outcome() == gateways::Outcome::Unknown =>
            {
                self.pay_back(request).await
            }
            (Err(error), Some(Breach::SendsAnew))
                if error.outcome() == gateways::Outcome::Unknown =>
            {
                let idempotency_key = format!("{}-again", request.idempotency_key);
                self.pay_back(&RefundRequest { idempotency_key, ..request.clone() }).await
            }
            (answer, _) => answer,
        }
    }

    /// The newest one, and those that are asked for by their ids.
    async fn refunds_of(&self, handle: &RefundHandle) -> Result<Vec<RefundReport>, Error> {
        let reference = handle.gateway_reference.as_str();
        self.call(Call::RefundsOf, reference, |world| {
            let Some(sale) = world.truth.sales.get(reference) else { return Ok(Vec::new()) };
            let newest = self.shown(world, sale).last().map(|refund| refund.id.as_str());
            let is_asked_for = |refund: &&Returned| {
                newest == Some(refund.id.as_str()) || handle.gateway_refund_ids.contains(&refund.id)
            };
            let shown = self.shown(world, sale).filter(is_asked_for);
            Ok(shown.map(|one| report(world, Some(reference), one)).collect())
        })
        .await
    }

    async fn refunds_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<RefundReport>, Error> {
        self.call(Call::RefundsBetween, "all", |world| {
            if to > (world.now + DAYS_AHEAD).date_naive() {
                return Err(Answer::Refused.error(self.kind).unwrap());
            }
            let mut listed = Vec::new();
            for (reference, sale) in &world.truth.sales {
                for refund in self.shown(world, sale).filter(|_| sale.gateway == self.kind) {
                    let day = (refund.made_at + DAYS_AHEAD).date_naive();
                    if (from..=to).contains(&day) {
                        listed.push(report(world, Some(reference), refund));
                    }
                }
            }
            Ok(listed)
        })
        .await
    }
}

/// A customer pays, now and then another amount than was asked for.
pub(crate) fn customer_pays(world: &World, reference: &str) -> i64 {
    let mut state = world.look();
    let mut chance = state.chance(&["pays", reference]);
    let now = state.now;
    let sale = state.truth.sales.get_mut(reference).unwrap();
    let asked = sale.asked.minor();
    let minor = if chance.is(8) { chance.between(asked / 2, asked * 2) } else { asked };
    let amount = Money::from_minor(minor, sale.asked.currency());
    let settles_at = now + TimeDelta::hours(chance.between(1, 72));
    sale.paid = Some(Paid { amount, settles_at });
    let letter = Letter::of_payment(reference, sale);
    state.post.push(letter);
    minor
}
