//! Tells how often the page was seen: `counter` serves, `counter --health` asks the one that runs in the same container,
//! and exits with 0 or 1.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use postgres::{Client, Config, NoTls};
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;
use tiny_http::{Response, Server};

const PORT: u16 = 8081;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let outcome = match env::args().nth(1).as_deref() {
        None => serve(),
        Some("--health") => health().map_err(Into::into),
        Some(_) => Err("usage: counter [--health]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counter: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers requests until a signal asks for the end.
fn serve() -> Outcome<()> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        flag::register(*signal, Arc::clone(&stop))?;
    }
    let server = Server::http((Ipv4Addr::UNSPECIFIED, PORT)).map_err(|error| error.to_string())?;
    while !stop.load(Ordering::Relaxed) {
        let Some(request) = server.recv_timeout(Duration::from_millis(100))? else { continue };
        let response = match request.url() {
            "/healthz" => Response::from_string("ok"),
            _ => match visits() {
                Ok(visits) => Response::from_string(format!("{{\"visits\":{visits}}}")),
                Err(error) => Response::from_string(error.to_string()).with_status_code(503),
            },
        };
        // A client that has gone away is no reason to end.
        if let Err(error) = request.respond(response) {
            eprintln!("counter: {error}");
        }
    }
    Ok(())
}

/// Asks the database that the environment names. The password is in a file, and in no variable.
fn visits() -> Outcome<i64> {
    let mut database = Config::new();
    database
        .host(&env::var("DATABASE_HOST")?)
        .port(env::var("DATABASE_PORT")?.parse()?)
        .dbname(&env::var("DATABASE_NAME")?)
        .user(&env::var("DATABASE_USER")?)
        .password(fs::read_to_string(env::var("DATABASE_PASSWORD_FILE")?)?.trim())
        .connect_timeout(Duration::from_secs(5));
    let mut client: Client = database.connect(NoTls)?;
    Ok(client.query_one("select count(*) from visits", &[])?.get(0))
}

/// Asks the running service over the loopback interface.
fn health() -> io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, PORT))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n")?;
    let mut status_line = String::new();
    BufReader::new(stream).read_line(&mut status_line)?;
    if status_line.split(' ').nth(1) == Some("200") { Ok(()) } else { Err(io::Error::other(status_line)) }
}
