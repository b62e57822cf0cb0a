//! A static site, built with npm.

use std::time::Duration;

use dockerspec::recipe::{self, Recipe, StaticSite};
use dockerspec::{Image, image_ref};

use crate::docker::{BuiltImage, http_get, provide};

/// A site whose script copies it.
fn site(choose: fn(Recipe<StaticSite>) -> Recipe<StaticSite>) -> BuiltImage {
    // What matters of the image of that name: its port, its user, and that it writes below `/tmp` only.
    provide(
        "nginxinc/nginx-unprivileged:1.29-alpine",
        r#"FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends nginx-light wget
COPY <<'END' /etc/nginx/nginx.conf
pid /tmp/nginx.pid;
error_log /dev/stderr;
events {}
http {
    access_log /dev/stdout;
    client_body_temp_path /tmp/client;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;
    include /etc/nginx/mime.types;
    include /etc/nginx/conf.d/*.conf;
}
END
USER 101
CMD ["nginx", "-g", "daemon off;"]
"#,
    );
    let directory = tempfile::tempdir().expect("there is room for a directory");
    let lock =
        r#"{"name":"site","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"site","version":"1.0.0"}}}"#;
    for (path, text) in [
        ("package.json", r#"{"name":"site","version":"1.0.0","scripts":{"build":"cp -r site dist"}}"#),
        ("package-lock.json", lock),
        ("site/index.html", "<h1>The shop</h1>"),
        ("site/about/index.html", "<h1>About it</h1>"),
        ("site/assets/app-0123.js", "1"),
    ] {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it is in the directory")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
    }
    let app = recipe::npm(image_ref!("node:20-slim")).build("build", ["site"]).stages();
    let server = image_ref!("nginxinc/nginx-unprivileged:1.29-alpine");
    let stages = choose(recipe::static_site(server, app, "/app/dist")).stages();
    let dockerfile = Image::new(stages.runtime).render().expect("the image is right");
    let build = || BuiltImage::build(directory.path(), &dockerfile, &[]);
    build().or_else(|_| build()).unwrap_or_else(|error| panic!("{error}"))
}

/// Status and first line of what is there, as a user without rights gives it out.
fn answers(image: &BuiltImage, paths: &[&str]) -> String {
    let options = ["--publish", "127.0.0.1::8080", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL"];
    let container = image.start(&options);
    container.wait_until_healthy();
    let port = container.port(8080);
    let answer = |path: &&str| {
        let (status, body) = http_get(port, path).expect("the server answers");
        format!("{path} {status} {}", body.lines().next().unwrap_or_default())
    };
    let answers: Vec<String> = paths.iter().map(answer).collect();
    let owner = container.exec(&["stat", "--format", "%u:%g", "/proc/1"]).expect("the first process is there");
    assert_eq!(owner, "10001:10001");
    let start = std::time::Instant::now();
    assert_eq!(container.stop(), 0);
    assert!(start.elapsed() < Duration::from_secs(8), "stopping took {:?}", start.elapsed());
    answers.join("\n")
}

const PATHS: [&str; 5] = ["/", "/about/", "/assets/app-0123.js", "/assets/none.js", "/cart"];

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn files() {
    insta::assert_snapshot!(answers(&site(|recipe| recipe), &PATHS), @r"
    / 200 <h1>The shop</h1>
    /about/ 200 <h1>About it</h1>
    /assets/app-0123.js 200 1
    /assets/none.js 404 <html>
    /cart 404 <html>
    ");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn single_page() {
    let image = site(|recipe| recipe.single_page().immutable("/assets/"));
    insta::assert_snapshot!(answers(&image, &PATHS), @r"
    / 200 <h1>The shop</h1>
    /about/ 200 <h1>About it</h1>
    /assets/app-0123.js 200 1
    /assets/none.js 404 <html>
    /cart 200 <h1>The shop</h1>
    ");
}
