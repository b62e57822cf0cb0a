//! What is other while somebody develops.

use dockerspec::compose::{Develop, Mailpit, Postgres, Project, Secret, Service};
use dockerspec::{Bind, Files, Image, Run, Stage, User, from, image_ref};

use crate::files::files;

/// A Python application whose static files another stage makes.
fn image() -> Image {
    let app = User::new("app", 10001);
    let assets = Stage::from_image("assets", image_ref!("node:24-trixie-slim"))
        .workdir("/assets")
        .copy(["package.json", "package-lock.json"], "./")
        .run("npm ci")
        .copy("assets", "./")
        .run("npm run build");
    let base = Stage::from_image("base", image_ref!("python:3.13-slim-bookworm"))
        .create_user(&app)
        .workdir("/app")
        .run(
            Run::sh("pip install --no-cache-dir -r /tmp/requirements.txt")
                .bind(Bind::new("/tmp/requirements.txt").source("requirements.txt")),
        )
        .copy(from(&assets, "/assets/out"), "static")
        .user(&app)
        .expose(8000);
    let dev = base
        .stage("dev")
        .copy(Files::new("shop").chown(&app).exclude("**/*.md"), "shop")
        .copy(Files::new(["manage.py", "locale/"]).chown(&app), "./")
        .copy(Files::new("templates/*.html").chown(&app), "/app/templates/")
        .cmd(["python", "manage.py", "runserver", "0.0.0.0:8000"]);
    Image::new(base.stage("runtime").copy("shop", "shop").cmd(["gunicorn", "shop.wsgi"])).target(dev)
}

fn web(develop: Develop) -> Service {
    let password = Secret::file("db_password", "./secrets/db_password");
    let db = Postgres::new("db", &password).database("shop");
    Service::build("web", &image()).context("./web").publish_exposed().connect("DATABASE", &db).develop(develop)
}

#[test]
fn an_override_that_watches() {
    let develop = Develop::new().target("dev").port(5678).env("DEBUG", true).ignore("**/__pycache__");
    let web = web(develop);
    let migration = web.one_off("migration", ["python", "manage.py", "migrate"]);
    let project = Project::new("shop").service(web).service(migration).development_service(Mailpit::new("mail"));
    let files = files(&project);
    assert_eq!(files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["compose.yaml", "compose.override.yaml"]);
    insta::assert_snapshot!(files[1].1, @r#"
    services:
      web:
        build:
          target: dev
        read_only: false
        environment:
          DEBUG: "true"
        ports: ["127.0.0.1:5678:5678"]
        restart: "no"
        develop:
          watch:
            - action: rebuild
              path: ./web/requirements.txt
            - action: rebuild
              path: ./web/package.json
            - action: rebuild
              path: ./web/package-lock.json
            - action: rebuild
              path: ./web/assets
            - action: sync
              path: ./web/shop
              target: /app/shop
              ignore: ["**/*.md", "**/__pycache__"]
            - action: sync
              path: ./web/manage.py
              target: /app/manage.py
              ignore: ["**/__pycache__"]
            - action: sync
              path: ./web/locale
              target: /app
              ignore: ["**/__pycache__"]
            - action: sync
              path: ./web/templates
              target: /app/templates
              include: ["*.html"]
              ignore: ["**/__pycache__"]
      migration:
        build:
          target: dev
        environment:
          DEBUG: "true"
      mail:
        image: axllent/mailpit:v1.30.5
        security_opt: [no-new-privileges:true]
        environment:
          MP_DATABASE: /data/mailpit.db
          MP_MAX_MESSAGES: "500"
        volumes: [mail_data:/data]
        ports: ["127.0.0.1:8025:8025"]
        healthcheck:
          test: [CMD, /mailpit, readyz]
          interval: "15s"
          timeout: "5s"
          start_period: "10s"
          start_interval: "1s"
        restart: unless-stopped
    volumes:
      mail_data: {}
    "#);
}

#[test]
fn an_override_that_mounts() {
    let develop = Develop::new().target("dev").mount_sources();
    insta::assert_snapshot!(files(&Project::new("shop").service(web(develop)))[1].1, @r#"
    services:
      web:
        build:
          target: dev
        read_only: false
        volumes:
          - type: bind
            source: ./web/shop
            target: /app/shop
          - type: bind
            source: ./web/manage.py
            target: /app/manage.py
        restart: "no"
        develop:
          watch:
            - action: rebuild
              path: ./web/requirements.txt
            - action: rebuild
              path: ./web/package.json
            - action: rebuild
              path: ./web/package-lock.json
            - action: rebuild
              path: ./web/assets
            - action: sync
              path: ./web/locale
              target: /app
            - action: sync
              path: ./web/templates
              target: /app/templates
              include: ["*.html"]
    "#);
}

#[test]
fn rules_that_are_said_replace_those_that_follow() {
    let develop = Develop::new().target("dev").restart().sync("web/requirements.txt", "/tmp/r.txt").rebuild("web/shop");
    let text = &files(&Project::new("shop").service(web(develop)))[1].1;
    assert!(
        text.contains("- action: sync+restart\n          path: ./web/requirements.txt\n          target: /tmp/r.txt\n")
    );
    assert!(text.contains("- action: rebuild\n          path: ./web/shop\n"));
    assert_eq!(text.matches("path: ./web/shop\n").count(), 1, "{text}");
}

#[test]
fn nothing_other_is_no_file() {
    assert_eq!(files(&Project::new("shop").service(web(Develop::new()).develop(Develop::new()))).len(), 2);
    let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"));
    assert_eq!(files(&Project::new("shop").service(proxy)).len(), 1);
}
