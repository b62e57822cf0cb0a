use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::check::tokens::tokens;
use crate::dockerfile::Instruction;
use crate::parse::{Place, Span};

rule! {
    /// ## What it does
    ///
    /// Finds secrets by what they look like, anywhere in an instruction: private keys, tokens of GitHub, GitLab, Slack,
    /// Stripe, npm, `PyPI`, Docker Hub and Google, access keys of AWS, passwords in URLs.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever has the image or the repository has the secret. It stays in the history of the image even if a later
    /// instruction removes it. A secret that was in a file for a while has to be replaced.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// ENV DATABASE_URL=postgres://shop:hx7Kq2vR9p@db.example.com/shop
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// ENV DATABASE_URL_FILE=/run/secrets/database_url
    /// USER 10001
    /// ```
    ///
    /// What only the build needs is mounted: `RUN --mount=type=secret,id=token,env=TOKEN …`.
    ///
    /// ## References
    ///
    /// - <https://docs.docker.com/build/building/secrets/>
    secret_value = Deny, aliases: [], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let found = tokens(file.source);
    if found.is_empty() {
        return;
    }
    let arguments = (0..file.dockerfile.preamble.len()).filter_map(|number| {
        let is_comment = matches!(file.dockerfile.preamble[number], Instruction::Comment(_));
        file.map.preamble(number).filter(|_| !is_comment)
    });
    let steps = file.stages.iter().flat_map(|stage| &stage.steps);
    let steps = steps.filter(|step| !matches!(step.instruction, Instruction::Comment(_))).map(|step| step.place);
    for place in arguments.chain(steps) {
        let whole = with_heredocs(file.source, place);
        let first = found.partition_point(|token| token.span.start < whole.start);
        for token in found[first..].iter().take_while(|token| token.span.end <= whole.end) {
            let message = format!("{} stands here, for everybody who has the image or this file", token.kind);
            report.add(
                Draft::new(token.shown, message)
                    .label("the beginning of a secret")
                    .help("replace it where it is valid, and mount its successor: `RUN --mount=type=secret,…`"),
            );
        }
    }
}

/// An instruction with its heredocs, whose lines follow it.
fn with_heredocs(source: &str, place: Place<'_>) -> Span {
    let span = place.span();
    let (first, last) = place.lines();
    let lines = source[span.range()].matches('\n').count();
    // The lines of the instruction itself end where it does.
    let rest = (last - first) as usize - lines.min((last - first) as usize);
    let behind = &source[span.end as usize..];
    let end = behind.match_indices('\n').nth(rest).map_or(behind.len(), |(at, _)| at);
    Span::of(span.start as usize, span.end as usize + end)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn every_instruction_and_no_comment() {
        // The parts are put together here, so that nobody takes this file for a leak.
        let token = ["ghp_", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3hJ6"].concat();
        for text in [
            format!("ARG TOKEN={token}\nFROM b:1"),
            format!("FROM b:1\nARG TOKEN={token}"),
            format!("FROM b:1\nENV A=b \\\n  TOKEN=\"{token}\""),
            format!("FROM b:1\nLABEL a={token}"),
            format!("FROM b:1\nRUN curl -H 'Authorization: Bearer {token}' https://x"),
            format!("FROM b:1\nRUN <<EOF\nx\n  y {token}\nEOF\nUSER 1"),
            format!("FROM b:1\nCOPY <<EOF /x\n{token}\nEOF\nUSER 1"),
        ] {
            let shown = found(&format!("{text}\n"));
            assert_eq!(shown.lines().count(), 1, "{text}: {shown}");
            assert!(!shown.contains(&token), "{shown}");
        }
        assert_eq!(found(&format!("# {token}\nFROM b:1\n# {token}\nUSER 1\n")), "");
    }

    #[test]
    fn the_secret_is_not_repeated() {
        insta::assert_snapshot!(found("FROM b:1\nENV URL=redis://:s3cr3tW0rd@cache:6379\n"), @"2:17 `:` the beginning of a secret: a password in a URL stands here, for everybody who has the image or this file; help: replace it where it is valid, and mount its successor: `RUN --mount=type=secret,…`");
    }
}
