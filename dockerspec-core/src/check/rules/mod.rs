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
    duplicate_stage_name,
    empty_continuation,
    host_port_in_expose,
    ignored_copy_source,
    inconsistent_keyword_casing,
    invalid_default_base,
    legacy_key_value,
    maintainer,
    mismatched_as_casing,
    mismatched_description,
    missing_yes,
    overridden_instruction,
    redundant_platform,
    relative_workdir,
    reserved_stage_name,
    secret_in_arg_or_env,
    shell_form_command,
    undefined_argument_in_from,
    undefined_variable,
    unpinned_base,
    upper_case_protocol,
    upper_case_stage_name,
}
