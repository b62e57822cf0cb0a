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
    command_line_as_program,
    curl_without_fail,
    download_progress,
    invalid_module_name,
    language_package_cache,
    missing_dependency_file,
    missing_healthcheck_tool,
    missing_shell,
    missing_yes,
    pointless_command,
    replaced_sh,
    secret_file,
    secret_value,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    unexpanded_variable,
    unpinned_base,
    unpinned_language_package,
    unused_stage,
    unverified_tls,
    wget_and_curl,
    whole_context_copy,
}
