use crate::check::facts::{FileFacts, StageFacts, StepFacts, Transfer, TransferOrigin, base_name};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds files that usually hold secrets and are copied from the build context: `.env`, private keys, `.npmrc`,
    /// `.netrc`, `.aws`, `.ssh`, `.git` and the like.
    ///
    /// ## Why is this bad?
    ///
    /// They stay in the layer, even if a later instruction removes them, and whoever has the image has them. Those of a
    /// stage that does not ship stay in the cache.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY package.json package-lock.json .npmrc ./
    /// RUN npm ci
    /// USER node
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM node:24-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci
    /// USER node
    /// ```
    ///
    /// ## References
    ///
    /// - <https://docs.docker.com/build/building/secrets/>
    secret_file = Warn, aliases: [], fixes: Never, Hook::Step(&["ADD", "COPY"], check)
}

/// What names of files say that hold certificates, parameters, or keys that signatures of packages are checked with.
const PUBLIC: &[&str] = &["bundle", "ca", "cert", "chain", "dhparam", "gpg", "pub", "repo", "root", "sign"];

fn check(_: &FileFacts<'_>, stage: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Some(transfer) = step.transfer() else { return };
    if transfer.origin != TransferOrigin::Context {
        return;
    }
    for (number, path) in transfer.literal_sources() {
        let Some(kind) = secret(path) else { continue };
        if kind == PRIVATE_KEY && (goes_to_certificates(transfer) || is_imported(stage, path)) {
            continue;
        }
        let help = if kind == "the history of the project" {
            "leave it out, and hand over what is needed of it as a build argument".to_owned()
        } else {
            let id = base_name(path).trim_start_matches('.');
            format!(
                "mount it where it is needed: `RUN --mount=type=secret,id={id},target=…`, or hand it over at run time"
            )
        };
        report.add(Draft::new(step.word(number), format!("`{path}` goes into the image")).label(kind).help(help));
    }
}

const PRIVATE_KEY: &str = "a private key";

/// Whether it is copied to where certificates are.
fn goes_to_certificates(transfer: Transfer<'_>) -> bool {
    let target = transfer.destination.literal_prefix();
    ["certs/", "ca-certificates"].iter().any(|directory| target.contains(directory))
}

/// Whether a RUN takes it as the public key of a repository of packages.
fn is_imported(stage: &StageFacts<'_>, path: &str) -> bool {
    let name = base_name(path);
    stage.steps.iter().flat_map(StepFacts::calls).any(|call| {
        matches!(call.name, "apt-key" | "gpg" | "rpm" | "rpmkeys")
            && call.literals().any(|word| base_name(word) == name)
    })
}

/// What a path holds, if its name says that it is secret.
fn secret(path: &str) -> Option<&'static str> {
    let name = base_name(path);
    if path.contains("://") || path.starts_with("git@") {
        return None;
    }
    let kind = match name {
        ".env" | ".envrc" => "settings, often with passwords",
        ".git" => "the history of the project",
        ".aws" | ".azure" | ".gcloud" | ".kube" => "credentials of a cloud",
        ".ssh" => "keys",
        ".npmrc" | ".pypirc" | ".netrc" | "_netrc" | ".pgpass" | ".my.cnf" | ".git-credentials" | ".dockercfg"
        | ".htpasswd" => "credentials",
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" => PRIVATE_KEY,
        _ => {
            let is_example =
                || ["example", "sample", "template", "dist", "defaults", "test"].iter().any(|word| name.contains(word));
            if let Some(environment) = name.strip_prefix(".env.") {
                return (!environment.is_empty() && !is_example() && !environment.contains('*'))
                    .then_some("settings, often with passwords");
            }
            let (stem, ending) = name.rsplit_once('.')?;
            let is_public = || PUBLIC.iter().any(|word| stem.to_ascii_lowercase().contains(word));
            match ending {
                "pem" | "key" | "ppk" if !is_public() && !is_example() && !stem.contains('*') => PRIVATE_KEY,
                "p12" | "pfx" | "jks" | "keystore" if !is_example() && !stem.contains("trust") => "a store of keys",
                "tfstate" => "state with secrets",
                _ => return None,
            }
        }
    };
    Some(kind)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn names_of_secrets() {
        for path in [
            ".env",
            "config/.env.production",
            "id_rsa",
            "keys/server.pem",
            "tls.key",
            ".npmrc",
            ".aws",
            "/root/.ssh/",
            ".git",
            "a.p12",
        ] {
            let text = format!("FROM b:1\nCOPY x {path} /y/\n");
            assert!(findings(&super::RULE, &text).contains(&format!("2:8 `{path}`")), "{path}");
        }
    }

    #[test]
    fn names_of_what_is_public_or_elsewhere() {
        for copy in [
            "COPY .env.example .env.sample /y/",
            "COPY ca.pem certs/chain.pem global-bundle.pem debian.gpg.key /y/",
            "COPY id_rsa.pub .gitignore .dockerignore env /y/",
            "COPY nodesource.gpg.key repomd.xml.key nginx_signing.key dhparam-2048.pem /y/",
            "COPY server.pem /etc/ssl/certs/server.pem",
            "COPY jenkins.key /tmp/\nRUN apt-key add /tmp/jenkins.key",
            "COPY --from=c:1 /run/server.key /y/",
            "ADD https://example.com/key.pem /y/",
        ] {
            assert_eq!(findings(&super::RULE, &format!("FROM b:1\n{copy}\n")), "", "{copy}");
        }
    }

    #[test]
    fn the_way_out() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM b:1\nCOPY .npmrc .git /y/\n"), @r"
        2:6 `.npmrc` credentials: `.npmrc` goes into the image; help: mount it where it is needed: `RUN --mount=type=secret,id=npmrc,target=…`, or hand it over at run time
        2:13 `.git` the history of the project: `.git` goes into the image; help: leave it out, and hand over what is needed of it as a build argument
        ");
    }
}
