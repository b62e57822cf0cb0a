//! Keywords, in whatever case.

use std::ops::Range;

/// One list of all instructions and their keywords.
macro_rules! keywords {
    ($($name:ident = $text:literal,)+) => {
        /// An instruction.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Keyword {
            $($name,)+
        }

        impl Keyword {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The keyword that [begins](beginning) like this.
            #[expect(non_upper_case_globals, reason = "patterns with the names of the variants")]
            #[inline]
            const fn of_beginning(text: u64) -> Option<Self> {
                $(const $name: u64 = beginning($text.as_bytes(), $text.len());)+
                match text {
                    $($name => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// In upper case.
            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

keywords! {
    Add = "ADD",
    Arg = "ARG",
    Cmd = "CMD",
    Copy = "COPY",
    Entrypoint = "ENTRYPOINT",
    Env = "ENV",
    Expose = "EXPOSE",
    From = "FROM",
    Healthcheck = "HEALTHCHECK",
    Label = "LABEL",
    Maintainer = "MAINTAINER",
    Onbuild = "ONBUILD",
    Run = "RUN",
    Shell = "SHELL",
    StopSignal = "STOPSIGNAL",
    User = "USER",
    Volume = "VOLUME",
    Workdir = "WORKDIR",
}

impl Keyword {
    /// The keyword that `text` is in some case. BuildKit lowers letters one by one, so that two more characters fall
    /// on letters.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::read_in(text, 0..text.len())
    }

    /// The same for a range of a text.
    #[inline]
    pub(crate) fn read_in(text: &str, range: Range<usize>) -> Option<Self> {
        let found = Self::of_beginning(beginning(&text.as_bytes()[range.start..], range.len()));
        let fits = |keyword: Self| {
            let name = keyword.as_str();
            name.len() == range.len() && (range.len() <= 8 || text[range.clone()].eq_ignore_ascii_case(name))
        };
        found.filter(|keyword| fits(*keyword)).or_else(|| Self::read_slowly(&text[range]))
    }

    /// Whether its words can announce heredocs.
    pub(crate) const fn can_have_heredocs(self) -> bool {
        matches!(self, Self::Run | Self::Copy | Self::Add)
    }

    #[cold]
    fn read_slowly(text: &str) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let lowered = lower(text);
        Self::ALL.iter().find(|keyword| keyword.as_str().eq_ignore_ascii_case(&lowered)).copied()
    }
}

/// The first bytes of a text, as many as `length` and as eight at most, in one number in which letters are the same in
/// upper and lower case.
#[inline]
const fn beginning(text: &[u8], length: usize) -> u64 {
    let bytes = if let Some(first) = text.first_chunk() {
        u64::from_le_bytes(*first)
    } else {
        let (mut bytes, mut at) = (0, text.len());
        while at > 0 {
            at -= 1;
            bytes = bytes << 8 | text[at] as u64;
        }
        bytes
    };
    let bytes = if length < 8 { bytes & ((1 << (8 * length)) - 1) } else { bytes };
    // Without the bit that tells them apart. What is a letter then was one before.
    bytes & !(u64::MAX / 255 * 0x20)
}

/// Whether `text` is its own [lower] case for sure; nearly all names are written so.
pub(super) fn is_lower(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

/// `text` in lower case, letter by letter, as Go does it.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = |character: char| match character {
        'İ' => 'i',
        _ => character.to_lowercase().next().unwrap_or(character),
    };
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_in_any_case() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::read(keyword.as_str()), Some(*keyword));
            assert_eq!(Keyword::read(&keyword.as_str().to_lowercase()), Some(*keyword));
        }
        assert_eq!(Keyword::read("wor\u{212a}dir"), Some(Keyword::Workdir));
        assert_eq!(Keyword::read("WORKD\u{130}R"), Some(Keyword::Workdir));
        for text in ["", "RUNN", "é", "FRO", "\u{212a}"] {
            assert_eq!(Keyword::read(text), None, "{text}");
        }
    }
}
