//! System packages: what is missing, and its name on each system.
//!
//! A package is looked for by what it brings (a program, a library), so that one that came another way is not asked for
//! again. Debian and Ubuntu are served; elsewhere the command is named and the task stops, because other systems'
//! package managers update more than they are asked to.

use anyhow::{Result, bail};

use super::python::PYTHON;
use super::{Part, System};
use crate::places;
use crate::program::Program;

/// A package by its name on each system; none on a system where its parts are not done.
struct Package {
    parts: &'static [Part],
    probe: Probe,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    why: &'static str,
}

/// How to tell that a package is there.
enum Probe {
    Program(&'static str),
    Library(&'static str),
    /// Something that the system's own Python finds.
    Python(&'static str),
}

const PACKAGES: [Package; 16] = [
    Package {
        parts: &[Part::Crates],
        probe: Probe::Program("cc"),
        debian: "build-essential",
        fedora: "gcc gcc-c++ make",
        arch: "base-devel",
        why: "compiles SQLite and the cryptography",
    },
    Package {
        parts: &[Part::Window],
        probe: Probe::Program("pkg-config"),
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
        why: "finds the libraries of the window",
    },
    Package {
        parts: &[Part::Window],
        probe: Probe::Library("webkit2gtk-4.1"),
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
        why: "shows the interface in the window",
    },
    Package {
        parts: &[Part::Window],
        probe: Probe::Library("librsvg-2.0"),
        debian: "librsvg2-dev",
        fedora: "librsvg2-devel",
        arch: "librsvg",
        why: "draws the window's icons",
    },
    Package {
        parts: &[Part::Keychain],
        probe: Probe::Program("dbus-run-session"),
        debian: "dbus",
        fedora: "dbus-daemon",
        arch: "dbus",
        why: "gives the tests a session of their own",
    },
    Package {
        parts: &[Part::Keychain],
        probe: Probe::Program("gnome-keyring-daemon"),
        debian: "gnome-keyring",
        fedora: "gnome-keyring",
        arch: "gnome-keyring",
        why: "is the keychain of the tests",
    },
    Package {
        parts: &[Part::Signatures],
        probe: Probe::Program("openssl"),
        debian: "openssl",
        fedora: "openssl",
        arch: "openssl",
        why: "signs messages in tests as gateways' documents show",
    },
    Package {
        parts: &[Part::Driver],
        probe: Probe::Program("WebKitWebDriver"),
        debian: "webkit2gtk-driver",
        fedora: "",
        arch: "",
        why: "drives the window in tests",
    },
    Package {
        parts: &[Part::Driver, Part::Proofs],
        probe: Probe::Program("xvfb-run"),
        debian: "xvfb",
        fedora: "",
        arch: "",
        why: "is the display of windows in tests",
    },
    Package {
        parts: &[Part::Driver, Part::Proofs],
        probe: Probe::Program("xauth"),
        debian: "xauth",
        fedora: "",
        arch: "",
        why: "lets windows onto that display",
    },
    Package {
        parts: &[Part::Proofs],
        probe: Probe::Program("hledger"),
        debian: "hledger",
        fedora: "",
        arch: "",
        why: "reads exports in tests",
    },
    Package {
        parts: &[Part::Proofs],
        probe: Probe::Program("gnucash"),
        debian: "gnucash",
        fedora: "",
        arch: "",
        why: "imports exports in tests",
    },
    Package {
        parts: &[Part::Proofs],
        probe: Probe::Python("gnucash"),
        debian: "python3-gnucash",
        fedora: "",
        arch: "",
        why: "tells what GnuCash imported",
    },
    Package {
        parts: &[Part::Proofs],
        probe: Probe::Python("gi.repository.Gtk"),
        debian: "python3-gi gir1.2-gtk-3.0",
        fedora: "",
        arch: "",
        why: "lets GnuCash be driven in tests",
    },
    Package {
        parts: &[Part::Proofs],
        probe: Probe::Program("localc"),
        debian: "libreoffice-calc",
        fedora: "",
        arch: "",
        why: "opens exports in tests",
    },
    Package {
        parts: &[Part::Proofs],
        probe: Probe::Python("ensurepip"),
        debian: "python3-venv",
        fedora: "",
        arch: "",
        why: "gives the tests Python libraries of their own",
    },
];

impl Package {
    fn is_there(&self) -> bool {
        match self.probe {
            Probe::Program(name) => places::has_program(name),
            Probe::Library(name) => Program::new("pkg-config").args(["--exists", name]).succeeds(),
            Probe::Python(name) => {
                Program::new(PYTHON).args(["-c", &format!("import {name}")]).succeeds()
            }
        }
    }

    fn name_on(&self, system: System) -> &'static str {
        match system {
            System::Fedora => self.fedora,
            System::Arch => self.arch,
            System::Debian | System::OtherUnix | System::Mac | System::Windows => self.debian,
        }
    }
}

/// Sees to it that the system has what the parts need.
///
/// # Errors
/// Where something is missing and cannot be installed from here; the command to do so is in the error.
pub(super) fn provide(system: System, parts: &[Part]) -> Result<()> {
    match system {
        System::Debian | System::Fedora | System::Arch | System::OtherUnix => {}
        System::Windows => {
            println!(
                "   nothing more than Rust's C++ Build Tools and the WebView2 of Windows is needed"
            );
            return Ok(());
        }
        System::Mac if Program::new("xcode-select").args(["-p"]).succeeds() => {
            println!("   the Command Line Tools of Xcode are there");
            return Ok(());
        }
        System::Mac => {
            bail!("the Command Line Tools of Xcode are missing; run: xcode-select --install")
        }
    }
    let missing: Vec<_> = PACKAGES
        .iter()
        .filter(|package| package.parts.iter().any(|part| parts.contains(part)))
        .filter(|package| !package.name_on(system).is_empty())
        .filter(|package| !package.is_there())
        .collect();
    if missing.is_empty() {
        println!("   nothing is missing");
        return Ok(());
    }
    for package in &missing {
        println!("   {} is missing: it {}", package.name_on(system), package.why);
    }
    let names: Vec<_> =
        missing.iter().flat_map(|package| package.name_on(system).split(' ')).collect();
    match by_hand(system, &names) {
        None => install(&names),
        Some(instruction) => bail!("packages are missing; {instruction}"),
    }
}

/// What a person is to do on systems whose packages are not installed from here.
fn by_hand(system: System, names: &[&str]) -> Option<String> {
    let names = names.join(" ");
    match system {
        System::Debian => None,
        System::Fedora => Some(format!("run: sudo dnf install {names}")),
        System::Arch => Some(format!("run: sudo pacman -S --needed {names}")),
        System::OtherUnix | System::Mac | System::Windows => {
            Some(format!("install what this system calls Debian's packages {names}"))
        }
    }
}

/// Installs packages on Debian and its like, as root or with sudo.
fn install(names: &[&str]) -> Result<()> {
    let root = Program::new("id").args(["-u"]).output().is_ok_and(|id| id == "0");
    if !root && !places::has_program("sudo") {
        let names = names.join(" ");
        bail!(
            "installing packages needs root, and there is no sudo; run as root: apt-get install {names}"
        );
    }
    let apt = |arguments: &[&str]| {
        let program = if root { Program::new("env") } else { Program::new("sudo").args(["env"]) };
        program
            .args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-q",
                "-o",
                "DPkg::Lock::Timeout=300",
            ])
            .args(arguments)
            .with_terminal()
            .run()
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], names].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_has_a_name_wherever_its_part_is_done() {
        for package in &PACKAGES {
            for system in [System::Debian, System::Fedora, System::Arch, System::OtherUnix] {
                let done = package.parts.iter().any(|part| match part {
                    Part::Driver => system.drives_windows(),
                    Part::Proofs => system.reads_exports(),
                    _ => true,
                });
                let unnamed = package.name_on(system).is_empty();
                assert!(!(done && unnamed), "{} on {system:?}", package.debian);
            }
        }
    }

    #[test]
    fn other_systems_are_told_their_own_command() {
        let fedora = by_hand(System::Fedora, &["gcc", "librsvg2-devel"]);
        assert_eq!(fedora.as_deref(), Some("run: sudo dnf install gcc librsvg2-devel"));
        let arch = by_hand(System::Arch, &["librsvg"]);
        assert_eq!(arch.as_deref(), Some("run: sudo pacman -S --needed librsvg"));
        assert_eq!(by_hand(System::Debian, &["xvfb"]), None);
    }
}
