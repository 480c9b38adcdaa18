//! The house stands as drawn: crates depend downwards only, and each outside word has one owner.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Who may depend on whom. A pair that is missing here is an arrow that must not be drawn.
const ARROWS: &[(&str, &[&str])] = &[
    ("ledger", &[]),
    ("gateways", &["ledger"]),
    ("store", &["ledger"]),
    ("accounting", &["ledger"]),
    ("sandbox", &["ledger"]),
    ("backoffice", &["accounting", "gateways", "ledger", "store"]),
    ("cli", &["backoffice", "ledger", "sandbox"]),
    ("tillkeeper", &["backoffice", "ledger", "sandbox"]),
    ("xtask", &[]),
];

/// Each outside word and the folders that may say it in code.
const OWNERS: &[(&str, &[&str])] = &[
    ("tauri::", &["src-tauri"]),
    ("rusqlite::", &["crates/store"]),
    ("reqwest::", &["crates/gateways", "crates/sandbox"]),
    ("hmac::", &["crates/gateways", "crates/sandbox"]),
    ("axum::", &["crates/backoffice/src/webhook", "crates/sandbox"]),
    ("keyring::", &["crates/backoffice"]),
    ("csv::", &["crates/accounting"]),
    ("quick_xml::", &["crates/accounting"]),
    ("encoding_rs::", &["crates/accounting"]),
    ("rust_xlsxwriter::", &["crates/accounting"]),
    ("@tauri-apps/", &["ui/src/api"]),
];

#[test]
fn crates_depend_downwards_only() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let members: BTreeSet<&str> = packages.iter().map(|p| p["name"].as_str().unwrap()).collect();
    let drawn: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        members, drawn,
        "a crate was added or taken away; draw it here and in ARCHITECTURE.md"
    );
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let (_, allowed) = ARROWS.iter().find(|(drawn, _)| *drawn == name).unwrap();
        let arrows = package["dependencies"].as_array().unwrap().iter();
        // What tests lean on does not carry the house.
        for arrow in arrows.filter(|arrow| arrow["kind"].as_str() != Some("dev")) {
            let to = arrow["name"].as_str().unwrap();
            assert!(
                !members.contains(to) || allowed.contains(&to),
                "{name} depends on {to}, which ARCHITECTURE.md does not draw"
            );
        }
    }
}

#[test]
fn each_outside_word_has_one_owner() {
    let mut sources = Vec::new();
    for folder in ["src-tauri", "crates", "ui/src"] {
        collect(&root().join(folder), &mut sources);
    }
    assert!(sources.len() > 50, "only {} sources were found", sources.len());
    for (word, owners) in OWNERS {
        let mut users = 0;
        for source in &sources {
            let place = source.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(source).unwrap();
            let says = text.lines().any(|line| is_code(line) && line.contains(word));
            let owned = owners.iter().any(|owner| place.starts_with(owner));
            assert!(!says || owned, "{place} says {word}, which belongs to {owners:?}");
            users += usize::from(says);
        }
        assert!(users > 0, "nobody says {word}; is this list still true?");
    }
}

fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with("//") && !line.starts_with('*')
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_aside = ["tests", "benches", "examples", "node_modules", "xtask", "gen"]
            .contains(&name.as_str());
        if path.is_dir() {
            if !is_aside {
                collect(&path, sources);
            }
        } else if !name.contains(".test.")
            && (name.ends_with(".rs") || name.ends_with(".ts") || name.ends_with(".svelte"))
        {
            sources.push(path);
        }
    }
}

fn metadata() -> serde_json::Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
