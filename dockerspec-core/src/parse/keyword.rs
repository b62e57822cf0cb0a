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
        let candidates: &[Self] = match text.as_bytes().first()? | 0x20 {
            b'a' => &[Self::Arg, Self::Add],
            b'c' => &[Self::Copy, Self::Cmd],
            b'e' => &[Self::Env, Self::Entrypoint, Self::Expose],
            b'f' => &[Self::From],
            b'h' => &[Self::Healthcheck],
            b'l' => &[Self::Label],
            b'm' => &[Self::Maintainer],
            b'o' => &[Self::Onbuild],
            b'r' => &[Self::Run],
            b's' => &[Self::Shell, Self::StopSignal],
            b'u' => &[Self::User],
            b'v' => &[Self::Volume],
            b'w' => &[Self::Workdir],
            _ => return None,
        };
        if let Some(keyword) = candidates.iter().find(|keyword| keyword.as_str().eq_ignore_ascii_case(text)) {
            return Some(*keyword);
        }
        if text.is_ascii() {
            return None;
        }
        let lowered = lower(text);
        candidates.iter().find(|keyword| keyword.as_str().eq_ignore_ascii_case(&lowered)).copied()
    }
}

/// `text` in lower case, letter by letter, as Go does it.
pub(crate) fn lower(text: &str) -> String {
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
