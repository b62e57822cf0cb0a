//! What the checks deny, said of the tokens that it is about.

use insta::assert_snapshot;

use super::{before_user, each};

#[test]
fn denied_in_a_stage() {
    assert_snapshot!(before_user(&[
        "run \"apt-get update && apt-get install curl\";",
        "run \"apt-get instal -y curl\";",
        "run \"if true; then echo\";",
        "run \"make\" && \"apk add curl\";",
        "env AWS_SECRET_ACCESS_KEY = \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\";",
        "arg API_TOKEN;",
        "env GITHUB_TOKEN = (token);",
        "env A = \"1\"; env DB_PASSWORD = \"hunter2\";",
        "run \"curl https://user:hunter2@example.com/a\";",
        "entrypoint [\"app --serve\"];",
        "run [\"apt-get\", \"install\", \"curl\"];",
        "run lines [\"make\", \"apt-get install curl\"];",
        "run \"apt-get install \" (package);",
    ]), @r#"
    error: `apt-get install` waits for an answer
    = help: add `--yes`
    = help: where it is fine, say so: `#[allow(unanswered_prompt, reason = "…")]`
      | run "apt-get update && apt-get install curl";
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: `apt-get` has no operation `instal`
    = help: write `install`
    = help: where it is fine, say so: `#[allow(unknown_package_operation, reason = "…")]`
      | run "apt-get instal -y curl";
      |     ^^^^^^^^^^^^^^^^^^^^^^^^

    error: `then` is not closed: expected `fi`
    = help: write what `sh` reads: close what is open, and put commands between operators
    = help: where it is fine, say so: `#[allow(shell_syntax_error, reason = "…")]`
      | run "if true; then echo";
      |     ^^^^^^^^^^^^^^^^^^^^

    error: the base `debian:13-slim` has no `apk`
    = help: use `apt-get install`, or another base
    = help: where it is fine, say so: `#[allow(foreign_package_manager, reason = "…")]`
      | run "make" && "apk add curl";
      |               ^^^^^^^^^^^^^^

    error: ENV `AWS_SECRET_ACCESS_KEY` looks like a secret, which the image would keep
    = help: mount it where it is used: `RUN --mount=type=secret,…`
    = help: where it is fine, say so: `#[allow(secret_in_arg_or_env, reason = "…")]`
      | env AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
      |     ^^^^^^^^^^^^^^^^^^^^^

    error: ARG `API_TOKEN` looks like a secret, which the image would keep
    = help: mount it where it is used: `RUN --mount=type=secret,…`
    = help: where it is fine, say so: `#[allow(secret_in_arg_or_env, reason = "…")]`
      | arg API_TOKEN;
      |     ^^^^^^^^^

    error: ENV `GITHUB_TOKEN` looks like a secret, which the image would keep
    = help: mount it where it is used: `RUN --mount=type=secret,…`
    = help: where it is fine, say so: `#[allow(secret_in_arg_or_env, reason = "…")]`
      | env GITHUB_TOKEN = (token);
      |     ^^^^^^^^^^^^

    error: ENV `DB_PASSWORD` looks like a secret, which the image would keep
    = help: mount it where it is used: `RUN --mount=type=secret,…`
    = help: where it is fine, say so: `#[allow(secret_in_arg_or_env, reason = "…")]`
      | env A = "1"; env DB_PASSWORD = "hunter2";
      |                  ^^^^^^^^^^^

    error: a password in a URL stands here, for everybody who has the image or this file
    = help: replace it where it is valid, and mount its successor: `RUN --mount=type=secret,…`
    = help: where it is fine, say so: `#[allow(secret_value, reason = "…")]`
      | run "curl https://user:hunter2@example.com/a";
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: no program is called `app --serve`
    = help: write each argument as a string of its own
    = help: where it is fine, say so: `#[allow(command_line_as_program, reason = "…")]`
      | entrypoint ["app --serve"];
      |             ^^^^^^^^^^^^^

    error: `apt-get install` waits for an answer
    = help: add `--yes`
    = help: where it is fine, say so: `#[allow(unanswered_prompt, reason = "…")]`
      | run ["apt-get", "install", "curl"];
      |                 ^^^^^^^^^

    error: `apt-get install` waits for an answer
    = help: add `--yes`
    = help: where it is fine, say so: `#[allow(unanswered_prompt, reason = "…")]`
      | run lines ["make", "apt-get install curl"];
      |                    ^^^^^^^^^^^^^^^^^^^^^^

    no mistake
    "#);
}

#[test]
fn nothing_is_said_of_what_is_not_known() {
    assert_snapshot!(each(&[
        "stage app from (base) { user 10001; run (command); copy (files) => (path); env (name) = (value); entrypoint (command); }",
        "stage app from \"debian:\" (tag) { user (user); packages (packages); expose (port); healthcheck (check); }",
        "arg RUST = (version); stage app from \"rust:\" $RUST \"-slim\" { user 10001; run raw(script); cmd [(program), \"x\"]; }",
        "stage app from \"debian:13-slim\" { packages [\"a\", (package)]; run \"apt-get \" (x); label a = (b); volume (c); shell [(d)]; user 10001; }",
        "stage app from context (name) { user 10001; copy from (other) \"/a\" => \"/b\"; run \"make\" { cache (cache); secret (secret); bind (bind); ssh (ssh); tmpfs (tmpfs); } }",
        "stage app from \"debian:13-slim\" { create_user app = (id); packages [\"curl\"]; user app; }",
        "policy (policy); stage app from \"debian:13-slim\" { run \"apt-get install curl\"; user 10001; }",
    ]), @r"
    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake
    ");
}
