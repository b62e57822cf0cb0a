use crate::check::facts::{
    CallFacts, DependencyInstall, INSTALLERS, Setting, StageBase, dependency_install, may_write,
};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::value::AbsPath;

rule! {
    /// ## What it does
    ///
    /// Finds installations that read a file, such as `requirements.txt` or `package-lock.json`, which no COPY, ADD, RUN or
    /// mount can have put there. It knows the usual bases; of others it does not say what is in them.
    ///
    /// ## Why is this bad?
    ///
    /// The file is not there, and the build fails. Mostly it was copied to another directory, or with the sources.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY my_app my_app
    /// RUN pip install --no-cache-dir -r requirements.txt
    /// USER 10001
    /// CMD ["python", "-m", "my_app"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM python:3.13-slim-bookworm@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY requirements.txt ./
    /// RUN pip install --no-cache-dir -r requirements.txt
    /// COPY my_app my_app
    /// USER 10001
    /// CMD ["python", "-m", "my_app"]
    /// ```
    missing_dependency_file = Deny, aliases: [], fixes: Never, Hook::Call(INSTALLERS, check)
}

fn check(call: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(install) = dependency_install(call) else { return };
    if !install.is_here || call.step.is_trigger || !is_known_base(call) {
        return;
    }
    let Some(directory) = call.file.workdir(call.stage, call.step.number) else { return };
    if call.call.script.commands[..call.call.index].iter().any(may_write) {
        return;
    }
    if FILE_VARIABLES.iter().any(|(tool, name)| *tool == install.tool && call.variable(name) != Setting::Absent) {
        return;
    }
    for file in &install.files[..install.required] {
        let is_shrinkwrap =
            file == "package-lock.json" && may_be_there(call, &install, directory, "npm-shrinkwrap.json");
        if is_shrinkwrap || may_be_there(call, &install, directory, file) {
            continue;
        }
        let named = call.call.arguments.iter().find(|word| word.literal().is_some_and(|text| text.ends_with(&**file)));
        let place = named.unwrap_or(install.word).span;
        report.add(
            Draft::new(place, format!("`{}` reads `{file}`, which nothing has put into `{directory}`", install.name))
                .label("a file that is not there")
                .help(format!(
                    "copy it before: `COPY {file} ./`, or mount it: `--mount=type=bind,source={file},target={file}`"
                )),
        );
        return;
    }
}

/// The variables that say where tools look for their files.
const FILE_VARIABLES: &[(&str, &str)] =
    &[("bundler", "BUNDLE_GEMFILE"), ("composer", "COMPOSER"), ("uv", "UV_PROJECT"), ("uv", "UV_WORKING_DIR")];

/// Whether it is known what the base has in it: nothing of the application.
fn is_known_base(call: &CallFacts<'_, '_>) -> bool {
    let is_triggering = match &call.file.root(call.stage).base {
        // Images of this kind copy the files by triggers.
        StageBase::Image(image) => image.tag().is_some_and(|tag| tag.contains("onbuild")),
        _ => false,
    };
    !is_triggering && call.file.base_of(call.stage).is_some()
}

fn may_be_there(
    call: &CallFacts<'_, '_>,
    install: &DependencyInstall<'_, '_>,
    directory: &AbsPath<'_>,
    file: &str,
) -> bool {
    // All but pip look for their files in the directories above too.
    let is_searched = install.tool != "pip";
    let mut paths = vec![directory.join(file)];
    let mut above = directory.as_str();
    while is_searched && let Some(end) = above.rfind('/') {
        above = &above[..end];
        paths.push(AbsPath::ROOT.join(above.trim_start_matches('/')).join(file));
        if end == 0 {
            break;
        }
    }
    let (file, stage, step) = (call.file, call.stage, call.step);
    paths.iter().any(|path| {
        file.may_mount(stage, step, path)
            || file.ancestry(stage).enumerate().any(|(generation, stage)| {
                let before = if generation == 0 { step.number } else { stage.steps.len() };
                stage.steps[..before].iter().any(|step| file.may_provide(stage, step, path))
            })
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(text: &str) -> String {
        findings(&super::RULE, text)
    }

    #[test]
    fn files_that_cannot_be_there() {
        insta::assert_snapshot!(found("FROM ubuntu:latest\nRUN apt-get update && apt-get install\nWORKDIR /app\nCOPY my-app my-app\nRUN pip3 install -r requirements.txt\n"), @"5:21 `requirements.txt` a file that is not there: `pip3 install` reads `requirements.txt`, which nothing has put into `/app`; help: copy it before: `COPY requirements.txt ./`, or mount it: `--mount=type=bind,source=requirements.txt,target=requirements.txt`");
        insta::assert_snapshot!(found("FROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\n"), @"4:9 `ci` a file that is not there: `npm ci` reads `package-lock.json`, which nothing has put into `/app`; help: copy it before: `COPY package-lock.json ./`, or mount it: `--mount=type=bind,source=package-lock.json,target=package-lock.json`");
        insta::assert_snapshot!(found("FROM golang:1.25\nWORKDIR /src\nRUN go mod download\nCOPY . .\n"), @"3:12 `download` a file that is not there: `go mod download` reads `go.mod`, which nothing has put into `/src`; help: copy it before: `COPY go.mod ./`, or mount it: `--mount=type=bind,source=go.mod,target=go.mod`");
    }

    #[test]
    fn files_that_may_be_there() {
        for lines in [
            "COPY . .\nRUN pip install -r requirements.txt",
            "COPY my-app .\nRUN pip install -r requirements.txt",
            "COPY requirements.txt .\nRUN pip install -r requirements.txt",
            "COPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt",
            "COPY base.txt requirements.txt\nRUN pip install -r requirements.txt",
            "COPY $FILES .\nRUN pip install -r requirements.txt",
            "RUN echo flask > requirements.txt && pip install -r requirements.txt",
            "RUN git clone https://example.com/x .\nRUN pip install -r requirements.txt",
            "RUN cd x && pip install -r requirements.txt",
            "RUN --mount=type=bind,source=requirements.txt,target=requirements.txt pip install -r requirements.txt",
            "COPY <<requirements.txt .\nflask\nrequirements.txt\nRUN pip install -r requirements.txt",
            "COPY package*.json /\nRUN npm ci",
            "COPY package.json npm-shrinkwrap.json ./\nRUN npm ci",
            "COPY web web\nRUN npm --prefix web ci",
        ] {
            assert_eq!(found(&format!("FROM python:3.13\nWORKDIR /app\n{lines}\n")), "", "{lines}");
        }
    }

    #[test]
    fn variables_may_say_where_files_are() {
        let set = "COPY Gemfile /gems/\nENV BUNDLE_GEMFILE=/gems/Gemfile\nWORKDIR /app\nRUN bundle install\n";
        assert_eq!(found(&format!("FROM ruby:3.4\n{set}")), "");
        assert_eq!(found("FROM ruby:3.4\nRUN BUNDLE_GEMFILE=/gems/Gemfile bundle install\n"), "");
    }

    #[test]
    fn stages_below_count_and_unknown_bases_are_silent() {
        let rest = "FROM base\nRUN pip install -r requirements.txt\n";
        assert_eq!(found(&format!("FROM python:3.13 AS base\nWORKDIR /app\nCOPY . .\n{rest}")), "");
        assert_ne!(found(&format!("FROM python:3.13 AS base\nWORKDIR /app\n{rest}")), "");
        assert_eq!(found(&format!("FROM example.com/python:3.13 AS base\nWORKDIR /app\n{rest}")), "");
        assert_eq!(found(&format!("FROM python:3-onbuild AS base\nWORKDIR /app\n{rest}")), "");
    }
}
