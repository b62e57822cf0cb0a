use crate::check::facts::{CallFacts, Setting, is_within};
use crate::check::language_packages::{ManagerCall, PROGRAMS, PackageCache};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::{Call, Part, Text, Word};

rule! {
    /// ## What it does
    ///
    /// Finds installations by `pip`, `npm`, `yarn`, `uv`, `poetry`, `composer` and `conda` that leave what was
    /// downloaded in the image: the cache is not switched off, not mounted, and not emptied by the same RUN.
    ///
    /// Stages whose layers are not in the image that ships are not looked at. The cache can be switched off by an option,
    /// by a variable of ENV, also of a stage that this one is built on, or in the RUN itself.
    ///
    /// ## Why is this bad?
    ///
    /// The image has every package twice, and nobody reads the second copy. Where builds should download less, a cache
    /// mount keeps it outside of the image.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// COPY requirements.txt .
    /// RUN pip install -r requirements.txt
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci --omit=dev
    /// USER node
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim
    /// COPY requirements.txt .
    /// RUN pip install --no-cache-dir -r requirements.txt
    /// USER 10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
    /// USER node
    /// ```
    language_package_cache = Warn, aliases: ["DL3042", "DL3060"], fixes: Sometimes, Hook::Call(PROGRAMS, check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    if !call.stage.ships && !call.step.is_trigger {
        return;
    }
    let Some(found) = ManagerCall::of(&call.call) else { return };
    let Some(cache) = &found.manager.cache else { return };
    let Some((operation, _)) = found.behind(cache.fill) else { return };
    let is_off = found.has_option(cache.off)
        || found.has_option(&["--version", "--help"])
        || operation.is_none() && found.has_option(&["v", "h"])
        || cache.off_variables.iter().any(|(name, is_off)| match call.variable(name) {
            Setting::Absent => false,
            Setting::Literal(value) => is_off(value),
            Setting::Unknown => true,
        });
    if is_off || is_kept_elsewhere(call, &found, cache) || is_emptied(call, &found, cache) {
        return;
    }
    let name = found.manager.programs[0];
    let draft =
        Draft::new(operation.unwrap_or(call.call.program).span, format!("`{name}` leaves its cache in the image"))
            .label("every download is kept");
    let mount = cache.directories[0].replacen('~', "/root", 1);
    let draft = if let (Some(operation), [off, ..]) = (operation, cache.off) {
        draft
            .help(format!("add `{off}`, or `--mount=type=cache,target={mount}` to RUN"))
            .fix_where(format!("add `{off}`"), call.insert_behind(operation, &[off]))
    } else {
        let clean = cache.clean_command;
        draft
            .help(format!("add `&& {clean}`, or `--mount=type=cache,target={mount}` to RUN"))
            .fix_where(format!("add `{clean}`"), call.append_to_list(clean))
    };
    report.add(draft);
}

/// Whether the cache is, or may be, in a directory that no layer keeps.
fn is_kept_elsewhere(call: &CallFacts<'_, '_>, found: &ManagerCall<'_, '_>, cache: &PackageCache) -> bool {
    let is_outside =
        |directory: &str| directory.starts_with("/dev/") || call.step.is_mounted(directory) || directory.contains('$');
    if let Some(directory) = found.option(cache.directory_options) {
        return is_outside(directory) || directory.is_empty();
    }
    for name in cache.directory_variables {
        match call.variable(name) {
            Setting::Absent => {}
            Setting::Literal(directory) => return is_outside(directory) || is_removed(call, directory, name),
            Setting::Unknown => return true,
        }
    }
    cache.directories.iter().any(|directory| call.step.is_mounted(directory))
}

/// Whether the same RUN empties the cache afterwards.
fn is_emptied(call: &CallFacts<'_, '_>, found: &ManagerCall<'_, '_>, cache: &PackageCache) -> bool {
    let cleans = |later: &Call<'_, '_>| {
        ManagerCall::of(later)
            .is_some_and(|later| std::ptr::eq(later.manager, found.manager) && later.behind(cache.clean).is_some())
    };
    later(call).any(|later| cleans(&later))
        || cache.directories.iter().any(|directory| {
            cache.directory_variables.iter().chain(&["HOME"]).any(|variable| is_removed(call, directory, variable))
        })
}

/// Whether the same RUN removes a directory afterwards, which is named itself or is in a variable.
fn is_removed(call: &CallFacts<'_, '_>, directory: &str, variable: &str) -> bool {
    later(call).filter(|later| later.name == "rm").any(|later| {
        later.arguments.iter().any(|word| is_above(word, directory) || word.parameters().any(|name| name == variable))
    })
}

/// Whether what `rm` is given is a directory, or one that it is in, or everything in one of those.
fn is_above(word: &Word<'_>, directory: &str) -> bool {
    let is_above = |removed: &str| {
        let removed = removed.trim_end_matches('*');
        removed.starts_with(['/', '~'])
            && (is_within(directory, removed)
                || removed.strip_prefix('~').is_some_and(|below| is_within(directory, &["/root", below].concat())))
    };
    match &word.text {
        Text::Literal(text) => is_above(text),
        Text::Parts(parts) => match parts.as_slice() {
            [Part::Parameter { name, .. }, Part::Literal(below)] if name == "HOME" => is_above(&["~", below].concat()),
            _ => false,
        },
    }
}

/// The calls of the same RUN behind this one.
fn later<'s, 'f>(call: &CallFacts<'s, 'f>) -> impl Iterator<Item = Call<'s, 'f>> {
    let at = (call.call.script_index, call.call.index);
    let is_later = move |later: &Call<'_, '_>| later.script_index > at.0 || (later.script_index, later.index) > at;
    call.step.calls().filter(is_later)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn caches_that_are_off_mounted_or_emptied() {
        for command in [
            "pip install --no-cache-dir a==1",
            "pip --no-cache-dir install a==1",
            "PIP_NO_CACHE_DIR=1 pip install a==1",
            "export PIP_NO_CACHE_DIR=off && pip install a==1",
            "pip install a==1 && pip cache purge",
            "pip install a==1 && rm -rf ~/.cache",
            "pip install a==1 && rm -rf \"$HOME/.cache/pip\" /tmp/*",
            "pip install a==1; rm -r /root/.cache/*",
            "--mount=type=cache,target=/root/.cache/pip pip install a==1",
            "--mount=type=cache,target=/home/app/.cache,uid=1000 pip install a==1",
            "--mount=type=cache,target=/c pip install --cache-dir /c a==1",
            "--mount=type=cache,target=/c PIP_CACHE_DIR=/c/pip pip install a==1",
            "pip --version && pip list",
            "pipx install a==1",
            "yarn install && yarn cache clean",
            "yarn --version && yarn -v && yarn install --help",
            "yarn build",
            "npm ci && npm cache clean --force",
            "npm ci && rm -rf /root/.npm",
            "--mount=type=cache,target=/root/.npm npm ci",
            "pnpm install",
            "uv sync --no-cache --frozen",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn variables_are_inherited_along_from() {
        for text in [
            "FROM a:1 AS base\nENV PIP_NO_CACHE_DIR=1\nFROM base\nRUN pip install a==1\n",
            "FROM a:1\nARG PIP_NO_CACHE_DIR=1\nRUN pip install a==1\n",
            "FROM a:1\nARG CACHE\nRUN --mount=type=cache,target=/x/$CACHE pip install a==1\n",
            "FROM a:1\nENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c pip install a==1\n",
            "FROM a:1\nRUN pip install a==1\nFROM b:1\nCOPY --from=0 /x /x\n",
        ] {
            assert_eq!(findings(&super::RULE, text), "", "{text}");
        }
        for text in [
            "FROM a:1\nRUN pip install a==1\nENV PIP_NO_CACHE_DIR=1\n",
            "FROM a:1\nENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/root/.cache/pip pip install a==1\n",
            "FROM a:1 AS base\nENV PIP_NO_CACHE_DIR=1\nFROM b:1\nRUN pip install a==1\n",
            "FROM a:1 AS base\nRUN pip install a==1\nFROM base\n",
        ] {
            assert_ne!(findings(&super::RULE, text), "", "{text}");
        }
    }

    #[test]
    fn what_is_found_and_written() {
        insta::assert_snapshot!(run("apt-get update && \\\n    python3 -m pip install a==1 && \\\n    rm -rf /tmp/x"), @r"3:20 `install` every download is kept: `pip` leaves its cache in the image; help: add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to RUN; fix: add `--no-cache-dir` ->     python3 -m pip install --no-cache-dir a==1 && \");
        insta::assert_snapshot!(run("npm ci && npm run build"), @"2:9 `ci` every download is kept: `npm` leaves its cache in the image; help: add `&& npm cache clean --force`, or `--mount=type=cache,target=/root/.npm` to RUN; fix: add `npm cache clean --force` -> RUN npm ci && npm run build && npm cache clean --force");
        insta::assert_snapshot!(run("npm ci | tee log"), @"2:9 `ci` every download is kept: `npm` leaves its cache in the image; help: add `&& npm cache clean --force`, or `--mount=type=cache,target=/root/.npm` to RUN; fix: add `npm cache clean --force` -> RUN npm ci | tee log && npm cache clean --force");
        insta::assert_snapshot!(run("yarn && yarn cache list"), @"2:5 `yarn` every download is kept: `yarn` leaves its cache in the image; help: add `&& yarn cache clean`, or `--mount=type=cache,target=/root/.cache/yarn` to RUN; fix: add `yarn cache clean` -> RUN yarn && yarn cache list && yarn cache clean");
        insta::assert_snapshot!(run("[\"pip\", \"install\", \"a==1\"]"), @r#"2:13 `"install"` every download is kept: `pip` leaves its cache in the image; help: add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to RUN; fix: add `--no-cache-dir` -> RUN ["pip", "install", "--no-cache-dir", "a==1"]"#);
        insta::assert_snapshot!(run("pip install a==1 && rm -rf ./x"), @"2:9 `install` every download is kept: `pip` leaves its cache in the image; help: add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to RUN; fix: add `--no-cache-dir` -> RUN pip install --no-cache-dir a==1 && rm -rf ./x");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nONBUILD RUN pip install a==1\n"), @"2:17 `install` every download is kept: `pip` leaves its cache in the image; help: add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to RUN; fix: add `--no-cache-dir` -> ONBUILD RUN pip install --no-cache-dir a==1");
    }
}
