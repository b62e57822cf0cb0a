//! Comparison with BuildKit: 4,607 Dockerfiles with what its parser, its instructions and its converter say of them.

mod checks;
mod compare;
mod fields;
mod file;
mod files;
mod instructions;
mod messages;
mod mounts;
mod mutants;
mod rows;
mod run;
mod words;
mod written;

use rows::Row;

/// Runs `check` on every row, and fails with the first differences.
#[track_caller]
fn all_agree(rows: impl Iterator<Item = Row>, check: impl Fn(&Row) -> Result<(), String>) -> usize {
    let mut differences = Vec::new();
    let mut count = 0;
    for row in rows {
        count += 1;
        if let Err(difference) = check(&row) {
            differences.push(format!("-- {}\n{}\n{difference}", row.name(), row.dockerfile()));
        }
    }
    let number = differences.len();
    differences.truncate(12);
    assert!(differences.is_empty(), "{number} of {count} differ\n{}", differences.join("\n"));
    count
}

#[test]
fn nodes() {
    let count = all_agree(rows::conformance(), compare::nodes);
    assert_eq!(count, 4607);
}

#[test]
fn verdicts() {
    let count = all_agree(rows::conformance(), compare::verdicts);
    assert_eq!(count, 4607);
}

#[test]
fn instructions() {
    let count = all_agree(rows::conformance(), instructions::instructions);
    assert_eq!(count, 4607);
}

/// What the files above leave out: instructions that BuildKit reads again, each flag, odd spelling.
#[test]
fn odd_instructions() {
    let count = all_agree(rows::odd_instructions(), all_passes);
    assert_eq!(count, 42);
}

fn all_passes(row: &Row) -> Result<(), String> {
    compare::nodes(row)?;
    instructions::instructions(row)?;
    compare::verdicts(row)
}

/// Other files with what BuildKit says of them, in the form of the data here: one JSON object a line.
#[test]
#[ignore = "needs files: DOCKERSPEC_CORPUS=FILE cargo test -p dockerspec-tests --test conformance -- --ignored"]
fn corpus() {
    let path = std::env::var("DOCKERSPEC_CORPUS").expect("DOCKERSPEC_CORPUS names a file");
    let count = all_agree(rows::of_file(&path), all_passes);
    println!("{count} files agree");
}
