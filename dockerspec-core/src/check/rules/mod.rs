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
    empty_label,
    invalid_email_label,
    invalid_hash_label,
    invalid_license_label,
    invalid_timestamp_label,
    invalid_url_label,
    invalid_version_label,
    latest_tag,
    missing_digest,
    missing_healthcheck,
    missing_label,
    missing_yes,
    unknown_label,
    unpinned_base,
    untrusted_registry,
}
