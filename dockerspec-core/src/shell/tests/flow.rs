//! What runs when, and with which options.

use crate::shell::{Script, ShellOptions};

/// The names of the commands that run for sure after `first`.
fn after<'t>(text: &'t str, first: &str) -> Vec<&'t str> {
    let script = Script::parse(text);
    let start = script.commands.iter().position(|command| command.name() == Some(first)).unwrap();
    let name = |index: usize| script.commands[index].words.first().map_or("", |word| &text[word.span.range()]);
    script.certain_after(start).into_iter().map(name).collect()
}

/// The names of the commands for which `errexit` is in force.
fn with_errexit(text: &str) -> Vec<&str> {
    let script = Script::parse(text);
    let options = script.options(ShellOptions::default());
    let commands = script.commands.iter().zip(options).filter(|(_, options)| options.errexit);
    commands.map(|(command, _)| &text[command.words[0].span.range()]).collect()
}

#[test]
fn certain_after() {
    assert_eq!(after("a && b; c || d && e; f", "a"), ["b", "c", "f"]);
    assert_eq!(after("a || b; c", "a"), ["c"]);
    // The last chain of a script decides whether it fails.
    assert_eq!(after("a; b && c; d", "a"), ["b", "d"]);
    assert_eq!(after("a; b && c", "a"), ["b", "c"]);
    assert_eq!(after("(a && b) && { c; d; } | e", "a"), ["b", "c", "d", "e"]);
    assert_eq!(after("if a; then b; else c; fi && d", "a"), ["d"]);
    assert_eq!(after("if x; then a; b; fi; c", "a"), ["b", "c"]);
    assert_eq!(after("a; while b; do c; done; for d in e; do f; done; g() { h; }", "a"), ["b", "f"]);
    assert_eq!(after("a; b $(c); exit 1; d", "a"), ["b", "exit"]);
    assert_eq!(after("x $(a; b); c", "a"), ["b"]);
}

#[test]
fn options() {
    assert_eq!(with_errexit("a; set -e; b; (c; set +e; d); e"), ["b", "c", "set", "e"]);
    assert_eq!(with_errexit("set -eux && a; b"), ["a", "b"]);
    assert_eq!(with_errexit("a && set -e && b; c"), ["b"]);
    assert_eq!(with_errexit("a || set -e; b"), [""; 0]);
    assert_eq!(with_errexit("{ set -e; a; }; b $(c)"), ["a", "b", "c"]);
    assert_eq!(with_errexit("if a; then set -e; b; fi; c"), ["b"]);
    assert_eq!(with_errexit("if set -e; then a; fi; b"), ["a", "b"]);
    assert_eq!(with_errexit("set -e | cat; a; b | set -e; c; { set -e; } | d; e"), [""; 0]);
    assert_eq!(with_errexit("set -o errexit; a; set +o errexit; b"), ["a", "set"]);
    assert_eq!(with_errexit("set -- -e; a; set x -e; b"), [""; 0]);
}
