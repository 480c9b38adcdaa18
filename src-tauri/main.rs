//! Starts the window; everything it does is in the library.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    tillkeeper::run();
}
