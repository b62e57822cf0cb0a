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
    curl_without_fail,
    download_progress,
    language_package_cache,
    missing_yes,
    pointless_command,
    replaced_sh,
    shell_syntax_error,
    sparse_login_log,
    invalid_module_name,
    missing_dependency_file,
    missing_yes,
    sources_before_dependencies,
    unpinned_base,
    unpinned_language_package,
    unverified_tls,
    wget_and_curl,
}
