//! Images: a last stage and all that it reaches.

use std::panic::Location;

use dockerspec_core::check::{Checker, Policy};
use dockerspec_core::dockerfile::{Args, Base, Check, CopyFrom, Directives, Dockerfile, Instruction, MountFrom};
use dockerspec_core::finding::Finding;
use dockerspec_core::parse::{Parsed, Position};
use dockerspec_core::render::{RenderErrors, Renderer};
use dockerspec_core::value::{ContextName, ImageRef};
use dockerspec_core::word::{Arg, Value};

use crate::content::{Content, Place};
use crate::held::Holder;
use crate::inspection::{Inspection, Spot};
use crate::lineage::lineage;
use crate::ownership::{Unwritable, unwritable};
use crate::phase::SaysWhoRuns;
use crate::problem::{ImageError, Problem, ProblemKind};
use crate::stage::Stage;
use crate::target::{self, UnknownTarget};
use crate::target_difference::TargetDifference;

/// An image: its last stage, all stages that it reaches, and further targets, in one Dockerfile.
///
/// ```
/// # use dockerspec::{Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let base = Stage::from_image("base", image_ref!("python:3.11-slim-bookworm")).create_user(&app).user(&app);
/// let dev = base.stage("dev").cmd(["flask", "run", "--debug"]);
/// let runtime = base.stage("runtime").cmd(["gunicorn", "app:app"]);
/// let image = Image::new(runtime).target(dev);
/// let names: Vec<String> =
///     image.dockerfile()?.stages.iter().map(|stage| stage.name.as_ref().unwrap().to_string()).collect();
/// assert_eq!(names, ["base", "dev", "runtime"]);
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "an image does nothing until it is rendered, synced or emitted"]
pub struct Image {
    last: Holder,
    targets: Vec<Holder>,
    directives: Directives<'static>,
    policy: Option<Box<Policy>>,
    /// Patterns of the ignore file.
    pub(crate) ignored: Vec<String>,
    /// What is wrong with what was said of the image itself.
    pub(crate) problems: Vec<Problem>,
}

impl Image {
    /// The image that ends with this stage, which says who runs it.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001);
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&app);
    /// assert_eq!(Image::new(stage).render()?, "FROM debian:13-slim AS app\nUSER 10001:10001\n");
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new<P, A: SaysWhoRuns>(last: Stage<P, A>) -> Self {
        Self {
            last: last.into_holder(),
            targets: Vec::new(),
            directives: Directives::default(),
            policy: None,
            ignored: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// One more stage for `docker build --target`, with all that it reaches. It may run as root: a container to work
    /// in often must.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// let base = Stage::from_image("base", image_ref!("debian:13-slim"));
    /// let app = base.stage("app").run_as_root("an example");
    /// let text = Image::new(app).target(base.stage("dev").run("apt-get update")).render()?;
    /// assert!(text.contains("\nFROM base AS dev\nRUN apt-get update\n\nFROM base AS app\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn target<P, A>(mut self, stage: Stage<P, A>) -> Self {
        self.targets.push(stage.into_holder());
        self
    }

    /// `# syntax=…`: the frontend that reads the Dockerfile, such as `docker/dockerfile:1`.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).run_as_root("an example");
    /// let image = Image::new(stage).syntax(image_ref!("docker/dockerfile:1"));
    /// assert!(image.render()?.starts_with("# syntax=docker/dockerfile:1\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn syntax(mut self, frontend: ImageRef<'static>) -> Self {
        self.directives.syntax = Some(frontend);
        self
    }

    /// `# check=…`: how BuildKit lints the Dockerfile.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref, model::Check};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim")).run_as_root("an example");
    /// let mut check = Check::default();
    /// check.error = true;
    /// assert!(Image::new(stage).check(check).render()?.starts_with("# check=error=true\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn check(mut self, check: Check<'static>) -> Self {
        self.directives.check = Some(check);
        self
    }

    /// What the checks ask of this image, instead of what they ask of every one.
    ///
    /// ```
    /// # use dockerspec::check::{Policy, RuleLevel};
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let mut policy = Policy::default();
    /// policy.set_level("unpinned_base", RuleLevel::Warn)?;
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&User::new("app", 10001));
    /// assert!(Image::new(stage).policy(policy).render().is_ok());
    /// # Ok::<(), dockerspec::check::PolicyError>(())
    /// ```
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Some(Box::new(policy));
        self
    }

    /// The Dockerfile as a model, which always can be rendered, and in which the checks deny nothing.
    ///
    /// # Errors
    ///
    /// All problems of the image, or else all that the checks deny, each with the line of the program that wrote it.
    pub fn dockerfile(&self) -> Result<Dockerfile<'static>, ImageError> {
        let order = self.order();
        self.checked_text(&order)?;
        let mut dockerfile: Dockerfile<'static> = order.iter().map(|content| content.to_stage()).collect();
        dockerfile.directives = self.directives.clone();
        let mut problems = Vec::new();
        dockerfile.preamble =
            globals(&order, &mut problems).into_iter().map(|(arg, _)| Args::new(arg).into()).collect();
        Ok(dockerfile)
    }

    /// The text of the Dockerfile, in which the checks deny nothing.
    ///
    /// # Errors
    ///
    /// As [`Image::dockerfile`].
    pub fn render(&self) -> Result<String, ImageError> {
        self.checked_text(&self.order())
    }

    /// The text of the Dockerfile, without a look at it by the checks: for who shows what they find, or checks it
    /// elsewhere.
    ///
    /// # Errors
    ///
    /// All problems of the image, each with the line of the program that wrote it.
    pub fn render_unchecked(&self) -> Result<String, ImageError> {
        self.text(&self.order())
    }

    /// Everything that the checks find, warnings too, each with the line of the program that wrote it.
    ///
    /// # Errors
    ///
    /// All problems of the image without which there is no text to check.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, image_ref, User};
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let image = Image::new(stage.run("apt-get install curl").user(&User::new("app", 10001)));
    /// let findings: Vec<String> = image.findings()?.iter().map(ToString::to_string).collect();
    /// assert!(findings.iter().any(|finding| finding.contains("error[unanswered_prompt]")), "{findings:?}");
    /// assert!(image.render().is_err());
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn findings(&self) -> Result<Vec<Problem>, ImageError> {
        let order = self.order();
        let text = self.text(&order)?;
        Ok(self.found(&text, &order, |_| true))
    }

    /// What differs between two targets as images: what `docker build --target` takes, so each stage is one.
    ///
    /// Compared is what holds in the end, wherever a stage or one that it builds on says it: the base, RUN, COPY and ADD
    /// by their text and order, variables, labels, who runs it and where, ports, volumes, the health check, the command.
    /// What both have from a stage that they share is none of it, nor is what stages do that they only copy from.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001);
    /// let base = Stage::from_image("base", image_ref!("python:3.13-slim-bookworm"))
    ///     .env("PORT", 8000)
    ///     .expose(8000)
    ///     .healthcheck(Healthcheck::new(["python", "-m", "shop.health"]))
    ///     .user(&app);
    /// let dev = base.stage("dev").env("DEBUG", true).cmd(["flask", "run", "--debug"]);
    /// let prod = base.stage("prod").copy("shop", "/app/shop").cmd(["gunicorn", "shop:app"]);
    /// let image = Image::new(prod).target(dev);
    ///
    /// let difference = image.difference("dev", "prod")?;
    /// let text: Vec<String> =
    ///     difference.to_string().lines().map(|line| line.split("  #").next().unwrap().to_owned()).collect();
    /// assert_eq!(text, [
    ///     "--- dev",
    ///     "+++ prod",
    ///     "+ COPY shop /app/shop",
    ///     "- ENV DEBUG=true",
    ///     "- CMD [\"flask\", \"run\", \"--debug\"]",
    ///     "+ CMD [\"gunicorn\", \"shop:app\"]",
    /// ]);
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    ///
    /// Behind `  #` stand the stage and the line of the program, as in `# dev, src/main.rs:7:32`. GitHub colours the
    /// text in a block of `diff`.
    ///
    /// # Errors
    ///
    /// A name that no stage has, and all problems of the image without which there is no text to compare.
    #[track_caller]
    pub fn difference(&self, first: &str, second: &str) -> Result<TargetDifference, ImageError> {
        let order = self.order();
        let place = Location::caller();
        self.text(&order)?;
        let mut problems = Vec::new();
        let stages = [first, second].map(|name| {
            let unknown =
                |unknown| problems.push(Problem { kind: UnknownTarget::into(unknown), location: Some(place) });
            target::find(&order, name).map_err(unknown).ok()
        });
        match stages {
            [Some(first), Some(second)] => Ok(TargetDifference::between(first, second)),
            _ => Err(ImageError::new(problems)),
        }
    }

    fn checked_text(&self, order: &[&Content]) -> Result<String, ImageError> {
        let text = self.text(order)?;
        let denied = self.found(&text, order, Finding::is_error);
        if denied.is_empty() { Ok(text) } else { Err(ImageError::new(denied)) }
    }

    /// What the checks find in the text of the image.
    fn found(&self, text: &str, order: &[&Content], is_asked: fn(&Finding) -> bool) -> Vec<Problem> {
        let located = |(finding, position): (Finding, Option<Position>)| {
            let location = match position {
                Some(Position::Instruction(stage, number)) => order[stage].steps.get(number).map(|step| step.place),
                Some(Position::From(stage) | Position::Comment(stage, _)) => Some(order[stage].begun),
                Some(Position::Preamble(_)) | None => None,
            };
            Problem { kind: ProblemKind::Found(Box::new(finding)), location }
        };
        self.positions(text, order).filter(|(finding, _)| is_asked(finding)).map(located).collect()
    }

    /// What the checks find in the text of the image, and in which of its instructions.
    fn positions(&self, text: &str, order: &[&Content]) -> impl Iterator<Item = (Finding, Option<Position>)> {
        let default = Policy::default();
        let policy = self.policy.as_deref().unwrap_or(&default);
        let parsed = Parsed::new(text);
        let contexts = order.iter().flat_map(|content| contexts(content)).map(ContextName::as_str);
        let findings = Checker::new(policy).contexts(contexts).check_parsed(text, &parsed);
        // What no stage uses is a target.
        let findings = findings.into_iter().filter(|finding| finding.code != "unused_stage");
        findings.map(move |finding| {
            let position = parsed.map.position(finding.label.span.start);
            (finding, position)
        })
    }

    /// What is wrong with the image, each with the stage and the number of the instruction there; its text, if it has
    /// one. For the macro, whose calls have no lines in the user's program.
    pub(crate) fn inspect(&self) -> Inspection {
        let order = self.order();
        let spot = |stage: usize, instruction| Some(Spot { stage: order[stage].name().to_owned(), instruction });
        match self.text(&order) {
            Ok(text) => {
                let found = self.positions(&text, &order).map(|(finding, position)| {
                    let spot = match position {
                        Some(Position::Instruction(stage, number)) => spot(stage, Some(number)),
                        Some(Position::From(stage) | Position::Comment(stage, _)) => spot(stage, None),
                        Some(Position::Preamble(_)) | None => None,
                    };
                    (ProblemKind::Found(Box::new(finding)), spot)
                });
                Inspection { problems: found.collect(), text }
            }
            Err(error) => {
                let unwritable = self.unwritable(&order);
                let located = |problem: &Problem| {
                    let spot = match &problem.kind {
                        ProblemKind::Unsayable(error) => {
                            error.place.stage.and_then(|stage| spot(stage, error.place.instruction))
                        }
                        kind => unwritable.iter().find(|unwritable| unwritable.kind == *kind).map(Unwritable::spot),
                    };
                    (problem.kind.clone(), spot)
                };
                Inspection { problems: error.problems().iter().map(located).collect(), text: String::new() }
            }
        }
    }

    fn text(&self, order: &[&Content]) -> Result<String, ImageError> {
        let mut problems = Vec::new();
        self.check_stages(order, &mut problems);
        let globals = globals(order, &mut problems);
        let mut renderer = Renderer::new();
        renderer.directives(&self.directives);
        for (arg, _) in &globals {
            renderer.preamble(&Args::new(arg.clone()).into());
        }
        for content in order {
            renderer.stage_with(&content.stage, content.instructions());
        }
        match renderer.finish() {
            Ok(text) if problems.is_empty() => Ok(text),
            Ok(_) => Err(ImageError::new(problems)),
            Err(errors) => {
                unsayable(&errors, order, &globals, &mut problems);
                Err(ImageError::new(problems))
            }
        }
    }

    /// The last stage.
    #[cfg(feature = "compose")]
    pub(crate) fn last(&self) -> &Content {
        &self.last
    }

    /// The stages that can be built by name: the last one, then the further targets.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Content> {
        std::iter::once(&self.last).chain(&self.targets).map(|holder| &**holder)
    }

    /// Every stage once, each behind those that it needs, and the last stage last.
    pub(crate) fn order(&self) -> Vec<&Content> {
        let mut order = Vec::with_capacity(4);
        for target in self.targets.iter().chain([&self.last]) {
            visit(target, &mut order);
        }
        order
    }

    fn check_stages(&self, order: &[&Content], problems: &mut Vec<Problem>) {
        for (number, content) in order.iter().enumerate() {
            problems.extend(content.problems.iter().cloned());
            if let Some(name) = &content.stage.name
                && order[..number].iter().any(|other| other.stage.name.as_ref() == Some(name))
            {
                let kind = ProblemKind::DuplicateStage { name: name.to_string() };
                problems.push(Problem { kind, location: Some(content.begun) });
            }
        }
        if let Some(last) = order.last().filter(|last| !std::ptr::eq(**last, &raw const *self.last)) {
            let kind = ProblemKind::TargetNeedsLastStage { target: last.name().to_owned() };
            problems.push(Problem { kind, location: Some(last.begun) });
        }
        if let Some(Value::Fixed(user)) = self.last.user()
            && user.is_root()
            && !self.last.root_by_choice
        {
            let kind = ProblemKind::RootUser { user: user.to_string() };
            problems.push(Problem { kind, location: Some(self.last.begun) });
        }
        for Unwritable { kind, place, .. } in self.unwritable(order) {
            problems.push(Problem { kind, location: Some(place) });
        }
        problems.extend_from_slice(&self.problems);
    }

    /// What must be writable and is not, each once: in the containers of the last stage and the targets, and of those
    /// that none of them builds on.
    fn unwritable<'i>(&self, order: &[&'i Content]) -> Vec<Unwritable<'i>> {
        if order.iter().all(|content| content.writable.is_empty()) {
            return Vec::new();
        }
        let is_target = |content: &Content| self.targets().any(|target| std::ptr::eq(target, content));
        let is_base = |content: &Content| {
            self.targets().any(|target| lineage(target).into_iter().any(|base| std::ptr::eq(base, content)))
        };
        let mut found: Vec<Unwritable<'i>> = Vec::new();
        for content in order.iter().filter(|content| is_target(content) || !is_base(content)) {
            for unwritable in unwritable(content) {
                if !found.iter().any(|known| known.kind == unwritable.kind && known.place == unwritable.place) {
                    found.push(unwritable);
                }
            }
        }
        found
    }
}

/// The named contexts that a stage begins with, copies from and mounts.
fn contexts(content: &Content) -> Vec<&ContextName<'static>> {
    let mut contexts = Vec::new();
    if let Base::Context(name) = &content.stage.base {
        contexts.push(name);
    }
    for instruction in content.instructions() {
        match instruction {
            Instruction::Copy(copy) => {
                if let Some(CopyFrom::Context(name)) = &copy.from {
                    contexts.push(name);
                }
            }
            Instruction::Run(run) => contexts.extend(run.mounts.iter().filter_map(|mount| {
                if let Some(MountFrom::Context(name)) = mount.origin() { Some(name) } else { None }
            })),
            _ => {}
        }
    }
    contexts
}

/// Depth first. Stages are values, so there is no cycle to find.
fn visit<'i>(content: &'i Content, order: &mut Vec<&'i Content>) {
    if order.iter().any(|known| std::ptr::eq(*known, content)) {
        return;
    }
    for needed in content.parent.iter().chain(content.uses.iter()) {
        visit(needed, order);
    }
    order.push(content);
}

/// The arguments of the whole file, each once.
fn globals(order: &[&Content], problems: &mut Vec<Problem>) -> Vec<(Arg<'static>, Place)> {
    let mut globals: Vec<(Arg<'static>, Place)> = Vec::new();
    for (arg, place) in order.iter().flat_map(|content| &content.globals) {
        match globals.iter().find(|(known, _)| known.name == arg.name) {
            None => globals.push((arg.clone(), *place)),
            Some((known, _)) if known == arg => {}
            Some(_) => {
                let kind = ProblemKind::ArgConflict { name: arg.name.to_string() };
                problems.push(Problem { kind, location: Some(*place) });
            }
        }
    }
    globals
}

/// The errors of the renderer, each with the line of the program that wrote the instruction.
#[cold]
fn unsayable(
    errors: &RenderErrors,
    order: &[&Content],
    globals: &[(Arg<'static>, Place)],
    problems: &mut Vec<Problem>,
) {
    for error in errors {
        let location = match (error.place.stage, error.place.instruction) {
            (Some(stage), Some(instruction)) => order[stage].steps.get(instruction).map(|step| step.place),
            (Some(stage), None) => Some(order[stage].begun),
            (None, Some(arg)) => globals.get(arg).map(|(_, place)| *place),
            (None, None) => None,
        };
        problems.push(Problem { kind: ProblemKind::Unsayable(Box::new(error.clone())), location });
    }
}
