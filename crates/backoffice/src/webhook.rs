//! Messages that gateways send by themselves: taken in, kept in an inbox, proven, and acted on.
//!
//! A message is safe in the inbox before it is answered, and is acted on afterwards. Whatever it says is a hint: the gateway
//! is asked before the state of a payment changes, and only what a gateway cannot be asked about is believed, and only of a
//! message that is proven. Acting can be broken off anywhere and done again, since every step first looks at what is in the
//! books. How a gateway's messages are proven and read is the adapters' business.

mod act;
mod door;
mod forwarded;
mod handle;
mod import;
mod inbox;
mod judge;
mod listen;
mod notice;
mod payouts;
mod receive;
mod refunds;
mod replay;
mod settings;
mod silence;
mod trouble;
mod words;

pub(crate) use door::Door;
pub(crate) use handle::Desk;
pub use handle::WebhookRound;
pub use import::{ImportProblem, ImportedWebhooks};
pub use inbox::{DeliveryDetail, DeliveryFilter};
pub use listen::Listener;
pub use receive::{Incoming, LARGEST_WEBHOOK_BYTES, Receipt};
pub use replay::Replayed;
pub use settings::ListenerSettings;
pub use silence::Silence;
pub(crate) use trouble::Trouble;
