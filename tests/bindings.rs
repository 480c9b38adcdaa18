//! The window's types are the shell's: the committed bindings are what the commands say today.

#[test]
fn bindings_are_current() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    tillkeeper::write_typescript(&fresh).unwrap();
    let fresh = std::fs::read_to_string(fresh).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/api/bindings.ts");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    if fresh != committed {
        std::fs::write(path, fresh).unwrap();
        panic!(
            "ui/src/api/bindings.ts was not current; it has been written anew, look at it and commit it"
        );
    }
}
