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
    allow_without_reason,
    malformed_allow,
    missing_yes,
    unknown_rule,
    unpinned_base,
    unused_allow,
}
