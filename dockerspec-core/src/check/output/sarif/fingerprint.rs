//! What tells findings apart when lines have moved.

use std::collections::BTreeMap;

use crate::finding::{Finding, Source};

/// The name of our fingerprints, and the version of how they are made.
pub(super) const KEY: &str = "ruleAndLine/v1";

/// The fingerprints of a file.
#[derive(Default)]
pub(super) struct Fingerprints {
    /// How many findings have had the same rule and line.
    seen: BTreeMap<u64, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: its rule and its line without the blanks around it, and the number of this
    /// one among those for which they are the same.
    pub(super) fn next(&mut self, finding: &Finding, source: &Source<'_>) -> String {
        let line = source.line_at(finding.label.span.start).trim().as_bytes();
        let line = &line[..line.len().min(LONG)];
        let hash = hash(hash(OFFSET, finding.code.as_bytes()) ^ 0xFF, line);
        let number = self.seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    }
}

/// How much of a line counts.
const LONG: usize = 1024;

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which is the same in every version of this crate and on every machine.
fn hash(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
