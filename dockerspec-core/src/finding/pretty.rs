//! Findings as rustc shows its own: the lines of the source, the places marked, what to do, and how it would look.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Title, Patch, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Finding, Fix, Label, Level, Replacement, Source};
use crate::parse::Span;

/// The findings with the lines of the source that they are about, as plain text.
///
/// ```
/// # use dockerspec_core::dockerfile::Dockerfile;
/// # use dockerspec_core::finding::{Source, pretty};
/// let text = "FROM alpine:3.22\nRUNN make\n";
/// let (_, findings) = Dockerfile::parse(text);
/// let expected = "
/// error[unknown_instruction]: `RUNN` is not an instruction
///  --> Dockerfile:2:1
///   |
/// 2 | RUNN make
///   | ^^^^
///   |
/// help: write `RUN`
///   |
/// 2 - RUNN make
/// 2 + RUN make
///   |
/// ";
/// assert_eq!(pretty(&findings, &Source::new("Dockerfile", text)), expected.trim_start());
/// ```
///
/// Empty without findings. Whatever the source holds, no control character of it but line feeds is in the result.
pub fn pretty<'f>(findings: impl IntoIterator<Item = &'f Finding>, source: &Source<'_>) -> String {
    render(findings, source, &Renderer::plain())
}

/// The same as [`pretty`] with the colours of rustc, for terminals.
///
/// ```
/// # use dockerspec_core::dockerfile::Dockerfile;
/// # use dockerspec_core::finding::{Source, pretty_styled};
/// let text = "FROM alpine:3.22\nRUNN make\n";
/// let (_, findings) = Dockerfile::parse(text);
/// assert!(pretty_styled(&findings, &Source::new("Dockerfile", text)).contains("\u{1b}["));
/// ```
pub fn pretty_styled<'f>(findings: impl IntoIterator<Item = &'f Finding>, source: &Source<'_>) -> String {
    render(findings, source, &Renderer::styled())
}

fn render<'f>(findings: impl IntoIterator<Item = &'f Finding>, source: &Source<'_>, renderer: &Renderer) -> String {
    let mut text = String::new();
    for finding in findings {
        if !text.is_empty() {
            text.push('\n');
        }
        // The renderer replaces all other control characters by something to see that is as wide.
        text.push_str(&renderer.render(&report(finding, source)).replace(is_c1, "\u{fffd}"));
        text.push('\n');
    }
    text
}

/// Whether it is one of the control characters behind ASCII, some of which terminals obey.
fn is_c1(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}')
}

fn report<'f>(finding: &'f Finding, source: &'f Source<'_>) -> Vec<Group<'f>> {
    let title = match finding.level {
        Level::Warning => Title::WARNING,
        Level::Error => Title::ERROR,
    };
    let mut group = title.primary_title(&*finding.message).id(&*finding.code).elements(places(finding, source));
    if finding.depends_on_arguments {
        group = group.element(Title::NOTE.message("other build arguments can make it right"));
    }
    let fix = finding.fix.as_ref().filter(|fix| fix.check(source.text()).is_ok());
    if let Some(help) = finding.help.as_deref().filter(|help| fix.is_none_or(|fix| fix.title != *help)) {
        group = group.element(Title::HELP.message(normalize_untrusted_str(help)));
    }
    std::iter::once(group).chain(fix.and_then(|fix| suggestion(fix, source))).collect()
}

/// The lines of all labels, with the places marked. Those far away from the first one stand on their own.
fn places<'f>(finding: &'f Finding, source: &'f Source<'_>) -> Vec<Snippet<'f, Annotation<'f>>> {
    let is_near = |label: &&Label| label.span.start.abs_diff(finding.label.span.start) < FAR;
    let (near, far): (Vec<&Label>, Vec<&Label>) = finding.others.iter().partition(is_near);
    let near = std::iter::once((&finding.label, AnnotationKind::Primary))
        .chain(near.into_iter().map(|label| (label, AnnotationKind::Context)));
    let far = far.into_iter().map(|label| marked(&[(label, AnnotationKind::Context)], source));
    std::iter::once(marked(&near.collect::<Vec<_>>(), source)).chain(far).collect()
}

/// Bytes between two labels that are not shown with the lines between them, all of which the renderer would walk.
const FAR: u32 = 4096;

/// The lines of some labels.
fn marked<'f>(labels: &[(&'f Label, AnnotationKind)], source: &'f Source<'_>) -> Snippet<'f, Annotation<'f>> {
    let ranges = || labels.iter().map(|(label, _)| near(label.span, source.text()));
    let excerpt = Excerpt::new(source, ranges());
    let annotations = ranges().zip(labels).map(|(range, (label, kind))| {
        let text = Some(&*label.text).filter(|text| !text.is_empty());
        kind.span(excerpt.range(range)).label(text.map(normalize_untrusted_str))
    });
    let annotations: Vec<_> = annotations.collect();
    Snippet::source(excerpt.text).line_start(excerpt.line).path(source.name()).annotations(annotations)
}

/// The lines that a fix changes, before and after.
fn suggestion<'f>(fix: &'f Fix, source: &'f Source<'_>) -> Option<Group<'f>> {
    if fix.replacements.is_empty() {
        return None;
    }
    let changes = || fix.replacements.iter().map(|replacement| change(replacement, source.text()));
    let excerpt = Excerpt::new(source, changes().map(|(range, _)| range));
    let patches = changes().map(|(range, text)| Patch::new(excerpt.range(range), text));
    let patches: Vec<_> = patches.collect();
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).patches(patches);
    Some(Title::HELP.secondary_title(normalize_untrusted_str(&fix.title)).element(snippet))
}

/// What a replacement changes, which no line feed is that stands at the end before and after.
fn change<'f>(replacement: &'f Replacement, source: &str) -> (Range<usize>, &'f str) {
    let Range { start, end } = replacement.span.range();
    match replacement.text.strip_suffix('\n') {
        Some(text) if source[start..end].ends_with('\n') => (start..end - 1, text),
        _ => (start..end, &replacement.text),
    }
}

/// The characters that a span touches, without line ends behind the last of them; for one behind the end, the end.
fn near(span: Span, text: &str) -> Range<usize> {
    let bound = |offset: u32| (offset as usize).min(text.len());
    let (mut start, mut end) = (bound(span.start), bound(span.end.max(span.start)));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..start + text[start..end].trim_end_matches(['\r', '\n']).len()
}

/// The lines that something is about: all of a long source would be walked again for each finding.
struct Excerpt {
    /// The number of the first line.
    line: usize,
    /// Where it begins in the source.
    start: usize,
    text: String,
}

impl Excerpt {
    fn new(source: &Source<'_>, ranges: impl Iterator<Item = Range<usize>> + Clone) -> Self {
        let first = ranges.clone().map(|range| range.start).min().unwrap_or_default();
        let last = ranges.clone().map(|range| range.end).max().unwrap_or_default();
        let (line, lines) = source.lines(first, last);
        let mut text = source.text()[lines.clone()].to_owned();
        if text.ends_with('\n') && ranges.map(|range| range.start).any(|start| start == lines.end) {
            // It makes a line of the place behind the last line feed of the source.
            text.push('\n');
        }
        Self { line, start: lines.start, text }
    }

    fn range(&self, Range { start, end }: Range<usize>) -> Range<usize> {
        // What stands before the first line is a byte order mark.
        start.saturating_sub(self.start)..end.saturating_sub(self.start)
    }
}

#[cfg(test)]
mod tests;
