//! What differs between two targets.

use dockerspec::{
    Arg, Files, Healthcheck, Image, InlineFile, ProblemKind, Run, Stage, TargetAspect, Variable, from, image,
    image_ref, model,
};
use insta::assert_snapshot;

use crate::{DEBIAN, app};

/// The difference, with stages and without places.
fn difference(image: &Image, first: &str, second: &str) -> String {
    let difference = image.difference(first, second).unwrap_or_else(|error| panic!("{error}"));
    let lines = difference.to_string();
    let lines = lines.lines().map(|line| match line.split_once(", tests/builder/") {
        Some((line, place)) => {
            assert!(place.starts_with("target_difference.rs:"), "{place}");
            line
        }
        None => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Two stages on one base, which say these things.
macro_rules! between {
    ($base:expr; $($first:tt)*) => { Between { base: $base, dev: |stage: Stage| stage $($first)* } };
}

struct Between<F> {
    base: Stage,
    dev: F,
}

impl<F> Between<F> {
    fn and<P, A, Q, B>(self, prod: impl FnOnce(Stage) -> Stage<Q, B>) -> String
    where
        F: FnOnce(Stage) -> Stage<P, A>,
    {
        let dev = (self.dev)(self.base.stage("dev"));
        let prod = prod(self.base.stage("prod"));
        let image = Image::new(prod.run_as_root("a test")).target(dev);
        difference(&image, "dev", "prod")
    }
}

fn base() -> Stage {
    Stage::from_image("base", DEBIAN).env("LANG", "C.UTF-8").expose(8000).workdir("/app").label("a", "b")
}

#[test]
fn an_application() {
    let user = app();
    let build = Stage::from_image("build", image_ref!("node:24-slim")).run("npm run build");
    let base = Stage::from_image("base", image_ref!("python:3.13-slim-bookworm"))
        .create_user(&user)
        .workdir("/app")
        .env("PORT", 8000)
        .env("LOG_LEVEL", "info")
        .copy("requirements.txt", "./")
        .run("pip install --no-cache-dir --require-hashes -r requirements.txt")
        .expose(8000)
        .healthcheck(Healthcheck::new(["python", "-m", "shop.health"]));
    let dev = base
        .stage("dev")
        .packages(["git", "less"])
        .env("LOG_LEVEL", "debug")
        .env("FLASK_DEBUG", true)
        .expose(5678)
        .run_as_root("a container to work in")
        .cmd(["flask", "run", "--debug"]);
    let prod = base
        .stage("prod")
        .copy("shop", "shop")
        .copy(from(&build, "/out").chown(&user), "static")
        .label("org.opencontainers.image.title", "shop")
        .volume("/app/uploads")
        .user(&user)
        .stop_signal("SIGINT")
        .cmd(["gunicorn", "shop:app"]);
    assert_snapshot!(difference(&Image::new(prod).target(dev), "dev", "prod"), @r#"
    --- dev
    +++ prod
    - RUN <<'EOF'  # dev
    - set -e
    - apt-get update
    - apt-get install --yes --no-install-recommends git less
    - rm -rf /var/lib/apt/lists/*
    - EOF
    + COPY shop shop  # prod
    + COPY --from=build --chown=10001:10001 /out static  # prod
    - ENV FLASK_DEBUG=true  # dev
    - ENV LOG_LEVEL=debug  # dev
    + ENV LOG_LEVEL=info  # base
    + LABEL org.opencontainers.image.title=shop  # prod
    + USER 10001:10001  # prod
    - EXPOSE 5678  # dev
    + VOLUME /app/uploads  # prod
    - CMD ["flask", "run", "--debug"]  # dev
    + CMD ["gunicorn", "shop:app"]  # prod
    + STOPSIGNAL SIGINT  # prod
    "#);
}

#[test]
fn what_is_the_same_is_not_there() {
    let same = between!(base(); .env("A", "1").env("B", "2").expose(80).run("make").cmd(["a"]))
        .and(|stage| stage.expose("80/tcp").run("make").env("B", "2").env("A", "1").cmd(["a"]));
    assert_eq!(same, "`dev` and `prod` do not differ");
    let again =
        between!(base(); .env("LANG", "C.UTF-8").expose(8000).instruction(model::Workdir::new("../app")).env("A", "2"))
            .and(|stage| stage.env("A", "2"));
    assert_snapshot!(again, @"`dev` and `prod` do not differ");
}

#[test]
fn bases() {
    let arg = Arg::global("VERSION").default("13");
    let first = Stage::from_image("first", "debian:" + &arg).platform(&Arg::BUILDPLATFORM);
    let second = Stage::from_scratch("second").run_as_root("a test");
    let image = Image::new(second).target(first.stage("dev"));
    assert_snapshot!(difference(&image, "dev", "second"), @"
    --- dev
    +++ second
    - FROM --platform=${BUILDPLATFORM} debian:${VERSION}  # first
    + FROM scratch  # second
    ");
    assert_snapshot!(difference(&image, "dev", "first"), @"`dev` and `first` do not differ");
}

#[test]
fn steps_in_their_order() {
    let steps = between!(base(); .run("a").copy("x", "y").run("b").run("c").copy(Files::new("z").chown("1"), "z"))
        .and(|stage| stage.run("a").run("b").copy("x", "y").run("d").run(Run::sh("c").cache("/c")));
    assert_snapshot!(steps, @"
    --- dev
    +++ prod
    - COPY x y  # dev
    - RUN c  # dev
    - COPY --chown=1 z z  # dev
    + COPY x y  # prod
    + RUN d  # prod
    + RUN --mount=type=cache,target=/c c  # prod
    ");
    let scripts = between!(base(); .run("a\nb").copy(InlineFile::new("text\n"), "/x")).and(|stage| stage.run("a\nc"));
    assert_snapshot!(scripts, @"
    --- dev
    +++ prod
    - RUN <<'EOF'  # dev
    - set -e
    - a
    - b
    - EOF
    - COPY <<'EOF' /x  # dev
    - text
    - EOF
    + RUN <<'EOF'  # prod
    + set -e
    + a
    + c
    + EOF
    ");
}

#[test]
fn values_are_those_that_hold_in_the_end() {
    let path = || Variable::from_static("PATH");
    let base = || base().env("PATH", "/opt/bin:" + path()).env("HOME", "/root").healthcheck(Healthcheck::new(["ok"]));
    let environment =
        between!(base(); .env("PATH", "/dev/bin:" + path()).env("CACHE", Variable::from_static("HOME") + "/.cache"))
            .and(|stage| stage.env("CACHE", "/root/.cache").env("MOTD", "say \"$5\""));
    assert_snapshot!(environment, @r#"
    --- dev
    +++ prod
    + ENV MOTD="say \"\$5\""  # prod
    - ENV PATH=/dev/bin:/opt/bin:${PATH}  # dev
    + ENV PATH=/opt/bin:${PATH}  # base
    "#);
    let process = between!(base(); .healthcheck(Healthcheck::none()).instruction(model::Workdir::new("sub")).user("1").cmd(["a"]))
        .and(|stage| stage.healthcheck(Healthcheck::new(["ok"]).retries(5)).entrypoint(["tini", "--"]));
    assert_snapshot!(process, @r#"
    --- dev
    +++ prod
    - WORKDIR /app/sub  # dev
    + WORKDIR /app  # base
    - USER 1  # dev
    - HEALTHCHECK NONE  # dev
    + HEALTHCHECK --retries=5 CMD ["ok"]  # prod
    + ENTRYPOINT ["tini", "--"]  # prod
    - CMD ["a"]  # dev
    "#);
    let ports = between!(base(); .expose(9000).expose("53/udp").volume("/b").volume("/a"))
        .and(|stage| stage.expose(80).expose(&Arg::new("PORT").default("1")).volume("/a"));
    assert_snapshot!(ports, @"
    --- dev
    +++ prod
    - EXPOSE 53/udp  # dev
    + EXPOSE 80  # prod
    - EXPOSE 9000  # dev
    + EXPOSE ${PORT}  # prod
    - VOLUME /b  # dev
    ");
}

#[test]
fn an_entry_point_takes_the_command_away_that_another_stage_has_set() {
    let with_cmd = Stage::from_image("base", DEBIAN).cmd(["serve"]);
    let image = Image::new(with_cmd.stage("prod").entrypoint(["tini"]).run_as_root("a test")).target(with_cmd);
    assert_snapshot!(difference(&image, "base", "prod"), @r#"
    --- base
    +++ prod
    + ENTRYPOINT ["tini"]  # prod
    - CMD ["serve"]  # base
    "#);
    let later = between!(base(); .cmd(["a"]).env("A", "1")).and(|stage| stage.entrypoint(["tini"]).cmd(["a"]));
    assert_snapshot!(later, @r#"
    --- dev
    +++ prod
    - ENV A=1  # dev
    + ENTRYPOINT ["tini"]  # prod
    "#);
}

#[test]
fn triggers_become_steps_of_the_stage_that_builds_on_theirs() {
    let base =
        Stage::from_image("base", DEBIAN).onbuild(model::Run::shell("make")).onbuild(model::Env::new("BUILT", "1"));
    let child = base.stage("child");
    let grandchild = child.stage("grandchild").run_as_root("a test");
    let image = Image::new(grandchild).target(base).target(child);
    assert_snapshot!(difference(&image, "base", "child"), @"
    --- base
    +++ child
    + RUN make  # base
    + ENV BUILT=1  # base
    - ONBUILD RUN make  # base
    - ONBUILD ENV BUILT=1  # base
    ");
    assert_eq!(difference(&image, "child", "grandchild"), "`child` and `grandchild` do not differ");
}

#[test]
fn each_line_is_the_one_of_the_program() {
    let base = Stage::from_image("base", DEBIAN);
    let begin = line!();
    #[rustfmt::skip]
    let dev = base
        .stage("dev")
        .env("A", "1")
        .env("B", "2")
        .label("c", "3")
        .label("d", "4")
        .run("make");
    let image = Image::new(base.stage("prod").run_as_root("a test")).target(dev);
    let difference = image.difference("dev", "prod").unwrap();
    assert_eq!(difference.targets(), ["dev", "prod"]);
    let lines: Vec<_> = difference
        .changes()
        .iter()
        .map(|change| {
            let line = change.first.as_ref().unwrap();
            assert_eq!((&change.second, &*line.stage), (&None, "dev"));
            (change.aspect, &*line.text, line.location.line() - begin)
        })
        .collect();
    assert_eq!(
        lines,
        [
            (TargetAspect::Step, "RUN make", 8),
            (TargetAspect::Environment, "ENV A=1", 4),
            (TargetAspect::Environment, "ENV B=2", 5),
            (TargetAspect::Label, "LABEL c=3", 6),
            (TargetAspect::Label, "LABEL d=4", 7),
        ]
    );
    let file = file!();
    let text = difference.to_string();
    assert!(text.starts_with(&format!("--- dev\n+++ prod\n- RUN make  # dev, {file}:{}:10\n", begin + 8)), "{text}");
    assert!(!difference.is_empty() && image.difference("dev", "dev").unwrap().is_empty());
}

#[test]
fn names_that_no_stage_has() {
    let base = Stage::from_image("base", DEBIAN);
    let image = Image::new(base.stage("prod").run_as_root("a test")).target(base.stage("dev"));
    let (error, line) = (image.difference("prd", "production").unwrap_err(), line!());
    let problems: Vec<_> = error.problems().iter().map(|problem| problem.kind.to_string()).collect();
    assert_snapshot!(problems.join("\n"), @"
the image has no target `prd`; write `prod`; it has `base`, `dev`, `prod`
the image has no target `production`; it has `base`, `dev`, `prod`; add it with `Image::target`, or name one of those
");
    assert!(error.problems().iter().all(|problem| problem.location.unwrap().line() == line));
    let ProblemKind::UnknownTarget(unknown) = &error.problems()[0].kind else { panic!("{error}") };
    assert_eq!((&*unknown.target, unknown.known.as_slice()), ("prd", &["base", "dev", "prod"].map(String::from)[..]));
    let wrong = Image::new(base.stage("prod").workdir("app").run_as_root("a test"));
    assert!(wrong.difference("base", "prod").unwrap_err().to_string().contains("`app` is not absolute"));
}

#[test]
fn stages_of_words() {
    let image = image! {
        stage base from "debian:13-slim" { expose 80; user 10001; }
        stage dev from base { env DEBUG = true; cmd ["app", "--debug"]; }
        stage prod from base { copy "app" => "/app"; cmd ["app"]; }
    };
    assert_snapshot!(difference(&image, "dev", "prod"), @r#"
--- dev
+++ prod
+ COPY app /app  # prod
- ENV DEBUG=true  # dev
- CMD ["app", "--debug"]  # dev
+ CMD ["app"]  # prod
"#);
}
