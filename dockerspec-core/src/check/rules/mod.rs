//! The rules, one file each.

use super::rule::Rule;

/// The registry: one line a rule, sorted.
macro_rules! rules {
    ($($name:ident,)+) => {
        $(mod $name;)+

        pub(super) static ALL: &[&Rule] = &[$(&$name::RULE,)+];
    };
}

rules! {
    latest_tag,
    missing_digest,
    missing_yes,
    unpinned_base,
    untrusted_registry,
}
