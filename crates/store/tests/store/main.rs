//! The store through its public doors.

mod append;
mod shop;
