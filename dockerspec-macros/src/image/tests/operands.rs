//! Operands that are not what their instruction takes.

#![expect(clippy::too_many_lines, reason = "a mistake is a few lines, and there are many")]

use insta::assert_snapshot;

use super::{each, in_stage};

#[test]
fn missing() {
    assert_snapshot!(in_stage(&[
        "workdir;", "run;", "copy;", "add;", "env;", "env A;", "env A =;", "env A \"1\";", "label;", "label a;",
        "expose;", "user;", "packages;", "create_user;", "create_user app;", "create_user app =;", "entrypoint;", "cmd;",
        "shell;", "healthcheck;", "volume;", "stop_signal;", "platform;", "distribution;", "arg;", "arg A =;",
        "comment;", "describe;", "maintainer;", "onbuild;", "instruction;", "copy from;", "copy from (x);",
        "copy \"a\";", "copy \"a\" =>;", "add \"a\";", "add git;", "copy inline;",
    ]), @r#"
    error: expected text in double quotes, or `(expression)` after this
      | workdir;
      | ^^^^^^^

    error: expected a command in double quotes, or `(expression)` after this
      | run;
      | ^^^

    error: expected a path in double quotes, or `(expression)` after this
      | copy;
      | ^^^^

    error: expected an address or a path in double quotes, or `(expression)` after this
      | add;
      | ^^^

    error: expected a name, as a word or in double quotes, or `(expression)` after this
      | env;
      | ^^^

    error: expected `=` and a value after this
      | env A;
      |     ^

    error: expected text in double quotes, or `(expression)` after this
      | env A =;
      |       ^

    error: expected `=` and a value, and not `"1"`
      | env A "1";
      |       ^^^

    error: expected a name, as a word or in double quotes, or `(expression)` after this
      | label;
      | ^^^^^

    error: expected `=` and a value after this
      | label a;
      |       ^

    error: expected a value, as it is or in double quotes, or `(expression)` after this
      | expose;
      | ^^^^^^

    error: expected a value, as it is or in double quotes, or `(expression)` after this
      | user;
      | ^^^^

    error: expected a list: `["…", "…"]` after this
      | packages;
      | ^^^^^^^^

    error: expected a name, `=` and a number: `app = 10001` after this
      | create_user;
      | ^^^^^^^^^^^

    error: expected `=` and the number of the user, such as `= 10001`, after this
      | create_user app;
      |             ^^^

    error: expected a number after this
      | create_user app =;
      |                 ^

    error: expected a list: `["…", "…"]` after this
      | entrypoint;
      | ^^^^^^^^^^

    error: expected a list: `["…", "…"]` after this
      | cmd;
      | ^^^

    error: expected a list: `["…", "…"]` after this
      | shell;
      | ^^^^^

    error: expected a list: `["…", "…"]` after this
      | healthcheck;
      | ^^^^^^^^^^^

    error: expected text in double quotes, or `(expression)` after this
      | volume;
      | ^^^^^^

    error: expected a value, as it is or in double quotes, or `(expression)` after this
      | stop_signal;
      | ^^^^^^^^^^^

    error: expected a value, as it is or in double quotes, or `(expression)` after this
      | platform;
      | ^^^^^^^^

    error: expected one of `debian`, `alpine`, `red_hat`, `wolfi`, `suse`, `arch`, `azure_linux`, `busybox` and `scratch` after this
      | distribution;
      | ^^^^^^^^^^^^

    error: expected the name of a build argument after this
      | arg;
      | ^^^

    error: expected text in double quotes, or `(expression)` after this
      | arg A =;
      |       ^

    error: expected text in double quotes, or `(expression)` after this
      | comment;
      | ^^^^^^^

    error: expected text in double quotes, or `(expression)` after this
      | describe;
      | ^^^^^^^^

    error: expected text in double quotes, or `(expression)` after this
      | maintainer;
      | ^^^^^^^^^^

    error: expected a Rust value: `(expression)` after this
      | onbuild;
      | ^^^^^^^

    error: expected a Rust value: `(expression)` after this
      | instruction;
      | ^^^^^^^^^^^

    error: expected a stage, an image in double quotes, `context "…"`, or `(expression)` after this
      | copy from;
      |      ^^^^

    error: expected a path in double quotes, or `(expression)` after this
      | copy from (x);
      |           ^^^

    error: expected `=>` and where to copy to after this
      | copy "a";
      |      ^^^

    error: expected text in double quotes, or `(expression)` after this
      | copy "a" =>;
      |           ^

    error: expected `=>` and where to add to after this
      | add "a";
      |     ^^^

    error: expected the address of a repository in double quotes, or `(expression)` after this
      | add git;
      |     ^^^

    error: expected text in double quotes, or `(expression)` after this
      | copy inline;
      |      ^^^^^^
    "#);
}

#[test]
fn wrong_kind() {
    assert_snapshot!(in_stage(&[
        "workdir [\"/a\"];", "workdir /src;", "workdir 'a';", "workdir b\"/a\";", "workdir src;",
        "run make;", "run sh;", "run bash \"x\";", "run lines \"make\";", "run exec \"make all\";", "run $A;",
        "copy a => \"/b\";", "copy [] => \"/b\";", "copy [\"a\" \"b\"] => \"/c\";", "copy [a] => \"/b\";", "copy [,] => \"/b\";",
        "entrypoint \"app --serve\";", "cmd \"app\";", "cmd app;", "entrypoint [app];", "entrypoint [\"a\" \"b\"];",
        "healthcheck \"curl -f localhost\";", "healthcheck none \"x\";", "healthcheck $A;", "shell \"/bin/bash\";",
        "packages \"curl git\";", "packages [curl];", "comment $A;", "label $A = \"b\";", "env $A = \"b\";",
        "onbuild run \"make\";", "instruction \"RUN make\";", "create_user \"app\" = 10001;", "create_user app = \"x\";",
        "create_user app = -1;", "create_user app = 99999999999;",
    ]), @r#"
    error: expected text in double quotes, or `(expression)`, and not `[…]`
      | workdir ["/a"];
      |         ^^^^^^

    error: expected text in double quotes, or `(expression)`, and not `/`
      | workdir /src;
      |         ^

    error: expected a string in double quotes, and not `'a'`
      | workdir 'a';
      |         ^^^

    error: expected a string in double quotes, and not `b"/a"`
      | workdir b"/a";
      |         ^^^^^

    error: expected text in double quotes, or `(expression)`, and not `src`
      | workdir src;
      |         ^^^

    error: expected a command in double quotes, and not `make`
    = help: a form may stand before it: `sh`, `shell_form`, `heredoc`, `lines` or `exec`
      | run make;
      |     ^^^^

    error: expected a command in double quotes, or `(expression)` after this
      | run sh;
      |     ^^

    error: expected a command in double quotes, and not `bash`
    = help: a form may stand before it: `sh`, `shell_form`, `heredoc`, `lines` or `exec`
      | run bash "x";
      |     ^^^^

    error: expected a list: `["…", "…"]`, and not `"make"`
    = help: write `["make"]`
      | run lines "make";
      |           ^^^^^^

    error: expected a list: `["…", "…"]`, and not `"make all"`
    = help: write `["make", "all"]`
      | run exec "make all";
      |          ^^^^^^^^^^

    error: expected a command in double quotes, or `(expression)`, and not `$`
      | run $A;
      |     ^

    error: expected a path in double quotes, or `(expression)`, and not `a`
      | copy a => "/b";
      |      ^

    error: expected a path in this list
      | copy [] => "/b";
      |      ^^

    error: expected a comma before this
      | copy ["a" "b"] => "/c";
      |           ^^^

    error: expected a path in double quotes, or `(expression)`, and not `a`
      | copy [a] => "/b";
      |       ^

    error: expected text before this comma
      | copy [,] => "/b";
      |       ^

    error: expected a list: `["…", "…"]`, and not `"app --serve"`
    = help: write `["app", "--serve"]`
    = help: without a shell in between, signals reach the program; where one is wanted, write `shell "…"`
      | entrypoint "app --serve";
      |            ^^^^^^^^^^^^^

    error: expected a list: `["…", "…"]`, and not `"app"`
    = help: write `["app"]`
    = help: without a shell in between, signals reach the program; where one is wanted, write `shell "…"`
      | cmd "app";
      |     ^^^^^

    error: expected a list: `["…", "…"]`, and not `app`
      | cmd app;
      |     ^^^

    error: expected text in double quotes, or `(expression)`, and not `app`
      | entrypoint [app];
      |             ^^^

    error: expected a comma before this
      | entrypoint ["a" "b"];
      |                 ^^^

    error: expected a list: `["…", "…"]`, and not `"curl -f localhost"`
    = help: write `["curl", "-f", "localhost"]`
    = help: without a shell in between, signals reach the program; where one is wanted, write `shell "…"`
      | healthcheck "curl -f localhost";
      |             ^^^^^^^^^^^^^^^^^^^

    error: unexpected text behind a value
    = help: write it into the string before it, or begin a new instruction with `;`
      | healthcheck none "x";
      |                  ^^^

    error: expected a list: `["…", "…"]`, and not `$`
      | healthcheck $A;
      |             ^

    error: expected a list: `["…", "…"]`, and not `"/bin/bash"`
    = help: write `["/bin/bash"]`
      | shell "/bin/bash";
      |       ^^^^^^^^^^^

    error: expected a list: `["…", "…"]`, and not `"curl git"`
    = help: write `["curl", "git"]`
      | packages "curl git";
      |          ^^^^^^^^^^

    error: expected text in double quotes, or `(expression)`, and not `curl`
      | packages [curl];
      |           ^^^^

    error: expected text without variables, and not `$`
      | comment $A;
      |         ^

    error: expected a name, as a word or in double quotes, or `(expression)`, and not `$`
      | label $A = "b";
      |       ^

    error: expected a name, as a word or in double quotes, or `(expression)`, and not `$`
      | env $A = "b";
      |     ^

    error: expected a Rust value: `(expression)`, and not `run`
      | onbuild run "make";
      |         ^^^

    error: expected a Rust value: `(expression)`, and not `"RUN make"`
      | instruction "RUN make";
      |             ^^^^^^^^^^

    error: expected a name, `=` and a number: `app = 10001`, and not `"app"`
      | create_user "app" = 10001;
      |             ^^^^^

    error: expected a number from 0 to 4294967295, and not `"x"`
      | create_user app = "x";
      |                   ^^^

    error: expected a number, and not `-`
      | create_user app = -1;
      |                   ^

    error: expected a number from 0 to 4294967295, and not `99999999999`
      | create_user app = 99999999999;
      |                   ^^^^^^^^^^^
    "#);
}

#[test]
fn values() {
    assert_snapshot!(in_stage(&[
        "workdir \"src\";", "workdir \"\";", "expose 0;", "expose 99999;", "expose \"http\";", "expose 80/http;", "expose 9000-8000;",
        "expose 8080;", "expose 80/tcp;", "expose 7000..=7010;", "expose 7000-7010/udp;", "expose \"53/udp\";", "expose $PORT;", "expose (port);",
        "stop_signal SIGTREM;", "stop_signal 99;", "stop_signal SIGQUIT;", "stop_signal 15;",
        "platform linux;", "platform \"linux/amd46\";", "platform linux/amd64;", "platform $BUILDPLATFORM;", "platform $;",
        "env 1A = \"x\";", "env \"A B\" = \"x\";", "env A = true;", "env A = 8080;", "env A = 1.5;", "env A = -1;",
        "user \"a b\";", "user a/b;", "user 10001:10001;", "user 99999999999;",
        "arg 1A;", "arg A = \"1\";", "distribution debain;", "distribution ubuntu;", "distribution alpine;",
        "packages [];", "packages [\"-y\"];", "packages [\"a b\"];", "create_user App = 10001;", "create_user app = 10001 { home \"x y\"; }",
    ]), @r#"
    error: the working directory `src` is not absolute, so it depends on the base; write `/src`
      | workdir "src";
      |         ^^^^^

    error: WORKDIR in stage `app`: the path is empty; write one, or leave WORKDIR out
      | workdir "";
      |         ^^

    no mistake

    error: `99999` is not a port: expected a port from 0 to 65535
    = help: write a smaller number, as in `8080`
      | expose 99999;
      |        ^^^^^

    error: `http` is not a port: expected digits for every port
    = help: write its number, as in `8080` or `53/udp`
      | expose "http";
      |        ^^^^^^

    error: `80/http` is not a port: expected `/tcp`, `/udp` or `/sctp` after the port
    = help: write `80`, which is `80/tcp`
      | expose 80/http;
      |        ^^^^^^^

    error: `9000-8000` is not a port: expected a range from the lower port to the higher
    = help: write `8000-9000`
      | expose 9000-8000;
      |        ^^^^^^^^^

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    error: `SIGTREM` is not a signal: expected a name that Linux knows, or a number
    = help: write `SIGTERM`
      | stop_signal SIGTREM;
      |             ^^^^^^^

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    no mistake

    error: expected the name of a variable after this
      | platform $;
      |          ^

    error: `1A` is not an environment variable name: expected letters, digits and `_`, not a digit first
    = help: write `_1A`
      | env 1A = "x";
      |     ^^

    error: `A B` is not an environment variable name: expected letters, digits and `_`, not a digit first
    = help: write `A_B`
      | env "A B" = "x";
      |     ^^^^^

    no mistake

    no mistake

    no mistake

    error: expected text in double quotes, or `(expression)`, and not `-`
      | env A = -1;
      |         ^

    no mistake

    error: no user above is called `a`
    = help: create one with `create_user a = 10001;`
    = help: for one that the base has, write `"a"`
      | user a/b;
      |      ^

    no mistake

    error: `99999999999` is not an owner: expected an account name, or a number up to 4294967295
    = help: write `app-99999999999`
      | user 99999999999;
      |      ^^^^^^^^^^^

    error: expected the name of a build argument, and not `1A`
      | arg 1A;
      |     ^^

    no mistake

    error: expected one of `debian`, `alpine`, `red_hat`, `wolfi`, `suse`, `arch`, `azure_linux`, `busybox` and `scratch`, and not `debain`
    = help: write `debian`
      | distribution debain;
      |              ^^^^^^

    error: expected one of `debian`, `alpine`, `red_hat`, `wolfi`, `suse`, `arch`, `azure_linux`, `busybox` and `scratch`, and not `ubuntu`
      | distribution ubuntu;
      |              ^^^^^^

    no mistake

    error: expected the name of a package in this list
      | packages [];
      |          ^^

    error: `-y` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
      | packages ["-y"];
      |          ^^^^^^

    error: `a b` is not the name of a package; expected letters, digits and `+-._:`, and no `-` first
      | packages ["a b"];
      |          ^^^^^^^

    error: `App` is not the name of a user; expected at most 32 lower-case letters, digits, `_` and `-`, and no digit or `-` first, as in `app`
      | create_user App = 10001;
      |             ^^^^^^^^^^^

    error: `x y` is not a home directory; expected an absolute path of letters, digits and `_./-`, as in `/home/app`
      | create_user app = 10001 { home "x y"; }
      |             ^^^^^^^^^^^
    "#);
}

#[test]
fn names_of_users_and_arguments() {
    assert_snapshot!(in_stage(&[
        "user app;", "create_user app = 10001; user ap;", "create_user app = 10001; copy \"a\" => \"/b\" { chown apps; }",
        "run \"make\" { cache \"/x\" { owner nobody; } }", "run \"make\" { uses VERSION; }",
        "arg VERSION; run \"make\" { uses VERSION; }", "run \"make\" { uses $TARGETARCH; }", "run \"make\" { uses \"A\"; }",
        "arg VERSION; label version = $VERSION;", "label path = $PATH;", "env A = $1;",
    ]), @r#"
    error: no user above is called `app`
    = help: create one with `create_user app = 10001;`
    = help: for one that the base has, write `"app"`
      | user app;
      |      ^^^

    error: no user above is called `ap`
    = help: write `app`
      | create_user app = 10001; user ap;
      |                               ^^

    error: no user above is called `apps`
    = help: write `app`
      | create_user app = 10001; copy "a" => "/b" { chown apps; }
      |                                                   ^^^^

    error: no user above is called `nobody`
    = help: create one with `create_user nobody = 10001;`
    = help: for one that the base has, write `"nobody"`
      | run "make" { cache "/x" { owner nobody; } }
      |                                 ^^^^^^

    error: no build argument above is called `VERSION`
    = help: declare it with `arg VERSION;`
      | run "make" { uses VERSION; }
      |                   ^^^^^^^

    no mistake

    no mistake

    error: expected the name of a build argument, and not `"A"`
      | run "make" { uses "A"; }
      |                   ^^^

    no mistake

    no mistake

    error: expected the name of a variable, and not `1`
      | env A = $1;
      |          ^
    "#);
}

#[test]
fn splices_in_shell_text() {
    assert_snapshot!(in_stage(&[
        "run \"echo '\" (name) \"'\";", "run \"echo \\\"\" (name) \"\\\"\";", "run \"echo '\" raw(name) \"'\";",
        "run \"make \" (name) \" && make \" (other);", "run \"make \" raw(flags);", "run raw;", "run (text);", "run \"a\" && \"b\";", "run \"a\" &&;",
        "run \"a\" || \"b\";",
    ]), @r#"
    error: this value stands between ' and ', and is quoted by itself
    = help: leave the quotes out, or write `raw(…)` for text that the shell reads
      | run "echo '" (name) "'";
      |              ^^^^^^

    error: this value stands between " and ", and is quoted by itself
    = help: leave the quotes out, or write `raw(…)` for text that the shell reads
      | run "echo \"" (name) "\"";
      |               ^^^^^^

    no mistake

    no mistake

    no mistake

    error: expected a command in double quotes, or `(expression)`, and not `raw`
      | run raw;
      |     ^^^

    no mistake

    no mistake

    error: expected a command in double quotes, or `(expression)` after this
      | run "a" &&;
      |          ^

    error: unexpected `|` in `run`
    = help: options stand in a block at the end: `{ … }`
      | run "a" || "b";
      |         ^
    "#);
}

#[test]
fn added() {
    assert_snapshot!(each(&[
        "stage app from scratch { user 10001; add git \"nowhere\" => \"/a\"; }",
        "stage app from scratch { user 10001; add git (url) => \"/a\"; }",
        "stage app from scratch { user 10001; add git \"https://example.com/a.git\" => \"/a\" { keep_git_dir; } }",
        "stage app from scratch { user 10001; add \"https://example.com/a\" => \"/a\" { checksum \"sha256:12\"; } }",
        "stage app from scratch { user 10001; add \"https://example.com/a\" => \"/a\" { unpack yes; } }",
        "stage app from scratch { user 10001; add \"https://example.com/a\" => \"/a\" { parents; } }",
    ]), @r#"
    error: expected a git address with a scheme or `USER@HOST:`, since others are paths of the build context
    = help: write it as in `https://github.com/moby/buildkit.git#v0.25.0`
      | stage app from scratch { user 10001; add git "nowhere" => "/a"; }
      |                                              ^^^^^^^^^

    error: expected the address of a repository in double quotes
    = help: for a Rust value, write `add (Remote::git(…)) => "…"`
      | stage app from scratch { user 10001; add git (url) => "/a"; }
      |                                              ^^^^^

    no mistake

    error: `sha256:12` is not a digest: expected 64 hexadecimal digits after `sha256:`
    = help: copy the whole digest from the output of `docker buildx imagetools inspect` or of `sha256sum`
      | stage app from scratch { user 10001; add "https://example.com/a" => "/a" { checksum "sha256:12"; } }
      |                                                                                     ^^^^^^^^^^^

    error: expected `true` or `false`, and not `yes`
      | stage app from scratch { user 10001; add "https://example.com/a" => "/a" { unpack yes; } }
      |                                                                                   ^^^

    error: `add` has no option `parents`
    = help: there are `checksum`, `chmod`, `chown`, `exclude`, `keep_git_dir`, `link` and `unpack`
      | stage app from scratch { user 10001; add "https://example.com/a" => "/a" { parents; } }
      |                                                                            ^^^^^^^
    "#);
}

#[test]
fn directories_and_who_owns_them() {
    assert_snapshot!(in_stage(&[
        "directory \"/data\" = 10001;", "create_user app = 10001; directory \"/data\" = app;", "directory \"/data\" = (owner);",
        "directory \"/data\";", "directory \"/data\" 10001;", "directory \"/data\" = ;", "directory \"/data\" = ap;",
        "directory \"data\" = 10001;", "directory = 10001;", "directory \"/data\" = 1:2:3;", "directory \"/data\" = 10001 { mode 700; }",
        "directroy \"/data\" = 10001;", "writable;", "writable \"data\";", "writable [\"/data\"];", "cmd [\"a\"]; directory \"/data\" = 10001;",
        "create_user app = 10001 { shell \"bash\"; }", "create_user app = 10001 { shell [\"/bin/sh\"]; }",
        "create_user app = 10001 { shell \"/bin/bash\"; }", "create_user app = 10001 { shel \"/bin/bash\"; }",
    ]), @r#"
    no mistake

    no mistake

    no mistake

    error: expected `=` and a value after this
      | directory "/data";
      |           ^^^^^^^

    error: expected `=` and a value, and not `10001`
      | directory "/data" 10001;
      |                   ^^^^^

    error: expected a value, as it is or in double quotes, or `(expression)` after this
      | directory "/data" = ;
      |                   ^

    error: no user above is called `ap`
    = help: create one with `create_user ap = 10001;`
    = help: for one that the base has, write `"ap"`
      | directory "/data" = ap;
      |                     ^^

    error: `data` is not an absolute path: expected a path that begins with `/`; write `/data`
      | directory "data" = 10001;
      |           ^^^^^^^^^^^^^^

    error: expected text in double quotes, or `(expression)`, and not `=`
      | directory = 10001;
      |           ^

    error: `1:2:3` is not an owner: expected an account name without `:`
    = help: write `1:app-23`
      | directory "/data" = 1:2:3;
      |                     ^^^^^

    error: `directory` has no options; expected `;`
      | directory "/data" = 10001 { mode 700; }
      |                           ^

    error: a stage has no instruction `directroy`
    = help: write `directory`
      | directroy "/data" = 10001;
      | ^^^^^^^^^

    error: expected text in double quotes, or `(expression)` after this
      | writable;
      | ^^^^^^^^

    error: `data` is not an absolute path: expected a path that begins with `/`; write `/data`
      | writable "data";
      |          ^^^^^^

    error: expected text in double quotes, or `(expression)`, and not `[…]`
      | writable ["/data"];
      |          ^^^^^^^^^

    error: `directory` must come before `cmd`
    = help: after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`
      | cmd ["a"]; directory "/data" = 10001;
      |            ^^^^^^^^^

    error: `bash` is not a login shell; expected an absolute path of letters, digits and `_./-`, as in `/bin/bash`
      | create_user app = 10001 { shell "bash"; }
      |             ^^^^^^^^^^^

    error: expected text in double quotes, or `(expression)`, and not `[…]`
      | create_user app = 10001 { shell ["/bin/sh"]; }
      |                                 ^^^^^^^^^^^

    no mistake

    error: `create_user` has no option `shel`
    = help: write `shell`
      | create_user app = 10001 { shel "/bin/bash"; }
      |                           ^^^^
    "#);
}

#[test]
fn paths_that_must_be_writable() {
    assert_snapshot!(in_stage(&[
        "writable \"/data\";", "directory \"/data\" = 10001; writable \"/data\";", "writable (path);", "writable \"/data\" (path);",
        "workdir \"/data\"; writable \"/data\";", "volume \"/data\"; writable \"/data/\";",
    ]), @r#"
    error: `/data` must be writable, and nothing gives it to 10001, who runs the container; make it with `directory`
      | writable "/data";
      |          ^^^^^^^

    no mistake

    no mistake

    no mistake

    no mistake

    error: `/data` must be writable, and the volume that this line makes will belong to root, since no directory is there, while 10001 runs the container; make it before with `directory`
      | volume "/data"; writable "/data/";
      |        ^^^^^^^
    "#);
    assert_snapshot!(each(&[
        "stage app from \"debian:13-slim\" {\nworkdir \"/data\";\nuser 10001;\nwritable \"/data\";\n}",
        "stage app from \"debian:13-slim\" {\nrun \"mkdir /data\";\nuser 10001;\nwritable \"/data\";\n}",
        "stage app from \"debian:13-slim\" {\ncopy \"a\" => \"/data/\";\nuser (somebody);\nwritable \"/data\";\n}",
        "stage app from (base) {\nuser 10001;\nwritable \"/data\";\n}",
        "stage app from \"debian:13-slim\" {\nwritable \"/data\";\nrun_as_root \"a test\";\n}",
    ]), @r#"
    error: `/data` must be writable, and this line gives it to root, while 10001 runs the container; write `user` before it, or make it before with `directory`
      | workdir "/data";
      |         ^^^^^^^

    error: `/data` must be writable, and this line gives it to root, while 10001 runs the container; change the owner in this command, or make it with `directory` instead
      | run "mkdir /data";
      |     ^^^^^^^^^^^^^

    no mistake

    no mistake

    no mistake
    "#);
}
