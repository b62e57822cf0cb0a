//! Programs that run the program which they are given, and where that stands in their arguments: one table.

use super::Word;
use crate::names::Lengths;

/// How a program takes another one.
struct Syntax {
    names: &'static [&'static str],
    /// Letters of the short options that have a value.
    short: &'static str,
    /// The long options that have a value, which can be a word of its own.
    long: &'static [&'static str],
    /// The number of operands in front of the program.
    operands: usize,
    /// Whether `NAME=value` can stand in front of the program.
    has_assignments: bool,
}

const fn syntax(names: &'static [&'static str], short: &'static str, long: &'static [&'static str]) -> Syntax {
    Syntax { names, short, long, operands: 0, has_assignments: false }
}

// Sources: the manuals of util-linux, coreutils, findutils, sudo, doas, tini, dumb-init, gosu, su-exec.
const SYNTAXES: &[Syntax] = &[
    Syntax {
        has_assignments: true,
        ..syntax(
            &["sudo"],
            "ugpChrtTDRU",
            &[
                "user",
                "group",
                "prompt",
                "close-from",
                "host",
                "role",
                "type",
                "command-timeout",
                "chdir",
                "chroot",
                "other-user",
            ],
        )
    },
    Syntax { has_assignments: true, ..syntax(&["env"], "uC", &["unset", "chdir"]) },
    syntax(&["doas"], "uC", &[]),
    syntax(&["command", "builtin", "coproc", "nohup", "chronic", "catchsegv", "busybox", "toybox"], "", &[]),
    syntax(&["eatmydata", "setsid", "linux32", "linux64", "dbus-run-session"], "", &[]),
    syntax(&["exec"], "a", &[]),
    syntax(&["nice"], "n", &["adjustment"]),
    syntax(&["ionice"], "cnpPu", &["class", "classdata", "pid", "pgid", "uid"]),
    syntax(&["time"], "fo", &["format", "output"]),
    Syntax { operands: 1, ..syntax(&["timeout"], "ks", &["kill-after", "signal"]) },
    syntax(
        &["xargs"],
        "adEILnPs",
        &["arg-file", "delimiter", "max-args", "max-procs", "max-chars", "process-slot-var"],
    ),
    syntax(&["stdbuf"], "ioe", &["input", "output", "error"]),
    Syntax { operands: 1, ..syntax(&["setarch", "gosu", "su-exec"], "", &[]) },
    syntax(
        &["setpriv"],
        "",
        &[
            "reuid",
            "regid",
            "ruid",
            "euid",
            "rgid",
            "egid",
            "groups",
            "inh-caps",
            "ambient-caps",
            "bounding-set",
            "securebits",
            "pdeathsig",
            "selinux-label",
            "apparmor-profile",
            "landlock-access",
            "landlock-rule",
            "seccomp-filter",
        ],
    ),
    syntax(&["runuser"], "ugGw", &["user", "group", "supp-group", "whitelist-environment"]),
    syntax(&["tini"], "pe", &[]),
    syntax(&["dumb-init"], "r", &["rewrite"]),
    syntax(&["fakeroot"], "lsibf", &["lib", "faked"]),
    syntax(
        &["xvfb-run"],
        "efnpsw",
        &["error-file", "auth-file", "server-num", "xauth-protocol", "server-args", "wait"],
    ),
];

static LENGTHS: Lengths = {
    let mut lengths = Lengths::NONE;
    let mut number = 0;
    while number < SYNTAXES.len() {
        let names = SYNTAXES[number].names;
        let mut at = 0;
        while at < names.len() {
            lengths = lengths.with(names[at]);
            at += 1;
        }
        number += 1;
    }
    lengths
};

/// The name of a program without its directory, if it is known.
pub(super) fn program_name<'s>(word: &'s Word<'_>) -> Option<&'s str> {
    let behind_slash = |text: &str| text.bytes().rposition(|byte| byte == b'/').map(|slash| slash + 1);
    let name = if let Some(text) = word.literal() {
        &text[behind_slash(text).unwrap_or(0)..]
    } else {
        let text = word.literal_suffix();
        &text[behind_slash(text)?..]
    };
    (!name.is_empty()).then_some(name)
}

/// Where in `arguments` the program stands that `name` runs, and how many words it has. `None` if it runs none.
pub(super) fn wrapped(name: &str, arguments: &[Word<'_>]) -> Option<(usize, usize)> {
    if name == "find" {
        return executed(arguments);
    }
    if !LENGTHS.fit(name) {
        return None;
    }
    let syntax = SYNTAXES.iter().find(|syntax| syntax.names.contains(&name))?;
    let mut operands = syntax.operands;
    let mut at = 0;
    loop {
        let word = arguments.get(at)?;
        let text = word.literal_prefix();
        at += 1;
        if word.is("--") {
            // What is left are operands, variables and the program.
            at += operands;
            let is_variable = |word: &Word<'_>| syntax.has_assignments && is_assignment(word.literal_prefix());
            at += arguments.get(at..)?.iter().take_while(|word| is_variable(word)).count();
            break;
        } else if let Some(option) = text.strip_prefix("--") {
            at += usize::from(syntax.long.contains(&option));
        } else if text.len() > 1 && text.starts_with('-') {
            // It says where a program is.
            if name == "command" && text.contains(['v', 'V']) {
                return None;
            }
            at += usize::from(has_value_behind(&text[1..], syntax.short));
        } else if syntax.has_assignments && (is_assignment(text) || text == "-") {
            // A variable, or an empty environment.
        } else if operands > 0 {
            operands -= 1;
        } else {
            at -= 1;
            break;
        }
    }
    // Without a user among its options it is like `su`.
    if name == "runuser"
        && !arguments[..at].iter().any(|word| word.is("-u") || word.literal_prefix().starts_with("--user"))
    {
        return None;
    }
    (at < arguments.len()).then(|| (at, arguments.len() - at))
}

/// The program behind `-exec` of `find`, up to its `;` or `+`.
fn executed(arguments: &[Word<'_>]) -> Option<(usize, usize)> {
    let is_action = |word: &Word<'_>| matches!(word.literal(), Some("-exec" | "-execdir" | "-ok" | "-okdir"));
    let start = arguments.iter().position(is_action)? + 1;
    let rest = &arguments[start..];
    let length = rest.iter().position(|word| word.is(";") || word.is("+")).unwrap_or(rest.len());
    (length > 0).then_some((start, length))
}

/// Whether the value of an option in `cluster`, the letters behind a `-`, is the next word.
pub(super) fn has_value_behind(cluster: &str, with_value: &str) -> bool {
    cluster.find(|letter| with_value.contains(letter)).is_some_and(|at| at + 1 == cluster.len())
}

fn is_assignment(text: &str) -> bool {
    let name = text.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && !name.contains(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
}
