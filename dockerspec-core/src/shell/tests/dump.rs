//! Scripts in a notation that is easy to read: a line for each command and construct.

use std::fmt::Write as _;

use crate::parse::Span;
use crate::shell::{
    Call, Command, Construct, ConstructKind, Descriptor, Heredoc, Joint, Part, Redirection, Script, Scripts, Text, Word,
};

/// Commands and constructs as they nest, each with its joint, its words and its span.
///
/// A word is in quotes, `+` between its parts; behind it stand `q` for quoted, `g` for a glob, `b` for braces.
pub(crate) fn script(text: &str) -> String {
    let script = Script::parse(text);
    let mut out = String::new();
    let mut constructs = script.constructs.iter().enumerate().peekable();
    for (index, command) in script.commands.iter().enumerate() {
        while let Some((number, construct)) = constructs.next_if(|(_, next)| next.commands.start as usize <= index) {
            out.push_str(&construct_line(&script, number, construct));
        }
        out.push_str(&command_line(&script, command));
    }
    for (number, construct) in constructs {
        out.push_str(&construct_line(&script, number, construct));
    }
    if let Some(problem) = &script.problem {
        let _ = writeln!(out, "problem: {problem} at {}", span(problem.span));
    }
    out
}

/// The programs that are called, with what they are run through, and the text of their commands.
pub(crate) fn calls(text: &str) -> String {
    let scripts = Scripts::of_text(text);
    let line = |call: Call<'_, '_>| {
        let arguments: Vec<_> = call.arguments.iter().map(word).collect();
        let wrappers: Vec<_> = call.wrappers.iter().map(|wrapper| wrapper.name).collect();
        let through = if wrappers.is_empty() { String::new() } else { format!(" through {}", wrappers.join(" ")) };
        let depth = "  ".repeat(call.script_index.min(1));
        format!("{depth}{} {}{through}  <{}>\n", call.name, arguments.join(" "), &text[call.command.span.range()])
    };
    scripts.calls().map(line).collect()
}

fn indent(script: &Script<'_>, mut construct: Option<u32>) -> String {
    let mut indent = String::new();
    while let Some(number) = construct {
        indent.push_str("  ");
        construct = script.constructs[number as usize].parent;
    }
    indent
}

fn command_line(script: &Script<'_>, command: &Command<'_>) -> String {
    let mut line = indent(script, command.construct) + joint(command.joint, command.is_negated);
    for assignment in &command.assignments {
        let operator = if assignment.is_append { "+=" } else { "=" };
        let _ = write!(line, "{}{operator}{} ", assignment.name, word(&assignment.value));
    }
    let words: Vec<_> = command.words.iter().map(word).collect();
    let _ = writeln!(line, "{}{} {}", words.join(" "), redirections(&command.redirections), span(command.span));
    line
}

fn construct_line(script: &Script<'_>, number: usize, construct: &Construct<'_>) -> String {
    let words = |words: &[Word<'_>]| words.iter().map(word).collect::<Vec<_>>().join(" ");
    let kind = match &construct.kind {
        ConstructKind::For { variable, words: list, is_select } => {
            let list = list.as_deref().map(words);
            format!(
                "{} {variable} in {}",
                if *is_select { "select" } else { "for" },
                list.as_deref().unwrap_or("(none)")
            )
        }
        ConstructKind::Case { subject } => format!("case {}", word(subject)),
        ConstructKind::Arm { patterns } => format!("arm {}", words(patterns)),
        ConstructKind::Test { words: list } => format!("test {}", words(list)),
        ConstructKind::Function { name } => format!("function {name}"),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let of = construct.command.map_or(String::new(), |command| format!(" of command {command}"));
    let joint = joint(construct.joint, construct.is_negated);
    let redirections = redirections(&construct.redirections);
    let indent = indent(script, construct.parent);
    format!("{indent}{joint}#{number} {kind}{of}{redirections} {}\n", span(construct.span))
}

fn joint(joint: Joint, is_negated: bool) -> &'static str {
    match (joint, is_negated) {
        (Joint::First, false) => "",
        (Joint::First, true) => "! ",
        (Joint::And, false) => "&& ",
        (Joint::And, true) => "&& ! ",
        (Joint::Or, false) => "|| ",
        (Joint::Or, true) => "|| ! ",
        (Joint::Pipe, _) => "| ",
        (Joint::PipeBoth, _) => "|& ",
        (Joint::Sequence, false) => "; ",
        (Joint::Sequence, true) => "; ! ",
        (Joint::Background, false) => "& ",
        (Joint::Background, true) => "& ! ",
    }
}

fn word(word: &Word<'_>) -> String {
    let mut text = match &word.text {
        Text::Literal(text) if !word.is_quoted && !text.is_empty() => text.as_ref().to_owned(),
        Text::Literal(text) => format!("{text:?}"),
        Text::Parts(parts) => parts.iter().map(part).collect::<Vec<_>>().join("+"),
    };
    for (mark, is_marked) in [("q", word.is_quoted), ("g", word.has_glob), ("b", word.has_braces)] {
        if is_marked {
            text.push('˙');
            text.push_str(mark);
        }
    }
    text
}

fn part(part: &Part<'_>) -> String {
    let quoted = |is_quoted: &bool| if *is_quoted { "\"" } else { "" };
    match part {
        Part::Literal(text) => format!("{text:?}"),
        Part::Parameter { name, is_quoted, has_operator, .. } => {
            let operator = if *has_operator { "…" } else { "" };
            format!("{0}${{{name}{operator}}}{0}", quoted(is_quoted))
        }
        Part::Substitution { construct, is_quoted } => format!("{0}$(#{construct}){0}", quoted(is_quoted)),
        Part::Arithmetic { .. } => "$((…))".to_owned(),
        Part::Process { construct } => format!("<(#{construct})"),
        Part::Array(words) => format!("({})", words.iter().map(word).collect::<Vec<_>>().join(" ")),
    }
}

fn redirections(redirections: &[Redirection<'_>]) -> String {
    let mut text = String::new();
    for Redirection { operator, descriptor, target, heredoc, .. } in redirections {
        text.push(' ');
        match descriptor {
            Some(Descriptor::Number(number)) => text.push_str(&number.to_string()),
            Some(Descriptor::Variable(name)) => {
                let _ = write!(text, "{{{name}}}");
            }
            None => {}
        }
        text.push_str(operator.text());
        text.push_str(&word(target));
        if let Some(Heredoc { body, is_closed }) = heredoc {
            let _ = write!(text, " [{}{}]", word(body), if *is_closed { "" } else { " open" });
        }
    }
    text
}

fn span(span: Span) -> String {
    format!("{}..{}", span.start, span.end)
}
