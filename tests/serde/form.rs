//! What the JSON of a small model looks like.

use dockerspec::{Arg, Image, Stage, User, image_ref};

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
        "comments": [],
        "base": {
          "image": {
            "fixed": "debian:13-slim"
          }
        },
        "platform": null,
        "name": "runtime",
        "instructions": [
          {
            "copy": {
              "from": null,
              "chown": null,
              "chmod": null,
              "link": false,
              "parents": false,
              "exclude": [],
              "sources": [
                {
                  "path": "app"
                }
              ],
              "destination": "/usr/local/bin/"
            }
          },
          {
            "arg": {
              "args": [
                {
                  "name": "VERSION",
                  "scope": "stage"
                }
              ]
            }
          },
          {
            "env": {
              "pairs": [
                {
                  "name": "RELEASE",
                  "value": [
                    {
                      "literal": "v"
                    },
                    {
                      "variable": {
                        "name": "VERSION"
                      }
                    }
                  ]
                }
              ]
            }
          },
          {
            "expose": {
              "ports": [
                {
                  "fixed": "8080"
                }
              ]
            }
          },
          {
            "user": {
              "fixed": "10001:10001"
            }
          },
          {
            "entrypoint": {
              "command": {
                "exec": [
                  "app"
                ]
              }
            }
          }
        ]
      }
    ]
    "#);
}
