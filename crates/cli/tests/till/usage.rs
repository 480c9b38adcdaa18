//! The command line itself: help, completions, wrong usage, and readers that go away.

use std::process::Stdio;

use crate::program::Till;

const COMMANDS: [&str; 16] = [
    "sandbox",
    "account",
    "link",
    "payment",
    "refund",
    "payout",
    "webhook",
    "sync",
    "export",
    "import",
    "report",
    "settlement",
    "zone",
    "journal",
    "doctor",
    "completions",
];

#[test]
fn help_names_every_command_and_every_command_has_help() {
    let till = Till::new();
    let help = till.run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for command in COMMANDS {
        assert!(
            help.out.contains(&format!("\n  {command} ")),
            "{command} is missing: {}",
            help.out
        );
        let own = till.run(&[command, "--help"]);
        assert_eq!(own.code, 0);
        assert!(own.out.contains("Usage: till"), "{}", own.out);
    }
    for word in
        ["Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 outcome unknown", "--json"]
    {
        assert!(help.out.contains(word), "{word} is missing: {}", help.out);
    }
    assert!(till.run(&["--version"]).out.starts_with("till "));
    assert!(!till.data().exists(), "help makes no folder");
}

#[test]
fn completions_are_made_for_every_shell() {
    let till = Till::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = till.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(COMMANDS.iter().all(|command| script.out.contains(command)), "{shell}");
    }
    assert_eq!(till.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn wrong_usage_is_told_the_way_the_output_is_wanted() {
    let till = Till::new();
    for (words, says) in [
        (&["payment", "lst"][..], "lst"),
        (&["pay"], "pay"),
        (&["refund", "create"], "<REFERENCE>"),
        (&["link", "create", "--account", "main"], "--amount"),
        (&["export"], "--list"),
        (&["export", "base"], "--output"),
        (&["payment", "list", "--colour"], "--colour"),
        (&["sandbox", "--port", "70000"], "70000"),
        (&["link", "create", "--metadata", "x"], "KEY=VALUE"),
    ] {
        let (code, message) = till.refused(2, words);
        assert_eq!(code, "usage");
        assert!(message.contains(says) && !message.contains("Usage:"), "{words:?}: {message}");
        // And after the command as well as before it.
        let after = till.run(&[words, &["--json"]].concat());
        assert_eq!((after.code, after.err.starts_with(r#"{"error":"#)), (2, true), "{}", after.err);
        let plain = till.run(words);
        assert_eq!((plain.code, plain.out.as_str()), (2, ""));
        assert!(plain.err.contains("Usage:") || plain.err.contains("--help"), "{}", plain.err);
    }
    assert_eq!(till.run(&[]).code, 2);
    assert!(!till.data().exists(), "wrong usage makes no folder");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let till = Till::new();
    till.json(&["payment", "list"]);
    for words in [
        &["--json", "payment", "list"][..],
        &["payment", "list"],
        &["journal", "list"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut child = till
            .command(words)
            .env_remove("TILL_LOG")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_printed_is_a_failure() {
    let till = Till::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = till.command(&["--json", "payment", "list"]);
    let output = command.env_remove("TILL_LOG").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with(r#"{"error":"#), "{said}");
}
