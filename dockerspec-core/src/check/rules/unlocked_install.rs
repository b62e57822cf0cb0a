use crate::check::facts::{CallFacts, StepFacts, Transfer, base_name};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;

rule! {
    /// ## What it does
    ///
    /// Finds installations that pass over a lock file: `cargo install` without `--locked`, and `npm install`,
    /// `yarn install` and `pnpm install` that may write another lock file than the one that was copied.
    ///
    /// ## Why is this bad?
    ///
    /// The lock file says which versions the dependencies have. Without it they are the newest ones at the time of the
    /// build, and what was tested is not what is in the image.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM node:24-slim AS build
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm install
    /// FROM node:24-slim
    /// COPY --from=build /app/dist /app
    /// USER node
    /// ```
    ///
    /// ```dockerfile
    /// FROM rust:1.90-slim AS build
    /// RUN cargo install ripgrep@14.1.1
    /// FROM debian:13-slim
    /// COPY --from=build /usr/local/cargo/bin/rg /usr/local/bin/
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM node:24-slim AS build
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// FROM node:24-slim
    /// COPY --from=build /app/dist /app
    /// USER node
    /// ```
    ///
    /// ```dockerfile
    /// FROM rust:1.90-slim AS build
    /// RUN cargo install --locked ripgrep@14.1.1
    /// FROM debian:13-slim
    /// COPY --from=build /usr/local/cargo/bin/rg /usr/local/bin/
    /// USER 10001
    /// ```
    unlocked_install = Warn, aliases: [], fixes: Sometimes, Hook::Call(&["cargo", "npm", "pnpm", "yarn"], check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let words = call.call.arguments;
    let toolchain = usize::from(words.first().is_some_and(|word| word.literal_prefix().starts_with('+')));
    let Some(operation) = words.get(toolchain) else { return };
    let has = |names: &[&str]| call.call.literals().any(|word| names.contains(&word));
    let behind = &words[toolchain + 1..];
    // Only options stand behind it, none of which has a value that could be a package.
    let is_whole = behind.iter().all(|word| word.literal().is_some_and(|text| text.starts_with('-')));
    let (name, lock, option) = match (call.call.name, operation.literal()) {
        ("cargo", Some("install")) if !has(&["--locked", "--frozen", "--list"]) && !behind.is_empty() => {
            ("cargo install", "Cargo.lock", "--locked")
        }
        ("npm", Some("install" | "i"))
            if is_whole && !has(&["-g", "--global", "--package-lock-only"]) && has_lock(call, "package-lock.json") =>
        {
            ("npm install", "package-lock.json", "")
        }
        ("yarn", Some("install"))
            if is_whole
                && !has(&["--frozen-lockfile", "--immutable", "--pure-lockfile"])
                && has_lock(call, "yarn.lock") =>
        {
            ("yarn install", "yarn.lock", "--frozen-lockfile")
        }
        ("pnpm", Some("install" | "i"))
            if is_whole && !has(&["--frozen-lockfile", "--offline"]) && has_lock(call, "pnpm-lock.yaml") =>
        {
            ("pnpm install", "pnpm-lock.yaml", "--frozen-lockfile")
        }
        _ => return,
    };
    let draft = Draft::new(operation.span, format!("`{name}` passes over `{lock}`"))
        .label("other versions than the locked ones");
    report.add(if option.is_empty() {
        draft.help("use `npm ci`").fix_where("use `npm ci`", call.replace(operation, "ci"))
    } else {
        let change: Option<Replacement> = call.insert_behind(operation, &[option]);
        draft.help(format!("add `{option}`")).fix_where(format!("add `{option}`"), change)
    });
}

/// Whether a lock file was copied before, by its name.
fn has_lock(call: &CallFacts<'_, '_>, lock: &str) -> bool {
    let steps = call.stage.steps.iter().take_while(|step| step.number < call.step.number);
    let mut sources = steps.filter_map(StepFacts::transfer).flat_map(Transfer::literal_sources);
    sources.any(|(_, path)| base_name(path) == lock)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        let copy = "COPY package.json package-lock.json yarn.lock pnpm-lock.yaml ./";
        findings(&super::RULE, &format!("FROM a:1\n{copy}\nRUN {command}\n"))
    }

    #[test]
    fn locked_or_other_installs_are_silent() {
        for command in [
            "npm ci",
            "npm install -g npm@11",
            "npm install a@1",
            "yarn install --frozen-lockfile",
            "yarn install --immutable",
            "pnpm i --frozen-lockfile",
            "cargo install --locked a@1",
            "cargo +nightly install --locked a@1",
            "cargo build",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
        assert_eq!(findings(&super::RULE, "FROM a:1\nCOPY package.json .\nRUN npm install\n"), "");
        assert_eq!(findings(&super::RULE, "FROM a:1\nCOPY . .\nRUN npm install\n"), "");
        assert_eq!(findings(&super::RULE, "FROM a:1\nCOPY package*.json ./\nRUN npm install\n"), "");
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("npm i --omit=dev && \\\n yarn install --production && pnpm install"), @r"
        3:9 `i` other versions than the locked ones: `npm install` passes over `package-lock.json`; help: use `npm ci`; fix: use `npm ci` -> RUN npm ci --omit=dev && \
        4:7 `install` other versions than the locked ones: `yarn install` passes over `yarn.lock`; help: add `--frozen-lockfile`; fix: add `--frozen-lockfile` ->  yarn install --frozen-lockfile --production && pnpm install
        4:36 `install` other versions than the locked ones: `pnpm install` passes over `pnpm-lock.yaml`; help: add `--frozen-lockfile`; fix: add `--frozen-lockfile` ->  yarn install --production && pnpm install --frozen-lockfile
        ");
        insta::assert_snapshot!(run("cargo +nightly install --version 1 a"), @"3:20 `install` other versions than the locked ones: `cargo install` passes over `Cargo.lock`; help: add `--locked`; fix: add `--locked` -> RUN cargo +nightly install --locked --version 1 a");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nCOPY package-lock.json ./\nRUN [\"npm\", \"install\"]\n"), @r#"3:13 `"install"` other versions than the locked ones: `npm install` passes over `package-lock.json`; help: use `npm ci`; fix: use `npm ci` -> RUN ["npm", "ci"]"#);
    }
}
