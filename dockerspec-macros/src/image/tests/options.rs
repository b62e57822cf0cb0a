//! Options in blocks.

#![expect(clippy::too_many_lines, reason = "a mistake is a few lines, and there are many")]

use insta::assert_snapshot;

use super::in_stage;

#[test]
fn of_no_such_name() {
    assert_snapshot!(in_stage(&[
        "run \"make\" { cahce \"/x\"; }", "run \"make\" { mount \"/x\"; }", "run \"make\" { chown 1; }",
        "copy \"a\" => \"/b\" { owner 1; }", "copy \"a\" => \"/b\" { lnik; }", "run \"make\" { secret \"a\" { file \"/x\"; } }",
        "run \"make\" { ssh { key \"a\"; } }", "run \"make\" { tmpfs \"/x\" { mode 1; } }", "run \"make\" { bind \"/x\" { write; } }",
        "healthcheck [\"a\"] { every 10s; }", "create_user app = 10001 { uid 1; }", "add \"a\" => \"/b\" { keep_git; }",
    ]), @r#"
    error: `run` has no option `cahce`
    = help: write `cache`
      | run "make" { cahce "/x"; }
      |              ^^^^^

    error: `run` has no option `mount`
    = help: there are `bind`, `cache`, `device`, `network`, `secret`, `security`, `ssh`, `tmpfs` and `uses`
      | run "make" { mount "/x"; }
      |              ^^^^^

    error: `run` has no option `chown`
    = help: there are `bind`, `cache`, `device`, `network`, `secret`, `security`, `ssh`, `tmpfs` and `uses`
      | run "make" { chown 1; }
      |              ^^^^^

    error: `copy` has no option `owner`
    = help: there are `chmod`, `chown`, `exclude`, `link` and `parents`
      | copy "a" => "/b" { owner 1; }
      |                    ^^^^^

    error: `copy` has no option `lnik`
    = help: write `link`
      | copy "a" => "/b" { lnik; }
      |                    ^^^^

    error: `secret` has no option `file`
    = help: there are `env`, `mode`, `owner`, `required` and `target`
      | run "make" { secret "a" { file "/x"; } }
      |                           ^^^^

    error: `ssh` has no option `key`
    = help: there are `id`, `mode`, `owner`, `required` and `target`
      | run "make" { ssh { key "a"; } }
      |                    ^^^

    error: `tmpfs` has no option `mode`
    = help: there are `size`
      | run "make" { tmpfs "/x" { mode 1; } }
      |                           ^^^^

    error: `bind` has no option `write`
    = help: there are `from`, `read_write` and `source`
      | run "make" { bind "/x" { write; } }
      |                          ^^^^^

    error: `healthcheck` has no option `every`
    = help: there are `interval`, `retries`, `start_interval`, `start_period` and `timeout`
      | healthcheck ["a"] { every 10s; }
      |                     ^^^^^

    error: `create_user` has no option `uid`
    = help: write `gid`
      | create_user app = 10001 { uid 1; }
      |                           ^^^

    error: `add` has no option `keep_git`
    = help: there are `checksum`, `chmod`, `chown`, `exclude`, `keep_git_dir`, `link` and `unpack`
      | add "a" => "/b" { keep_git; }
      |                   ^^^^^^^^
    "#);
}

#[test]
fn with_wrong_operands() {
    assert_snapshot!(in_stage(&[
        "run \"make\" { cache; }", "run \"make\" { cache \"/x\" \"/y\"; }", "run \"make\" { cache [\"/x\"]; }",
        "run \"make\" { cache \"/x\" { sharing lcoked; } }", "run \"make\" { cache \"/x\" { sharing; } }",
        "run \"make\" { cache \"/x\" { mode 999; } }", "run \"make\" { cache \"/x\" { mode 0o755; } }", "run \"make\" { cache \"/x\" { read_only true; } }",
        "run \"make\" { network nnoe; }", "run \"make\" { network \"none\"; }", "run \"make\" { security sandbox; }",
        "run \"make\" { secret; }", "run \"make\" { secret token; }", "run \"make\" { secret \"token\" { env 1A; } }",
        "run \"make\" { secret \"token\" { env TOKEN; required; mode 0o400; target \"/x\"; } }",
        "run \"make\" { tmpfs \"/x\" { size big; } }", "run \"make\" { tmpfs \"/x\" { size 64m; } }",
        "run \"make\" { device \"gpu\"; }", "run \"make\" { ssh \"a\"; }", "run \"make\" { ssh; }", "run \"make\" { ssh { required; } }",
        "healthcheck [\"a\"] { interval 10; }", "healthcheck [\"a\"] { interval 10s; timeout 1m30s; retries 3; }",
        "healthcheck [\"a\"] { interval \"10 s\"; }", "healthcheck [\"a\"] { retries many; }", "healthcheck [\"a\"] { interval $A; }",
        "healthcheck none { interval 10s; }",
        "copy \"a\" => \"/b\" { chmod 999; }", "copy \"a\" => \"/b\" { chmod 0o755; chown \"1:2\"; link; parents; exclude \"*.md\"; }",
        "copy \"a\" => \"/b\" { chmod u+x; }", "copy \"a\" => \"/bin/b\" { link; }", "copy \"a\" => \"/b\" { exclude; }",
        "create_user app = 10001 { gid x; }", "create_user app = 10001 { gid 2; home \"/home/app\"; }",
        "run \"make\" { bind \"/x\" { source \"a\"; read_write; } }",
    ]), @r#"
    error: expected text in double quotes, or `(expression)` after this
      | run "make" { cache; }
      |              ^^^^^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | run "make" { cache "/x" "/y"; }
      |                         ^^^^

    error: expected text in double quotes, or `(expression)`, and not `[…]`
      | run "make" { cache ["/x"]; }
      |                    ^^^^^^

    error: expected one of `shared`, `private` and `locked`, and not `lcoked`
    = help: write `locked`
      | run "make" { cache "/x" { sharing lcoked; } }
      |                                   ^^^^^^

    error: expected one of `shared`, `private` and `locked` after this
      | run "make" { cache "/x" { sharing; } }
      |                           ^^^^^^^

    error: `999` is not a file mode: expected octal digits, each from `0` to `7`
    = help: write it as in `0755` or `0644`
      | run "make" { cache "/x" { mode 999; } }
      |                                ^^^

    no mistake

    error: unexpected `true` in `read_only`
    = help: options stand in a block at the end: `{ … }`
      | run "make" { cache "/x" { read_only true; } }
      |                                     ^^^^

    error: expected one of `default`, `none` and `host`, and not `nnoe`
    = help: write `none`
      | run "make" { network nnoe; }
      |                      ^^^^

    error: expected one of `default`, `none` and `host`, and not `"none"`
      | run "make" { network "none"; }
      |                      ^^^^^^

    no mistake

    error: expected text in double quotes, or `(expression)` after this
      | run "make" { secret; }
      |              ^^^^^^

    error: expected text in double quotes, or `(expression)`, and not `token`
      | run "make" { secret token; }
      |                     ^^^^^

    error: `1A` is not an environment variable name: expected letters, digits and `_`, not a digit first
    = help: write `_1A`
      | run "make" { secret "token" { env 1A; } }
      |                                   ^^

    no mistake

    error: `big` is not a size: expected a number and one unit of `b`, `k`, `m`, `g`, `t` and `p`
    = help: write it as in `64m` or `1.5g`
      | run "make" { tmpfs "/x" { size big; } }
      |                                ^^^

    no mistake

    error: expected a Rust value: `(expression)`, and not `"gpu"`
      | run "make" { device "gpu"; }
      |                     ^^^^^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | run "make" { ssh "a"; }
      |                  ^^^

    no mistake

    no mistake

    error: `10` is not a duration: expected a unit after every number: `h`, `m`, `s`, `ms`, `us` or `ns`
    = help: write `10s`
      | healthcheck ["a"] { interval 10; }
      |                              ^^

    no mistake

    error: `10 s` is not a duration: expected numbers and units without blanks
    = help: write `10s`
      | healthcheck ["a"] { interval "10 s"; }
      |                              ^^^^^^

    error: expected a number, and not `many`
      | healthcheck ["a"] { retries many; }
      |                             ^^^^

    error: expected a value without variables, and not `$`
      | healthcheck ["a"] { interval $A; }
      |                              ^

    error: `healthcheck` has no options; expected `;`
      | healthcheck none { interval 10s; }
      |                  ^

    error: `999` is not a file mode: expected octal digits, each from `0` to `7`
    = help: write it as in `0755` or `0644`
      | copy "a" => "/b" { chmod 999; }
      |                          ^^^

    no mistake

    no mistake

    error: a linked copy to `/bin/b` would replace the symbolic link `/bin` of the base by a directory, and the image would have no shell and no programs any more; copy to `/usr/bin/b`, or without `link`
      | copy "a" => "/bin/b" { link; }
      |      ^^^^^^^^^^^^^^^

    error: expected text in double quotes, or `(expression)` after this
      | copy "a" => "/b" { exclude; }
      |                    ^^^^^^^

    error: expected a number, and not `x`
      | create_user app = 10001 { gid x; }
      |                               ^

    no mistake

    no mistake
    "#);
}
