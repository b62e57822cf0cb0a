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
    curl_without_fail,
    download_progress,
    empty_label,
    ignore_comment,
    invalid_email_label,
    invalid_hash_label,
    invalid_license_label,
    invalid_module_name,
    invalid_timestamp_label,
    invalid_url_label,
    invalid_version_label,
    language_package_cache,
    latest_tag,
    missing_dependency_file,
    missing_digest,
    missing_healthcheck,
    missing_label,
    missing_yes,
    misspelled_stage,
    named_user,
    pointless_command,
    relative_destination,
    replaced_sh,
    same_env_reference,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    unconventional_label_key,
    unknown_label,
    unpinned_base,
    unpinned_language_package,
    untrusted_registry,
    unverified_tls,
    wget_and_curl,
}
