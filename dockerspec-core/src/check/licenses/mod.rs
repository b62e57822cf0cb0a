//! The names of licenses, and the expressions that are made of them.
//!
//! Source: the [list of licenses](https://spdx.org/licenses/) and the
//! [expressions](https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/) of SPDX.

mod expression;

pub(super) use expression::check;

/// The names of licenses, one a line.
const LICENSES: &str = include_str!("licenses.txt");

/// The names of exceptions, which stand behind `WITH`, one a line.
const EXCEPTIONS: &str = include_str!("exceptions.txt");

/// The name in a list as it is spelled there: SPDX does not tell large letters from small ones.
fn find(list: &'static str, name: &str) -> Option<&'static str> {
    list.lines().find(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_once_and_are_names() {
        for list in [LICENSES, EXCEPTIONS] {
            for name in list.lines() {
                assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'+')));
                assert_eq!(list.lines().filter(|other| other.eq_ignore_ascii_case(name)).count(), 1, "{name}");
            }
        }
        assert_eq!(find(LICENSES, "apache-2.0"), Some("Apache-2.0"));
    }
}
