//! Whole files.

use dockerspec::compose::{Mailpit, Mysql, Postgres, Project, Rabbitmq, Redis, Secret, Service, Volume};
use dockerspec::{Healthcheck, Image, Stage, User, from, image_ref};

/// A project whose two files are asked for.
#[track_caller]
pub(crate) fn files(project: &Project) -> Vec<(&'static str, String)> {
    project.files().unwrap_or_else(|error| panic!("{error}"))
}

/// A compiled web application that keeps uploads.
fn image() -> Image {
    let app = User::new("app", 10001);
    let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie"))
        .workdir("/src")
        .copy(["Cargo.toml", "Cargo.lock"], "./")
        .copy("src", "src")
        .run("cargo build --release --locked");
    let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
        .create_user(&app)
        .copy(from(&build, "/src/target/release/shop"), "/usr/local/bin/shop")
        .user(&app)
        .workdir("/var/lib/shop/uploads")
        .expose(8080)
        .healthcheck(Healthcheck::new(["shop", "--health"]).interval("10s"))
        .entrypoint(["shop"]);
    Image::new(runtime)
}

#[test]
fn a_web_application_with_postgresql() {
    let password = Secret::file("db_password", "./secrets/db_password");
    let session_key = Secret::file("session_key", "./secrets/session_key");
    let db = Postgres::new("db", &password).database("shop").user("shop");
    let web = Service::build("web", &image())
        .publish_exposed()
        .connect("DATABASE", &db)
        .secret(&session_key)
        .env("SESSION_KEY_FILE", session_key.path())
        .volume(&Volume::named("uploads"), "/var/lib/shop/uploads")
        .env("CURRENCY", "$");
    let migration = web.one_off("migration", ["migrate"]);
    let files = files(&Project::new("shop").service(web).service(migration));
    assert_eq!(files.len(), 1);
    insta::assert_snapshot!(files[0].1, @r#"
    name: shop
    services:
      web:
        build:
          context: .
          target: runtime
        init: true
        read_only: true
        tmpfs: [/tmp]
        cap_drop: [ALL]
        security_opt: [no-new-privileges:true]
        environment:
          DATABASE_HOST: db
          DATABASE_PORT: "5432"
          DATABASE_NAME: shop
          DATABASE_USER: shop
          DATABASE_PASSWORD_FILE: /run/secrets/db_password
          SESSION_KEY_FILE: /run/secrets/session_key
          CURRENCY: "$$"
        secrets: [db_password, session_key]
        volumes: [uploads:/var/lib/shop/uploads]
        ports: ["127.0.0.1:8080:8080"]
        depends_on:
          db:
            condition: service_healthy
        restart: unless-stopped
        stop_grace_period: "30s"
      db:
        image: postgres:18.3-trixie
        security_opt: [no-new-privileges:true]
        shm_size: "256m"
        environment:
          POSTGRES_DB: shop
          POSTGRES_USER: shop
          POSTGRES_PASSWORD_FILE: /run/secrets/db_password
        secrets: [db_password]
        volumes: [db_data:/var/lib/postgresql]
        healthcheck:
          test: [CMD, pg_isready, "--host=127.0.0.1", "--username=shop", "--dbname=shop"]
          interval: "10s"
          timeout: "5s"
          start_period: "1m"
          start_interval: "1s"
          retries: 5
        restart: unless-stopped
        stop_grace_period: "1m"
      migration:
        build:
          context: .
          target: runtime
        command: [migrate]
        init: true
        read_only: true
        tmpfs: [/tmp]
        cap_drop: [ALL]
        security_opt: [no-new-privileges:true]
        environment:
          DATABASE_HOST: db
          DATABASE_PORT: "5432"
          DATABASE_NAME: shop
          DATABASE_USER: shop
          DATABASE_PASSWORD_FILE: /run/secrets/db_password
          SESSION_KEY_FILE: /run/secrets/session_key
          CURRENCY: "$$"
        secrets: [db_password, session_key]
        volumes: [uploads:/var/lib/shop/uploads]
        healthcheck:
          disable: true
        depends_on:
          db:
            condition: service_healthy
        profiles: [migration]
        restart: "no"
        stop_grace_period: "30s"
    volumes:
      uploads: {}
      db_data: {}
    secrets:
      db_password:
        file: ./secrets/db_password
      session_key:
        file: ./secrets/session_key
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "nearly all of them are the file")]
fn everything_that_is_known() {
    let secret = |name: &str| Secret::file(name.to_owned(), format!("./secrets/{name}"));
    let project = Project::new("all")
        .service(Postgres::new("postgres", &secret("postgres_password")))
        .service(Mysql::new("mysql", &secret("mysql_password"), &secret("mysql_root_password")))
        .service(Redis::new("redis", &secret("redis_password")))
        .service(Rabbitmq::new("rabbitmq", &secret("rabbitmq_password")))
        .service(Mailpit::new("mailpit"));
    insta::assert_snapshot!(files(&project)[0].1, @r#"
    name: all
    services:
      postgres:
        image: postgres:18.3-trixie
        security_opt: [no-new-privileges:true]
        shm_size: "256m"
        environment:
          POSTGRES_DB: postgres
          POSTGRES_USER: postgres
          POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password
        secrets: [postgres_password]
        volumes: [postgres_data:/var/lib/postgresql]
        healthcheck:
          test: [CMD, pg_isready, "--host=127.0.0.1", "--username=postgres", "--dbname=postgres"]
          interval: "10s"
          timeout: "5s"
          start_period: "1m"
          start_interval: "1s"
          retries: 5
        restart: unless-stopped
        stop_grace_period: "1m"
      mysql:
        image: mysql:8.4.10
        security_opt: [no-new-privileges:true]
        environment:
          MYSQL_DATABASE: app
          MYSQL_USER: app
          MYSQL_PASSWORD_FILE: /run/secrets/mysql_password
          MYSQL_ROOT_PASSWORD_FILE: /run/secrets/mysql_root_password
        secrets: [mysql_password, mysql_root_password]
        volumes: [mysql_data:/var/lib/mysql]
        healthcheck:
          test: [CMD, mysqladmin, ping, "--host=127.0.0.1", "--silent"]
          interval: "10s"
          timeout: "5s"
          start_period: "2m"
          start_interval: "1s"
          retries: 5
        restart: unless-stopped
        stop_grace_period: "1m"
      redis:
        image: redis:8.2-bookworm
        command:
          - /bin/sh
          - "-c"
          - |
            set -e
            umask 077
            sed 's/["\\]/\\&/g; s/^/requirepass "/; s/$$/"/; q' /run/secrets/redis_password >/run/redis/redis.conf
            chown redis /run/redis/redis.conf
            exec docker-entrypoint.sh redis-server /run/redis/redis.conf --dir /data --appendonly yes --maxmemory 268435456 --maxmemory-policy noeviction
        tmpfs: [/run/redis]
        security_opt: [no-new-privileges:true]
        secrets: [redis_password]
        volumes: [redis_data:/data]
        healthcheck:
          test:
            - CMD-SHELL
            - "REDISCLI_AUTH=\"$$(cat /run/secrets/redis_password)\" redis-cli ping | grep -q PONG"
          interval: "10s"
          timeout: "5s"
          start_period: "30s"
          start_interval: "1s"
          retries: 5
        restart: unless-stopped
        stop_grace_period: "30s"
      rabbitmq:
        image: rabbitmq:4.2.8
        hostname: rabbitmq
        command:
          - /bin/sh
          - "-c"
          - |
            set -e
            RABBITMQ_DEFAULT_PASS="$$(cat /run/secrets/rabbitmq_password)"
            export RABBITMQ_DEFAULT_PASS
            exec docker-entrypoint.sh rabbitmq-server
        security_opt: [no-new-privileges:true]
        environment:
          RABBITMQ_DEFAULT_USER: app
        secrets: [rabbitmq_password]
        volumes: [rabbitmq_data:/var/lib/rabbitmq]
        healthcheck:
          test: [CMD, rabbitmq-diagnostics, "--quiet", check_port_connectivity]
          interval: "30s"
          timeout: "15s"
          start_period: "2m"
          start_interval: "5s"
          retries: 3
        restart: unless-stopped
        stop_grace_period: "1m"
      mailpit:
        image: axllent/mailpit:v1.30.5
        security_opt: [no-new-privileges:true]
        environment:
          MP_DATABASE: /data/mailpit.db
          MP_MAX_MESSAGES: "500"
        volumes: [mailpit_data:/data]
        ports: ["127.0.0.1:8025:8025"]
        healthcheck:
          test: [CMD, /mailpit, readyz]
          interval: "15s"
          timeout: "5s"
          start_period: "10s"
          start_interval: "1s"
        restart: unless-stopped
    volumes:
      postgres_data: {}
      mysql_data: {}
      redis_data: {}
      rabbitmq_data: {}
      mailpit_data: {}
    secrets:
      postgres_password:
        file: ./secrets/postgres_password
      mysql_password:
        file: ./secrets/mysql_password
      mysql_root_password:
        file: ./secrets/mysql_root_password
      redis_password:
        file: ./secrets/redis_password
      rabbitmq_password:
        file: ./secrets/rabbitmq_password
    "#);
}

#[test]
fn a_path_with_a_colon() {
    let proxy = Service::from_image("proxy", image_ref!("caddy:2.10")).volume(&Volume::named("data"), "/a:b/");
    let text = &files(&Project::new("shop").service(proxy))[0].1;
    assert!(text.contains("      - type: volume\n        source: data\n        target: /a:b\n"), "{text}");
}
