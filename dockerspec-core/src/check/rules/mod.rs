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
    replaced_sh,
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
    unverified_tls,
    wget_and_curl,
}
