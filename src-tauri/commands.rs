//! What the window may ask for, one file per noun. Each command hands over to the back office and shows the answer.

pub(crate) mod account;
pub(crate) mod attention;
pub(crate) mod batch;
pub(crate) mod customer;
pub(crate) mod decision;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod link;
pub(crate) mod notification;
mod paths;
pub(crate) mod payment;
pub(crate) mod payout;
pub(crate) mod practice;
pub(crate) mod refund;
pub(crate) mod report;
pub(crate) mod settlement;
pub(crate) mod shop;
pub(crate) mod webhook;

use tauri::Runtime;
use tauri::ipc::Invoke;

/// Answers the commands of the window.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    // The handler's type borrows the builder for good; there is one for the life of the program.
    let builder: &'static _ = Box::leak(Box::new(crate::bindings::builder::<R>()));
    builder.invoke_handler()
}
