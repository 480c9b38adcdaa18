#[test]
fn dump() {
    for p in accounting::profiles() {
        let (file, summary) = crate::support::month_by(p.name, &[]);
        std::fs::write(format!("/tmp/tables-{}.{}", p.name, p.extension), &file).unwrap();
        println!("{} {:?}", p.name, summary.findings);
        println!(
            "{:?}",
            summary.files.iter().map(|f| (&f.suffix, f.rows, f.bytes)).collect::<Vec<_>>()
        );
    }
}
