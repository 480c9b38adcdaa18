//! Somebody at the window: finds things by what is written on them, waits for what is to come, and uses mouse or keys.
//!
//! Whatever does not come in time fails the test with a picture of the window and its text in files the message names.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::chooser::Chooser;
use crate::desk::Desk;
use crate::driver::{Driver, Element, Refusal};

pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";
pub(crate) const CONTROL: char = '\u{e009}';

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 800;
const SETTLING: Duration = Duration::from_secs(3);
const LOOKS: usize = 300;
const LOOKS_PER_TRY: usize = 30;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// More stops than any screen has.
const TAB_STOPS: usize = 60;

/// Where the focus is: the name it is announced by, or what is written on it.
const FOCUSED: &str = "const at = document.activeElement;
    const labelled = at.getAttribute('aria-labelledby')?.split(' ')
        .map((id) => document.getElementById(id)?.textContent.trim()).join(' ');
    return (at.getAttribute('aria-label') || labelled || at.labels?.[0]?.textContent || at.textContent || '').trim();";

/// One person at one window.
pub(crate) struct Person {
    driver: Driver,
    desk: Desk,
}

impl Person {
    /// Starts Tillkeeper for the first time.
    pub(crate) fn at_first_start() -> Self {
        let (desk, driver) = Desk::set();
        let person = Self { driver, desk };
        person.done("size the window", person.driver.resize(WIDTH, HEIGHT));
        person.sees("//h1");
        person
    }

    /// Where the desktop keeps documents.
    pub(crate) fn documents(&self) -> PathBuf {
        self.desk.documents()
    }

    /// What was opened in the browser last.
    pub(crate) fn reads_in_browser(&self) -> String {
        self.waits("a page in the browser", || {
            let page = fs::read_to_string(self.desk.opened()).ok()?;
            fs::read_to_string(page.trim_end()).ok()
        })
    }

    /// Waits until an `XPath` expression finds something.
    pub(crate) fn sees(&self, xpath: &str) -> Element {
        self.waits(xpath, || self.driver.find(xpath).ok()?.into_iter().next())
    }

    /// Waits until it finds nothing any more.
    pub(crate) fn sees_no_more(&self, xpath: &str) {
        self.waits(&format!("the end of {xpath}"), || {
            self.driver.find(xpath).ok()?.is_empty().then_some(())
        });
    }

    /// Waits for the dialog of this title.
    pub(crate) fn sees_dialog(&self, title: &str) {
        self.sees(&format!("{}//h2[normalize-space(.)=\"{title}\"]", topmost()));
    }

    /// The text of the first thing an `XPath` expression finds, once it is there.
    pub(crate) fn reads(&self, xpath: &str) -> String {
        let text = self.run_on("return arguments[0].innerText.trim();", xpath);
        text.as_str().unwrap().to_owned()
    }

    /// What stands in a field.
    pub(crate) fn reads_field(&self, label: &str) -> String {
        let text = self.run_on("return arguments[0].value;", &field(label));
        text.as_str().unwrap().to_owned()
    }

    /// The texts of all that an `XPath` expression finds now.
    pub(crate) fn reads_all(&self, xpath: &str) -> Vec<String> {
        let found = self.done(xpath, self.driver.find(xpath));
        let texts = found.iter().map(|element| {
            self.done(xpath, self.driver.run("return arguments[0].textContent;", &[element]))
        });
        texts.map(|text| text.as_str().unwrap().to_owned()).collect()
    }

    /// Clicks the button or link that says this, in the dialog if one is open.
    pub(crate) fn clicks(&self, name: &str) {
        self.clicks_at(&button(name));
    }

    /// Clicks what an `XPath` expression finds, once it takes a click.
    pub(crate) fn clicks_at(&self, xpath: &str) {
        self.waits(&format!("a click on {xpath}"), || {
            let found = self.driver.find(xpath).ok()?.into_iter().next()?;
            self.driver.click(&found).ok()
        });
    }

    /// Clicks into the field, takes out what is in it and types.
    pub(crate) fn fills(&self, label: &str, text: &str) {
        self.clicks_at(&field(label));
        let is_ready = "return document.activeElement === arguments[0];";
        self.waits(&format!("the focus in “{label}”"), || {
            (self.run_on(is_ready, &field(label)) == Value::Bool(true)).then_some(())
        });
        self.chord(CONTROL, 'a');
        self.types(text);
    }

    /// Chooses from the list under this label what begins with these words.
    pub(crate) fn picks(&self, label: &str, option: &str) {
        self.clicks_at(&field(label));
        let option =
            format!("//*[@role=\"option\"][starts-with(normalize-space(.), \"{option}\")]");
        self.clicks_at(&option);
        self.sees_no_more("//*[@role=\"option\"]");
    }

    /// Chooses a file, or a name for one, in the system's dialog that is to come.
    pub(crate) fn chooses_file(&self, path: &Path) {
        let chooser = Chooser::at_the_display();
        let dialog = self.waits("the system's dialog for files", || chooser.dialog());
        // Whatever is typed while it still reads the folder is lost.
        let mut looks = 0;
        self.waits("the end of the system's dialog for files", || {
            let is_there = chooser.dialog().is_some();
            if is_there && looks % LOOKS_PER_TRY == 0 {
                chooser.choose(dialog, path);
            }
            looks += 1;
            (!is_there).then_some(())
        });
    }

    /// Types, wherever the focus is.
    pub(crate) fn types(&self, keys: &str) {
        self.done("press keys", self.driver.press(keys));
    }

    /// Presses a key while another is held.
    pub(crate) fn chord(&self, held: char, key: char) {
        self.done("press keys", self.driver.chord(held, key));
    }

    /// Presses Tab until the focus is at what is called this.
    pub(crate) fn tabs_to(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..TAB_STOPS {
            let here = self.focus();
            if here.starts_with(name) {
                return;
            }
            passed.push(here);
            self.types(TAB);
        }
        self.fails(&format!("Tab does not lead to “{name}”, only to {passed:?}"));
    }

    /// Waits until the focus is at what is called this, as it is said to go there by itself.
    pub(crate) fn finds_the_focus_at(&self, name: &str) {
        self.waits(&format!("the focus at “{name}”, not “{}”", self.focus()), || {
            self.focus().starts_with(name).then_some(())
        });
    }

    /// Runs a script in the page.
    pub(crate) fn asks(&self, script: &str) -> Value {
        self.done(script, self.driver.run(script, &[]))
    }

    /// Pays by card on the hosted page, as a customer's browser does.
    pub(crate) fn pays_as_customer(&self, url: &str) {
        let status = self.driver.send_form(url, "action=pay&channel=card");
        assert_eq!(status, 303, "the hosted page at {url} did not send the customer on");
    }

    /// Keeps a picture of the window where `TILLKEEPER_SCREENSHOTS` says, if it does.
    pub(crate) fn photographs(&self, name: &str) {
        if let Some(folder) = env::var_os("TILLKEEPER_SCREENSHOTS") {
            self.done("put the mouse aside", self.driver.put_mouse_aside(HEIGHT));
            // A dialog rises and a scroll bar fades; nothing tells of the latter.
            sleep(SETTLING);
            let path = PathBuf::from(folder).join(format!("{name}.png"));
            self.done("take a picture", self.keep_picture(path));
        }
    }

    /// Looks again and again until there is an answer.
    pub(crate) fn waits<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        for _ in 0..LOOKS {
            if let Some(seen) = look() {
                return seen;
            }
            sleep(BETWEEN_LOOKS);
        }
        self.fails(&format!("did not come: {what}"))
    }

    fn focus(&self) -> String {
        self.asks(FOCUSED).as_str().unwrap_or_default().to_owned()
    }

    fn run_on(&self, script: &str, xpath: &str) -> Value {
        self.waits(xpath, || {
            let found = self.driver.find(xpath).ok()?.into_iter().next()?;
            self.driver.run(script, &[&found]).ok()
        })
    }

    fn done<T>(&self, what: &str, result: Result<T, Refusal>) -> T {
        result.unwrap_or_else(|refusal| self.fails(&format!("{what}: {}", refusal.0)))
    }

    fn fails(&self, what: &str) -> ! {
        let base = env::temp_dir().join(format!("tillkeeper-window-{}", process::id()));
        let (picture, text) = (base.with_extension("png"), base.with_extension("txt"));
        let pictured = self.keep_picture(picture.clone());
        let page = self.driver.run("return document.body.innerText;", &[]);
        drop(fs::write(&text, format!("{page:#?}")));
        panic!("{what}\nsee {} ({pictured:?}) and {}", picture.display(), text.display());
    }

    fn keep_picture(&self, path: PathBuf) -> Result<(), Refusal> {
        let picture = self.driver.screenshot()?;
        let file = fs::File::create(path).unwrap();
        let mut decoder =
            Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(file).spawn().unwrap();
        std::io::Write::write_all(&mut decoder.stdin.take().unwrap(), picture.as_bytes()).unwrap();
        decoder.wait().unwrap();
        Ok(())
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // What does not close this way is ended with the desk.
        drop(self.driver.end());
    }
}

/// A button or link by what is written on it or read out for it, in the dialog if one is open.
pub(crate) fn button(name: &str) -> String {
    let named = format!("[normalize-space(.)=\"{name}\" or @aria-label=\"{name}\"]");
    let things = format!("*[self::button or self::a or self::summary]{named}[not(@disabled)]");
    in_front(&things)
}

/// A field by its label, in the dialog if one is open.
pub(crate) fn field(label: &str) -> String {
    let label = format!("label[normalize-space(text()[normalize-space(.)][1])=\"{label}\"]");
    in_front(&format!("*[@id=//{label}/@for]"))
}

/// What can be reached: all of the page, or what is in the dialog while one is open.
fn in_front(things: &str) -> String {
    format!("{}//{things} | //body[not({})]//{things}", topmost(), topmost())
}

fn topmost() -> String {
    "//*[@role=\"dialog\"]".to_owned()
}
