//! What BuildKit says while it builds: `docker build --progress rawjson`, one JSON text a line.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use humantime::parse_rfc3339;
use serde::Deserialize;

/// How much of what a failed build said is shown.
const LAST_LINES: usize = 20;

/// A build so far.
#[derive(Debug, Default)]
pub(super) struct Progress {
    vertexes: Vec<Vertex>,
    /// When the first of them began, and the last one came to its end.
    begun: Option<SystemTime>,
    ended: Option<SystemTime>,
    /// What vertexes printed, each with the number of the vertex.
    logs: Vec<(String, Vec<u8>)>,
    /// Lines that are no JSON: what the client says in the end.
    said: Vec<String>,
}

/// A line of the progress.
#[derive(Debug, Deserialize)]
struct Message {
    #[serde(default)]
    vertexes: Vec<Vertex>,
    #[serde(default)]
    logs: Vec<Log>,
}

/// Something that BuildKit does: an instruction, or what is needed for some.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vertex {
    digest: String,
    name: String,
    started: Option<String>,
    completed: Option<String>,
    #[serde(default)]
    cached: bool,
    #[serde(default)]
    error: String,
    /// The instruction that it is a part of, where there are several parts: `COPY --link` has two.
    progress_group: Option<Group>,
}

#[derive(Debug, Deserialize)]
struct Group {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Log {
    vertex: String,
    /// In base64.
    #[serde(default)]
    data: String,
}

impl Progress {
    /// Reads a line.
    pub(super) fn read(&mut self, line: &str) {
        match serde_json::from_str::<Message>(line) {
            Ok(message) => {
                message.vertexes.into_iter().for_each(|vertex| self.update(vertex));
                let decoded =
                    message.logs.into_iter().filter_map(|log| Some((log.vertex, STANDARD.decode(log.data).ok()?)));
                self.logs.extend(decoded);
            }
            Err(_) if line.trim().is_empty() => {}
            Err(_) => self.said.push(line.to_owned()),
        }
    }

    /// A vertex is told anew with each change, and some run twice. Whether it was cached is told once.
    fn update(&mut self, mut news: Vertex) {
        let time = |time: &Option<String>| parse_rfc3339(time.as_ref()?).ok();
        self.begun = self.begun.into_iter().chain(time(&news.started)).min();
        self.ended = self.ended.max(time(&news.completed));
        match self.vertexes.iter_mut().find(|vertex| vertex.digest == news.digest) {
            Some(known) => {
                news.cached |= known.cached;
                *known = news;
            }
            None => self.vertexes.push(news),
        }
    }

    /// What runs now: an instruction, or if none does something else.
    pub(super) fn running(&self) -> Option<&str> {
        let running = self.vertexes.iter().filter(|vertex| vertex.started.is_some() && vertex.completed.is_none());
        running.max_by_key(|vertex| (vertex.is_step(), vertex.begun())).map(Vertex::instruction)
    }

    /// From the first thing that was done to the end of the last one.
    pub(super) fn time(&self) -> Duration {
        let time = self.begun.zip(self.ended).and_then(|(begun, ended)| ended.duration_since(begun).ok());
        time.unwrap_or_default()
    }

    /// The instructions that ran and were not in the build cache, as they began: `[build 2/3] RUN make`. FROM is none of
    /// them.
    pub(super) fn steps(&self) -> Vec<String> {
        let mut ran: Vec<&Vertex> =
            self.vertexes.iter().filter(|vertex| vertex.is_step() && vertex.has_run()).collect();
        ran.sort_by_key(|vertex| vertex.begun());
        let mut steps: Vec<String> = Vec::new();
        for name in ran.into_iter().map(Vertex::instruction) {
            if !steps.iter().any(|known| known == name) {
                steps.push(name.to_owned());
            }
        }
        steps
    }

    /// The last lines of what failed: what the instruction printed, then what the client says of it.
    pub(super) fn last_lines(&self) -> Vec<String> {
        let failed = self.vertexes.iter().filter(|vertex| !vertex.error.is_empty());
        let failed: Vec<&str> = failed.map(|vertex| vertex.digest.as_str()).collect();
        let printed = self.logs.iter().filter(|(vertex, _)| failed.contains(&vertex.as_str()));
        let printed: Vec<u8> = printed.flat_map(|(_, data)| data).copied().collect();
        let printed = String::from_utf8_lossy(&printed);
        let lines: Vec<String> = printed.lines().map(str::to_owned).chain(self.said.iter().cloned()).collect();
        lines[lines.len().saturating_sub(LAST_LINES)..].to_vec()
    }
}

impl Vertex {
    /// The instruction that this is, or is a part of.
    fn instruction(&self) -> &str {
        self.progress_group.as_ref().map_or(&self.name, |group| &group.name)
    }

    /// Whether it is an instruction that makes something: `[build 2/3] RUN make`, and neither `[internal] load …` nor
    /// `[build 1/3] FROM …`.
    fn is_step(&self) -> bool {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts = self.instruction().strip_prefix('[').and_then(|rest| rest.split_once("] "));
        parts.is_some_and(|(place, text)| {
            let last = place.rsplit(' ').next().and_then(|number| number.split_once('/'));
            last.is_some_and(|(number, all)| is_number(number) && is_number(all)) && !text.starts_with("FROM ")
        })
    }

    /// When it began, as text that has the order of time: a fraction is as long as it needs to be, and `Z` is behind it.
    fn begun(&self) -> &str {
        self.started.as_deref().unwrap_or_default().trim_end_matches('Z')
    }

    fn has_run(&self) -> bool {
        self.completed.is_some() && !self.cached && self.error.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(lines: &[&str]) -> Progress {
        let mut progress = Progress::default();
        for line in lines {
            progress.read(line);
        }
        progress
    }

    /// What BuildKit 0.25 says of a Dockerfile with a stage `build` and a linked copy, shortened.
    const LINES: [&str; 9] = [
        r#"{"vertexes":[{"digest":"a","name":"[internal] load build definition from Dockerfile","started":"2026-01-01T00:00:00.5Z","completed":"2026-01-01T00:00:00.6Z"}]}"#,
        r#"{"vertexes":[{"digest":"b","name":"[build 1/2] FROM docker.io/library/debian:13"},{"digest":"e","inputs":["d"],"name":"[stage-1 2/2] LINK COPY --link --from=build /x /x","progressGroup":{"id":"g","name":"[stage-1 2/2] COPY --link --from=build /x /x"}},{"digest":"d","name":"[stage-1 2/2] COPY --link --from=build /x /x","progressGroup":{"id":"g","name":"[stage-1 2/2] COPY --link --from=build /x /x","weak":true}},{"digest":"c","name":"[build 2/2] RUN make"}]}"#,
        r#"{"vertexes":[{"digest":"b","name":"[build 1/2] FROM docker.io/library/debian:13","started":"2026-01-01T00:00:01Z","completed":"2026-01-01T00:00:01.2Z"}]}"#,
        r#"{"statuses":[{"id":"transferring context:","vertex":"a","current":2}]}"#,
        r#"{"vertexes":[{"digest":"c","name":"[build 2/2] RUN make","started":"2026-01-01T00:00:01.3Z"}]}"#,
        r#"{"logs":[{"vertex":"c","stream":1,"data":"b25lCg=="}]}"#,
        r#"{"vertexes":[{"digest":"c","name":"[build 2/2] RUN make","started":"2026-01-01T00:00:01.3Z","completed":"2026-01-01T00:00:02Z"}]}"#,
        r#"{"vertexes":[{"digest":"d","name":"[stage-1 2/2] COPY --link --from=build /x /x","started":"2026-01-01T00:00:02.1Z","completed":"2026-01-01T00:00:02.15Z","progressGroup":{"id":"g","name":"[stage-1 2/2] COPY --link --from=build /x /x"}},{"digest":"e","name":"[stage-1 2/2] LINK COPY --link --from=build /x /x","started":"2026-01-01T00:00:02.25Z","completed":"2026-01-01T00:00:02.3Z","progressGroup":{"id":"g","name":"[stage-1 2/2] COPY --link --from=build /x /x"}}]}"#,
        r#"{"vertexes":[{"digest":"f","name":"exporting to image","started":"2026-01-01T00:00:03Z"}]}"#,
    ];

    #[test]
    fn steps_are_instructions_that_ran() {
        let all = ["[build 2/2] RUN make", "[stage-1 2/2] COPY --link --from=build /x /x"];
        assert_eq!(progress(&LINES).steps(), all);
        let cached = r#"{"vertexes":[{"digest":"c","name":"[build 2/2] RUN make","started":"2026-01-01T00:00:01Z","completed":"2026-01-01T00:00:02Z","cached":true}]}"#;
        let mut lines = LINES.to_vec();
        lines.insert(5, cached);
        assert_eq!(progress(&lines).steps(), all[1..], "what is told once of a vertex stays so");
        assert_eq!(progress(&LINES[..6]).steps(), [""; 0], "nothing has come to its end");
    }

    #[test]
    fn time_is_that_of_all_that_was_done() {
        let times = [0, 1, 3, 7, 9].map(|count| progress(&LINES[..count]).time().as_millis());
        assert_eq!(times, [0, 100, 700, 1500, 1800]);
    }

    #[test]
    fn what_runs_now() {
        assert_eq!(progress(&[]).running(), None);
        assert_eq!(progress(&LINES[..4]).running(), None);
        assert_eq!(progress(&LINES[..6]).running(), Some("[build 2/2] RUN make"));
        assert_eq!(progress(&LINES).running(), Some("exporting to image"));
    }

    #[test]
    fn what_a_failed_build_said() {
        let mut lines = LINES[..6].to_vec();
        lines.push(r#"{"vertexes":[{"digest":"c","name":"[build 2/2] RUN make","error":"exit code: 2"}]}"#);
        lines.extend(["", "Dockerfile:2", "ERROR: failed to build: exit code: 2"]);
        let progress = progress(&lines);
        assert_eq!(progress.last_lines(), ["one", "Dockerfile:2", "ERROR: failed to build: exit code: 2"]);
        assert_eq!(progress.steps(), [""; 0]);
    }

    #[test]
    fn a_long_tale_is_cut() {
        let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(progress(&lines).last_lines(), lines[80..]);
    }
}
