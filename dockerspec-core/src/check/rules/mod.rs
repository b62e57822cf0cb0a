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
    interactive_apt,
    leftover_package_cache,
    recommended_packages,
    unanswered_prompt,
    invalid_module_name,
    missing_dependency_file,
    missing_yes,
    sources_before_dependencies,
    unpinned_base,
    unpinned_package,
}
