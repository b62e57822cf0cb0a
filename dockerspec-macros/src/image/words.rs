//! The words of `image!`: one line each, with its operands, and the builder's method of the same name.

use dockerspec_builder::inspection::settle;
use dockerspec_builder::{Bind, Cache, Files, Healthcheck, Packages, Remote, Run, Secret, Ssh, Tmpfs, User};
use dockerspec_core::Distribution;
use dockerspec_core::bases::PackageManager;
use dockerspec_core::dockerfile::{Device, Instruction, Network, Security, Sharing};
use dockerspec_core::value::{Checksum, Duration, EnvName, ExposedPort, FileMode, OctalMode, Platform, Signal, Size};
use proc_macro2::TokenStream;
use quote::quote;

use super::files::FileOrigin;
use super::line::{Line, Operand};
use super::list::{AnyCommand, List};
use super::named::{Account, ArgNamed, Handle};
use super::object::{AnyBind, AnyCache, AnyHealthcheck, AnyPackages, AnyRun, AnySecret, AnySsh, AnyTmpfs};
use super::operand::{Assigned, Count, Expression, Name, Truth, VariableNamed};
use super::refusal::Refusal;
use super::scope::KnownStage;
use super::special;
use super::text::{AnyWord, Text, WholeText};
use super::typed::{Fixed, Typed};

/// What words can be said of.
pub(super) trait Words: Sized {
    /// What it is, for messages.
    const OWNER: &'static str;
    /// What its words are.
    const WHAT: &'static str;
    /// Its words.
    const WORDS: &'static [&'static str];
    /// Those of them that must stand before `entrypoint` and `cmd`.
    const BEFORE_PROCESS: &'static [&'static str];

    /// Reads a line and says it of `value`, as far as it is known: the call of the builder that says it.
    fn call(value: &mut Option<Self>, line: &mut Line<'_>) -> Result<TokenStream, Refusal>;
}

/// A line of operands is a method of the same name: `name(operand: Kind, …);`. Behind `=>` stands how to call it where
/// its arguments are not just the operands. `name = function;` reads the line itself.
macro_rules! words {
    ($($type:ty: $owner:literal $what:literal {
        $([before process: $($early:ident),+ $(,)?])?
        $($name:ident $(($($operand:ident: $kind:ty),*) $(=> |$receiver:ident| $call:block)?)? $(= $function:path)?;)*
    })+) => {
        $(
            impl Words for $type {
                const OWNER: &'static str = $owner;
                const WHAT: &'static str = $what;
                const WORDS: &'static [&'static str] = &[$(stringify!($name)),*];
                const BEFORE_PROCESS: &'static [&'static str] = &[$($(stringify!($early)),+)?];

                fn call(value: &mut Option<Self>, line: &mut Line<'_>) -> Result<TokenStream, Refusal> {
                    let word = &line.statement.word;
                    match word.to_string().as_str() {
                        $(stringify!($name) => words!(@line value line word $name
                            $(($($operand: $kind),*) $(=> |$receiver| $call)?)? $(= $function)?),)*
                        _ => Err(line.unknown_word::<Self>()),
                    }
                }
            }
        )+
    };
    (@line $value:ident $line:ident $word:ident $name:ident = $function:path) => { $function($value, $line) };
    (@line $value:ident $line:ident $word:ident $name:ident ()) => {{
        $line.end()?;
        $line.no_block()?;
        *$value = $value.take().map(|value| value.$name());
        Ok(quote!(.#$word()))
    }};
    (@line $value:ident $line:ident $word:ident $name:ident ($($operand:ident: $kind:ty),+) $(=> |$receiver:ident| $call:block)?) => {{
        $(let $operand = <$kind as Operand>::read($line)?;)+
        $line.end()?;
        if !<words!(@last $($kind),+) as Operand>::HAS_BLOCK {
            $line.no_block()?;
        }
        let mut arguments = TokenStream::new();
        $({
            let tokens = $operand.tokens;
            arguments.extend(quote!(#tokens,));
        })+
        let known = (|| Some(($($operand.value?,)+)))();
        if let Some(($($operand,)+)) = known {
            *$value = $value.take().map(|value| words!(@call value $name ($($operand),+) $(=> |$receiver| $call)?));
        }
        Ok(quote!(.#$word(#arguments)))
    }};
    (@call $value:ident $name:ident ($($operand:ident),+)) => { Settle::settle($value.$name($($operand),+)) };
    (@call $value:ident $name:ident ($($operand:ident),+) => |$receiver:ident| $call:block) => {{
        let $receiver = $value;
        $call
    }};
    (@last $kind:ty) => { $kind };
    (@last $kind:ty, $($rest:ty),+) => { words!(@last $($rest),+) };
}

words! {
    KnownStage: "a stage" "instruction" {
        [before process: workdir, run, copy, add, packages, create_user, directory, shell, instruction, entrypoint]
        add = special::add;
        arg = special::arg;
        cmd(command: AnyCommand);
        comment(text: Text);
        copy = special::copy;
        create_user = special::create_user;
        describe(text: Text);
        directory(path: AnyWord, owner: Assigned<Account>);
        distribution(distribution: Distribution);
        entrypoint(command: AnyCommand);
        env(name: VariableNamed, value: Assigned<AnyWord>);
        expose(port: Typed<ExposedPort>);
        healthcheck(check: AnyHealthcheck);
        instruction(instruction: Expression<Instruction<'static>>);
        label(key: Name, value: Assigned<AnyWord>);
        maintainer(author: Text);
        onbuild(trigger: Expression<Instruction<'static>>);
        package_manager(package_manager: PackageManager);
        packages(packages: AnyPackages);
        platform(platform: Typed<Platform<'static>>);
        run(run: AnyRun);
        run_as_root(reason: Text);
        shell(arguments: List);
        stop_signal(signal: Typed<Signal>);
        user(user: Account);
        volume(path: AnyWord);
        workdir(path: AnyWord);
        writable(path: AnyWord);
    }
    Run: "`run`" "option" {
        bind(bind: AnyBind);
        cache(cache: AnyCache);
        device(device: Expression<Device<'static>>);
        network(network: Network);
        secret(secret: AnySecret) => |run| { run.secret(&secret) };
        security(security: Security);
        ssh(ssh: AnySsh);
        tmpfs(tmpfs: AnyTmpfs);
        uses(arg: ArgNamed) => |run| { run.uses(&arg) };
    }
    Bind: "`bind`" "option" {
        from(origin: FileOrigin);
        read_write();
        source(path: AnyWord);
    }
    Cache: "`cache`" "option" {
        from(origin: FileOrigin);
        id(id: AnyWord);
        mode(mode: Typed<OctalMode>);
        owner(user: Handle) => |cache| { cache.owner(&user) };
        read_only();
        sharing(sharing: Sharing);
        source(path: AnyWord);
    }
    Secret: "`secret`" "option" {
        env(name: Fixed<EnvName<'static>>);
        mode(mode: Typed<OctalMode>);
        owner(user: Handle) => |secret| { secret.owner(&user) };
        required();
        target(path: AnyWord);
    }
    Ssh: "`ssh`" "option" {
        id(id: AnyWord);
        mode(mode: Typed<OctalMode>);
        owner(user: Handle) => |ssh| { ssh.owner(&user) };
        required();
        target(path: AnyWord);
    }
    Tmpfs: "`tmpfs`" "option" {
        size(size: Typed<Size>);
    }
    Files: "`copy`" "option" {
        chmod(mode: Typed<FileMode<'static>>);
        chown(owner: Account);
        exclude(pattern: Text);
        link();
        parents();
    }
    Remote: "`add`" "option" {
        checksum(checksum: Typed<Checksum<'static>>);
        chmod(mode: Typed<FileMode<'static>>);
        chown(owner: Account);
        exclude(pattern: Text);
        keep_git_dir();
        link();
        unpack(unpack: Truth);
    }
    Healthcheck: "`healthcheck`" "option" {
        interval(time: Fixed<Duration>);
        retries(failures: Count);
        start_interval(time: Fixed<Duration>);
        start_period(time: Fixed<Duration>);
        timeout(time: Fixed<Duration>);
    }
    User: "`create_user`" "option" {
        gid(id: Count);
        home(path: Text);
        shell(path: Text);
    }
    Packages: "`packages`" "option" {
        absent(distribution: Distribution, name: Name);
        cached();
        named(distribution: Distribution, name: Name, other: Assigned<WholeText>);
        pinned(name: Name, version: Assigned<WholeText>);
    }
}

/// The words of all options, which begin a statement in a block.
pub(super) const OPTION_WORDS: [&[&str]; 11] = [
    Run::WORDS,
    Bind::WORDS,
    Cache::WORDS,
    Secret::WORDS,
    Ssh::WORDS,
    Tmpfs::WORDS,
    Files::WORDS,
    Remote::WORDS,
    Healthcheck::WORDS,
    User::WORDS,
    Packages::WORDS,
];

/// A value after a call, with the type that it had before.
trait Settle<T> {
    fn settle(self) -> T;
}

impl<P, A> Settle<KnownStage> for dockerspec_builder::Stage<P, A> {
    fn settle(self) -> KnownStage {
        settle(self)
    }
}

macro_rules! settled {
    ($($type:ty),+) => {
        $(impl Settle<$type> for $type {
            fn settle(self) -> $type {
                self
            }
        })+
    };
}

settled!(Run, Bind, Cache, Secret, Ssh, Tmpfs, Files, Remote, Healthcheck, User, Packages);
