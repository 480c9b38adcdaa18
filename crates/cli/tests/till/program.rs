//! The program in a folder of its own, on a computer without a keychain, and what it says.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "correct horse battery";

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) struct Till {
    folder: TempDir,
    /// Everything it has printed so far, on either stream.
    said: Mutex<String>,
}

impl Till {
    pub(crate) fn new() -> Self {
        let till = Self { folder: tempfile::tempdir().unwrap(), said: Mutex::default() };
        fs::write(till.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        till
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program, ready to be run: nothing of this computer's own environment reaches it.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_till"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_RUNTIME_DIR", self.path("no-session"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env("TILL_DATA_DIR", self.data())
            .env("TILL_PASSPHRASE_FILE", self.path("passphrase"))
            .env("TILL_LOG", "debug")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Said {
        // The log is for `secrets.rs`; here it would only be in the way.
        self.finish(self.command(words).env_remove("TILL_LOG"), "")
    }

    /// Runs with something on standard input.
    pub(crate) fn run_with(&self, input: &str, words: &[&str]) -> Said {
        self.finish(self.command(words).env_remove("TILL_LOG").stdin(Stdio::piped()), input)
    }

    pub(crate) fn finish(&self, command: &mut Command, input: &str) -> Said {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not want it may be gone already.
            let _ = stdin.write_all(input.as_bytes());
        }
        let output = child.wait_with_output().unwrap();
        let said = Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!said.err.contains("panicked"), "{}", said.err);
        let mut all = self.said.lock().unwrap();
        all.push_str(&said.out);
        all.push_str(&said.err);
        said
    }

    /// Runs with `--json` and gives the one document of a success.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        self.json_with(0, words)
    }

    /// Runs with `--json` and gives the document of a run that ends with `code`.
    pub(crate) fn json_with(&self, code: i32, words: &[&str]) -> Value {
        document(words, code, self.run(&[&["--json"], words].concat()))
    }

    /// Runs with `--json` and gives the error of a failure: its code and message.
    pub(crate) fn refused(&self, code: i32, words: &[&str]) -> (String, String) {
        error(words, code, &self.run(&[&["--json"], words].concat()))
    }

    /// Connects an account with the keys on standard input.
    pub(crate) fn connect(&self, gateway: &str, name: &str, base_url: &str, keys: &Value) -> Value {
        let words = ["--json", "account", "add", gateway, name, "--base-url", base_url];
        document(&words, 0, self.run_with(&keys.to_string(), &words))
    }

    /// Everything printed so far, and every file of the folder but the passphrase's.
    pub(crate) fn traces(&self) -> Vec<(String, Vec<u8>)> {
        let said = self.said.lock().unwrap().clone().into_bytes();
        let mut traces = vec![("what was printed".to_owned(), said)];
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path != self.path("passphrase") {
                    traces.push((path.display().to_string(), fs::read(&path).unwrap()));
                }
            }
        }
        traces
    }
}

/// The one JSON document of a run that ended as expected.
pub(crate) fn document(words: &[&str], code: i32, said: Said) -> Value {
    assert_eq!(said.code, code, "{words:?} said {said:?}");
    assert_eq!(said.err, "", "{words:?}");
    assert_eq!(said.out.lines().count(), 1, "one document on one line: {}", said.out);
    serde_json::from_str(&said.out).unwrap()
}

/// The error of a run that ended as expected, and nothing on standard output.
pub(crate) fn error(words: &[&str], code: i32, said: &Said) -> (String, String) {
    assert_eq!(said.code, code, "{words:?} said {said:?}");
    assert_eq!(said.out, "", "{words:?}");
    let document: Value = serde_json::from_str(&said.err)
        .unwrap_or_else(|_| panic!("{words:?} said no JSON but {}", said.err));
    let error = document["error"].as_object().unwrap();
    assert_eq!(document.as_object().unwrap().len(), 1);
    let text = |key: &str| error[key].as_str().unwrap().to_owned();
    let (code, message) = (text("code"), text("message"));
    assert!(!code.is_empty() && !message.is_empty() && !message.contains('\n'), "{message}");
    (code, message)
}

/// Says that a document has fields of these types: `s` text, `i` whole number, `b` truth, `a` array, `o` object; with a
/// question mark where it may be null.
#[track_caller]
pub(crate) fn has_fields(document: &Value, fields: &[(&str, &str)]) {
    let object = document.as_object().unwrap();
    for (name, kind) in fields {
        let value = object.get(*name).unwrap_or_else(|| panic!("no `{name}` in {document}"));
        let fits = match kind.trim_end_matches('?') {
            "s" => value.is_string(),
            "i" => value.is_i64() || value.is_u64(),
            "b" => value.is_boolean(),
            "a" => value.is_array(),
            "o" => value.is_object(),
            other => panic!("no type {other}"),
        };
        assert!(fits || (kind.ends_with('?') && value.is_null()), "`{name}` is {value}");
    }
}

/// The sandbox as a program of its own, until dropped.
pub(crate) struct SandboxProgram {
    pub(crate) child: Child,
    pub(crate) description: Value,
}

impl SandboxProgram {
    pub(crate) fn start(till: &Till) -> Self {
        Self::start_with(till, &[])
    }

    /// With more options.
    pub(crate) fn start_with(till: &Till, options: &[&str]) -> Self {
        let mut child = till
            .command(&[&["sandbox"], options].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, description: serde_json::from_str(&line).unwrap() }
    }

    pub(crate) fn base_url(&self, gateway: &str) -> &str {
        self.description["gateways"][gateway]["base_url"].as_str().unwrap()
    }

    pub(crate) fn keys(&self, gateway: &str) -> &Value {
        &self.description["gateways"][gateway]["credentials"]
    }
}

impl Drop for SandboxProgram {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `till webhook listen` on any free port, until dropped. Its log is a file in the folder.
pub(crate) struct ListenerProgram {
    pub(crate) child: Child,
    pub(crate) description: Value,
}

impl ListenerProgram {
    pub(crate) fn start(till: &Till) -> Self {
        let log = fs::File::create(till.path("listener.log")).unwrap();
        let mut child = till
            .command(&["--json", "webhook", "listen", "--bind", "127.0.0.1:0"])
            .env("TILL_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, description: serde_json::from_str(&line).unwrap() }
    }

    /// Where the messages for an account go.
    pub(crate) fn url(&self, account: &str) -> String {
        let paths = self.description["paths"].as_array().unwrap();
        let path = paths.iter().find(|path| path["account"] == account).unwrap();
        path["url"].as_str().unwrap().to_owned()
    }
}

impl Drop for ListenerProgram {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks again until there is an answer.
#[track_caller]
pub(crate) fn until<T>(ask: impl FnMut() -> Option<T>) -> T {
    std::iter::repeat_with(ask).take(1_000).flatten().next().unwrap()
}

/// The texts under a key of a list's items.
pub(crate) fn column<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item[key].as_str().unwrap_or_default()).collect()
}

/// Sends a form as a browser does, and gives the answer's head.
pub(crate) fn submit(url: &str, form: &str) -> String {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split("\r\n\r\n").next().unwrap().to_owned()
}
