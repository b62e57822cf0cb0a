//! What differs between a file and what it should be.

use std::fmt;

/// The lines in which two texts differ: the first to the last, with `-` what is there and with `+` what should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    line: usize,
    found: Vec<String>,
    expected: Vec<String>,
}

impl Difference {
    pub(crate) fn between(found: &str, expected: &str) -> Self {
        let (found, expected): (Vec<&str>, Vec<&str>) = (found.lines().collect(), expected.lines().collect());
        let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
        let start = same(&mut found.iter().zip(&expected));
        let end = same(&mut found[start..].iter().rev().zip(expected[start..].iter().rev()));
        let part = |lines: &[&str]| lines[start..lines.len() - end].iter().map(|&line| line.to_owned()).collect();
        Self { line: start + 1, found: part(&found), expected: part(&expected) }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "from line {}:", self.line)?;
        self.found.iter().try_for_each(|line| write!(formatter, "\n- {line}"))?;
        self.expected.iter().try_for_each(|line| write!(formatter, "\n+ {line}"))?;
        if self.found == self.expected {
            formatter.write_str("\n  the line ends, or bytes that are not UTF-8")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_differs_in_its_line_ends_says_so() {
        let difference = Difference::between("a\r\nb", "a\nb\n");
        assert_eq!(difference.to_string(), "from line 3:\n  the line ends, or bytes that are not UTF-8");
    }
}
