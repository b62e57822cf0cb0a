//! The codes of hadolint, and what has them here.

use dockerspec::check::{Rule, rules};

/// All codes that hadolint has, but those of `ShellCheck`.
pub(super) const CODES: &[&str] = &[
    "DL1000", "DL1001", "DL3000", "DL3001", "DL3002", "DL3003", "DL3004", "DL3006", "DL3007", "DL3008", "DL3009",
    "DL3010", "DL3011", "DL3012", "DL3013", "DL3014", "DL3015", "DL3016", "DL3018", "DL3019", "DL3020", "DL3021",
    "DL3022", "DL3023", "DL3024", "DL3025", "DL3026", "DL3027", "DL3028", "DL3029", "DL3030", "DL3032", "DL3033",
    "DL3034", "DL3035", "DL3036", "DL3037", "DL3038", "DL3040", "DL3041", "DL3042", "DL3043", "DL3044", "DL3045",
    "DL3046", "DL3047", "DL3048", "DL3049", "DL3050", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056",
    "DL3057", "DL3058", "DL3059", "DL3060", "DL3061", "DL3062", "DL3063", "DL3064", "DL3065", "DL3066", "DL3067",
    "DL4000", "DL4001", "DL4003", "DL4004", "DL4005", "DL4006",
];

/// Codes that will have no rule, and why.
pub(super) const NOT_DONE: &[(&str, &str)] = &[];

/// What the parser refuses, by the code of our finding, where hadolint has a rule for it.
pub(super) const REFUSED: &[(&str, &str)] = &[
    ("before_from", "DL3061"),
    ("cycle", "DL3023"),
    ("from_variable", "DL3022"),
    ("later_stage", "DL3022"),
    ("nested_onbuild", "DL3043"),
    ("port", "DL3011"),
    ("trigger", "DL3043"),
];

/// The rule that has a code among its aliases.
pub(super) fn rule(code: &str) -> Option<&'static Rule> {
    rules().iter().copied().find(|rule| rule.aliases.contains(&code))
}

/// The name of that rule; the code itself, where there is none.
pub(super) fn rule_of(code: &str) -> &str {
    rule(code).map_or(code, |rule| rule.name)
}
