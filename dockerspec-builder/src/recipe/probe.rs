//! Health checks by what the image has anyway: no curl is installed for them.

use crate::command::IntoCommand;
use crate::healthcheck::Healthcheck;

/// A program that can ask over HTTP, for [`http_probe`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpClient {
    /// `python`, with what comes with it.
    Python,
    /// `node`, from version 18 on.
    Node,
    /// `bash`, which opens connections itself. Images of Debian and Ubuntu have it.
    Bash,
    /// `wget`, also the one of busybox and Alpine.
    Wget,
}

/// A health check that asks `http://127.0.0.1:PORT/PATH` within the container, and takes every answer from 200 to 299 as
/// good.
///
/// As often as [`probe`] does.
///
/// ```
/// # use dockerspec::{Image, Stage, image_ref};
/// use dockerspec::recipe::{HttpClient, http_probe};
///
/// let stage = Stage::from_image("app", image_ref!("nginxinc/nginx-unprivileged:1.29-alpine"))
///     .user("101")
///     .healthcheck(http_probe(HttpClient::Wget, 8080, "/"));
/// assert!(Image::new(stage).render()?.ends_with(
///     "\nHEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 \
///      CMD [\"wget\", \"--quiet\", \"--output-document=/dev/null\", \"http://127.0.0.1:8080/\"]\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
pub fn http_probe(client: HttpClient, port: u16, path: &str) -> Healthcheck {
    probe(client.command(port, path))
}

/// A health check by a command, such as the program itself with an argument for that.
///
/// It runs every ten seconds, may take three, and three failures in a row are an illness. In a container that has just
/// started it runs every second, and may fail for ten. [`Healthcheck`] has a method for each of these.
///
/// ```
/// # use dockerspec::{Image, Stage, image_ref, recipe};
/// let stage = Stage::from_image("app", image_ref!("debian:trixie-slim"))
///     .user("10001")
///     .healthcheck(recipe::probe(["app", "--health"]).start_period("1m"));
/// assert!(Image::new(stage).render()?.ends_with(
///     "\nHEALTHCHECK --interval=10s --timeout=3s --start-period=1m --start-interval=1s --retries=3 \
///      CMD [\"app\", \"--health\"]\n"
/// ));
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
///
/// The engine has `--start-interval` from Docker 25 on; older ones ignore it.
pub fn probe(command: impl IntoCommand) -> Healthcheck {
    Healthcheck::new(command).interval("10s").timeout("3s").start_period("10s").start_interval("1s").retries(3)
}

impl HttpClient {
    /// The command. Port and path are arguments of their own, so that nothing in them is code.
    fn command(self, port: u16, path: &str) -> Vec<String> {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let port = port.to_string();
        match self {
            Self::Python => vec!["python".to_owned(), "-c".to_owned(), PYTHON.to_owned(), port, path],
            Self::Node => vec!["node".to_owned(), "--eval".to_owned(), NODE.to_owned(), port, path],
            Self::Bash => vec!["bash".to_owned(), "-c".to_owned(), BASH.to_owned(), "probe".to_owned(), port, path],
            Self::Wget => {
                let [quiet, output] = ["--quiet", "--output-document=/dev/null"].map(str::to_owned);
                vec!["wget".to_owned(), quiet, output, format!("http://127.0.0.1:{port}{path}")]
            }
        }
    }
}

/// Not `urllib`, which obeys the proxy variables that Docker hands to containers. It ends with an exit code by itself: an
/// exception is a 1.
const PYTHON: &str = "import http.client, sys; \
    connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=2); \
    connection.request('GET', sys.argv[2]); \
    sys.exit(connection.getresponse().status // 100 != 2)";

/// An error that nobody catches ends the program with a 1.
const NODE: &str = "const [port, path] = process.argv.slice(1); \
    fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) }) \
    .then((answer) => process.exit(answer.ok ? 0 : 1))";

const BASH: &str = "exec 3<>\"/dev/tcp/127.0.0.1/$1\" && \
    printf 'GET %s HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' \"$2\" >&3 && \
    read -r version status rest <&3 && [[ $status == 2?? ]]";
