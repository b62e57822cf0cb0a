//! What is said of wrong projects: all at once, each with its service and its line.

use dockerspec::compose::{Develop, Mailpit, Port, Postgres, Project, Restart, Secret, Service, Value, Volume};
use dockerspec::{Files, Healthcheck, Image, Stage, User, image_ref};

fn app() -> User {
    User::new("app", 10001)
}

/// A stage that a service can be made of.
macro_rules! stage {
    ($($call:tt)*) => {
        Stage::from_image("app", image_ref!("debian:13-slim")) $($call)*
    };
}

#[track_caller]
fn problems(project: &Project) -> String {
    let error = project.files().expect_err("the project is wrong");
    let lines = error.problems().iter().map(|problem| {
        assert!(problem.location.file().ends_with("problems.rs"), "{problem}");
        let place = format!("{}: ", problem.location);
        problem.to_string().replace(&place, "")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn proxy() -> Service {
    Service::from_image("proxy", image_ref!("caddy:2.10"))
}

#[test]
fn names() {
    insta::assert_snapshot!(problems(&Project::new("shop")), @"the project has no service; add one with `Project::service`");
    let project = Project::new("My Shop")
        .service(Service::from_image("web server", image_ref!("caddy:2.10")).profile("a b"))
        .service(
            proxy().volume(&Volume::named("a/b"), "/data").secret(&Secret::file("", "./secret")).cap_add("net-admin"),
        );
    insta::assert_snapshot!(problems(&project), @r"
    `My Shop` is not the name of a project; expected lower-case letters, digits, `_` and `-`, and first a letter or a digit; write `my-shop`
    service `web server`: `web server` is not the name of a service; expected letters, digits, `.`, `_` and `-`; write `web-server`
    service `web server`: `a b` is not the name of a profile; expected letters, digits, `.`, `_` and `-`; write `a-b`
    service `proxy`: `net-admin` is not the name of a capability; expected upper-case letters and `_`; write `NET_ADMIN`
    service `proxy`: `` is not the name of a secret; expected letters, digits, `.`, `_` and `-`; write it as in `shop`
    service `proxy`: `a/b` is not the name of a volume; expected letters, digits, `.`, `_` and `-`; write `a-b`
    ");
}

#[test]
fn two_of_one_name() {
    let password = Secret::file("password", "./one");
    let db = Postgres::new("db", &password);
    let changed = db.service().port(5432);
    let web = proxy().depends_on(&db).secret(&Secret::file("password", "./other"));
    insta::assert_snapshot!(problems(&Project::new("shop").service(web).service(changed)), @r"
    two services are called `db` and differ; give one another name, or make all changes before anything uses it
    two secrets are called `password` and differ; give one another name, or make all changes before anything uses it
    ");
}

#[test]
fn environment() {
    let web = Service::build("web", &Image::new(stage!(.env("LANG", "C.UTF-8").user(&app()))))
        .env("1A", "x")
        .env("API_KEY", "x")
        .env("DATABASE_URL", "postgres://shop:hx7Kq2vR9p@db/shop")
        .env("LANG", "C.UTF-8")
        .env("A", Value::list(["x"]))
        .env("NUL", "a\0b")
        .command(["a\0"]);
    insta::assert_snapshot!(problems(&Project::new("shop").service(web)), @r#"
    service `web`: `1A` is not an environment variable name: expected letters, digits and `_`, not a digit first; write `_1A`
    service `web`: the environment variable `API_KEY` looks like a secret, which everybody sees who may inspect the container; keep it in a file: `.secret(&secret).env("API_KEY_FILE", secret.path())`
    service `web`: the environment variable `DATABASE_URL` holds a password in a URL, which everybody sees who may inspect the container; keep it in a file: `.secret(&secret).env("DATABASE_URL_FILE", secret.path())`
    service `web`: the environment variable `A` is a list or a map; expected a text, a number, a truth value or null
    service `web`: `NUL` has a NUL in it, which no environment and no command can hold; leave it out
    service `web`: `the command` has a NUL in it, which no environment and no command can hold; leave it out
    service `web`: the image has `LANG` with this very value; leave it out here
    "#);
}

#[test]
fn ports() {
    let silent = Service::build("silent", &Image::new(stage!(.user(&app())))).publish_exposed();
    let web = Service::build("web", &Image::new(stage!(.expose(8080).expose("53/udp").user(&app()))))
        .port(80)
        .port(Port::udp(53))
        .port(8080);
    let other = proxy().port(Port::new(80).published(8080));
    let third = Service::from_image("third", image_ref!("caddy:2.10")).port(Port::new(81).host_ip("localhost"));
    let project = Project::new("shop").service(silent).service(web).service(other).service(third);
    insta::assert_snapshot!(problems(&project), @r"
    service `silent`: nothing is published, since the image exposes no port that is known here; write `.expose(8080)` in its last stage
    service `web`: the port `80` is not exposed by the image, which exposes `8080`, `53/udp`; publish one of those, or write `.expose(80)` in its last stage
    service `third`: `localhost` is not an address of the host; expected one of IP; write `127.0.0.1`, or `0.0.0.0` for all of them
    service `proxy`: the port `8080` of the host is taken by `web`; publish this one elsewhere: `Port::new(80).published(8081)`
    ");
}

#[test]
fn dependencies() {
    let quiet = Service::build("quiet", &Image::new(stage!(.healthcheck(Healthcheck::none()).user(&app()))));
    let optional = proxy().one_off("optional", ["run"]);
    let web = Service::from_image("web", image_ref!("caddy:2.10"))
        .depends_on(&quiet)
        .depends_on_completed(proxy())
        .depends_on_completed(&optional);
    insta::assert_snapshot!(problems(&Project::new("shop").service(web)), @r"
    service `web`: it waits until `quiet` is healthy, which has no health check; give that one with `healthcheck`, or wait for its start alone with `depends_on_started`
    service `web`: it waits until `proxy` has completed, which is started again whenever it ends; make that one with `job`, or with `restart(Restart::No)`
    service `web`: it depends on `optional`, which is started with the profile `optional` only; make that one with `job`, or give this one the profile too
    ");
    let asked = Service::build("asked", &Image::new(stage!(.healthcheck(Healthcheck::new(["ok"])).user(&app()))));
    let ended = proxy().restart(Restart::No);
    let web = Service::from_image("web", image_ref!("caddy:2.10")).depends_on(&asked).depends_on_completed(&ended);
    assert!(Project::new("shop").service(web).files().is_ok());
}

#[test]
fn volumes_of_somebody_else() {
    let data = Volume::named("data");
    let web = |name: &'static str, image: Image| Service::build(name, &image).volume(&data, "/data/");
    let user = app();
    let project = Project::new("shop")
        .service(web("missing", Image::new(stage!(.user(&user)))))
        .service(web("workdir", Image::new(stage!(.workdir("/data/files").user(&user)))))
        .service(web("copy", Image::new(stage!(.copy("seed", "/data/").user(&user)))))
        .service(web("other", Image::new(stage!(.copy(Files::new("seed").chown("33:33"), "/data/").user(&user)))))
        .service(web("run", Image::new(stage!(.run("mkdir -p /data/files && chown 10001 /data/files").user(&user)))))
        .service(web(
            "link",
            Image::new(stage!(.directory("/data", &user).copy(Files::new("a").link(), "/data/").user(&user))),
        ))
        .service(proxy().volume(&data, "data"));
    insta::assert_snapshot!(problems(&project), @r#"
    service `missing`: the volume `data` will belong to root, since the image makes no directory `/data`, and the container runs as 10001:10001; give it to that user: `.directory("/data", "10001:10001")`
    service `workdir`: the volume `data` will belong to root, as the directory `/data` that this line makes, and the container runs as 10001:10001; write `user` before it, or make it before with `directory`
    service `copy`: the volume `data` will belong to root, as the directory `/data` that this line makes, and the container runs as 10001:10001; copy with `chown`
    service `other`: the volume `data` will belong to 33:33, as the directory `/data` that this line makes, and the container runs as 10001:10001; copy with `chown`
    service `run`: the volume `data` will belong to root, as the directory `/data` that this line makes, and the container runs as 10001:10001; change the owner in this command, or make it with `directory` instead
    service `link`: the volume `data` will belong to root, as the directory `/data` that this line makes, and the container runs as 10001:10001; copy with `chown`, since a linked copy replaces the directories that it copies to
    service `proxy`: `data` is not an absolute path: expected a path that begins with `/`; write `/data`
    "#);
}

#[test]
fn volumes_that_may_be_right() {
    let data = Volume::named("data");
    let user = app();
    let web = |image: Image| Project::new("shop").service(Service::build("web", &image).volume(&data, "/data")).files();
    for image in [
        Image::new(stage!(.user(&user).workdir("/data"))),
        Image::new(stage!(.copy(Files::new("seed").chown(&user), "/data/").user(&user))),
        Image::new(stage!(.run("install -d -o 10001 /data").user(&user))),
        Image::new(stage!(.run("mkdir $DIRECTORY").user(&user))),
        Image::new(stage!(.directory("/data", &user).user(&user))),
        Image::new(stage!(.copy(Files::new("data").chown(&user), "/").user(&user))),
        Image::new(stage!(.workdir("/data").run("chown -R 10001 /data").user(&user))),
        Image::new(stage!(.run_as_root("an example"))),
        Image::new(Stage::from_image("app", image_ref!("registry.example.com/base:1")).user(&user)),
    ] {
        web(image).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn development() {
    let image = Image::new(stage!(.user(&app()).copy("Gemfile", "/app/").copy("src", "src")))
        .target(Stage::from_image("dev", image_ref!("registry.example.com/base:1")).copy("src", "src"));
    let project = Project::new("shop")
        .service(Service::build("web", &image).develop(Develop::new().target("debug")))
        .service(Service::build("a", &image).develop(Develop::new()))
        .service(Service::build("b", &image).develop(Develop::new().target("dev")))
        .service(Service::build("c", &image).develop(Develop::new().sync("Gemfile", "/app/Gemfile")))
        .service(proxy().develop(Develop::new().target("dev").env("TOKEN", "1")).context("."))
        .development_service(Mailpit::new("mail").service().develop(Develop::new()));
    insta::assert_snapshot!(problems(&project), @r#"
    service `web`: the image has no target `debug`; it has `app`, `dev`; add it with `Image::target`, or name one of those
    service `proxy`: a build context needs an image that compose builds; make the service with `Service::build`
    service `proxy`: the environment variable `TOKEN` looks like a secret, which everybody sees who may inspect the container; keep it in a file: `.secret(&secret).env("TOKEN_FILE", secret.path())`
    service `proxy`: a target needs an image that compose builds; make the service with `Service::build`
    service `mail`: it is there for development alone, so `develop` changes nothing; say it on the service itself, or add that with `Project::service`
    service `a`: nothing tells whether `Gemfile` is a file or a directory, and so where its changes go below `/app`; copy a directory as `Gemfile/`, or say it with `Develop::sync`
    service `b`: the destination `src` depends on the working directory of the base; write `.workdir(…)` before this line
    "#);
}
