//! The project of the example, beside a real PostgreSQL: as production runs it, and while somebody develops.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dockerspec::compose::{Postgres, Secret};
use dockerspec::{Image, ImageRef, InlineFile, Mode, ReferencePolicy, Run, Stage, Synced, User, image_ref};
use dockerspec_examples::measuring::ApplicationCopy;
use serde_json::{Value, json};

use crate::compose::{Down, ask};
use crate::docker::{BuiltImage, compose, http_get, new_tag};

/// What the image of PostgreSQL does when it starts, as far as compose files ask for it.
const START: &str = r#"#!/bin/sh
set -eu
bin=$(echo /usr/lib/postgresql/*/bin)
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  "$bin/initdb" --pgdata="$PGDATA" --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth=scram-sha-256 >/dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  "$bin/pg_ctl" --pgdata="$PGDATA" --wait --options='-c listen_addresses=' start >/dev/null
  export PGPASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
  "$bin/psql" --username="$POSTGRES_USER" --dbname=postgres --command "create database \"$POSTGRES_DB\"" >/dev/null
  "$bin/pg_ctl" --pgdata="$PGDATA" --wait stop >/dev/null
fi
exec "$bin/postgres" -D "$PGDATA" -c 'listen_addresses=*'
"#;

/// PostgreSQL of Debian's packages, with what compose files take for granted of the official image.
fn postgres() -> (BuiltImage, ImageRef<'static>) {
    let user = User::new("database", 10999);
    let data = "/var/lib/postgresql/data";
    let stage = Stage::from_image("postgres", image_ref!("debian:trixie-slim"))
        .packages(["postgresql", "postgresql-client"])
        .create_user(&user)
        .run(Run::sh(format!("install -d -o {uid} -g {uid} {data} /var/run/postgresql", uid = user.uid())))
        .copy(InlineFile::new(START), "/start")
        .run("chmod 755 /start && ln -s /usr/lib/postgresql/*/bin/pg_isready /usr/local/bin/")
        .env("PGDATA", data)
        .user(&user)
        .stop_signal("SIGINT")
        .entrypoint(["/start"]);
    let dockerfile = Image::new(stage).render().expect("the image is right");
    let directory = tempfile::tempdir().expect("a directory can be made");
    let tag = format!("{}:17", new_tag());
    let built =
        BuiltImage::build_as(tag.clone(), directory.path(), &dockerfile, &[]).unwrap_or_else(|error| panic!("{error}"));
    (built, ImageRef::parse(tag, ReferencePolicy::Tagged).expect("it is a reference"))
}

/// Asks a service of the project over its published port.
fn get(directory: &Path, service: &str, port: &str) -> Value {
    let address = ask(directory, &["port", service, port]);
    let port = address.trim().rsplit_once(':').expect("an address has a port").1.parse().expect("a port is a number");
    let (status, body) = http_get(port, "/").expect("the service answers");
    assert_eq!(status, 200, "{service}: {body}");
    serde_json::from_str(&body).expect("the answer is JSON")
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn visits() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/visits");
    let copy = ApplicationCopy::new(&example).unwrap_or_else(|error| panic!("{error}"));
    let directory = copy.path();
    fs::create_dir(directory.join("secrets")).expect("the directory can be written to");
    fs::write(directory.join("secrets/database_password"), "it's a \"secret\" $HOME\n").expect("it can be written");

    let (_image, reference) = postgres();
    let password = Secret::file("database_password", "./secrets/database_password");
    let database = Postgres::new("database", &password).user("visits").image(reference);
    let project = dockerspec_examples::visits_with(directory, &database).expect("the example is right");
    let synced = project.sync_with(directory, Mode::Write).expect("the files can be written");
    assert_eq!(synced, Synced::Written, "the example has another database");
    // Other tests, and other programs on this machine, have projects and ports too.
    fs::write(directory.join(".env"), format!("COMPOSE_PROJECT_NAME={}\n", new_tag())).expect("it can be written");
    let file = directory.join("compose.yaml");
    let text = fs::read_to_string(&file).expect("it was written");
    fs::write(&file, text.replace("127.0.0.1:8080:", "127.0.0.1::").replace("127.0.0.1:8081:", "127.0.0.1::"))
        .expect("it can be written");

    let _down = Down(directory);
    let production = |arguments: &[&str]| ask(directory, &[&["--file", "compose.yaml"], arguments].concat());
    // What comes over the network can fail without a fault of ours.
    let build = || compose(directory, &["--file", "compose.yaml", "build", "--quiet"]);
    build().or_else(|_| build()).unwrap_or_else(|error| panic!("{error}"));
    production(&["up", "--detach", "--wait", "web", "counter"]);
    assert_eq!(get(directory, "web", "8080"), json!({ "greeting": "Hello, visitor!", "visits": 1 }));
    assert_eq!(get(directory, "web", "8080")["visits"], 2);
    assert_eq!(get(directory, "counter", "8081"), json!({ "visits": 2 }));
    assert_eq!(production(&["exec", "--no-TTY", "web", "id", "-u"]).trim(), "10001");

    // Everything ends in order when it is asked to, and what was counted is there again.
    production(&["stop"]);
    let ended = production(&["ps", "--all", "--format", "{{.Service}} {{.ExitCode}}"]);
    let mut ended: Vec<&str> = ended.lines().collect();
    ended.sort_unstable();
    assert_eq!(ended, ["counter 0", "database 0", "migration 0", "web 0"]);
    production(&["up", "--detach", "--wait", "web", "counter"]);
    assert_eq!(get(directory, "counter", "8081"), json!({ "visits": 2 }));

    // Who develops saves a file, and the running container serves it.
    ask(directory, &["up", "--detach", "--wait", "--build", "web"]);
    let container = ask(directory, &["ps", "--quiet", "web"]);
    let page = directory.join("web/visits/__init__.py");
    let code = fs::read_to_string(&page).expect("it is there");
    fs::write(&page, code.replace("Hello, visitor!", "Welcome back!")).expect("it can be written");
    let deadline = Instant::now() + Duration::from_secs(30);
    while get(directory, "web", "8080")["greeting"] != "Welcome back!" {
        assert!(Instant::now() < deadline, "the change is not served\n{}", ask(directory, &["logs", "web"]));
        std::thread::sleep(Duration::from_millis(500));
    }
    assert_eq!(ask(directory, &["ps", "--quiet", "web"]), container, "it is the same container");
}
