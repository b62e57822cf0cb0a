//! Findings for people.

use super::{Checked, Summary};
use crate::finding::{pretty, pretty_styled};

/// The findings of all files with their lines, and how many they are.
///
/// ```
/// # use dockerspec_core::check::{Checker, Policy, output};
/// # use dockerspec_core::finding::Source;
/// let policy = Policy::default();
/// let checked = [Checker::new(&policy).check_source(Source::new("Dockerfile", "FROM debian\nUSER 10001\n"))];
/// let expected = "
/// error[unpinned_base]: the base `debian` has no tag
///  --> Dockerfile:1:6
///   |
/// 1 | FROM debian
///   |      ^^^^^^ an image that changes
///   |
///   = help: name the version, or pin it by its digest
///
/// 1 file: 1 error
/// ";
/// assert_eq!(output::text(&checked), expected.trim_start());
/// ```
///
/// Whatever the files hold, no control character of them but line feeds is in the result.
pub fn text(files: &[Checked<'_>]) -> String {
    render(files, |file| pretty(&file.findings, &file.source))
}

/// The same as [`text`] with the colours of rustc, for terminals.
pub fn text_styled(files: &[Checked<'_>]) -> String {
    render(files, |file| pretty_styled(&file.findings, &file.source))
}

fn render(files: &[Checked<'_>], pretty: impl Fn(&Checked<'_>) -> String) -> String {
    let mut text = String::new();
    for file in files.iter().filter(|file| !file.findings.is_empty()) {
        text.push_str(&pretty(file));
        text.push('\n');
    }
    text.push_str(&Summary::of(files).to_string());
    text.push('\n');
    text
}
