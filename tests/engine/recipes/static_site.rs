//! A static site, built with npm.

use std::time::Duration;

use dockerspec::recipe::{self, Recipe, StaticSite};
use dockerspec::{Image, image_ref};

use crate::application::Application;
use crate::docker::{BuiltImage, http_get, provide};

/// The site, whose script copies it.
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
    let app = recipe::npm(image_ref!("node:20-slim")).build("build", ["site"]).stages();
    let server = image_ref!("nginxinc/nginx-unprivileged:1.29-alpine");
    let stages = choose(recipe::static_site(server, app, "/app/dist")).stages();
    let site = Application::new("recipes/static_site", &Image::new(stages.runtime));
    site.build(&site.context).0
}

/// Status and first line of what is there, as a user without rights gives it out.
fn answers(image: &BuiltImage, paths: &[&str]) -> String {
    let options = ["--publish", "127.0.0.1::8080", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL"];
    let container = image.start(&options);
    container.wait_until_healthy();
    let port = container.port(8080);
    let answer = |path: &&str| {
        let (status, body) = http_get(port, path).expect("the server answers");
        format!("{path} {status} {}", body.lines().find(|line| !line.starts_with("<!")).unwrap_or_default())
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
    insta::assert_snapshot!(answers(&site(|recipe| recipe), &PATHS), @r#"
    / 200 <title>The shop</title>
    /about/ 200 <title>About the shop</title>
    /assets/app-0123.js 200 document.querySelector("h1").append(", which is open");
    /assets/none.js 404 <html>
    /cart 404 <html>
    "#);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn single_page() {
    let image = site(|recipe| recipe.single_page().immutable("/assets/"));
    insta::assert_snapshot!(answers(&image, &PATHS), @r#"
    / 200 <title>The shop</title>
    /about/ 200 <title>About the shop</title>
    /assets/app-0123.js 200 document.querySelector("h1").append(", which is open");
    /assets/none.js 404 <html>
    /cart 200 <title>The shop</title>
    "#);
}
