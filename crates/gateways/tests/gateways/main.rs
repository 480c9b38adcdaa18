//! The gateways through their public door, against a loopback server that answers as the documents say, or worse.
//!
//! Verbatim from seed 000 are `novac/checkout_request`, `verify_reply`, `webhook_transaction` and `refund_request`, from
//! seed 001 `echezona/webhook_payment_success`, from seed 002 `ovgc/create_request`, `create_reply`, `session_reply` and
//! `verify_webhook`. The other fixtures follow the API references of Novac and Nowpay and integrators' code, or are shapes
//! that the documents leave open.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

mod echezona_links;
mod echezona_payments;
mod echezona_webhooks;
mod keys;
mod network;
mod novac_balances;
mod novac_banks;
mod novac_journeys;
mod novac_links;
mod novac_payments;
mod novac_payouts;
mod novac_refunds;
mod novac_reports;
mod novac_webhooks;
mod nowpay_checks;
mod nowpay_journeys;
mod nowpay_lookups;
mod nowpay_payouts;
mod nowpay_support;
mod nowpay_webhooks;
mod ovgc_links;
mod ovgc_payments;
mod ovgc_requests;
mod ovgc_webhooks;
mod profiles;
mod sandbox_journeys;
mod stored;
mod support;
mod webhook_journeys;
mod webhooks;
