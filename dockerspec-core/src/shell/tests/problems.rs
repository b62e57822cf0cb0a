//! What neither shell takes. What was read in front of it stays.

use insta::assert_snapshot;

use super::dump::script;
use crate::shell::Script;

/// Each problem, with what it is about in brackets.
fn problems(texts: &[&str]) -> String {
    let line = |text: &&str| match Script::parse(text).problem {
        Some(problem) => {
            let (start, end) = (problem.span.range().start, problem.span.range().end);
            format!("{}[{}]{}  {problem}\n", &text[..start], &text[start..end], &text[end..])
                .replace('\n', "⏎")
                .trim_end_matches('⏎')
                .to_owned()
                + "\n"
        }
        None => format!("{text}  none\n"),
    };
    texts.iter().map(line).collect()
}

#[test]
fn problems_and_places() {
    assert_snapshot!(
        problems(&[
            "a 'b", "a \"b $(c) d", "a `b", "a $(b", "a ${b", "a && (b; c", "{ a; b", "if a; b", "if a; then b", "if a; fi",
            "while a; do b", "for a in b; c", "case a in b) c", "a && ", "a |\n| b", "a ;; b", "a)", "fi", "a; done", "()",
            "if a; then fi", "a >", "a > | b", "a (b)", "(a) b", "a &;", "&& a", "case a of", "f() }", "cat <<",
        ]),
        @r#"
    a [']b  the quote ' is not closed
    a ["]b $(c) d  the quote " is not closed
    a [`]b  the quote ` is not closed
    a [$(]b  `$(` is not closed: expected `)`
    a [${]b  `${` is not closed: expected `}`
    a && [(]b; c  `(` is not closed: expected `)`
    [{] a; b  `{` is not closed: expected `}`
    [if] a; b  `if` is not closed: expected `then`
    if a; [then] b  `then` is not closed: expected `fi`
    if a; [fi]  `fi` cannot stand here
    while a; [do] b  `do` is not closed: expected `done`
    for a in b; [c]  `c` cannot stand here
    [case] a in b) c  `case` is not closed: expected `esac`
    a [&&]   no command stands behind `&&`
    a |⏎[|] b  `|` cannot stand here
    a [;;] b  `;;` cannot stand here
    a[)]  `)` cannot stand here
    [fi]  `fi` cannot stand here
    a; [done]  `done` cannot stand here
    ([)]  `)` cannot stand here
    if a; then [fi]  `fi` cannot stand here
    a [>]  `>` has no file behind it
    a [>] | b  `>` has no file behind it
    a [(]b)  `(` cannot stand here
    (a) [b]  `b` cannot stand here
    a &[;]  `;` cannot stand here
    [&&] a  `&&` cannot stand here
    case a [of]  `of` cannot stand here
    f() [}]  `}` cannot stand here
    cat [<<]  `<<` has no file behind it
    "#
    );
}

#[test]
fn commands_before_stay() {
    assert_snapshot!(script("a 1 && { b $(c 'd"), @r"
    a 1 0..3
    && #0 group 7..17
      b 9..17
      #1 substitution of command 1 11..17
        c 13..17
    problem: the quote ' is not closed at 15..16
    ");
}

#[test]
fn too_deep() {
    let problem = Script::parse(&"(".repeat(100_000)).problem.unwrap();
    assert_eq!(problem.to_string(), "commands are nested more than 100 deep");
}
