//! What is shown while images build: one line a build.

use std::fmt;
use std::io::Write;
use std::time::{Duration, Instant};

use super::units::seconds;
use crate::streams::Screen;

/// How often a line on a terminal is drawn anew.
const REDRAWN: Duration = Duration::from_millis(200);

/// Where it is shown. What cannot be written is not shown: nobody measures for its sake.
pub struct Display<'d> {
    out: &'d mut dyn Write,
    screen: Screen,
    /// What the builds are of.
    application: Option<&'static str>,
    /// The build that runs, and when its line was drawn.
    build: String,
    drawn: Option<Instant>,
}

impl fmt::Debug for Display<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Display").field("screen", &self.screen).finish_non_exhaustive()
    }
}

impl<'d> Display<'d> {
    /// Shows builds there: on a terminal in a line that changes until the build ends, in a file when it begins and when it
    /// ends.
    pub fn new(out: &'d mut dyn Write, screen: Screen) -> Self {
        Self { out, screen, application: None, build: String::new(), drawn: None }
    }

    /// Says what the builds that follow are of.
    pub(crate) fn application(&mut self, name: &'static str) {
        self.application = Some(name);
    }

    /// A build begins.
    pub(super) fn begin(&mut self, build: &str) {
        self.build = self.application.map_or_else(|| build.to_owned(), |application| format!("{application}, {build}"));
        self.drawn = None;
        match self.screen {
            Screen::Terminal => self.draw("", Duration::ZERO),
            Screen::File => self.line(&format!("{} ...", self.build)),
        }
    }

    /// What it does now.
    pub(super) fn tell(&mut self, step: Option<&str>, elapsed: Duration) {
        let is_due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= REDRAWN);
        if self.screen == Screen::Terminal && is_due {
            self.draw(step.unwrap_or_default(), elapsed);
        }
    }

    /// How it ended.
    pub(super) fn end(&mut self, outcome: &str) {
        if self.screen == Screen::Terminal {
            // From the first column on, with nothing behind it.
            let _ = write!(self.out, "\r\x1b[2K");
        }
        self.line(&format!("{}: {outcome}", self.build));
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
    }

    /// Draws the line anew, cut where the terminal ends: a line that wraps could not be drawn over.
    fn draw(&mut self, step: &str, elapsed: Duration) {
        let step: String = step.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
        let time = elapsed.as_secs();
        let _ = write!(self.out, "\r\x1b[2K\x1b[?7l{}: {time} s  {step}\x1b[?7h", self.build);
        let _ = self.out.flush();
        self.drawn = Some(Instant::now());
    }
}

/// How a build ended that ran these steps.
pub(super) fn outcome(time: Duration, steps: usize) -> String {
    format!("{}, {steps} {}", seconds(time), if steps == 1 { "step" } else { "steps" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(screen: Screen) -> String {
        let mut out = Vec::new();
        let mut display = Display::new(&mut out, screen);
        display.begin("app: cold build");
        display.tell(Some("[2/3] RUN a\tb"), Duration::from_millis(1900));
        display.drawn = None;
        display.tell(Some("[2/3] RUN a\tb"), Duration::from_millis(2100));
        display.end(&outcome(Duration::from_millis(12_340), 3));
        String::from_utf8(out).unwrap().replace('\u{1b}', "ESC").replace('\r', "CR")
    }

    #[test]
    fn a_line_is_drawn_over_on_a_terminal() {
        insta::assert_snapshot!(shown(Screen::Terminal), @"CRESC[2KESC[?7lapp: cold build: 0 s  ESC[?7hCRESC[2KESC[?7lapp: cold build: 2 s  [2/3] RUN a bESC[?7hCRESC[2Kapp: cold build: 12.3 s, 3 steps");
    }

    #[test]
    fn a_file_has_plain_lines() {
        insta::assert_snapshot!(shown(Screen::File), @r"
        app: cold build ...
        app: cold build: 12.3 s, 3 steps
        ");
    }

    #[test]
    fn one_step_is_one() {
        assert_eq!(outcome(Duration::from_millis(640), 1), "0.64 s, 1 step");
    }
}
