//! `image!` and the builder give the same Dockerfile, byte for byte, for every word.

#![expect(clippy::unwrap_used, reason = "what does not render has failed")]

use dockerspec::check::{Policy, RuleLevel};
use dockerspec::model::{self, Check, Device};
use dockerspec::value::{ContextName, GitRef};
use dockerspec::{
    Arg, Bind, Cache, Distribution, FileSystem, Files, Healthcheck, Image, ImageRef, InlineFile, NamedUser, Network,
    PackageManager, Packages, ReferencePolicy, Remote, Run, Secret, Security, Sharing, ShellText, Ssh, Stage, Tmpfs,
    User, Variable, Word, from, image, image_ref,
};

const DEBIAN: ImageRef<'static> = image_ref!("debian:13-slim");

fn same<P>(image: &Image, stage: Stage<P, NamedUser>) {
    let (image, built) = (image.render_unchecked().unwrap(), Image::new(stage).render_unchecked().unwrap());
    assert_eq!(image, built);
    assert!(built.matches('\n').count() > 2, "{built}");
}

/// A stage of a user, which each comparison goes on with.
fn app() -> Stage<FileSystem, NamedUser> {
    Stage::from_image("app", DEBIAN).user("10001")
}

/// Statements in both forms. What the rules say of them is left to the policy, so that it is not said here.
macro_rules! both {
    ({ $($word:tt)+ } |$stage:ident| $built:expr) => {{
        let $stage = app();
        same(&image! { policy (Policy::default()); stage app from "debian:13-slim" { user "10001"; $($word)+ } }, $built);
    }};
}

#[test]
fn metadata() {
    image_and_builder_agree_on_text();
    both! {
        { env LANG = "C.UTF-8"; env PORT = 8080; env ON = true; } |stage|
        stage.env("LANG", "C.UTF-8").env("PORT", 8080).env("ON", true)
    }
    both! {
        { label "org.opencontainers.image.title" = "app"; label short = "x"; } |stage|
        stage.label("org.opencontainers.image.title", "app").label("short", "x")
    }
    both! {
        { expose 8080; expose 53/udp; expose 7000-7010; expose "9000"; } |stage|
        stage.expose(8080).expose("53/udp").expose(7000..=7010).expose("9000")
    }
    let (owner, borrowed) = (User::new("app", 10001), "a b");
    both! {
        { create_user app = 10001 { shell "/bin/bash"; } directory "/data" = app; writable "/data"; } |stage|
        stage.create_user(&owner.clone().shell("/bin/bash")).directory("/data", &owner).writable("/data")
    }
    both! {
        { user "0"; directory "/data" = "1000:1000"; directory "/srv" = 10001; directory "/opt/" (borrowed) = (&owner); user "10001"; } |stage|
        stage.user("0").directory("/data", "1000:1000").directory("/srv", "10001").directory("/opt/a b", &owner).user("10001")
    }
    both! {
        { volume "/data"; stop_signal SIGQUIT; maintainer "a@example.com"; comment "b\nc"; } |stage|
        stage.volume("/data").stop_signal("SIGQUIT").maintainer("a@example.com").comment("b\nc")
    }
    both! {
        { platform linux/arm64; describe "app is it"; distribution alpine; packages ["git"]; } |stage|
        stage.platform("linux/arm64").describe("app is it").distribution(Distribution::Alpine).packages(["git"])
    }
    both! {
        { package_manager microdnf; packages ["git"]; } |stage|
        stage.package_manager(PackageManager::Microdnf).packages(["git"])
    }
    both! {
        { healthcheck none; } |stage| stage.healthcheck(Healthcheck::none())
    }
    both! {
        { healthcheck ["app", "--health"] { interval 10s; timeout 1m30s; start_period "5s"; start_interval 500ms; retries 3; }
        } |stage| stage.healthcheck(
            Healthcheck::new(["app", "--health"])
                .interval("10s").timeout("1m30s").start_period("5s").start_interval("500ms").retries(3)
        )
    }
    both! {
        { healthcheck shell "true"; } |stage| stage.healthcheck(Healthcheck::new(ShellText::new("true")))
    }
    both! {
        { user "root"; run_as_root "a test"; } |stage| stage.user("root").run_as_root("a test")
    }
}

fn image_and_builder_agree_on_text() {
    let (text, number) = (String::from("it's \"$HOME\""), 7);
    let borrowed: &str = &text;
    both! {
        { env A = "a" (borrowed) "b" (number) $PATH; label (borrowed) = (borrowed); } |stage| {
            let word: Word<'static> = Word::from("a") + text.clone() + "b" + number + Variable::from_static("PATH");
            stage.env("A", word).label(text.clone(), text.clone())
        }
    }
    both! {
        { run "echo " (borrowed) " " (number); } |stage| stage.run("echo 'it'\\''s \"$HOME\"' 7")
    }
    both! {
        { run "echo " raw(borrowed); } |stage| stage.run(format!("echo {text}"))
    }
    both! {
        { comment "a " (number); entrypoint ["a", (borrowed)]; } |stage|
        stage.comment("a 7").entrypoint(["a", borrowed].map(str::to_owned))
    }
}

#[test]
fn commands() {
    both! {
        { run "make"; run "a\nb"; run "a" && "b"; run ["a", "b c"]; } |stage|
        stage.run("make").run("a\nb").run("a && b").run(Run::exec(["a", "b c"]))
    }
    both! {
        { run sh "make"; run shell_form "make"; run heredoc "make"; run lines ["a", "b"]; run exec ["a"]; } |stage|
        stage
            .run(Run::sh("make"))
            .run(Run::shell_form("make"))
            .run(Run::heredoc("make"))
            .run(Run::lines(["a", "b"]))
            .run(Run::exec(["a"]))
    }
    let command = Run::sh("make").network(Network::None);
    both! {
        {
            run(command.clone());
        } |stage| stage.run(command.clone())
    }
    both! {
        { shell ["/bin/bash", "-c"]; entrypoint ["app"]; cmd shell "x"; } |stage|
        stage.shell(["/bin/bash", "-c"]).entrypoint(["app"]).cmd(ShellText::new("x"))
    }
    both! {
        {
            onbuild(model::Run::shell("make"));
            instruction(model::Run::shell("make"));
        } |stage| stage.onbuild(model::Run::shell("make")).instruction(model::Run::shell("make"))
    }
}

#[test]
fn packages() {
    let (name, version) = ("git", String::from("1:2.47.3-0"));
    both! {
        { packages ["curl", "libpq5", (name)] {
            pinned curl = "8.14.1-2";
            pinned (name) = (version.clone());
            named alpine "libpq5" = "libpq";
            absent debian libpq5;
            cached;
        }
        } |stage| stage.packages(
            Packages::new(["curl", "libpq5", name])
                .pinned("curl", "8.14.1-2")
                .pinned(name, version.clone())
                .named(Distribution::Alpine, "libpq5", "libpq")
                .absent(Distribution::Debian, "libpq5")
                .cached()
        )
    }
    let packages = Packages::new(["curl"]).cached();
    both! {
        { packages (packages.clone()); packages (["git"]); packages (vec![name]) { cached; } } |stage|
        stage.packages(packages.clone()).packages(["git"]).packages(Packages::new([name]).cached())
    }
}

#[test]
fn mounts_and_flags() {
    let owner = User::new("app", 10001).gid(2000).home("/home/app");
    let tools = image_ref!("alpine:3.22");
    both! {
        { create_user app = 10001 { gid 2000; home "/home/app"; }
        run "make" {
            cache "/a";
            cache "/b" { id "b"; sharing locked; owner app; mode 0o755; from "alpine:3.22"; source "/s"; read_only; }
            bind "/c" { source "c"; read_write; from "alpine:3.22"; }
            tmpfs "/d" { size 64m; }
            secret "e" { target "/e"; env E; required; owner app; mode 0o400; }
            ssh { id "f"; target "/f"; required; owner app; mode 0o600; }
            network host;
            security insecure;
            device (Device { name: "vendor.com/gpu".into(), required: true });
        }
        } |stage| stage.create_user(&owner).run(
            Run::sh("make")
                .cache("/a")
                .cache(
                    Cache::new("/b").id("b").sharing(Sharing::Locked).owner(&owner).mode(0o755)
                        .from(tools.clone()).source("/s").read_only(),
                )
                .bind(Bind::new("/c").source("c").read_write().from(tools.clone()))
                .tmpfs(Tmpfs::new("/d").size("64m"))
                .secret(&Secret::new("e").target("/e").env("E").required().owner(&owner).mode(0o400))
                .ssh(Ssh::new().id("f").target("/f").required().owner(&owner).mode(0o600))
                .network(Network::Host)
                .security(Security::Insecure)
                .device(Device { name: "vendor.com/gpu".into(), required: true })
        )
    }
    let (token, cache, agent) = (Secret::new("token"), Cache::new("/x"), Ssh::new());
    both! {
        { run "make" { secret (&token); cache (cache.clone()); ssh (agent.clone()); ssh; } } |stage|
        stage.run(Run::sh("make").secret(&token).cache(cache.clone()).ssh(agent.clone()).ssh(Ssh::new()))
    }
}

#[test]
fn files() {
    let paths = vec!["a", "b"];
    both! {
        { copy "a" => "/b";
        copy ["a", "b"] => "/c/";
        copy inline "text\n" => "/d";
        copy ["a", inline "text\n"] => "/e/";
        copy (paths.clone()) => "/f/";
        copy "a" => "/g" { chown "1:2"; chmod 0o644; link; parents; exclude "*.md"; exclude "x"; }
        copy from "alpine:3.22" "/a" => "/h";
        copy from context "tools" ["/a", "/b"] => "/i/";
        } |stage| stage
            .copy("a", "/b")
            .copy(["a", "b"], "/c/")
            .copy(InlineFile::new("text\n"), "/d")
            .copy([model::Source::from("a"), model::Source::from(InlineFile::new("text\n"))], "/e/")
            .copy(paths.clone(), "/f/")
            .copy(Files::new("a").chown("1:2").chmod(0o644).link().parents().exclude("*.md").exclude("x"), "/g")
            .copy(from(image_ref!("alpine:3.22"), "/a"), "/h")
            .copy(from(&ContextName::from_static("tools"), ["/a", "/b"]), "/i/")
    }
    let sum = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let remote = Remote::new("a.tar").unpack(false);
    both! {
        { add "https://example.com/a" => "/a" {
            checksum "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
            unpack true; chown 1:2; chmod "u+x"; link; exclude "*.md";
        }
        add git "https://example.com/a.git#v1" => "/b" { keep_git_dir; }
        add (remote.clone()) => "/c";
        } |stage| stage
            .add(
                Remote::new("https://example.com/a")
                    .checksum(sum).unpack(true).chown("1:2").chmod("u+x").link().exclude("*.md"),
                "/a",
            )
            .add(Remote::git(GitRef::try_from("https://example.com/a.git#v1").unwrap()).keep_git_dir(), "/b")
            .add(remote.clone(), "/c")
    }
}

#[test]
fn arguments() {
    let version = Arg::new("VERSION").default("1");
    both! {
        { arg VERSION = "1";
        label version = $VERSION;
        label both = "a" $VERSION "b" $TARGETARCH;
        expose $VERSION;
        run "make" { uses VERSION; uses $TARGETOS; }
        } |stage| stage
            .arg(&version)
            .label("version", &version)
            .label("both", "a" + &version + "b" + &Arg::TARGETARCH)
            .expose(&version)
            .run(Run::sh("make").uses(&version).uses(&Arg::TARGETOS))
    }
    let rust = Arg::global("RUST").default("1.85");
    let build = Stage::from_image("build", "rust:" + &rust + "-slim")
        .platform(&Arg::BUILDPLATFORM)
        .run(Run::sh("make").uses(&rust));
    let last = app().copy(from(&build, "/a"), "/a");
    let image = image! {
        arg RUST = "1.85";
        stage build from "rust:" $RUST "-slim" { platform $BUILDPLATFORM; run "make" { uses RUST; } }
        stage app from "debian:13-slim" { user "10001"; copy from build "/a" => "/a"; }
    };
    same(&image, last);
}

#[test]
fn stages() {
    let tag = "13-slim";
    let base = Stage::from_context("base", &ContextName::from_static("company-base")).user("10001");
    let outer = Stage::from_scratch("outer").copy("a", "/a");
    let parsed = ImageRef::parse(format!("debian:{tag}"), ReferencePolicy::Tagged);
    let middle = Stage::from_image("middle", parsed).run("make");
    let last = base.stage("last").copy(from(&outer, "/a"), "/a").copy(from(&middle, "/b"), "/b");
    let made = Stage::from_scratch("outer").copy("a", "/a");
    let image = image! {
        stage base from context "company-base" { user "10001"; }
        stage outer = (made) { }
        stage middle from "debian:" (tag) { run "make"; }
        stage last from base { copy from outer "/a" => "/a"; copy from middle "/b" => "/b"; }
    };
    same(&image, last);
}

fn strict() -> Check<'static> {
    Check { error: true, ..Check::default() }
}

#[test]
fn targets_and_what_is_said_of_the_image() {
    let base = Stage::from_image("base", DEBIAN);
    let image = Image::new(base.stage("app").user("10001"))
        .syntax(image_ref!("docker/dockerfile:1"))
        .check(strict())
        .ignore("**/__pycache__")
        .target(base.stage("dev").run("true"));
    let words = image! {
        syntax "docker/dockerfile:1";
        ignore "**/__pycache__";
        check (strict());
        stage base from "debian:13-slim" { }
        stage dev from base { run "true"; }
        stage app from base { user "10001"; }
    };
    assert_eq!(words.render().unwrap(), image.render().unwrap());
    assert_eq!(words.ignore_file().unwrap(), image.ignore_file().unwrap());
}

#[test]
fn exceptions() {
    let allowed = Stage::from_image("app", ImageRef::parse("debian", ReferencePolicy::Any))
        .allow("unpinned_base", "one version")
        .allow_next("unanswered_prompt", "a file answers")
        .run("apt-get install --no-install-recommends curl")
        .user("10001");
    let words = image! {
        #[allow(unpinned_base, reason = "one version")]
        stage app from "debian" {
            #[allow(unanswered_prompt, reason = "a file answers")]
            run "apt-get install --no-install-recommends curl";
            user "10001";
        }
    };
    assert_eq!(words.render().unwrap(), Image::new(allowed).render().unwrap());
}

#[test]
fn a_policy_decides_when_the_program_runs() {
    let policy = Policy::default().with_level("unanswered_prompt", RuleLevel::Allow).unwrap();
    let words = image! {
        policy (policy);
        stage app from "debian:13-slim" { run "apt-get install curl"; user "10001"; }
    };
    assert!(words.render().is_ok());
}
