//! No source file above 500 lines, unless it is listed here with its reason.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::places;

const MOST_LINES: usize = 500;

/// Where sources are.
const FOLDERS: [&str; 4] = ["crates", "src-tauri", "tests", "ui/src"];

/// What a source's name ends with.
const SOURCES: [&str; 6] = ["rs", "ts", "svelte", "css", "sql", "ftl"];

/// Files that are longer, and why.
const LONGER: &[(&str, &str)] =
    &[("ui/src/api/bindings.ts", "generated from the shell's commands")];

/// Looks at every source file.
///
/// # Errors
/// Where one is too long; the error names each.
pub(super) fn check() -> Result<()> {
    let root = places::root();
    let mut sources = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut sources)?;
    }
    let mut problems = Vec::new();
    for source in &sources {
        let name =
            source.strip_prefix(&root).unwrap_or(source).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(source).with_context(|| format!("{name} cannot be read"))?;
        problems.extend(problem(&name, text.lines().count(), LONGER));
    }
    if problems.is_empty() {
        println!(
            "   {} source files, none above {MOST_LINES} lines without a reason",
            sources.len()
        );
        return Ok(());
    }
    bail!("{}", problems.join("; "))
}

/// What is wrong with a file of so many lines.
fn problem(name: &str, lines: usize, longer: &[(&str, &str)]) -> Option<String> {
    let excused = longer.iter().any(|(excused, _)| *excused == name);
    (lines > MOST_LINES && !excused).then(|| format!("{name} has {lines} lines"))
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, sources)?;
        } else if path.extension().is_some_and(|end| SOURCES.iter().any(|source| end == *source)) {
            sources.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn a_file_may_have_500_lines_and_more_only_for_a_reason() {
        let longer = &[("excused.rs", "a table")];
        assert_eq!(problem("a.rs", 500, longer), None);
        assert_eq!(problem("a.rs", 501, longer).as_deref(), Some("a.rs has 501 lines"));
        assert_eq!(problem("excused.rs", 501, longer), None);
    }
}
