//! What was measured, as tables, JSON and bars.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::chart::{Chart, Column};
use super::display::Display;
use super::engine::Engine;
use super::failure::Failure;
use super::measure::{Measured, measure, rounded};
use super::subject::Subject;
use super::table::Table;
use super::units::{bytes, seconds, times};

/// What the numbers mean.
const NOTES: &str = "\
size: the bytes of the files in all layers, uncompressed, whatever the image store; 1 MB is 1000000 bytes
times: from the first thing that BuildKit does to the end of the export
cold build: `docker build --no-cache` with empty cache mounts, and bases that have been pulled
rebuild: after a change of one line of code; the fastest of several
steps: instructions that ran and were not in the build cache, without FROM";

/// What the client takes.
const CLIENT: &str = "what `docker build` takes besides, whatever is built";

/// What was measured.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// What it is about.
    title: &'static str,
    pub(super) comparisons: Vec<Comparison>,
}

/// Images of one application.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    /// What the application is called.
    name: &'static str,
    /// What the names of the images are.
    names: &'static str,
    /// Whether all images are compared with the first one.
    has_reference: bool,
    images: Vec<Measured>,
}

impl Report {
    pub(super) fn new(title: &'static str) -> Self {
        Self { title, comparisons: Vec::new() }
    }

    /// Whether nothing was measured.
    pub(super) fn is_empty(&self) -> bool {
        self.comparisons.iter().all(|comparison| comparison.images.is_empty())
    }

    /// Measures images one after the other, with as many builds after a change. It has those before the first one that
    /// fails.
    pub(crate) fn measure(
        &mut self,
        comparison: Comparison,
        subjects: &[Subject],
        rebuilds: usize,
        display: &mut Display<'_>,
    ) -> Result<(), Failure> {
        self.comparisons.push(comparison);
        for subject in subjects {
            let measured = measure(subject, rebuilds, display)?;
            self.comparisons.last_mut().expect("one was pushed").images.push(measured);
        }
        Ok(())
    }

    /// Tables in Markdown, the engine, and what the numbers mean.
    pub(super) fn text(&self, engine: &Engine) -> String {
        let comparisons = self.comparisons.iter().filter(|comparison| !comparison.images.is_empty());
        let tables: Vec<String> = comparisons.map(|comparison| comparison.table().to_string()).collect();
        let client =
            self.client_time().map_or_else(String::new, |time| format!("client: {}, {CLIENT}\n", seconds(time)));
        format!("{}\n{engine}\n\n{NOTES}\n{client}", tables.join("\n"))
    }

    /// The same and more for programs.
    pub(super) fn json(&self, engine: &Engine) -> String {
        let notes: Map<String, Value> = NOTES
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, note)| (name.to_owned(), json!(note)))
            .collect();
        let comparisons: Vec<Value> = self.comparisons.iter().map(Comparison::json).collect();
        let client = self.client_time().as_ref().map(rounded);
        format!(
            "{:#}\n",
            json!({ "engine": engine, "notes": notes, "client_seconds": client, "comparisons": comparisons })
        )
    }

    /// What the client takes besides, at the build where that was least.
    fn client_time(&self) -> Option<Duration> {
        let images = self.comparisons.iter().flat_map(|comparison| &comparison.images);
        let builds = images.flat_map(|image| [&image.cold, &image.rebuild]);
        builds.map(|build| build.wall_time.saturating_sub(build.time)).min()
    }

    /// Bars for a README.
    pub(super) fn chart(&self) -> Chart {
        let images = || self.comparisons.iter().flat_map(Comparison::titled);
        let column = |title: &str, bar: fn(&Measured) -> (f64, String)| Column {
            title: title.to_owned(),
            bars: images().map(|(_, image)| bar(image)).collect(),
        };
        Chart {
            title: self.title.to_owned(),
            rows: images().map(|(name, _)| name).collect(),
            columns: vec![
                column("size", |image| (as_float(image.size), bytes(image.size))),
                column("cold build", |image| (image.cold.time.as_secs_f64(), seconds(image.cold.time))),
                column("rebuild after a change", |image| {
                    (image.rebuild.time.as_secs_f64(), seconds(image.rebuild.time))
                }),
            ],
        }
    }
}

impl Comparison {
    /// Images that are compared with each other; `names` says what their names are.
    pub(crate) fn new(name: &'static str, names: &'static str) -> Self {
        Self { name, names, has_reference: false, images: Vec::new() }
    }

    /// Compares all images with the first one.
    pub(crate) fn with_reference(self) -> Self {
        Self { has_reference: true, ..self }
    }

    /// Whether the images are named by their bases.
    fn are_bases(&self) -> bool {
        self.images.iter().all(|image| image.name == image.base)
    }

    fn reference(&self) -> Option<&Measured> {
        self.images.first().filter(|_| self.has_reference)
    }

    fn table(&self) -> Table {
        let names: &[&str] = if self.are_bases() { &[self.names] } else { &[self.names, "base"] };
        let ratios: &[&str] = if self.has_reference { &["smaller", "faster"] } else { &[] };
        let numbers = [&["size", "layers", "cold build", "rebuild", "steps"], ratios].concat();
        let mut table = Table::new(names, &numbers);
        for image in &self.images {
            let rebuild = &image.rebuild;
            let base = if self.are_bases() { None } else { Some(image.base.clone()) };
            let numbers = [
                bytes(image.size),
                image.layers.to_string(),
                seconds(image.cold.time),
                seconds(rebuild.time),
                rebuild.steps.len().to_string(),
            ];
            let ratios = self
                .reference()
                .map(|reference| [times(times_smaller(reference, image)), times(times_faster(reference, image))]);
            let name = std::iter::once(image.name.clone());
            table.row(name.chain(base).chain(numbers).chain(ratios.into_iter().flatten()));
        }
        table
    }

    fn json(&self) -> Value {
        let image = |image: &Measured| {
            let mut value = json!(image);
            if let Some(reference) = self.reference() {
                let rounded = |ratio: f64| json!((ratio * 100.0).round() / 100.0);
                value["times_smaller"] = rounded(times_smaller(reference, image));
                value["times_faster_after_a_change"] = rounded(times_faster(reference, image));
            }
            value
        };
        json!({ "name": self.name, "images": self.images.iter().map(image).collect::<Vec<_>>() })
    }

    /// The images, each with a name that tells it from those of other applications.
    fn titled(&self) -> impl Iterator<Item = (String, &Measured)> {
        let title = |image: &Measured| {
            if self.has_reference { format!("{}, {}", self.name, image.name) } else { image.name.clone() }
        };
        self.images.iter().map(move |image| (title(image), image))
    }
}

fn times_smaller(reference: &Measured, image: &Measured) -> f64 {
    as_float(reference.size) / as_float(image.size.max(1))
}

fn times_faster(reference: &Measured, image: &Measured) -> f64 {
    reference.rebuild.time.as_secs_f64() / image.rebuild.time.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "a size is told with three digits")]
fn as_float(bytes: u64) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measuring::Timed;

    fn timed(milliseconds: u64, steps: &[&str]) -> Timed {
        Timed {
            time: Duration::from_millis(milliseconds),
            wall_time: Duration::from_millis(milliseconds + 300),
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
        }
    }

    fn image(name: &str, base: &str, size: u64, cold: u64, rebuilds: [u64; 2]) -> Measured {
        Measured {
            name: name.to_owned(),
            base: base.to_owned(),
            size,
            layers: 3,
            cold: timed(cold, &["[2/3] RUN make", "[3/3] COPY a a"]),
            rebuild: timed(rebuilds[1], &["[3/3] COPY a a"]),
            rebuild_times: rebuilds.map(Duration::from_millis).to_vec(),
        }
    }

    impl Comparison {
        /// Two images of a Python application.
        pub(crate) fn example() -> Self {
            let images = vec![
                image("naive", "ubuntu:latest", 633_800_000, 64_000, [23_400, 23_040]),
                image("ours", "scratch", 98_300_000, 47_200, [800, 650]),
            ];
            Self { images, ..Self::new("Python", "image") }
        }
    }

    fn report(has_reference: bool) -> Report {
        let comparison = Comparison { has_reference, ..Comparison::example() };
        Report { comparisons: vec![comparison], ..Report::new("Images of a Python application") }
    }

    #[test]
    fn a_table_for_people() {
        insta::assert_snapshot!(report(false).text(&Engine::unknown()), @r"
        | image | base          |   size | layers | cold build | rebuild | steps |
        | ----- | ------------- | -----: | -----: | ---------: | ------: | ----: |
        | naive | ubuntu:latest | 634 MB |      3 |     64.0 s |  23.0 s |     1 |
        | ours  | scratch       |  98 MB |      3 |     47.2 s |  0.65 s |     1 |

        Docker unknown (client unknown), buildx unknown with the builder driver `unknown` (BuildKit unknown), image store unknown; unknown, unknown, 0 processors

        size: the bytes of the files in all layers, uncompressed, whatever the image store; 1 MB is 1000000 bytes
        times: from the first thing that BuildKit does to the end of the export
        cold build: `docker build --no-cache` with empty cache mounts, and bases that have been pulled
        rebuild: after a change of one line of code; the fastest of several
        steps: instructions that ran and were not in the build cache, without FROM
        client: 0.30 s, what `docker build` takes besides, whatever is built
        ");
    }

    #[test]
    fn a_table_with_a_reference() {
        insta::assert_snapshot!(report(true).comparisons[0].table(), @r"
        | image | base          |   size | layers | cold build | rebuild | steps | smaller | faster |
        | ----- | ------------- | -----: | -----: | ---------: | ------: | ----: | ------: | -----: |
        | naive | ubuntu:latest | 634 MB |      3 |     64.0 s |  23.0 s |     1 |   1.00× |  1.00× |
        | ours  | scratch       |  98 MB |      3 |     47.2 s |  0.65 s |     1 |   6.45× |  35.4× |
        ");
    }

    #[test]
    fn names_that_are_bases_are_said_once() {
        let images = vec![image("scratch", "scratch", 1_800_000, 1000, [1000, 1000])];
        let comparison = Comparison { images, ..Comparison::new("Rust service", "base") };
        insta::assert_snapshot!(comparison.table(), @r"
        | base    |   size | layers | cold build | rebuild | steps |
        | ------- | -----: | -----: | ---------: | ------: | ----: |
        | scratch | 1.8 MB |      3 |     1.00 s |  1.00 s |     1 |
        ");
    }

    #[test]
    fn the_same_for_programs() {
        let read =
            |has_reference| -> Value { serde_json::from_str(&report(has_reference).json(&Engine::unknown())).unwrap() };
        let all = read(true);
        assert_eq!(
            all.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["client_seconds", "comparisons", "engine", "notes"]
        );
        assert_eq!(all["notes"].as_object().unwrap().len(), NOTES.lines().count());
        assert_eq!((&all["engine"]["store"], &all["comparisons"][0]["name"]), (&json!("unknown"), &json!("Python")));
        insta::assert_snapshot!(format!("{:#}", all["comparisons"][0]["images"][1]), @r#"
        {
          "base": "scratch",
          "cold": {
            "seconds": 47.2,
            "steps": [
              "[2/3] RUN make",
              "[3/3] COPY a a"
            ],
            "wall_seconds": 47.5
          },
          "layers": 3,
          "name": "ours",
          "rebuild": {
            "seconds": 0.65,
            "steps": [
              "[3/3] COPY a a"
            ],
            "wall_seconds": 0.95
          },
          "rebuild_seconds": [
            0.8,
            0.65
          ],
          "size_bytes": 98300000,
          "times_faster_after_a_change": 35.45,
          "times_smaller": 6.45
        }
        "#);
        assert!(read(false)["comparisons"][0]["images"][1]["times_smaller"].is_null());
    }

    #[test]
    fn bars_are_named_by_application_where_there_are_several() {
        assert_eq!(report(true).chart().rows, ["Python, naive", "Python, ours"]);
        let chart = report(false).chart();
        assert_eq!(chart.rows, ["naive", "ours"]);
        assert_eq!(chart.columns[2].bars[1], (0.65, "0.65 s".to_owned()));
    }
}
