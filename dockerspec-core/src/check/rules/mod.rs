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
    copied_archive,
    curl_without_fail,
    directory_change,
    download_progress,
    invalid_module_name,
    language_package_cache,
    lost_shell_state,
    missing_dependency_file,
    missing_yes,
    pipe_without_pipefail,
    pointless_command,
    remote_script,
    replaced_sh,
    script_without_errexit,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    stray_instruction,
    sudo_command,
    unpinned_base,
    unpinned_language_package,
    unverified_tls,
    wget_and_curl,
}
