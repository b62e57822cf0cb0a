//! Everything that BuildKit refuses, as typed errors: one line each for its pass, its code and its message.

use std::borrow::Cow;

use super::keyword::Keyword;
use super::{Span, span};
use crate::finding::{Finding, Fix, Label, Level, Pass, Replacement};
use crate::value::{LONGEST_COMPARED, distance};

/// A problem, and where it is. Small, since every reading returns it.
#[derive(Debug)]
pub(crate) struct Located(pub(crate) Box<(Problem, Span)>);

/// One list of all problems: the variant, the pass that refuses it, its code, its message.
macro_rules! problems {
    ($($name:ident $({ $($field:ident: $type:ty),+ })? = $pass:ident, $code:literal, $message:literal;)+) => {
        /// Something that BuildKit refuses.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub(crate) enum Problem {
            $(#[error($message)] $name $({ $($field: $type),+ })?,)+
        }

        impl Problem {
            pub(crate) fn pass(&self) -> Pass {
                match self {
                    $(Self::$name { .. } => Pass::$pass,)+
                }
            }

            pub(crate) fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)+
                }
            }
        }
    };
}

problems! {
    TooLarge = Parse, "file_too_large", "the file has more than 4 GiB";
    NoInstructions = Parse, "no_instructions", "the file has no instructions";
    LineTooLong = Parse, "line_too_long", "the line has more than 65535 bytes";
    EscapeToken { token: String } = Parse, "escape_token", "`{token}` is not an escape token";
    DirectiveTwice { key: &'static str } = Parse, "directive_twice", "the directive `{key}` is given twice";
    MixedArray = Parse, "mixed_array", "an array of arguments holds something that is not a string";
    PairWithoutValue { keyword: &'static str } = Parse, "pair_without_value", "{keyword} has a key and no value";
    PairWithoutEquals { word: String } = Parse, "pair_without_equals", "`{word}` has no `=`";
    HeredocDelimiter { word: String } = Parse, "heredoc_delimiter", "the delimiter in `{word}` cannot be unquoted";
    HeredocEnd { delimiter: String } = Parse, "heredoc_end", "no line `{delimiter}` ends the heredoc";

    UnknownInstruction { keyword: String } = Instructions, "unknown_instruction", "`{keyword}` is not an instruction";
    BeforeFrom { keyword: &'static str } = Instructions, "before_from", "{keyword} stands before the first FROM";
    UnknownFlag { keyword: &'static str, flag: String } = Instructions, "unknown_flag", "{keyword} has no flag `{flag}`";
    DuplicateFlag { flag: String } = Instructions, "duplicate_flag", "the flag `{flag}` is given twice";
    FlagWithoutValue { flag: String } = Instructions, "flag_without_value", "the flag `{flag}` has no value";
    FlagNotBoolean { flag: String, value: String } = Instructions, "flag_not_boolean", "the flag `{flag}` is true or false, not `{value}`";
    FromArguments = Instructions, "from_arguments", "FROM takes one image, and `AS` with a name at most";
    StageName { name: String } = Instructions, "stage_name", "`{name}` is not a stage name";
    NoArguments { keyword: &'static str } = Instructions, "no_arguments", "{keyword} has no arguments";
    NoDestination { keyword: &'static str } = Instructions, "no_destination", "{keyword} has a source and no destination";
    BlankName { keyword: &'static str } = Instructions, "blank_name", "a name in {keyword} is empty";
    HeredocDestination { keyword: &'static str } = Instructions, "heredoc_destination", "the destination of {keyword} is a heredoc";
    MountRecord = Instructions, "mount_record", "the value of `--mount` is not a list of fields";
    MountFromVariable = Instructions, "mount_from_variable", "the `from` of a mount cannot hold a variable";
    DeviceRecord { field: String } = Instructions, "device_record", "`{field}` is no field of a device";
    Network { value: String } = Instructions, "network", "`{value}` is no network";
    Security { value: String } = Instructions, "security", "`{value}` is no security";
    EmptyVolume = Instructions, "empty_volume", "a path of VOLUME is empty";
    ShellForm = Instructions, "shell_form", "SHELL is not an array of strings";
    HealthcheckKind { kind: String } = Instructions, "healthcheck_kind", "`{kind}` is no kind of health check";
    HealthcheckCommand = Instructions, "healthcheck_command", "HEALTHCHECK CMD has no command";
    HealthcheckNone = Instructions, "healthcheck_none", "HEALTHCHECK NONE has arguments";
    Duration { flag: &'static str, value: String, expected: String } = Instructions, "duration", "the value `{value}` of `{flag}` is not a duration: expected {expected}";
    Retries { value: String } = Instructions, "retries", "the value `{value}` of `--retries` is not a number from 0 to 2147483647";
    NestedOnbuild = Instructions, "nested_onbuild", "ONBUILD stands behind ONBUILD";
    Trigger { keyword: String } = Instructions, "trigger", "{keyword} cannot stand behind ONBUILD";

    NoStages = Convert, "no_stages", "the file has no stages";
    CheckOption { option: String } = Convert, "check_option", "`{option}` is no option of the directive `check`";
    OpenQuote { quote: char } = Convert, "open_quote", "a `{quote}` is not closed";
    SubstitutionEnd = Convert, "substitution_end", "a `${{` is not closed";
    PatternEnd = Convert, "pattern_end", "a pattern to replace has no `/` behind it";
    BadSubstitution = Convert, "bad_substitution", "a `${{` has no name";
    UnknownModifier { modifier: String } = Convert, "unknown_modifier", "`{modifier}` is no modifier of a variable";
    PatternEscape { escaped: char } = Convert, "pattern_escape", "a pattern has a `\\` before `{escaped}`";
    TooDeep { limit: usize } = Convert, "too_deep", "substitutions are nested more than {limit} deep";
    Unset { name: String, message: String } = Convert, "unset_variable", "{name}: {message}";
    BlankBase { base: String } = Convert, "blank_base", "the base `{base}` is empty";
    BaseReference { base: String, expected: String } = Convert, "base_reference", "the base `{base}` is not an image reference: expected {expected}";
    BlankPlatform { platform: String } = Convert, "blank_platform", "the platform `{platform}` is empty";
    Platform { platform: String } = Convert, "platform", "`{platform}` is not a platform";
    StageNameReference { name: String, expected: String } = Convert, "stage_name_reference", "the stage name `{name}` is refused: expected {expected}";
    FromVariable = Convert, "from_variable", "`--from` cannot hold variables or quotes";
    StageIndex { index: String } = Convert, "stage_index", "there is no stage number {index}";
    LaterStage { name: String } = Convert, "later_stage", "the stage `{name}` comes later";
    Cycle { name: String } = Convert, "cycle", "the stage `{name}` needs itself";
    SourceUrl = Convert, "source_url", "COPY cannot download";
    SourceGit = Convert, "source_git", "COPY cannot read a git repository";
    GitQuery { why: String } = Convert, "git_query", "the query of a git source is refused: {why}";
    KeepGitDir = Convert, "keep_git_dir", "`--keep-git-dir` and the query of the source say different things";
    Chmod { mode: String } = Convert, "chmod", "`{mode}` is not a file mode";
    ChecksumSources = Convert, "checksum_sources", "`--checksum` is of one source";
    ChecksumSource = Convert, "checksum_source", "`--checksum` is of a download or a git repository";
    Checksum { checksum: String, expected: String } = Convert, "checksum", "`{checksum}` is not a checksum: expected {expected}";
    MountType { value: String } = Convert, "mount_type", "`{value}` is no type of mount";
    MountKey { key: String } = Convert, "mount_key", "a mount has no option `{key}`";
    MountKeyOfType { key: String, kind: &'static str } = Convert, "mount_key_of_type", "a mount of type `{kind}` has no option `{key}`";
    MountField { field: String } = Convert, "mount_field", "the field `{field}` of a mount has no value";
    MountValue { key: String, value: String } = Convert, "mount_value", "`{value}` is no value of the option `{key}` of a mount";
    MountTarget = Convert, "mount_target", "the target of a mount is the root of the file system";
    SecretWithoutId = Convert, "secret_without_id", "a secret has neither id nor target";
    SecretIdTwice = Convert, "secret_id_twice", "a secret has both `id` and `source`";
    DeviceFrontend = Convert, "device_frontend", "`--device` needs a `-labs` frontend";
    Port { port: String, why: Cow<'static, str> } = Convert, "port", "`{port}` is not a port: {why}";
    Signal { signal: String } = Convert, "signal", "`{signal}` is not a signal";
    EmptyExec = Build, "empty_exec", "RUN has an empty list of arguments";
    VolumeValue = Convert, "volume_value", "a path of VOLUME becomes empty";
    WindowsPath { path: String, why: &'static str } = Convert, "windows_path", "the path `{path}` is refused on Windows: {why}";
    TriggerFails { why: String } = Convert, "trigger_fails", "a trigger of the base fails: {why}";
    RunHeredoc = Convert, "run_heredoc", "RUN has a heredoc among its flags and no command";
}

impl Problem {
    pub(crate) fn at(self, span: Span) -> Located {
        Located(Box::new((self, span)))
    }

    /// What to do.
    fn help(&self) -> Option<Cow<'static, str>> {
        let help = match self {
            Self::NoInstructions => "begin with `FROM` and an image",
            Self::NoStages => "add `FROM` and an image",
            Self::LineTooLong => r"cut it with `\`, or put the text into a file and copy it",
            Self::EscapeToken { .. } => r"write `\` or `` ` ``",
            Self::DirectiveTwice { .. } | Self::DuplicateFlag { .. } => "remove one of them",
            Self::MixedArray => "put every element between double quotes",
            Self::PairWithoutValue { .. } => "write it as in `NAME=value`",
            Self::PairWithoutEquals { .. } => "write every pair as in `NAME=value`, with quotes around blanks",
            Self::HeredocDelimiter { .. } => "quote all of it, as in `<<'EOF'`, or nothing",
            Self::HeredocEnd { .. } => "write the delimiter on a line of its own, without blanks around it",
            Self::UnknownInstruction { keyword } => match nearest_keyword(keyword) {
                Some(known) => return Some(format!("write `{known}`").into()),
                None => "begin the line with an instruction, or end the line above with `\\`",
            },
            Self::BeforeFrom { .. } => "begin with `FROM`; only ARG stands before it",
            Self::UnknownFlag { keyword, flag } => return super::flags::nearest(keyword, flag).map(Cow::Owned),
            Self::FlagNotBoolean { flag, .. } => return Some(format!("write `{flag}=true`, or leave it out").into()),
            Self::FlagWithoutValue { flag } => return Some(format!("write it as in `{flag}=…`").into()),
            Self::FromArguments => "write it as in `FROM debian:13-slim AS build`",
            Self::StageName { .. } => "begin with a letter, and use letters, digits, `-`, `_` and `.`",
            Self::StageNameReference { .. } => "use letters and digits, and `-`, `_` or `.` between them",
            Self::NoArguments { keyword } => return Some(format!("write it as in `{}`", usage(keyword)).into()),
            Self::BlankName { .. } => "write a name in front of the `=`",
            Self::NoDestination { .. } => "write a source and a destination, as in `. /src/`",
            Self::HeredocDestination { .. } => "put the heredoc first and the destination last",
            Self::MountFromVariable => "name a stage that is `FROM` the variable",
            Self::MountRecord => "write it as in `type=cache,target=/path`, with quotes around a whole field or none",
            Self::DeviceRecord { .. } => "write the name of one device, and `required` if it must be there",
            Self::Network { .. } => "write `default`, `none` or `host`",
            Self::Security { .. } => "write `sandbox` or `insecure`",
            Self::EmptyVolume => "write an absolute path",
            Self::VolumeValue => "give the variable a value above",
            Self::ShellForm => r#"write it as in `SHELL ["/bin/bash", "-c"]`"#,
            Self::HealthcheckKind { .. } => "write `CMD` with a command, or `NONE`",
            Self::HealthcheckCommand => "write a command, or `HEALTHCHECK NONE`",
            Self::HealthcheckNone => "write `HEALTHCHECK NONE` alone",
            Self::Retries { .. } => "write it as in `--retries=3`",
            Self::Duration { .. } => "write it as in `30s` or `1m30s`",
            Self::Trigger { .. } | Self::NestedOnbuild => "write it in the images that build on this one",
            Self::CheckOption { .. } => "write `skip=`, `experimental=` or `error=`, with `;` between them",
            Self::OpenQuote { .. } => r"close it, or write `\` in front of it",
            Self::SubstitutionEnd => r"close it with `}`, or write `\$`",
            Self::PatternEnd => "write it as in `${NAME/pattern/text}`",
            Self::TooDeep { .. } => "put a part of it into an ARG",
            Self::Unset { .. } => "give it a value with ARG or ENV above",
            Self::BadSubstitution => r"write a name, or `\$`",
            Self::UnknownModifier { .. } => "BuildKit knows `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`",
            Self::PatternEscape { .. } => r"`\` can stand before `*`, `?`, `\`, `/` and `}`",
            Self::BlankBase { .. } | Self::BlankPlatform { .. } => {
                "give the build argument a default before the first FROM, or a value with `--build-arg`"
            }
            Self::BaseReference { .. } => "write it as in `debian:13-slim`",
            Self::Platform { .. } => "write it as in `linux/arm64`",
            Self::FromVariable => "name a stage that is `FROM` the variable, and copy from it",
            Self::StageIndex { .. } => "name the stage",
            Self::LaterStage { .. } => "move it up, above this stage",
            Self::Cycle { .. } => "copy from another stage",
            Self::SourceUrl | Self::SourceGit => "use ADD",
            Self::GitQuery { .. } => "name what to check out, as in `?branch=main`",
            Self::KeepGitDir => "write it in one of them",
            Self::Chmod { .. } => "write an octal number up to 7777, or as in `u=rwX,go=rX`",
            Self::ChecksumSources => "add each source with an ADD of its own",
            Self::ChecksumSource | Self::MountKeyOfType { .. } => "remove it",
            Self::Checksum { .. } => "write `sha256:` and 64 hexadecimal digits",
            Self::MountType { .. } => "write `bind`, `cache`, `tmpfs`, `secret` or `ssh`",
            Self::MountKey { key } => return super::mount_key::nearest_key(key).map(Cow::Owned),
            Self::MountValue { key, .. } => super::mount_key::value_help(key)?,
            Self::MountField { .. } => "write it as in `target=/path`",
            Self::MountTarget => "name a directory below it",
            Self::SecretWithoutId => "write `id=` and the name that the build gives it",
            Self::SecretIdTwice => "write `id` alone",
            Self::DeviceFrontend => "write `# syntax=docker/dockerfile:1-labs` on the first line",
            Self::Signal { .. } => "write a name such as `SIGTERM`, or a number",
            Self::TriggerFails { .. } => "mend it in the image that holds it",
            Self::RunHeredoc => "write a command behind the flags",
            Self::EmptyExec => "name a program",
            _ => return None,
        };
        Some(Cow::Borrowed(help))
    }
}

/// The finding that says it.
pub(crate) fn finding((problem, span): (Problem, Span), depends_on_arguments: bool) -> Finding {
    Finding {
        code: Cow::Borrowed(problem.code()),
        level: Level::Error,
        pass: Some(problem.pass()),
        depends_on_arguments,
        message: problem.to_string().into(),
        label: Label { span, text: Cow::Borrowed("") },
        others: Vec::new(),
        help: problem.help(),
        fix: None,
    }
}

/// The change of the source that mends it, if there is but one.
#[cold]
pub(super) fn fix(problem: &Problem, span: Span, source: &str) -> Option<Fix> {
    let written = &source[span.range()];
    let (span, text) = match problem {
        Problem::UnknownInstruction { keyword } => {
            let known = nearest_keyword(keyword)?;
            (span, if *keyword == keyword.to_uppercase() { known.to_owned() } else { known.to_lowercase() })
        }
        Problem::UnknownFlag { keyword, flag } if written.starts_with(flag.as_str()) => {
            let known = super::flags::nearest_name(keyword, flag)?;
            (Span::new(span.start, span.start + span::narrow(flag.len())), format!("--{known}"))
        }
        _ => return None,
    };
    Some(Fix::new(format!("write `{text}`"), [Replacement::new(span, text)]))
}

/// An instruction that is right.
fn usage(keyword: &str) -> &'static str {
    match keyword {
        "ARG" => "ARG VERSION=1.0",
        "ENV" => "ENV NAME=value",
        "EXPOSE" => "EXPOSE 8080",
        "HEALTHCHECK" => r#"HEALTHCHECK CMD ["/app", "health"]"#,
        "LABEL" => "LABEL org.opencontainers.image.title=app",
        "MAINTAINER" => "MAINTAINER name",
        "ONBUILD" => "ONBUILD COPY . /src/",
        "SHELL" => r#"SHELL ["/bin/bash", "-c"]"#,
        "STOPSIGNAL" => "STOPSIGNAL SIGTERM",
        "USER" => "USER 1000",
        "VOLUME" => "VOLUME /var/lib/app",
        _ => "WORKDIR /src",
    }
}

/// The keyword that was meant.
fn nearest_keyword(keyword: &str) -> Option<&'static str> {
    nearest(&keyword.to_uppercase(), Keyword::ALL.iter().map(|keyword| keyword.as_str()))
}

/// The word that is at most two letters away and shares at least half of them, if there is one: what was meant by a word
/// that is none of them.
///
/// ```
/// # use dockerspec_core::nearest;
/// assert_eq!(nearest("wrokdir", ["run", "workdir"].into_iter()), Some("workdir"));
/// assert_eq!(nearest("bake", ["run", "workdir"].into_iter()), None);
/// ```
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let furthest = 2.min(word.len() / 2);
    if word.len() + furthest > LONGEST_COMPARED {
        return None;
    }
    // Those whose lengths alone are further away need not be compared.
    let near = known.filter(|known| known.len().abs_diff(word.len()) <= furthest);
    near.filter_map(|known| Some((distance(word, known, furthest)?, known)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
