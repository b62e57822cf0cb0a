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
    build_packages_in_image,
    command_line_as_program,
    copied_root,
    curl_without_fail,
    download_progress,
    empty_label,
    foreign_package_manager,
    ignore_comment,
    install_without_packages,
    interactive_apt,
    invalid_email_label,
    invalid_hash_label,
    invalid_license_label,
    invalid_module_name,
    invalid_timestamp_label,
    invalid_url_label,
    invalid_version_label,
    language_from_distribution,
    language_package_cache,
    late_cleanup,
    latest_tag,
    leftover_package_cache,
    missing_dependency_file,
    missing_digest,
    missing_healthcheck,
    missing_healthcheck_tool,
    missing_label,
    missing_shell,
    misspelled_stage,
    named_user,
    pointless_command,
    recommended_packages,
    relative_destination,
    replaced_sh,
    same_env_reference,
    secret_file,
    secret_value,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    stale_package_lists,
    system_upgrade,
    unanswered_prompt,
    unconventional_label_key,
    unexpanded_variable,
    unknown_label,
    unknown_package_operation,
    unpinned_base,
    unpinned_language_package,
    unpinned_package,
    untrusted_registry,
    unused_stage,
    unverified_tls,
    wget_and_curl,
    whole_context_copy,
}
