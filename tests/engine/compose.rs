//! What compose makes of compose files.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dockerspec::compose::{
    Develop, Mailpit, Mysql, Postgres, Project, Rabbitmq, Redis, Restart, Secret, Service, Value, Volume,
};
use dockerspec::{Files, Healthcheck, Image, Stage, User, image_ref};
use dockerspec_tests::strings::ODD;
use serde_json::Value as Json;

use crate::docker::{Background, BuiltImage, compose, new_tag};

/// The files of a project in a directory, with the Dockerfile of an image.
fn lay(directory: &Path, project: &Project, image: Option<&Image>) {
    for (name, text) in project.files().unwrap_or_else(|error| panic!("{error}")) {
        fs::write(directory.join(name), text).expect("the directory can be written to");
    }
    if let Some(image) = image {
        let text = image.render().unwrap_or_else(|error| panic!("{error}"));
        fs::write(directory.join("Dockerfile"), text).expect("the directory can be written to");
    }
}

#[track_caller]
pub(crate) fn ask(directory: &Path, arguments: &[&str]) -> String {
    compose(directory, arguments).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn app() -> User {
    User::new("app", 10001)
}

/// Removes the containers, volumes and networks of a project when dropped.
pub(crate) struct Down<'d>(pub(crate) &'d Path);

impl Drop for Down<'_> {
    fn drop(&mut self) {
        // The test has failed already if this does.
        let _ = compose(self.0, &["down", "--volumes", "--remove-orphans", "--timeout", "1", "--rmi", "local"]);
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn compose_reads_what_was_meant() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let secret = |name: &str| Secret::file(name.to_owned(), format!("./secrets/{name}"));
    let image = Image::new(
        Stage::from_image("base", image_ref!("debian:trixie-slim"))
            .user(&app())
            .workdir("/data")
            .expose(8080)
            .copy(Files::new("src").chown(&app()).exclude("*.md"), "src")
            .copy("templates/*.html", "/data/templates/"),
    );
    let web = Service::build("web", &image)
        .publish_exposed()
        .volume(&Volume::named("data"), "/data")
        .cap_add("NET_BIND_SERVICE")
        .mem_limit("512m")
        .stop_grace_period("90s")
        .raw("extra_hosts", Value::map([("a", "192.0.2.1")]))
        .raw("labels", Value::map([("long".repeat(500), "found")]))
        .raw("x-anything", Value::list([Value::Null, Value::from(true), Value::from(7)]))
        .connect("DATABASE", &Postgres::new("postgres", &secret("postgres_password")))
        .connect("MYSQL", &Mysql::new("mysql", &secret("mysql_password"), &secret("mysql_root_password")))
        .connect("REDIS", &Redis::new("redis", &secret("redis_password")))
        .connect("QUEUE", &Rabbitmq::new("rabbitmq", &secret("rabbitmq_password")))
        .develop(Develop::new().target("base").port(5678).ignore("**/*.tmp").rebuild("Cargo.toml"));
    let migration = web.one_off("migration", ["migrate"]);
    let project = Project::new("shop").service(web).service(migration).development_service(Mailpit::new("mail"));
    lay(directory.path(), &project, Some(&image));
    ask(directory.path(), &["--file", "compose.yaml", "config", "--quiet"]);
    let read: Json = serde_json::from_str(&ask(directory.path(), &["config", "--format", "json"])).expect("it is JSON");
    let web = &read["services"]["web"];
    assert_eq!(web["build"]["target"], "base");
    assert_eq!(web["read_only"], Json::Null, "{web}");
    assert_eq!(web["labels"]["long".repeat(500)], "found");
    assert_eq!(web["stop_grace_period"], "1m30s");
    assert_eq!(web["mem_limit"], "536870912");
    assert_eq!(web["ports"][0]["host_ip"], "127.0.0.1");
    assert_eq!(web["ports"].as_array().map(Vec::len), Some(2));
    assert_eq!(web["depends_on"]["redis"]["condition"], "service_healthy");
    assert_eq!(web["develop"]["watch"][0]["target"], "/data/src");
    assert_eq!(web["develop"]["watch"][1]["include"][0], "*.html");
    assert_eq!(read["services"]["mail"]["healthcheck"]["test"][1], "/mailpit");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn containers_see_the_very_strings() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let mut service = Service::from_image("web", image_ref!("debian:trixie-slim"));
    for (number, text) in ODD.iter().enumerate() {
        service = service.env(format!("ODD_{number}"), *text);
    }
    let arguments = ["printf", "%s\\0"].into_iter().chain(ODD.iter().copied());
    let arguments: Vec<String> = arguments.map(str::to_owned).collect();
    let variables = service.command(["cat", "/proc/self/environ"]).restart(Restart::No);
    lay(directory.path(), &Project::new(new_tag()).service(variables.clone()), None);
    {
        let _down = Down(directory.path());
        let printed = ask(directory.path(), &["run", "--rm", "--no-TTY", "web"]);
        for (number, text) in ODD.iter().enumerate() {
            let name = format!("ODD_{number}=");
            let value = printed.split('\0').find_map(|variable| variable.strip_prefix(&name));
            assert_eq!(value, Some(*text), "{name}");
        }
    }
    lay(directory.path(), &Project::new(new_tag()).service(variables.command(arguments)), None);
    let _down = Down(directory.path());
    let printed = ask(directory.path(), &["run", "--rm", "--no-TTY", "web"]);
    let found: Vec<&str> = printed.split_terminator('\0').collect();
    assert_eq!(found, ODD);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn a_project_that_runs() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    fs::create_dir(directory.path().join("secrets")).expect("the directory can be written to");
    fs::write(directory.path().join("secrets/key"), "hush").expect("the directory can be written to");
    let base = Stage::from_image("base", image_ref!("debian:trixie-slim")).create_user(&app()).user(&app());
    let image = Image::new(
        base.stage("runtime")
            .workdir("/data")
            .healthcheck(Healthcheck::new(["test", "-e", "/data/up"]).interval("1s"))
            .entrypoint(["sh", "-c"])
            .cmd(["id -u >/data/up; cat /run/secrets/key >>/data/up; touch /tmp/x; touch /data/../y; exec sleep 60"]),
    );
    let key = Secret::file("key", "./secrets/key");
    let web = Service::build("web", &image).secret(&key).volume(&Volume::named("data"), "/data");
    let follower = web.job("follower", ["cat /data/up"]).depends_on(&web);
    lay(directory.path(), &Project::new(new_tag()).service(&web).service(&follower), Some(&image));
    let _down = Down(directory.path());
    ask(directory.path(), &["build", "--quiet"]);
    ask(directory.path(), &["up", "--detach", "--wait", "web"]);
    assert_eq!(ask(directory.path(), &["run", "--rm", "--no-TTY", "follower"]), "10001\nhush");
    assert!(ask(directory.path(), &["logs", "web"]).contains("cannot touch '/data/../y': Read-only file system"));
    let capabilities =
        ask(directory.path(), &["exec", "--no-TTY", "web", "grep", "-E", "CapBnd|NoNewPrivs", "/proc/1/status"]);
    assert!(capabilities.contains("0000000000000000") && capabilities.trim_end().ends_with('1'), "{capabilities}");
    assert!(ask(directory.path(), &["exec", "--no-TTY", "web", "cat", "/proc/1/comm"]).contains("docker-init"));
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn a_change_reaches_the_container() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let source = directory.path().join("src");
    fs::create_dir(&source).expect("the directory can be written to");
    fs::write(source.join("page"), "old").expect("the directory can be written to");
    let base = Stage::from_image("base", image_ref!("debian:trixie-slim")).user(&app()).workdir("/app");
    let dev = base.stage("dev").copy(Files::new("src").chown(&app()), "src").cmd(["sleep", "60"]);
    let image = Image::new(base.stage("runtime").copy("src", "src")).target(dev);
    let web = Service::build("web", &image).develop(Develop::new().target("dev"));
    lay(directory.path(), &Project::new(new_tag()).service(web), Some(&image));
    let _down = Down(directory.path());
    ask(directory.path(), &["build", "--quiet"]);
    ask(directory.path(), &["up", "--detach"]);
    let _watch = Background::compose(directory.path(), &["watch", "--no-up"]);
    let reaches = |text: &str, expected: &str| {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            // Again and again: until compose watches, it misses what happens.
            fs::write(source.join("new"), text).expect("the directory can be written to");
            std::thread::sleep(Duration::from_millis(500));
            let list = ask(directory.path(), &["exec", "--no-TTY", "web", "sh", "-c", "cd src; ls; cat new || true"]);
            if list == expected {
                return;
            }
            assert!(Instant::now() < deadline, "{list:?}");
        }
    };
    reaches("1", "new\npage\n1");
    fs::remove_file(source.join("page")).expect("the file can be removed");
    reaches("2", "new\n2");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn new_volumes_belong_to_whom_we_say() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    fs::write(directory.path().join("seed"), "x").expect("the directory can be written to");
    let stage = || Stage::from_image("app", image_ref!("debian:trixie-slim"));
    let data = Volume::named("data");
    let user = app();
    for (what, is_right, image) in [
        ("nothing", false, Image::new(stage().user(&user))),
        ("workdir before user", false, Image::new(stage().workdir("/data").user(&user))),
        ("workdir", true, Image::new(stage().user(&user).workdir("/data"))),
        ("workdir below", true, Image::new(stage().user(&user).workdir("/data/below"))),
        ("workdir twice", false, Image::new(stage().workdir("/data").user(&user).workdir("/data"))),
        ("copy", false, Image::new(stage().copy("seed", "/data/").user(&user))),
        ("copy with chown", true, Image::new(stage().copy(Files::new("seed").chown(&user), "/data/").user(&user))),
        ("copy below", true, Image::new(stage().copy(Files::new("seed").chown(&user), "/data/a/b/").user(&user))),
    ] {
        let text = image.render().unwrap_or_else(|error| panic!("{error}"));
        let built = BuiltImage::build(directory.path(), &text, &[]).unwrap_or_else(|error| panic!("{error}"));
        let owner =
            built.run(&["--volume", "/data"], &["stat", "--format", "%u", "/data"]).expect("the container runs");
        assert_eq!(owner == b"10001\n", is_right, "{what}");
        let project = Project::new("shop").service(Service::build("web", &image).volume(&data, "/data"));
        assert_eq!(project.files().is_ok(), is_right, "{what}");
    }
}
