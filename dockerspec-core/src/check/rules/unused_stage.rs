use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds stages that no later stage is built on, copies from or mounts, other than the last one.
    ///
    /// ## Why is this bad?
    ///
    /// BuildKit does not build them, so that nobody sees when they break. Often the `COPY --from` is what is missing.
    ///
    /// A stage that is there for `docker build --target` is fine: say so in a comment.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS assets
    /// WORKDIR /src
    /// COPY site ./
    /// RUN npm run build
    ///
    /// FROM nginxinc/nginx-unprivileged:1.29@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY site /usr/share/nginx/html
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS assets
    /// WORKDIR /src
    /// COPY site ./
    /// RUN npm run build
    ///
    /// FROM nginxinc/nginx-unprivileged:1.29@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// COPY --from=assets /src/dist /usr/share/nginx/html
    /// ```
    unused_stage = Warn, aliases: [], fixes: Never, Hook::Stage(check)
}

fn check(_: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    if stage.is_last || !stage.users.is_empty() {
        return;
    }
    let (name, help) = match &stage.stage.name {
        Some(name) => {
            let help = format!(
                "use it with `COPY --from={name}`, remove it, or, if it is there for `--target={name}`, say so: \
                 `# dockerspec: allow(unused_stage, reason = \"…\")`"
            );
            (format!("the stage `{name}`"), help)
        }
        None => (
            format!("the stage number {}", stage.number),
            "give it a name with `AS`, and copy from it, or remove it".to_owned(),
        ),
    };
    let last = stage.place.words().last().copied().unwrap_or(stage.place.span());
    let place = if stage.stage.name.is_some() { last } else { stage.base_span() };
    report.add(Draft::new(place, format!("nothing uses {name}")).label("is not built").help(help));
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn every_kind_of_use() {
        for use_ in [
            "FROM a",
            "FROM x:1\nCOPY --from=a / /",
            "FROM x:1\nCOPY --from=0 / /",
            "FROM x:1\nRUN --mount=type=bind,from=a,target=/a true",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM b:1 AS a\n{use_}\n")), "", "{use_}");
        }
    }

    #[test]
    fn the_place_and_the_way_out() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM b:1 AS a\nFROM b:1\nFROM b:1\n"), @r#"
        1:13 `a` is not built: nothing uses the stage `a`; help: use it with `COPY --from=a`, remove it, or, if it is there for `--target=a`, say so: `# dockerspec: allow(unused_stage, reason = "…")`
        2:6 `b:1` is not built: nothing uses the stage number 1; help: give it a name with `AS`, and copy from it, or remove it
        "#);
    }
}
