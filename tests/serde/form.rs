//! What the JSON of a small model looks like.

use dockerspec::model::{Dockerfile, Value};
use dockerspec::value::ExposedPort;
use dockerspec::{Arg, Image, Stage, User, Word, image_ref};

#[test]
fn a_small_image() {
    let app = User::new("app", 10001);
    let runtime = Stage::from_image("runtime", image_ref!("debian:13-slim"))
        .copy("app", "/usr/local/bin/")
        .env("RELEASE", "v" + &Arg::new("VERSION"))
        .expose(8080)
        .user(&app)
        .entrypoint(["app"]);
    let file = Image::new(runtime).dockerfile().expect("the image has no problems");
    let json = serde_json::to_string_pretty(&file.stages).expect("every model is JSON");
    insta::assert_snapshot!(json, @r#"
    [
      {
        "base": {
          "image": "debian:13-slim"
        },
        "name": "runtime",
        "instructions": [
          {
            "copy": {
              "sources": [
                {
                  "path": "app"
                }
              ],
              "destination": "/usr/local/bin/"
            }
          },
          {
            "arg": [
              {
                "name": "VERSION"
              }
            ]
          },
          {
            "env": [
              {
                "name": "RELEASE",
                "value": [
                  "v",
                  {
                    "variable": "VERSION"
                  }
                ]
              }
            ]
          },
          {
            "expose": [
              "8080"
            ]
          },
          {
            "user": "10001:10001"
          },
          {
            "entrypoint": {
              "exec": [
                "app"
              ]
            }
          }
        ]
      }
    ]
    "#);
}

/// What a model of these instructions renders to.
fn rendered(instructions: &str) -> String {
    let json = format!(r#"{{"stages": [{{"base": "scratch", "instructions": [{instructions}]}}]}}"#);
    let file: Dockerfile<'static> = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}\n{json}"));
    file.render().expect("it can be rendered")
}

#[test]
fn numbers_and_booleans_are_their_text() {
    insta::assert_snapshot!(
        rendered(
            r#"{"expose": [8080, "53/udp", [{"variable": "PORT"}, "/udp"]]},
               {"user": 10001},
               {"stop_signal": 9},
               {"env": [{"name": "LEVEL", "value": -1}, {"name": "DEBUG", "value": true}]},
               {"run": {"mounts": [{"cache": {"target": "/cache", "uid": 10001, "gid": [{"variable": "GID"}]}}],
                        "command": {"shell": "make"}}}"#
        ),
        @r"
        FROM scratch
        EXPOSE 8080 53/udp ${PORT}/udp
        USER 10001
        STOPSIGNAL 9
        ENV LEVEL=-1 \
            DEBUG=true
        RUN --mount=type=cache,target=/cache,uid=10001,gid=${GID} make
        "
    );
}

#[test]
fn what_is_expanded_stays_so_even_without_a_variable() {
    let expanded: Value<'static, ExposedPort> = Value::Expanded(Word::from("8080"));
    let json = serde_json::to_string(&expanded).expect("every value is JSON");
    assert_eq!(json, r#"["8080"]"#);
    assert_eq!(serde_json::from_str::<Value<'static, ExposedPort>>(&json).expect("it was written"), expanded);
}
