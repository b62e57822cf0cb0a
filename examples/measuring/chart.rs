//! Bars side by side, as SVG for a README: readable in light and dark, with no font or style from elsewhere.

use std::fmt::{self, Write as _};

const WIDTH: f64 = 800.0;
const MARGIN: f64 = 16.0;
const ROW: f64 = 30.0;
const BAR: f64 = 16.0;
/// Where the first row begins, below the titles.
const TOP: f64 = 72.0;
/// Between the columns.
const GAP: f64 = 24.0;
/// What a character takes on average, by the widest of the usual fonts at 13 px.
const CHARACTER: f64 = 7.4;
/// The room for the text behind a bar.
const VALUE: f64 = 66.0;
/// How many characters the name of a row has, so that there is room for bars.
const LONGEST_ROW: usize = 40;
/// A bar of nothing is seen too.
const SMALLEST: f64 = 2.0;

/// The colours are those of GitHub's own charts, of which there are two, and text is as its text.
const STYLE: &str = "\
text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.column, .value { fill: #59636e }
.axis { stroke: #d1d9e0 }
.bar0 { fill: #0969da }
.bar1 { fill: #bf8700 }
.bar2 { fill: #1a7f37 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .column, .value { fill: #9198a1 }
  .axis { stroke: #3d444d }
  .bar0 { fill: #4493f8 }
  .bar1 { fill: #d29922 }
  .bar2 { fill: #3fb950 }
}";
const COLOURS: usize = 3;

/// Several numbers of several things.
#[derive(Debug, Clone)]
pub(super) struct Chart {
    pub(super) title: String,
    pub(super) rows: Vec<String>,
    pub(super) columns: Vec<Column>,
}

/// A number of each thing, all of one unit.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) title: String,
    /// A bar for each row: how long it is, and what is written behind it.
    pub(super) bars: Vec<(f64, String)>,
}

impl Chart {
    /// The chart as SVG.
    pub(super) fn svg(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| shortened(row)).collect();
        let longest = rows.iter().map(|row| row.chars().count()).max().unwrap_or_default();
        let left = MARGIN + length(longest) * CHARACTER + GAP;
        let column = (WIDTH - MARGIN - left + GAP) / length(self.columns.len().max(1));
        let bottom = TOP + length(self.rows.len()) * ROW;

        let mut drawing = Drawing::new(&self.title, &self.description(), bottom + MARGIN / 2.0);
        drawing.text("title", MARGIN, 28.0, &self.title);
        for (number, row) in rows.iter().enumerate() {
            drawing.text("row", MARGIN, baseline(number), row);
        }
        for (number, Column { title, bars }) in self.columns.iter().enumerate() {
            let x = left + column * length(number);
            let most = bars.iter().map(|(value, _)| *value).fold(f64::MIN_POSITIVE, f64::max);
            drawing.text("column", x, TOP - 14.0, title);
            for (row, (value, label)) in bars.iter().enumerate() {
                let width = (value / most * (column - GAP - VALUE)).max(SMALLEST);
                drawing.bar(number % COLOURS, x, middle(row) - BAR / 2.0, width);
                drawing.text("value", x + width + 6.0, baseline(row), label);
            }
            drawing.axis(x, TOP - 4.0, bottom - 4.0);
        }
        drawing.end()
    }

    /// All of it in words, for who does not see it.
    fn description(&self) -> String {
        let row = |(number, name): (usize, &String)| {
            let values = self.columns.iter().map(|column| format!("{} {}", column.title, column.bars[number].1));
            format!("{name}: {}", values.collect::<Vec<_>>().join(", "))
        };
        self.rows.iter().enumerate().map(row).collect::<Vec<_>>().join("; ")
    }
}

/// The text of an SVG, element by element.
struct Drawing {
    svg: String,
}

impl Drawing {
    fn new(title: &str, description: &str, height: f64) -> Self {
        let (title, description) = (escape(title), escape(description));
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"title description\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>\n\
             <style>\n{STYLE}\n</style>\n",
        );
        Self { svg }
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escape(text);
        self.element(format_args!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>"));
    }

    fn bar(&mut self, colour: usize, x: f64, y: f64, width: f64) {
        self.element(format_args!(
            "<rect class=\"bar{colour}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" rx=\"2\"/>"
        ));
    }

    fn axis(&mut self, x: f64, top: f64, bottom: f64) {
        self.element(format_args!(
            "<line class=\"axis\" x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>"
        ));
    }

    fn element(&mut self, element: fmt::Arguments<'_>) {
        writeln!(self.svg, "{element}").expect("text grows without an error");
    }

    fn end(mut self) -> String {
        self.svg.push_str("</svg>\n");
        self.svg
    }
}

/// The end of a name, where references of images tell what they are.
fn shortened(name: &str) -> String {
    match name.chars().count().checked_sub(LONGEST_ROW) {
        Some(excess) if excess > 0 => format!("…{}", name.chars().skip(excess + 1).collect::<String>()),
        _ => name.to_owned(),
    }
}

/// The middle of a row.
fn middle(row: usize) -> f64 {
    TOP + length(row) * ROW + ROW / 2.0 - 4.0
}

/// Where text stands that is in the middle of a row.
fn baseline(row: usize) -> f64 {
    middle(row) + 4.5
}

fn length(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Text that is text in XML, whatever it holds. XML has no control characters.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ if character.is_control() => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(rows: &[&str]) -> Chart {
        let bars =
            |values: [f64; 2]| values[..rows.len()].iter().map(|value| (*value, format!("{value} MB"))).collect();
        Chart {
            title: "Bases <compared> & \"measured\"".to_owned(),
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            columns: vec![
                Column { title: "size".to_owned(), bars: bars([80.0, 1.8]) },
                Column { title: "nothing".to_owned(), bars: bars([0.0, 0.0]) },
            ],
        }
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let svg = chart(&["debian:trixie-slim", "scratch\u{1b}"]).svg();
        let (head, body) = svg.split_once("<style>").unwrap();
        insta::assert_snapshot!(head, @r#"
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 140" width="800" height="140" role="img" aria-labelledby="title description">
        <title id="title">Bases &lt;compared&gt; &amp; &quot;measured&quot;</title>
        <desc id="description">debian:trixie-slim: size 80 MB, nothing 0 MB; scratch�: size 1.8 MB, nothing 0 MB</desc>
        "#);
        let (style, body) = body.split_once("</style>").unwrap();
        assert!(style.contains("prefers-color-scheme: dark") && !style.contains("url(") && !style.contains("@import"));
        insta::assert_snapshot!(body.trim(), @r#"
        <text class="title" x="16.0" y="28.0">Bases &lt;compared&gt; &amp; &quot;measured&quot;</text>
        <text class="row" x="16.0" y="87.5">debian:trixie-slim</text>
        <text class="row" x="16.0" y="117.5">scratch�</text>
        <text class="column" x="173.2" y="58.0">size</text>
        <rect class="bar0" x="173.2" y="75.0" width="227.4" height="16" rx="2"/>
        <text class="value" x="406.6" y="87.5">80 MB</text>
        <rect class="bar0" x="173.2" y="105.0" width="5.1" height="16" rx="2"/>
        <text class="value" x="184.3" y="117.5">1.8 MB</text>
        <line class="axis" x1="173.2" y1="68.0" x2="173.2" y2="128.0"/>
        <text class="column" x="490.6" y="58.0">nothing</text>
        <rect class="bar1" x="490.6" y="75.0" width="2.0" height="16" rx="2"/>
        <text class="value" x="498.6" y="87.5">0 MB</text>
        <rect class="bar1" x="490.6" y="105.0" width="2.0" height="16" rx="2"/>
        <text class="value" x="498.6" y="117.5">0 MB</text>
        <line class="axis" x1="490.6" y1="68.0" x2="490.6" y2="128.0"/>
        </svg>
        "#);
    }

    #[test]
    fn long_names_leave_room_for_bars() {
        let name = format!("registry.example.com/{}/app:1.0", "a".repeat(40));
        let svg = chart(&[&name]).svg();
        assert!(svg.contains(&format!(">…{}/app:1.0</text>", "a".repeat(31))), "{svg}");
        assert!(svg.contains(&format!("{name}: size 80 MB")), "who cannot see it is told all");
        assert_eq!(shortened(&"a".repeat(LONGEST_ROW)), "a".repeat(LONGEST_ROW));
    }

    #[test]
    fn nothing_is_a_chart_too() {
        let empty = Chart { title: String::new(), rows: Vec::new(), columns: Vec::new() };
        for chart in [chart(&[]), empty] {
            let svg = chart.svg();
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
        }
    }
}
