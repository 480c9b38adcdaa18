//! What a merchant does, from end to end: the back office on a real history, against the sandbox behind a wire that the
//! test can break.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod account_changes;
mod accounts;
mod attention;
mod attention_channels;
mod attention_settled;
mod batches;
mod batches_crash;
mod batches_run;
mod crash;
mod customers;
mod evidence;
mod export;
mod faults;
mod faults_paying;
mod faults_refunding;
mod faults_sending;
mod finding;
mod imports;
mod imports_bad_input;
mod imports_history;
mod imports_reports;
mod intents;
mod links;
mod links_renewed;
mod lookups;
mod lost_answers;
mod masking;
mod news;
mod notes;
mod payout_resolved;
mod payouts;
mod payouts_in_parts;
mod payouts_lost;
mod races;
mod refund_approval;
mod refund_complaints;
mod refund_limits;
mod refund_rules;
mod refunds;
mod refunds_joined;
mod refunds_resolved;
mod shop;
mod sync;
mod webhook_counter;
mod webhooks;
mod webhooks_bad_input;
mod webhooks_flood;
mod webhooks_imported;
mod webhooks_lasting;
mod webhooks_listened;
mod webhooks_replayed;
mod webhooks_without_keys;
mod wire;
