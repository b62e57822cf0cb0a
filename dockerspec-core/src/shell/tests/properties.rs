//! What holds for any text.

use proptest::prelude::*;

use crate::parse::Span;
use crate::shell::relocate::Spans as _;
use crate::shell::{Script, Scripts, ShellOptions};

/// Text that is likely to mean something to a shell.
fn shell_text() -> impl Strategy<Value = String> {
    let tokens = prop::sample::select(vec![
        "a",
        "b=",
        "ü",
        " ",
        "\n",
        ";",
        "&&",
        "||",
        "|",
        "&",
        "(",
        ")",
        "((",
        "))",
        "{",
        "}",
        "$",
        "$(",
        "${",
        "`",
        "'",
        "\"",
        "\\",
        "\\\n",
        "<<E",
        "<<-'E'",
        "\nE\n",
        "<",
        ">",
        "2>&1",
        "<(",
        "<<<",
        "if ",
        "then ",
        "else ",
        "fi",
        "while ",
        "do ",
        "done",
        "for x in ",
        "case x in ",
        "esac",
        ";;",
        "[[ ",
        " ]]",
        " =~ ",
        "select x in ",
        "function f ",
        "f()",
        "!",
        "#",
        "time ",
        "coproc ",
        "*",
        "?(",
        "[",
        "{a,b}",
        "sh -c ",
        "eval ",
        "sudo ",
        "xargs ",
        "find -exec ",
        "set -e",
        "$'",
        "x=(",
    ]);
    prop::collection::vec(tokens, 0..40).prop_map(|tokens| tokens.concat())
}

fn check(text: &str) {
    let mut script = Script::parse(text);
    let count = script.commands.len();
    let mut last = 0;
    for command in &script.commands {
        assert!(command.span.start >= last, "{text:?}: commands are not in order");
        last = command.span.start;
        if let Some(number) = command.construct {
            let construct = &script.constructs[number as usize];
            let is_inside = construct.span.start <= command.span.start && command.span.end <= construct.span.end;
            assert!(is_inside, "{text:?}: {:?} is not in {:?}", command.span, construct.span);
        }
    }
    for (index, construct) in script.constructs.iter().enumerate() {
        assert!(
            construct.commands.start <= construct.commands.end && construct.commands.end as usize <= count,
            "{text:?}"
        );
        assert!(construct.parent.is_none_or(|parent| (parent as usize) < index), "{text:?}");
        assert!(construct.command.is_none_or(|command| (command as usize) < count), "{text:?}");
        let is_in_heredoc = construct.is_in_word() && text.contains("<<");
        if let Some(parent) = construct.parent.filter(|_| !is_in_heredoc) {
            let parent = script.constructs[parent as usize].span;
            let is_inside = parent.start <= construct.span.start && construct.span.end <= parent.end;
            assert!(is_inside, "{text:?}: {:?} is not in {parent:?}", construct.span);
        }
    }
    script.each_span(&|span| {
        assert!(text.get(span.range()).is_some(), "{text:?}: {span:?} is no place in it");
        span
    });
    for command in 0..count {
        script.certain_after(command);
        script.pipeline(command);
    }
    assert_eq!(script.options(ShellOptions::default()).len(), count);
    let owned = script.clone().into_owned();
    assert_eq!(script, owned);

    let mut scripts = Scripts::of_text(text);
    assert_eq!(scripts.all[0].script, script);
    assert!(scripts.calls().all(|call| !call.name.is_empty()));
    for nested in &mut scripts.all {
        nested.script.each_span(&|span: Span| {
            assert!(text.get(span.range()).is_some(), "{text:?}: {span:?} is no place in it");
            span
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_shell_text(text in shell_text()) {
        check(&text);
    }
}

/// What begins and does not end is read in time that grows with the text.
#[test]
fn long_text() {
    let begins = [
        "(",
        "{ ",
        "$(",
        "`",
        "\"",
        "${x:-",
        "$((",
        "((",
        "[[ ",
        "[[ a\n",
        "select x in ",
        "if a; then ",
        "case x in a) ",
        "a <<E\n",
        "! ",
        "time ",
        "x=(",
        "@(",
        "eval ",
        "sh -c '",
        "a && ",
        "a | ",
        "\\\n",
        "a[",
        "function f ",
        "set -e;",
        "\\`",
        "$'",
        "<(",
        "f() ",
        "{x}",
        "a $(",
        "\"$(",
        "\"${x:-\"",
        "[[ $(",
        "select x in $(",
        "sudo ",
        "(a); ",
    ];
    let start = std::time::Instant::now();
    for begin in begins {
        let text = begin.repeat(100_000 / begin.len());
        std::hint::black_box(Scripts::of_text(&text).calls().count());
    }
    // Far less is needed; quadratic time is minutes.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
