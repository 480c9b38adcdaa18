//! Calls of gateways that take long, while others act.

use std::task::Waker;

use crate::fault::Effect;
use crate::world::State;

/// A call that takes long.
pub(crate) struct HeldUp {
    goes_on: bool,
    waker: Option<Waker>,
    /// What happens to its request where the program dies meanwhile.
    request: Option<(String, Effect)>,
}

impl State {
    pub(crate) fn hold_up(&mut self, seat: usize, request: Option<(String, Effect)>) {
        self.held_up[seat] = Some(HeldUp { goes_on: false, waker: None, request });
        if let Some(watcher) = self.watchers[seat].take() {
            watcher.wake();
        }
    }

    pub(crate) fn is_held_up(&self, seat: usize) -> bool {
        self.held_up[seat].as_ref().is_some_and(|call| !call.goes_on)
    }

    /// Whether a call may go on; otherwise it is woken when it may.
    pub(crate) fn may_go_on(&mut self, seat: usize, waker: &Waker) -> bool {
        match &mut self.held_up[seat] {
            Some(call) if !call.goes_on => {
                call.waker = Some(waker.clone());
                false
            }
            _ => true,
        }
    }

    pub(crate) fn watch(&mut self, seat: usize, waker: &Waker) {
        self.watchers[seat] = Some(waker.clone());
    }

    pub(crate) fn go_on(&mut self, seat: usize) {
        if let Some(call) = &mut self.held_up[seat] {
            call.goes_on = true;
            if let Some(waker) = call.waker.take() {
                waker.wake();
            }
        }
    }

    /// What a seat did is done, or its program died: a request that had left goes its way all the same.
    pub(crate) fn let_go(&mut self, seat: usize) {
        self.watchers[seat] = None;
        if let Some(HeldUp { request: Some((key, effect)), .. }) = self.held_up[seat].take() {
            self.let_act(&key, effect);
        }
    }
}
