//! Names, as the schema of compose files has them.

use super::problem::ProblemKind;

/// Refuses what is no name of a project: `^[a-z0-9][a-z0-9_-]*$`.
pub(super) fn check_project(name: &str) -> Result<(), ProblemKind> {
    let is_safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
    if name.bytes().all(is_safe) && name.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let lower = name.to_lowercase();
    let kept = lower.bytes().map(|byte| if is_safe(byte) { char::from(byte) } else { '-' }).collect::<String>();
    let expected = "lower-case letters, digits, `_` and `-`, and first a letter or a digit";
    Err(refused("project", name, expected, kept.trim_matches(['-', '_'])))
}

/// Refuses what is no name of a service, a volume or a secret: `^[a-zA-Z0-9._-]+$`.
pub(super) fn check(what: &'static str, name: &str) -> Result<(), ProblemKind> {
    let is_safe = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    if !name.is_empty() && name.chars().all(is_safe) {
        return Ok(());
    }
    let kept = name.chars().map(|character| if is_safe(character) { character } else { '-' }).collect::<String>();
    Err(refused(what, name, "letters, digits, `.`, `_` and `-`", kept.trim_matches('-')))
}

/// Refuses what is no name of a capability: `NET_ADMIN`.
pub(super) fn check_capability(name: &str) -> Result<(), ProblemKind> {
    let is_safe = |character: char| character.is_ascii_uppercase() || character == '_';
    if !name.is_empty() && name.chars().all(is_safe) {
        return Ok(());
    }
    let upper = name.to_ascii_uppercase().replace(['-', ' '], "_");
    let kept = if upper.chars().all(is_safe) { upper.as_str() } else { "NET_BIND_SERVICE" };
    let kept = if kept.is_empty() { "NET_BIND_SERVICE" } else { kept };
    Err(refused("capability", name, "upper-case letters and `_`", kept))
}

fn refused(what: &'static str, name: &str, expected: &'static str, kept: &str) -> ProblemKind {
    let correction = if kept.is_empty() { "it as in `shop`".to_owned() } else { format!("`{kept}`") };
    ProblemKind::Name { name: name.to_owned(), what, expected, correction }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_projects() {
        for name in ["shop", "0", "a_b-c", "9-"] {
            assert!(check_project(name).is_ok(), "{name}");
        }
        for name in ["", "-a", "_a", "Shop", "a.b", "a b", "é"] {
            let error = check_project(name).unwrap_err();
            if let ProblemKind::Name { correction, .. } = &error
                && let Some(correction) = correction.strip_prefix('`')
            {
                assert!(check_project(correction.trim_end_matches('`')).is_ok(), "{error}");
            }
        }
    }

    #[test]
    fn names_of_services() {
        for name in ["web", "Web.1", "_", "-"] {
            assert!(check("service", name).is_ok(), "{name}");
        }
        insta::assert_snapshot!(
            check("service", "web server").unwrap_err(),
            @"`web server` is not the name of a service; expected letters, digits, `.`, `_` and `-`; write `web-server`"
        );
        insta::assert_snapshot!(
            check("volume", "").unwrap_err(),
            @"`` is not the name of a volume; expected letters, digits, `.`, `_` and `-`; write it as in `shop`"
        );
    }
}
