//! A W3C `WebDriver` session with Tillkeeper's own window, as far as these tests need one.
//!
//! No browser is named when a session is asked for: the driver of `WebKitGTK` refuses every name but its own. Every request
//! has a limit, so a window that hangs fails its test and does not hold up the rest.

use std::path::Path;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const LIMIT: Duration = Duration::from_secs(20);
/// The name under which the standard hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const DRAW_FRAMES: &str = "const dot = document.createElement('div');
    Object.assign(dot.style, { position: 'fixed', inset: '0 auto auto 0', width: '1px', height: '1px' });
    document.body.append(dot);
    let shade = 0;
    const drawing = setInterval(() => (dot.style.background = `rgb(0 0 0 / ${1 + (shade ^= 1)}%)`), 50);
    setTimeout(() => { clearInterval(drawing); dot.remove(); }, 3000);";

/// A session; ending it closes the window.
pub(crate) struct Driver {
    runtime: Runtime,
    client: Client,
    session: String,
}

/// Something on the page, for as long as it is there.
pub(crate) struct Element(String);

/// What the driver answered instead of doing it: the standard's error code and a sentence.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) String);

impl Driver {
    /// Starts the program and takes hold of its window.
    pub(crate) fn start(address: &str, program: &Path) -> Result<Self, Refusal> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let no_redirects = reqwest::redirect::Policy::none();
        let client =
            Client::builder().no_proxy().redirect(no_redirects).timeout(LIMIT).build().unwrap();
        let asked = json!({ "capabilities": { "alwaysMatch": {
            "tauri:options": { "application": program, "args": [] },
        } } });
        let request = client.post(format!("{address}/session")).json(&asked);
        let answer = runtime.block_on(answer(request))?;
        let id = answer["sessionId"].as_str().unwrap();
        let session = format!("{address}/session/{id}");
        Ok(Self { runtime, client, session })
    }

    /// The elements an `XPath` expression finds, in the order of the page.
    pub(crate) fn find(&self, xpath: &str) -> Result<Vec<Element>, Refusal> {
        let found = self.post("elements", &json!({ "using": "xpath", "value": xpath }))?;
        let ids = found.as_array().unwrap().iter();
        Ok(ids.map(|element| Element(element[ELEMENT].as_str().unwrap().to_owned())).collect())
    }

    /// Clicks in the middle of an element, as a mouse does.
    pub(crate) fn click(&self, element: &Element) -> Result<(), Refusal> {
        self.post(&format!("element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Presses and lets go each of these keys, one after the other, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) -> Result<(), Refusal> {
        let strokes = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|stroke| json!({ "type": stroke, "value": key }))
        });
        self.act(strokes.collect())
    }

    /// Presses a key while another one is held.
    pub(crate) fn chord(&self, held: char, key: char) -> Result<(), Refusal> {
        let strokes = [("keyDown", held), ("keyDown", key), ("keyUp", key), ("keyUp", held)];
        let strokes = strokes.map(|(stroke, key)| json!({ "type": stroke, "value": key }));
        self.act(strokes.to_vec())
    }

    /// Takes the mouse to the lower left corner, where it points at nothing.
    ///
    /// It goes by another place: the driver does not count a click as a movement, and makes none to where it thinks it is.
    pub(crate) fn put_mouse_aside(&self, height: u32) -> Result<(), Refusal> {
        let moves = [2, 1].map(
            |edge| json!({ "type": "pointerMove", "x": edge, "y": height - edge, "duration": 0 }),
        );
        let mouse = json!({ "type": "pointer", "id": "mouse", "actions": moves });
        self.post("actions", &json!({ "actions": [mouse] })).map(drop)
    }

    /// Runs a script in the page; its arguments are in `arguments`, as the standard has it.
    pub(crate) fn run(&self, script: &str, arguments: &[&Element]) -> Result<Value, Refusal> {
        let arguments: Vec<Value> =
            arguments.iter().map(|element| json!({ ELEMENT: element.0 })).collect();
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Gives the window this size, in pixels of the screen.
    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<(), Refusal> {
        self.post("window/rect", &json!({ "width": width, "height": height })).map(drop)
    }

    /// What the window shows, as a PNG in base64.
    ///
    /// The driver waits for the next frame, which a still window never draws, so something unseen moves meanwhile.
    pub(crate) fn screenshot(&self) -> Result<String, Refusal> {
        self.run(DRAW_FRAMES, &[])?;
        let request = self.client.get(format!("{}/screenshot", self.session));
        let picture = self.runtime.block_on(answer(request))?;
        Ok(picture.as_str().unwrap().to_owned())
    }

    /// Sends a form to a web page, as the browser of a customer does, and returns the status of the answer.
    pub(crate) fn send_form(&self, url: &str, form: &'static str) -> u16 {
        let request = self
            .client
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer = self.runtime.block_on(async { request.send().await });
        answer.unwrap().status().as_u16()
    }

    /// Closes the window.
    pub(crate) fn end(&self) -> Result<(), Refusal> {
        let request = self.client.request(Method::DELETE, &self.session);
        self.runtime.block_on(answer(request)).map(drop)
    }

    fn act(&self, strokes: Vec<Value>) -> Result<(), Refusal> {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("actions", &json!({ "actions": [keyboard] })).map(drop)
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value, Refusal> {
        let request = self.client.post(format!("{}/{command}", self.session)).json(body);
        self.runtime.block_on(answer(request))
    }
}

async fn answer(request: RequestBuilder) -> Result<Value, Refusal> {
    let no_answer = |problem: reqwest::Error| Refusal(format!("no answer: {problem}"));
    let response = request.send().await.map_err(no_answer)?;
    let is_done = response.status().is_success();
    let mut body: Value = response.json().await.map_err(no_answer)?;
    let value = body["value"].take();
    if is_done { Ok(value) } else { Err(Refusal(value.to_string())) }
}
