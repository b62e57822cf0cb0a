//! A small HTTP service that checks its own health: `rust-service` serves, `rust-service --health` asks the one that
//! runs in the same container and exits with 0 or 1, so that the image needs no curl.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;
use tiny_http::{Header, Method, Request, Response, Server};

const PORT: u16 = 8080;

fn main() -> ExitCode {
    let outcome = match env::args().nth(1).as_deref() {
        None => serve(),
        Some("--health") => health().map_err(Into::into),
        Some(_) => Err("usage: rust-service [--health]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rust-service: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers requests until a signal asks for the end.
fn serve() -> Result<(), Box<dyn Error + Send + Sync>> {
    // A container's first process gets no default action for signals: without a handler `docker stop` would wait for
    // ten seconds and then kill.
    let stop = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        flag::register(*signal, Arc::clone(&stop))?;
    }

    let server = Server::http((Ipv4Addr::UNSPECIFIED, PORT))?;
    println!("rust-service: listening on {}", server.server_addr());
    while !stop.load(Ordering::Relaxed) {
        let Some(request) = server.recv_timeout(Duration::from_millis(100))? else { continue };
        // A client that has gone away is no reason to end.
        if let Err(error) = answer(request) {
            eprintln!("rust-service: {error}");
        }
    }
    Ok(())
}

fn answer(request: Request) -> io::Result<()> {
    let path = request.url().split('?').next().unwrap_or_default();
    let (status, content_type, body) = match (request.method(), path) {
        (Method::Get | Method::Head, "/") => (
            200,
            "application/json",
            concat!(r#"{"service":"rust-service","version":""#, env!("CARGO_PKG_VERSION"), "\"}").to_owned(),
        ),
        (Method::Get | Method::Head, "/healthz") => (200, "text/plain", "ok".to_owned()),
        (Method::Get | Method::Head, "/whoami") => (200, "application/json", whoami()?),
        _ => (404, "text/plain", "not found".to_owned()),
    };
    let content_type = Header::from_bytes("Content-Type", content_type).expect("plain ASCII is a valid header");
    request.respond(Response::from_string(body).with_status_code(status).with_header(content_type))
}

/// The user and group of this process as JSON.
fn whoami() -> io::Result<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    // A line is `Uid:` and four numbers: real, effective, saved, file system.
    let effective = |name: &str| {
        let ids = status.lines().find_map(|line| line.strip_prefix(name));
        ids.and_then(|ids| ids.split_whitespace().nth(1)).ok_or(io::ErrorKind::InvalidData)
    };
    Ok(format!(r#"{{"uid":{},"gid":{}}}"#, effective("Uid:")?, effective("Gid:")?))
}

/// Asks the running service over the loopback interface.
fn health() -> io::Result<()> {
    let patience = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)), patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n")?;

    let mut status_line = String::new();
    BufReader::new(stream).take(64).read_line(&mut status_line)?;
    if status_line.split(' ').nth(1) == Some("200") {
        Ok(())
    } else {
        Err(io::Error::other(format!("unhealthy: {}", status_line.trim_end())))
    }
}
