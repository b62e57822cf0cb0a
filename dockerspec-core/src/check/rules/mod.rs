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
    add_for_local_files,
    ambiguous_destination,
    copied_root,
    empty_label,
    ignore_comment,
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
    misspelled_stage,
    named_user,
    relative_destination,
    same_env_reference,
    unconventional_label_key,
    unknown_label,
    unpinned_base,
    untrusted_registry,
    curl_without_fail,
    download_progress,
    invalid_module_name,
    language_package_cache,
    missing_dependency_file,
    missing_yes,
    pointless_command,
    replaced_sh,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    unpinned_base,
    unpinned_language_package,
    unverified_tls,
    wget_and_curl,
}
