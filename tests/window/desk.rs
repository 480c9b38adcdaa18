//! A desk for one test: an empty home, the driver program, and Tillkeeper started in it for the first time.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::driver::Driver;

const NATIVE_DRIVER: &str = "/usr/bin/WebKitWebDriver";
const STARTS: usize = 100;
const BETWEEN_STARTS: Duration = Duration::from_millis(100);

/// What is put away when the test is over: the driver program with all it started, and the home.
pub(crate) struct Desk {
    program: Child,
    home: TempDir,
}

impl Desk {
    /// An empty home and a driver program that listens, with the window of a first start.
    pub(crate) fn set() -> (Self, Driver) {
        let home = tempfile::Builder::new().prefix("home-").tempdir().unwrap();
        furnish(home.path());
        let (port, native_port) = free_ports();
        let mut command = Command::new(tauri_driver());
        command
            .args(["--native-driver", NATIVE_DRIVER])
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .env("HOME", home.path())
            .env("TILL_DATA_DIR", home.path().join("books"))
            .env("LANG", "en_GB.UTF-8")
            .env_remove("LC_ALL")
            // The program would become itself once more to set this, and the driver would lose it.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .process_group(0);
        command.env("PATH", search_path(home.path()));
        for (variable, folder) in FOLDERS {
            command.env(variable, home.path().join(folder));
        }
        let desk = Self { program: command.spawn().unwrap(), home };
        let driver = begin(&format!("http://127.0.0.1:{port}"));
        (desk, driver)
    }

    /// Where the desktop keeps documents.
    pub(crate) fn documents(&self) -> PathBuf {
        self.home.path().join("Documents")
    }

    /// The file that says what was opened last.
    pub(crate) fn opened(&self) -> PathBuf {
        self.home.path().join(OPENED)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // The group holds the driver of WebKit and the window too, should ending the session not have closed them.
        let group = format!("-{}", self.program.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.program.wait());
    }
}

const FOLDERS: [(&str, &str); 5] = [
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
    // A window that is ended from outside leaves its practice behind.
    ("TMPDIR", "tmp"),
];

const OPENED: &str = "opened";

/// A home as a desktop makes it: its folders, the file that says where documents go, and a program that opens things.
fn furnish(home: &Path) {
    for (_, folder) in FOLDERS {
        fs::create_dir(home.join(folder)).unwrap();
    }
    fs::create_dir(home.join("Documents")).unwrap();
    let names = "XDG_DOCUMENTS_DIR=\"$HOME/Documents\"\n";
    fs::write(home.join("config/user-dirs.dirs"), names).unwrap();
    fs::create_dir(home.join("bin")).unwrap();
    let opener = home.join("bin/xdg-open");
    fs::write(&opener, format!("#!/bin/sh\necho \"$1\" >\"$HOME/{OPENED}\"\n")).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
}

/// The programs of the home come first: there is no browser here, only what notes what it would have been given.
fn search_path(home: &Path) -> OsString {
    let usual = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(home.join("bin")).chain(std::env::split_paths(&usual));
    std::env::join_paths(folders).unwrap()
}

/// The driver program where cargo installs programs, else by the search path.
fn tauri_driver() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let installed = home.map(|home| home.join("bin/tauri-driver")).filter(|path| path.exists());
    installed.unwrap_or_else(|| PathBuf::from("tauri-driver"))
}

fn free_ports() -> (u16, u16) {
    let doors = [(); 2].map(|()| TcpListener::bind(("127.0.0.1", 0)).unwrap());
    let [one, other] = doors.map(|door| door.local_addr().unwrap().port());
    (one, other)
}

/// The driver program takes a moment until it listens.
fn begin(address: &str) -> Driver {
    let program = Path::new(env!("CARGO_BIN_EXE_tillkeeper"));
    let mut problem = None;
    for _ in 0..STARTS {
        match Driver::start(address, program) {
            Ok(driver) => return driver,
            Err(refusal) if refusal.0.starts_with("no answer") => problem = Some(refusal),
            Err(refusal) => panic!("the window did not start: {}", refusal.0),
        }
        sleep(BETWEEN_STARTS);
    }
    panic!("the driver program does not listen: {problem:?}");
}
