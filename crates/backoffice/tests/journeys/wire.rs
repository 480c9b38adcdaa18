//! The wire between the back office and a gateway, in the test's hands: it counts what was sent, loses answers, changes
//! them, or holds a request until the test has looked around.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, Notify};
use tokio::task::JoinHandle;

/// What happens to a request.
#[derive(Clone)]
pub(crate) enum Fault {
    /// The connection closes without an answer; whether the gateway got the request is said.
    HangUp { arrives: bool },
    /// Half of the answer comes, and then nothing.
    HalfAnAnswer,
    /// The gateway does it, and something in between answers this.
    Status(u16, &'static str),
    /// The gateway never gets it, and something in between answers this, with one more header.
    Refuse(u16, &'static str, &'static str),
    /// Nobody ever answers; the gateway did it.
    Silence,
    /// The gateway answers, and its JSON is changed on the way.
    Rewrite(fn(&mut Value)),
    /// The request waits until the test lets it go.
    Hold(Arc<Gate>),
    /// The request waits until as many as the barrier counts have come.
    Gather(Arc<Barrier>),
}

/// Where a request waits for the test.
#[derive(Default)]
pub(crate) struct Gate {
    came: Notify,
    go: Notify,
}

impl Gate {
    /// Waits until the request is here.
    pub(crate) async fn came(&self) {
        self.came.notified().await;
    }

    /// Lets it go on to the gateway.
    pub(crate) fn open(&self) {
        self.go.notify_one();
    }
}

/// A request as it was sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) line: String,
    pub(crate) body: Value,
}

/// A rule for requests whose first line contains a text.
struct Rule {
    about: &'static str,
    fault: Fault,
    once: bool,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    sent: Vec<Sent>,
    under_way: usize,
    most_under_way: usize,
}

pub(crate) struct Wire {
    addr: SocketAddr,
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Wire {
    /// A wire to the server at `gateway`.
    pub(crate) async fn to(gateway: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move { carry(client, gateway, &state).await });
            }
        });
        Self { addr, state, serving }
    }

    /// The address of a path at the gateway, by this wire.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// Does something to the next request whose first line contains `about`.
    pub(crate) fn once(&self, about: &'static str, fault: Fault) {
        self.state.lock().unwrap().rules.push(Rule { about, fault, once: true });
    }

    /// Does something to every request whose first line contains `about`.
    pub(crate) fn always(&self, about: &'static str, fault: Fault) {
        self.state.lock().unwrap().rules.push(Rule { about, fault, once: false });
    }

    /// Does nothing to anything any more.
    pub(crate) fn mend(&self) {
        self.state.lock().unwrap().rules.clear();
    }

    /// Everything sent so far whose first line contains `about`.
    pub(crate) fn sent(&self, about: &str) -> Vec<Sent> {
        let state = self.state.lock().unwrap();
        state.sent.iter().filter(|sent| sent.line.contains(about)).cloned().collect()
    }

    /// How many requests were under way at the same time at most.
    pub(crate) fn most_under_way(&self) -> usize {
        self.state.lock().unwrap().most_under_way
    }
}

async fn carry(mut client: TcpStream, gateway: SocketAddr, state: &Mutex<State>) {
    let Some((head, body)) = read_request(&mut client).await else { return };
    let line = head.lines().next().unwrap_or_default().to_owned();
    let fault = {
        let mut state = state.lock().unwrap();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        state.sent.push(Sent { line: line.clone(), body: json });
        state.under_way += 1;
        state.most_under_way = state.most_under_way.max(state.under_way);
        let rule = state.rules.iter().position(|rule| line.contains(rule.about));
        rule.map(|at| match state.rules[at].once {
            true => state.rules.remove(at).fault,
            false => state.rules[at].fault.clone(),
        })
    };
    let answer = answer(fault, gateway, &head, &body).await;
    state.lock().unwrap().under_way -= 1;
    if let Some(answer) = answer {
        let _ = client.write_all(&answer).await;
        let _ = client.shutdown().await;
    }
}

/// What goes back to the back office; nothing where the connection just closes.
async fn answer(
    fault: Option<Fault>,
    gateway: SocketAddr,
    head: &str,
    body: &[u8],
) -> Option<Vec<u8>> {
    let forward = async || forward(gateway, head, body).await;
    match fault {
        None => Some(forward().await),
        Some(Fault::HangUp { arrives }) => {
            if arrives {
                forward().await;
            }
            None
        }
        Some(Fault::HalfAnAnswer) => {
            let mut whole = forward().await;
            whole.truncate(whole.len() - 20);
            Some(whole)
        }
        Some(Fault::Status(status, text)) => {
            forward().await;
            Some(reply(status, "x-from: between", text.as_bytes()))
        }
        Some(Fault::Refuse(status, header, text)) => Some(reply(status, header, text.as_bytes())),
        Some(Fault::Silence) => {
            forward().await;
            std::future::pending().await
        }
        Some(Fault::Rewrite(change)) => {
            let whole = forward().await;
            let at = whole.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let mut json: Value = serde_json::from_slice(&whole[at..]).unwrap();
            change(&mut json);
            Some(reply(200, "x-from: between", json.to_string().as_bytes()))
        }
        Some(Fault::Hold(gate)) => {
            gate.came.notify_one();
            gate.go.notified().await;
            Some(forward().await)
        }
        Some(Fault::Gather(barrier)) => {
            barrier.wait().await;
            Some(forward().await)
        }
    }
}

fn reply(status: u16, header: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Said\r\n{header}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

async fn read_request(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let at = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if client.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..at].to_vec()).ok()?;
    let mut body = bytes[at + 4..].to_vec();
    let length = head.lines().find_map(|line| {
        line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
    });
    while body.len() < length.unwrap_or(0) {
        if client.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some((head, body))
}

/// The gateway's whole answer, on a connection of its own.
async fn forward(gateway: SocketAddr, head: &str, body: &[u8]) -> Vec<u8> {
    let mut server = TcpStream::connect(gateway).await.unwrap();
    let request = format!("{head}\r\nconnection: close\r\n\r\n");
    server.write_all(&[request.as_bytes(), body].concat()).await.unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await.unwrap();
    answer
}
