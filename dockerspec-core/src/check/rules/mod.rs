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
    curl_without_fail,
    download_progress,
    invalid_module_name,
    language_package_cache,
    malformed_allow,
    missing_dependency_file,
    missing_yes,
    pointless_command,
    replaced_sh,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    unknown_rule,
    unpinned_base,
    unpinned_language_package,
    unused_allow,
    unverified_tls,
    wget_and_curl,
}
