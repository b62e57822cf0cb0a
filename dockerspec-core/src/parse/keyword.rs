//! Keywords, in whatever case.

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

            #[expect(non_upper_case_globals, reason = "patterns with the names of the variants")]
            fn of_upper(text: &[u8]) -> Option<Self> {
                $(const $name: &[u8] = $text.as_bytes();)+
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
        if let Some(found) = Self::of_upper(text.as_bytes()) {
            return Some(found);
        }
        let mut upper = [0; LONGEST];
        let Some(upper) = upper.get_mut(..text.len()) else { return Self::read_slowly(text) };
        upper.copy_from_slice(text.as_bytes());
        upper.make_ascii_uppercase();
        let found = Self::of_upper(upper);
        if found.is_none() && !text.is_ascii() { Self::read_slowly(text) } else { found }
    }

    /// Whether its words can announce heredocs.
    pub(crate) const fn can_have_heredocs(self) -> bool {
        matches!(self, Self::Run | Self::Copy | Self::Add)
    }

    #[cold]
    fn read_slowly(text: &str) -> Option<Self> {
        let lowered = lower(text);
        Self::ALL.iter().find(|keyword| keyword.as_str().eq_ignore_ascii_case(&lowered)).copied()
    }
}

/// The length of the longest keyword.
const LONGEST: usize = 11;

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
