use crate::check::facts::{FileFacts, Setting, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::{Env, EnvPair, Instruction};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::word::Modifier;

rule! {
    /// ## What it does
    ///
    /// Finds values in ENV with a variable that the same ENV sets, where nothing in the stage has set it before.
    ///
    /// ## Why is this bad?
    ///
    /// All values of one ENV see the variables from before it. This one is empty, or what the base made of it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ENV APP_HOME=/opt/app APP_CONFIG=$APP_HOME/config
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ENV APP_HOME=/opt/app
    /// ENV APP_CONFIG=$APP_HOME/config
    /// USER 10001:10001
    /// ```
    ///
    /// ## References
    ///
    /// [Environment replacement](https://docs.docker.com/reference/dockerfile/#environment-replacement)
    same_env_reference = Warn, aliases: ["DL3044"], fixes: Sometimes, Hook::Step(&["ENV"], check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Instruction::Env(env) = step.instruction else { return };
    if env.pairs.len() < 2 {
        return;
    }
    for (number, pair) in env.pairs.iter().enumerate() {
        if pair.value.as_literal().is_some() {
            continue;
        }
        let seen = pair.value.variables();
        // With a default of its own, a reference does without the variable.
        let needed =
            seen.iter().filter(|variable| !matches!(variable.modifier.as_deref(), Some(Modifier::Default { .. })));
        let found = needed.map(|variable| variable.name.as_str()).find_map(|name| {
            let set = sets(env, name).filter(|set| *set != number)?;
            let is_old = name == "PATH" || file.variable(stage, step, name) != Setting::Absent;
            (!is_old).then_some((name, set))
        });
        let Some((name, set)) = found else { continue };
        let value = place_of_variable(file.source, step.word(2 * number + 1), name);
        let draft = Draft::new(value, format!("`{name}` is not set yet where `{}` needs it", shown(pair)))
            .label("the value from before")
            .other_if((!step.is_trigger).then(|| step.word(2 * set)), "the variable")
            .help("set it in an ENV of its own above");
        let fix = if set < number { split(file.source, step, number) } else { None };
        report.add(draft.fix_where("begin a new ENV", fix));
    }
}

/// The pair of ENV that sets a variable.
fn sets(env: &Env<'_>, name: &str) -> Option<usize> {
    env.pairs.iter().position(|pair| pair.name.as_literal() == Some(name))
}

fn shown<'p>(pair: &'p EnvPair<'_>) -> &'p str {
    pair.name.as_literal().unwrap_or("another one")
}

/// Where a variable stands in a value.
fn place_of_variable(source: &str, value: Span, name: &str) -> Span {
    let text = &source[value.range()];
    for (at, _) in text.match_indices(name) {
        let end = at + name.len();
        let (before, has_brace) = match text[..at].strip_suffix('{') {
            Some(before) => (before, text[end..].starts_with('}')),
            None => (&text[..at], false),
        };
        if let Some(before) = before.strip_suffix('$') {
            let begin = value.start as usize;
            return Span::of(begin + before.len(), begin + end + usize::from(has_brace));
        }
    }
    value
}

/// What makes the pairs from this one on an ENV of their own, where nothing but blanks stands before it.
fn split(source: &str, step: &StepFacts<'_>, pair: usize) -> Option<Replacement> {
    if step.is_trigger {
        return None;
    }
    let gap = Span::new(step.word(2 * pair - 1).end, step.word(2 * pair).start);
    let is_blank = source[gap.range()].bytes().all(|byte| byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'`'));
    let keyword = &source[step.keyword().range()];
    is_blank.then(|| Replacement::new(gap, format!("\n{keyword} ")))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn what_was_set_before_or_is_no_variable_is_silent() {
        for text in [
            "ENV PATH=/x:$PATH",
            "ENV A=1\nENV A=2 B=$A",
            "ARG A\nENV A=$A B=$A",
            "ENV A=1 B=\\$A",
            "ENV A=1 B='$A'",
            "ENV A=rw B=\"\\${A}_x\"",
            "ENV A=1 B=$AB",
            "ENV PATH=/x B=$PATH",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM a:1\n{text}\n")), "", "{text}");
        }
        assert_eq!(findings(&super::RULE, "FROM a:1\nENV A=${A:-1} B=/x/${A:-1}\n"), "");
        assert_eq!(findings(&super::RULE, "FROM a:1 AS b\nENV A=1\nFROM b\nENV A=2 B=$A\n"), "");
    }

    #[test]
    fn what_is_not_set_yet() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nENV A=1\nFROM b:1\nENV A=2 \\\n    C=3 \\\n    B=\"x${A}\" D=4\nENV X=${Y:-1} Y=2\nENV P=1 Q=${R:-$P}\nONBUILD ENV V=1 W=$V\n"), @r#"
        6:9 `${A}` the value from before: `A` is not set yet where `B` needs it; 4:5 `A` the variable; help: set it in an ENV of its own above; fix: begin a new ENV ->     C=3 | ENV B="x${A}" D=4
        8:16 `$P` the value from before: `P` is not set yet where `Q` needs it; 8:5 `P` the variable; help: set it in an ENV of its own above; fix: begin a new ENV -> ENV P=1 | ENV Q=${R:-$P}
        9:19 `$V` the value from before: `V` is not set yet where `W` needs it; help: set it in an ENV of its own above
        "#);
    }
}
