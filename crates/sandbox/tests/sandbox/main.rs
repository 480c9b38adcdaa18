//! Drives a running sandbox over loopback HTTP, as a gateway's client and as a customer's browser would.

mod novac;
mod novac_refunds;
mod ovgc;
mod pages;
mod server;
mod till;
