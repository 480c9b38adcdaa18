//! The customer of the demonstration: opens the payment page and pays, as a browser would.
//!
//! The page is plain HTTP on this computer and its form is one line, so the standard library is enough.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// How long a page on this computer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends the form of a payment page, with the choice to pay by card.
///
/// # Errors
/// Where the page cannot be reached or does not take the form.
pub(super) fn pay_by_card(page: &str) -> Result<()> {
    let (host, path) =
        parts(page).with_context(|| format!("{page} is not an address of the sandbox"))?;
    let form = "action=pay&channel=card";
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    let answer = exchange(host, &request)
        .with_context(|| format!("the payment page {page} does not answer"))?;
    match status(&answer) {
        Some(200..=399) => Ok(()),
        _ => bail!("the payment page answered: {}", answer.lines().next().unwrap_or("nothing")),
    }
}

fn exchange(host: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The host with its port, and the path, of a plain HTTP address.
fn parts(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("http://")?;
    let slash = rest.find('/')?;
    let (host, path) = rest.split_at(slash);
    host.contains(':').then_some((host, path))
}

fn status(answer: &str) -> Option<u16> {
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A page that answers one request with `answer` and gives what it was sent.
    fn page(answer: &'static str) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/checkout/7", listener.local_addr().unwrap());
        let served = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = String::new();
            while !request.ends_with("channel=card") {
                let mut part = [0; 512];
                let read = stream.read(&mut part).unwrap();
                assert_ne!(read, 0, "the form was cut off: {request}");
                request.push_str(std::str::from_utf8(&part[..read]).unwrap());
            }
            stream.write_all(answer.as_bytes()).unwrap();
            request
        });
        (address, served)
    }

    #[test]
    fn the_form_is_sent_whole_and_a_redirect_is_a_yes() {
        let (address, served) = page("HTTP/1.1 303 See Other\r\nlocation: /\r\n\r\n");
        pay_by_card(&address).unwrap();
        let request = served.join().unwrap();
        assert!(request.starts_with("POST /checkout/7 HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("Content-Length: 23\r\n"), "{request}");
    }

    #[test]
    fn a_refusal_is_an_error_with_what_the_page_said() {
        let (address, served) = page("HTTP/1.1 404 Not Found\r\n\r\n");
        assert!(pay_by_card(&address).unwrap_err().to_string().contains("404 Not Found"));
        served.join().unwrap();
    }

    #[test]
    fn only_plain_addresses_with_a_port_are_the_sandbox() {
        assert_eq!(parts("http://127.0.0.1:80/a/b"), Some(("127.0.0.1:80", "/a/b")));
        assert_eq!(parts("https://127.0.0.1:80/a"), None);
        assert_eq!(parts("http://example.com/a"), None);
    }
}
