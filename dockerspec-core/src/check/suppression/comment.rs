//! What comments say to the checks.
//!
//! ```text
//! # dockerspec: allow(root_user, DL3008, reason = "…") allow_file(unanswered_prompt, reason = "…") and prose
//! # hadolint ignore=DL3006,SC2086 and prose
//! # hadolint stage ignore=DL3006
//! # hadolint global ignore=DL3006
//! ```
//!
//! hadolint takes no prose, no blanks between codes and no lower case, and then ignores the comment without a word.

use std::ops::Range;

use crate::check::rule::Rule;
use crate::parse::{Span, find_byte};

/// Rules that a comment allows together.
#[derive(Debug)]
pub(in crate::check) struct Clause {
    pub(in crate::check) form: Form,
    pub(super) reach: Reach,
    /// From its first letter to its end, without the prose behind it.
    pub(in crate::check) span: Span,
    /// The comment, from its `#` to the end of the line.
    pub(in crate::check) comment: Span,
    /// Its rules, by their numbers in all of the file.
    pub(in crate::check) names: Range<usize>,
    /// Whether it says why; a clause that is cut short is asked for nothing more.
    pub(in crate::check) has_reason: bool,
}

/// Whose language a comment is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Form {
    /// `dockerspec: allow(…)`.
    Ours,
    /// `hadolint ignore=…`.
    Hadolint,
}

/// What a clause is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// What stands below.
    Below,
    /// The stage that it stands in, or above whose FROM.
    Stage,
    /// Everything.
    File,
}

/// The name of a rule in a clause.
#[derive(Debug)]
pub(in crate::check) struct Name<'f> {
    pub(in crate::check) text: &'f str,
    pub(in crate::check) span: Span,
    pub(in crate::check) clause: usize,
    /// The rule of that name or alias.
    pub(in crate::check) rule: Option<&'static Rule>,
}

/// A place where a comment of ours cannot be read on.
#[derive(Debug)]
pub(in crate::check) struct Malformed {
    pub(in crate::check) span: Span,
    /// What should stand there, as a noun phrase.
    pub(in crate::check) expected: &'static str,
}

/// Everything that the comments of a file say, in their order.
#[derive(Debug, Default)]
pub(super) struct Comments<'f> {
    pub(super) clauses: Vec<Clause>,
    pub(super) names: Vec<Name<'f>>,
    pub(super) malformed: Vec<Malformed>,
}

/// What a comment begins with that says something to the checks.
const SPEAKERS: [&str; 5] = ["dockerspec", "Dockerspec", "DockerSpec", "hadolint", "Hadolint"];

/// Whether a source may have a comment that says something to the checks. Nearly all have none, and are not looked at
/// any further.
pub(super) fn may_speak(source: &str) -> bool {
    let mut rest = source;
    while let Some(text) = rest.get(find_byte::<b'#'>(rest.as_bytes()) + 1..) {
        rest = text.trim_start();
        let first = rest.as_bytes().first();
        if let Some(b'd' | b'D' | b'h' | b'H') = first
            && SPEAKERS.iter().any(|speaker| rest.starts_with(speaker))
        {
            return true;
        }
    }
    false
}

impl<'f> Comments<'f> {
    /// Reads the comment that begins at a `#` of the source; nothing happens when it speaks to nobody.
    pub(super) fn read(&mut self, source: &'f str, start: u32) {
        let line = source[start as usize..].split('\n').next().unwrap_or_default().trim_end();
        let text = line.trim_start_matches('#').trim_start();
        if let None | Some(b'!'..=b'C' | b'E'..=b'G' | b'I'..=b'c' | b'e'..=b'g' | b'i'..=b'~') =
            text.as_bytes().first()
        {
            return;
        }
        let mut cursor = Cursor { line, at: line.len() - text.len(), start };
        match cursor.word() {
            speaker if !SPEAKERS.contains(&speaker) => {}
            "hadolint" | "Hadolint" => self.hadolint(&mut cursor),
            _ if cursor.eat(':') => self.ours(&mut cursor),
            _ => {}
        }
    }

    fn ours(&mut self, cursor: &mut Cursor<'f>) {
        let mut is_first = true;
        loop {
            cursor.blanks();
            let start = cursor.at;
            let reach = match cursor.word() {
                "allow" => Some(Reach::Below),
                "allow_stage" => Some(Reach::Stage),
                "allow_file" => Some(Reach::File),
                _ => None,
            };
            let Some(reach) = reach.filter(|_| cursor.eat('(')) else {
                if is_first {
                    self.malformed(cursor, start, "`allow(…)`, `allow_stage(…)` or `allow_file(…)`");
                }
                return;
            };
            is_first = false;
            let mut clause = cursor.clause(Form::Ours, reach, self.names.len());
            let is_whole = self.list(cursor, &mut clause);
            if clause.names.is_empty() && is_whole {
                self.malformed(cursor, start, "the name of a rule in it");
            }
            clause.span = cursor.span(start);
            self.clauses.push(clause);
            if !is_whole {
                return;
            }
            cursor.eat(',');
        }
    }

    /// The rules and the reason, to the closing parenthesis. Says whether it gets there.
    fn list(&mut self, cursor: &mut Cursor<'f>, clause: &mut Clause) -> bool {
        loop {
            if cursor.eat(')') {
                return true;
            }
            let start = cursor.at;
            let expected = match cursor.word() {
                "" => Some("the name of a rule"),
                "reason" if cursor.eat('=') => {
                    let reason = cursor.string();
                    clause.has_reason = reason.is_none_or(|reason| !reason.trim().is_empty());
                    if reason.is_none() { Some("the reason between double quotes") } else { None }
                }
                word => {
                    self.name(cursor, start, word, clause);
                    None
                }
            };
            let expected = match expected {
                None if cursor.eat(',') || cursor.is_at(')') => continue,
                None => "`,` or `)`",
                Some(expected) => expected,
            };
            clause.has_reason = true;
            self.malformed(cursor, cursor.at, expected);
            return false;
        }
    }

    fn hadolint(&mut self, cursor: &mut Cursor<'f>) {
        cursor.eat(':');
        cursor.blanks();
        let start = cursor.at;
        let reach = match cursor.word() {
            word if word.eq_ignore_ascii_case("ignore") => Reach::Below,
            word => {
                cursor.blanks();
                if !cursor.word().eq_ignore_ascii_case("ignore") {
                    return;
                }
                match word {
                    _ if word.eq_ignore_ascii_case("stage") => Reach::Stage,
                    _ if word.eq_ignore_ascii_case("global") => Reach::File,
                    _ => return,
                }
            }
        };
        let is_apart = cursor.rest().starts_with([' ', '\t']);
        if !cursor.eat('=') && !cursor.eat(':') && !is_apart {
            return;
        }
        let mut clause = cursor.clause(Form::Hadolint, reach, self.names.len());
        let mut end = cursor.at;
        loop {
            cursor.blanks();
            let start = cursor.at;
            let word = cursor.word();
            // Behind a comma everything is a code, behind a blank only what looks like one.
            if word.is_empty() || !is_code(word) && crate::check::rule(word).is_none() {
                break;
            }
            self.name(cursor, start, word, &mut clause);
            end = cursor.at;
            while cursor.eat(',') {}
        }
        cursor.at = end;
        clause.span = cursor.span(start);
        clause.has_reason = true;
        if !clause.names.is_empty() {
            self.clauses.push(clause);
        }
    }

    fn name(&mut self, cursor: &Cursor<'f>, start: usize, text: &'f str, clause: &mut Clause) {
        let (span, rule) = (cursor.span_of(start..start + text.len()), crate::check::rule(text));
        self.names.push(Name { text, span, clause: self.clauses.len(), rule });
        clause.names.end = self.names.len();
    }

    fn malformed(&mut self, cursor: &Cursor<'_>, start: usize, expected: &'static str) {
        let end = cursor.line[start..].find(' ').map_or(cursor.line.len(), |blank| start + blank);
        let span = if start < end { cursor.span_of(start..end) } else { cursor.comment() };
        self.malformed.push(Malformed { span, expected });
    }
}

/// Whether it has the form of a code of hadolint or `ShellCheck`.
fn is_code(word: &str) -> bool {
    word.split_at_checked(2).is_some_and(|(letters, number)| {
        (letters.eq_ignore_ascii_case("DL") || letters.eq_ignore_ascii_case("SC"))
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A place in a comment.
struct Cursor<'f> {
    line: &'f str,
    at: usize,
    /// Where the line begins in the source.
    start: u32,
}

impl<'f> Cursor<'f> {
    fn rest(&self) -> &'f str {
        &self.line[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.line.len() - self.rest().trim_start().len();
    }

    /// Steps over letters, digits and `_`, if there are some.
    fn word(&mut self) -> &'f str {
        let rest = self.rest();
        let end = rest.find(|character: char| !character.is_ascii_alphanumeric() && character != '_');
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// Whether a character stands behind blanks, if any.
    fn is_at(&mut self, character: char) -> bool {
        self.blanks();
        self.rest().starts_with(character)
    }

    /// Steps over a character and the blanks around it.
    fn eat(&mut self, character: char) -> bool {
        let is_there = self.is_at(character);
        if is_there {
            self.at += character.len_utf8();
            if character != ')' {
                self.blanks();
            }
        }
        is_there
    }

    /// Steps over text between double quotes, in which `\` takes the next character as it is; the text as written.
    fn string(&mut self) -> Option<&'f str> {
        let text = self.rest().strip_prefix('"')?;
        let mut is_escaped = false;
        let end = text.find(|character| {
            let is_end = character == '"' && !is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            is_end
        })?;
        self.at += end + 2;
        Some(&text[..end])
    }

    fn clause(&self, form: Form, reach: Reach, names: usize) -> Clause {
        let span = self.span(self.at);
        Clause { form, reach, span, comment: self.comment(), names: names..names, has_reason: false }
    }

    fn comment(&self) -> Span {
        self.span_of(0..self.line.len())
    }

    /// From a place to where it is.
    fn span(&self, from: usize) -> Span {
        self.span_of(from..self.at)
    }

    fn span_of(&self, range: Range<usize>) -> Span {
        let place = |at: usize| self.start + u32::try_from(at).expect("no source that is parsed has 4 GiB");
        Span::new(place(range.start), place(range.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a comment says: reach and rules of each clause, `?` for a missing reason, and what is expected where.
    fn said(comment: &str) -> String {
        let mut comments = Comments::default();
        comments.read(comment, 0);
        let Comments { clauses, names, malformed } = &comments;
        let clauses = clauses.iter().map(|clause| {
            let names: Vec<&str> = names[clause.names.clone()].iter().map(|name| &comment[name.span.range()]).collect();
            let doubt = if clause.has_reason { "" } else { "?" };
            format!("{:?}{doubt} {} <{}>", clause.reach, names.join(" "), &comment[clause.span.range()])
        });
        let malformed = malformed
            .iter()
            .map(|malformed| format!("{} at <{}>", malformed.expected, &comment[malformed.span.range()]));
        clauses.chain(malformed).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn comments_of_ours() {
        insta::assert_snapshot!(said(r#"# dockerspec: allow(a, B1, reason = "x")"#), @r#"Below a B1 <allow(a, B1, reason = "x")>"#);
        insta::assert_snapshot!(said(r#"##DockerSpec :allow_stage( a,reason="x \" y" , ) prose"#), @r#"Stage a <allow_stage( a,reason="x \" y" , )>"#);
        insta::assert_snapshot!(said(r#"# dockerspec: allow(a) allow_file(b, reason=" "), allow(c, reason="é")."#), @r#"Below? a <allow(a)>; File? b <allow_file(b, reason=" ")>; Below c <allow(c, reason="é")>"#);
    }

    #[test]
    fn comments_of_ours_that_end_early() {
        insta::assert_snapshot!(said("# dockerspec: alow(a)"), @"`allow(…)`, `allow_stage(…)` or `allow_file(…)` at <alow(a)>");
        insta::assert_snapshot!(said("# dockerspec:"), @"`allow(…)`, `allow_stage(…)` or `allow_file(…)` at <# dockerspec:>");
        insta::assert_snapshot!(said("# dockerspec: allow a"), @"`allow(…)`, `allow_stage(…)` or `allow_file(…)` at <allow>");
        insta::assert_snapshot!(said("# dockerspec: allow(reason = \"x\") b"), @r#"Below  <allow(reason = "x")>; the name of a rule in it at <allow(reason>"#);
        insta::assert_snapshot!(said("# dockerspec: allow(a, é)"), @"Below a <allow(a, >; the name of a rule at <é)>");
        insta::assert_snapshot!(said("# dockerspec: allow(a b"), @"Below a <allow(a >; `,` or `)` at <b>");
        insta::assert_snapshot!(said("# dockerspec: allow(a, reason = why)"), @"Below a <allow(a, reason = >; the reason between double quotes at <why)>");
        insta::assert_snapshot!(said("# dockerspec: allow(a, reason = \"why)"), @r#"Below a <allow(a, reason = >; the reason between double quotes at <"why)>"#);
        insta::assert_snapshot!(said("# dockerspec: allow(a"), @"Below a <allow(a>; `,` or `)` at <# dockerspec: allow(a>");
    }

    #[test]
    fn comments_for_hadolint() {
        insta::assert_snapshot!(said("# hadolint ignore=DL3006,SC2086"), @"Below DL3006 SC2086 <ignore=DL3006,SC2086>");
        insta::assert_snapshot!(said("#Hadolint:  ignore = dl3006 , DL3007 DL3008 since it is ours"), @"Below dl3006 DL3007 DL3008 <ignore = dl3006 , DL3007 DL3008>");
        insta::assert_snapshot!(said("# hadolint ignore DL3006 # why"), @"Below DL3006 <ignore DL3006>");
        insta::assert_snapshot!(said("# hadolint ignore=unpinned_base,"), @"Below unpinned_base <ignore=unpinned_base>");
        insta::assert_snapshot!(said("# hadolint stage ignore=DL3006\r"), @"Stage DL3006 <stage ignore=DL3006>");
        insta::assert_snapshot!(said("# hadolint global ignore=DL3006"), @"File DL3006 <global ignore=DL3006>");
    }

    #[test]
    fn comments_for_people() {
        for comment in [
            "#",
            "# hadolint",
            "# hadolint shell=bash",
            "# hadolint ignores DL3006",
            "# hadolint never ignore=DL3006",
            "# hadolint ignore=",
            "# hadolint ignore=these",
            "# dockerspec is a tool",
            "# dockerspecs: allow(a)",
            "# a dockerspec: allow(a)",
            "# é dockerspec",
        ] {
            assert_eq!(said(comment), "", "{comment}");
        }
    }
}
