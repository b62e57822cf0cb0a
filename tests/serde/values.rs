//! Values are JSON strings, as a Dockerfile writes them.

use std::fmt::{Debug, Display};

use dockerspec::value::{
    AbsPath, Account, AccountName, Checksum, Commit, ContextName, Digest, Duration, EnvName, ExposedPort, FileMode,
    Gid, GitRef, ImageRef, OctalMode, Owner, Platform, Protocol, Signal, Size, StageName, SymbolicMode, Uid,
    ValueError,
};

const SHA: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Checks that `written` is the JSON of a value, and that JSON of `wrong` is told what its constructor tells.
macro_rules! values {
    ($($name:ident: $type:ty = $written:expr, not $wrong:literal;)+) => {
        $(#[test]
        fn $name() {
            let value: $type = $written.parse().unwrap();
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("\"{}\"", $written));
            assert_eq!(serde_json::from_str::<$type>(&json).unwrap(), value);
            let refused = serde_json::from_str::<$type>(&format!("\"{}\"", $wrong)).unwrap_err().to_string();
            assert_told::<$type>(&refused, $wrong);
        })+
    };
}

fn assert_told<T: std::str::FromStr<Err = ValueError> + Debug + Display>(refused: &str, wrong: &str) {
    let error = wrong.parse::<T>().expect_err("it is wrong").to_string();
    assert!(refused.starts_with(&error), "{refused}");
    assert!(refused.contains(&format!("`{wrong}` is not ")), "{refused}");
    assert!(refused.contains("expected "), "{refused}");
}

values! {
    abs_path: AbsPath<'static> = "/src/", not "src";
    account: Account<'static> = "10001", not "a:b";
    account_name: AccountName<'static> = "app", not "10001";
    checksum: Checksum<'static> = SHA, not "sha256:1";
    commit: Commit<'static> = "f17ae42b", not "main";
    context_name: ContextName<'static> = "assets", not "scratch";
    digest: Digest<'static> = SHA, not "sha256:1";
    duration: Duration = "1m30s", not "90";
    env_name: EnvName<'static> = "APP_PORT", not "APP-PORT";
    exposed_port: ExposedPort = "7000-7010/udp", not "80/http";
    file_mode: FileMode<'static> = "0755", not "0o755";
    gid: Gid = "10001", not "staff";
    git_ref: GitRef<'static> = "https://github.com/moby/buildkit.git#v0.20.0", not "buildkit";
    image_ref: ImageRef<'static> = "debian:13-slim", not "Debian";
    octal_mode: OctalMode = "0400", not "0888";
    owner: Owner<'static> = "app:staff", not "app:";
    platform: Platform<'static> = "linux/arm64/v8", not "linux/";
    protocol: Protocol = "udp", not "http";
    signal: Signal = "SIGTERM", not "SIGTREM";
    size: Size = "64m", not "64 megabytes";
    stage_name: StageName<'static> = "build", not "Build";
    symbolic_mode: SymbolicMode<'static> = "u=rwX,go=rX", not "u";
    uid: Uid = "0", not "root";
}
