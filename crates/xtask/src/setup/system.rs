//! Which operating system this is, as far as installing packages and driving windows goes.

use std::fs;

/// A family of systems that name and install packages alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian, Ubuntu and what is made of them.
    Debian,
    /// Fedora and what is made of it.
    Fedora,
    /// Arch and what is made of it.
    Arch,
    /// Some other Linux or Unix.
    OtherUnix,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

impl System {
    /// The system this runs on.
    pub(crate) fn detect() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::Mac
        } else {
            Self::of_release(&fs::read_to_string("/etc/os-release").unwrap_or_default())
        }
    }

    /// The system that an `os-release` file describes.
    fn of_release(text: &str) -> Self {
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            line.unwrap_or_default().trim().trim_matches(['"', '\''])
        };
        // A derived system names what it is like after its own name, nearest first.
        let names = value("ID").split_whitespace().chain(value("ID_LIKE").split_whitespace());
        names
            .filter_map(|name| match name {
                "debian" | "ubuntu" => Some(Self::Debian),
                "fedora" | "rhel" => Some(Self::Fedora),
                "arch" => Some(Self::Arch),
                _ => None,
            })
            .next()
            .unwrap_or(Self::OtherUnix)
    }

    /// Whether the real window can be driven in tests: Fedora and Arch build their driver for another toolkit than
    /// Tauri's, and macOS has none. On Windows it needs a driver that matches the installed Edge.
    pub(crate) fn drives_windows(self) -> bool {
        self == Self::Debian
    }

    /// Whether exports are read in tests by the programs they are for. GnuCash can be driven where it was built with the
    /// Python that Debian builds it with.
    pub(crate) fn reads_exports(self) -> bool {
        self == Self::Debian
    }

    /// Whether windows are shown without a display server being named in the environment.
    pub(crate) fn always_has_a_display(self) -> bool {
        matches!(self, Self::Mac | Self::Windows)
    }
}

#[cfg(test)]
mod tests {
    use super::System;

    #[test]
    fn a_system_is_known_by_its_own_name_or_by_what_it_is_like() {
        let cases = [
            ("PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n", System::Debian),
            ("ID=ubuntu\nID_LIKE=debian\n", System::Debian),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", System::Debian),
            ("NAME=Fedora\nID=fedora\nVERSION_ID=42\n", System::Fedora),
            ("ID=\"almalinux\"\nID_LIKE=\"rhel centos fedora\"\n", System::Fedora),
            ("ID=manjaro\nID_LIKE=arch\n", System::Arch),
            ("ID=alpine\n", System::OtherUnix),
            ("VARIANT_ID=debian\n", System::OtherUnix),
            ("", System::OtherUnix),
        ];
        for (text, system) in cases {
            assert_eq!(System::of_release(text), system, "{text}");
        }
    }
}
