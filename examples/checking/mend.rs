//! Text with all fixes in it.

use dockerspec::check::Checker;
use dockerspec::finding::apply_all;

/// How often a text is checked again at most: a fix can bring a finding that has another fix.
const ROUNDS: usize = 16;

/// The text with all fixes, and how many they were.
pub(super) fn mended(text: &str, checker: &Checker<'_>) -> (String, usize) {
    let (mut text, mut all) = (text.to_owned(), 0);
    for _ in 0..ROUNDS {
        let findings = checker.check(&text);
        let (mended, count) = apply_all(findings.iter().filter_map(|finding| finding.fix.as_ref()), &text);
        if count == 0 || mended == text {
            break;
        }
        text = mended;
        all += count;
    }
    (text, all)
}
