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
    build_packages_in_image,
    curl_without_fail,
    download_progress,
    foreign_package_manager,
    install_without_packages,
    interactive_apt,
    invalid_module_name,
    language_from_distribution,
    language_package_cache,
    late_cleanup,
    leftover_package_cache,
    missing_dependency_file,
    pointless_command,
    recommended_packages,
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
    stale_package_lists,
    system_upgrade,
    unanswered_prompt,
    unknown_package_operation,
    unpinned_base,
    unpinned_language_package,
    unpinned_package,
    unconventional_label_key,
    unknown_label,
    unpinned_base,
    unpinned_language_package,
    untrusted_registry,
    unverified_tls,
    wget_and_curl,
}
