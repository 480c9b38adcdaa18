//! The shell: all that knows Tauri, and nothing else.
//!
//! Commands hand over to the back office and turn its answers into views; what is decided, counted or remembered is
//! decided, counted and remembered there.

mod args;
mod batches;
mod bindings;
mod commands;
mod desktop;
mod dto;
mod error;
mod events;
mod exports;
mod listening;
mod news;
mod practice;
mod qr;
mod shop;
mod slips;
mod tasks;
mod window;

pub use bindings::write_typescript;
pub use commands::handler;
pub use desktop::{ChosenPath, Desk, Desktop};
pub use error::CommandError;
pub use events::{
    AttentionChanged, BatchChanged, ExportProgressed, PaymentsChanged, PayoutsChanged,
    SyncFinished, WebhooksChanged,
};
pub use shop::Shop;
pub use window::run;
