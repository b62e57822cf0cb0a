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
    foreign_package_manager,
    install_without_packages,
    interactive_apt,
    invalid_module_name,
    language_from_distribution,
    late_cleanup,
    leftover_package_cache,
    missing_dependency_file,
    recommended_packages,
    sources_before_dependencies,
    stale_package_lists,
    system_upgrade,
    unanswered_prompt,
    unknown_package_operation,
    unpinned_base,
    unpinned_package,
}
