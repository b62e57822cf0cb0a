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
    base_of_other_platform,
    constant_platform,
    curl_without_fail,
    download_progress,
    duplicate_stage_name,
    empty_continuation,
    host_port_in_expose,
    ignored_copy_source,
    inconsistent_keyword_casing,
    invalid_default_base,
    invalid_module_name,
    language_package_cache,
    legacy_key_value,
    maintainer,
    mismatched_as_casing,
    mismatched_description,
    missing_dependency_file,
    missing_yes,
    overridden_instruction,
    pointless_command,
    redundant_platform,
    relative_workdir,
    replaced_sh,
    reserved_stage_name,
    secret_in_arg_or_env,
    shell_form_command,
    shell_syntax_error,
    sources_before_dependencies,
    sparse_login_log,
    undefined_argument_in_from,
    undefined_variable,
    unpinned_base,
    unpinned_language_package,
    unverified_tls,
    upper_case_protocol,
    upper_case_stage_name,
    wget_and_curl,
}
