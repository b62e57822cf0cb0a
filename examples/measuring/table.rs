//! Tables that are read on a terminal, and rendered where Markdown is.

use std::fmt;

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A table in Markdown.
#[derive(Debug, Clone)]
pub(super) struct Table {
    columns: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows: columns of names, then columns of numbers.
    pub(super) fn new(names: &[&str], numbers: &[&str]) -> Self {
        let column = |side| move |title: &&str| (cell(title), side);
        let (names, numbers) = (names.iter().map(column(Side::Left)), numbers.iter().map(column(Side::Right)));
        Self { columns: names.chain(numbers).collect(), rows: Vec::new() }
    }

    /// One more row, with as many cells as there are columns.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|text| cell(&text)).collect());
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().map(|row| &row[column]).chain([&self.columns[column].0]);
        cells.map(|text| text.chars().count()).max().unwrap_or_default().max(3)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths: Vec<usize> = (0..self.columns.len()).map(|column| self.width(column)).collect();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            for ((text, (_, side)), width) in cells.zip(&self.columns).zip(&widths) {
                match side {
                    Side::Left => write!(formatter, "| {text:<width$} ")?,
                    Side::Right => write!(formatter, "| {text:>width$} ")?,
                }
            }
            formatter.write_str("|\n")
        };
        line(&mut self.columns.iter().map(|(title, _)| title.as_str()))?;
        let rules = self.columns.iter().zip(&widths).map(|((_, side), width)| match side {
            Side::Left => "-".repeat(*width),
            Side::Right => format!("{}:", "-".repeat(width - 1)),
        });
        let rules: Vec<String> = rules.collect();
        line(&mut rules.iter().map(String::as_str))?;
        self.rows.iter().try_for_each(|row| line(&mut row.iter().map(String::as_str)))
    }
}

/// Text that ends neither its cell nor its line.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must() {
        let mut table = Table::new(&["base"], &["size", "s"]);
        table.row(["debian:trixie-slim".into(), "80 MB".into(), "1".into()]);
        table.row(["a|b\nc".into(), "1.8 MB".into(), "6.4×".into()]);
        insta::assert_snapshot!(table, @r"
        | base               |   size |    s |
        | ------------------ | -----: | ---: |
        | debian:trixie-slim |  80 MB |    1 |
        | a\|b c             | 1.8 MB | 6.4× |
        ");
    }
}
