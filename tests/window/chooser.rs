//! The system's own dialog for files, which is no part of the page: found among the windows of the display, and typed into.
//!
//! There is no window manager on the display of these tests, so the focus is given to the dialog here. Keys are struck as a
//! keyboard strikes them, by X's own extension for tests.

use std::path::Path;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keysym, MapState,
    Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::{CURRENT_TIME, NONE};

const SHIFT: Keysym = 0xffe1;
const CONTROL: Keysym = 0xffe3;
const RETURN: Keysym = 0xff0d;

/// The display, with a keyboard at it.
pub(crate) struct Chooser {
    display: RustConnection,
    root: Window,
    keys: Keys,
}

impl Chooser {
    pub(crate) fn at_the_display() -> Self {
        let (display, screen) = x11rb::connect(None).unwrap();
        let root = display.setup().roots[screen].root;
        let keys = Keys::of(&display);
        Self { display, root, keys }
    }

    /// The dialog, where one is on the display.
    pub(crate) fn dialog(&self) -> Option<Window> {
        let windows = self.display.query_tree(self.root).unwrap().reply().unwrap().children;
        windows.into_iter().find(|window| self.is_dialog(*window).unwrap_or_default())
    }

    /// Types the file's path into the dialog, in place of what is suggested, and takes it.
    pub(crate) fn choose(&self, dialog: Window, path: &Path) {
        self.display.set_input_focus(InputFocus::PARENT, dialog, CURRENT_TIME).unwrap();
        self.strike(&[CONTROL], Keysym::from(b'a'));
        for letter in path.to_str().unwrap().bytes() {
            self.strike(&[], Keysym::from(letter));
        }
        self.strike(&[], RETURN);
        self.display.flush().unwrap();
    }

    /// A window may be gone before it was asked.
    fn is_dialog(&self, window: Window) -> Option<bool> {
        let display = &self.display;
        let attributes = display.get_window_attributes(window).ok()?.reply().ok()?;
        let atom = |name: &[u8]| Some(display.intern_atom(false, name).ok()?.reply().ok()?.atom);
        let kind = atom(b"_NET_WM_WINDOW_TYPE")?;
        let kinds = display.get_property(false, window, kind, AtomEnum::ATOM, 0, 8).ok()?;
        let kinds = kinds.reply().ok()?;
        let dialog = atom(b"_NET_WM_WINDOW_TYPE_DIALOG")?;
        let is_dialog = kinds.value32()?.any(|kind| kind == dialog);
        Some(is_dialog && attributes.map_state == MapState::VIEWABLE)
    }

    fn strike(&self, held: &[Keysym], key: Keysym) {
        let (code, shifted) = self.keys.find(key);
        let shift = shifted.then_some(SHIFT);
        let held: Vec<u8> =
            held.iter().copied().chain(shift).map(|key| self.keys.find(key).0).collect();
        let event = |kind, code| {
            self.display.xtest_fake_input(kind, code, CURRENT_TIME, NONE, 0, 0, 0).unwrap();
        };
        held.iter().for_each(|code| event(KEY_PRESS_EVENT, *code));
        event(KEY_PRESS_EVENT, code);
        event(KEY_RELEASE_EVENT, code);
        held.iter().rev().for_each(|code| event(KEY_RELEASE_EVENT, *code));
    }
}

/// What each key of the keyboard stands for, alone and with Shift.
struct Keys {
    first: u8,
    per_code: usize,
    symbols: Vec<Keysym>,
}

impl Keys {
    fn of(display: &RustConnection) -> Self {
        let (first, last) = (display.setup().min_keycode, display.setup().max_keycode);
        let mapping =
            display.get_keyboard_mapping(first, last - first + 1).unwrap().reply().unwrap();
        Self { first, per_code: mapping.keysyms_per_keycode.into(), symbols: mapping.keysyms }
    }

    /// The key, and whether it takes Shift.
    fn find(&self, key: Keysym) -> (u8, bool) {
        let mut codes = (self.first..).zip(self.symbols.chunks(self.per_code));
        let found = codes.find_map(|(code, symbols)| {
            let place = symbols.iter().take(2).position(|symbol| *symbol == key)?;
            Some((code, place == 1))
        });
        found.unwrap_or_else(|| panic!("the keyboard has no key for {key:#x}"))
    }
}
