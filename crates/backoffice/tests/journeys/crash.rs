//! A program that dies while its request is on its way, and the books as the next program finds them.

use std::sync::Arc;

use backoffice::Backoffice;
use ledger::{Actor, GatewayKind, PaymentId};
use sandbox::{Customer, Sandbox};
use tokio::runtime::Runtime;

use crate::shop::{Place, QUICK, connect, order, url};
use crate::wire::{Fault, Gate, Wire};

pub(crate) struct AfterTheCrash {
    /// The sandbox and the wire live here.
    pub(crate) world: Runtime,
    pub(crate) place: Place,
    _sandbox: Sandbox,
    pub(crate) wire: Wire,
    /// Holds the request, which has not come to the gateway.
    pub(crate) gate: Arc<Gate>,
    pub(crate) payment: PaymentId,
}

/// Dies while `asks` waits for the answer to the first request whose line contains `about`, of a paid order of 25,000 naira.
pub(crate) fn die_while<F>(
    about: &'static str,
    asks: impl FnOnce(Backoffice, Place, PaymentId) -> F,
) -> AfterTheCrash
where
    F: Future<Output = ()> + Send + 'static,
{
    let (world, place) = (Runtime::new().unwrap(), Place::new());
    let (sandbox, wire) = world.block_on(async {
        let sandbox = place.sandbox().await;
        let wire = Wire::to(sandbox.addr()).await;
        (sandbox, wire)
    });
    let gate = Arc::new(Gate::default());
    let program = Runtime::new().unwrap();
    let payment = program.block_on(async {
        let office = place.door(Actor::window(), QUICK).await;
        connect(&office, &sandbox, &wire, GatewayKind::Novac, "main").await;
        let link = office.create_link(&order("ORDER-1")).await.unwrap();
        assert!(sandbox.customer(&url(&link), Customer::PaysByCard));
        let id = office.look_up(link.payment.id).await.unwrap().record.payment.id;
        wire.once(about, Fault::Hold(Arc::clone(&gate)));
        tokio::spawn(asks(office, place.clone(), id));
        gate.came().await;
        id
    });
    program.shutdown_background();
    AfterTheCrash { world, place, _sandbox: sandbox, wire, gate, payment }
}
