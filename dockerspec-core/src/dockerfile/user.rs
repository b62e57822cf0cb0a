//! `USER`.

use super::instruction::Words;
use crate::render::{PushText as _, Reason, Render, Writer, is_bare, push_word_behind_flags};
use crate::value::Owner;
use crate::word::{Value, Word};

/// `USER`: who runs later commands of the build, and the container.
///
/// ```
/// # use dockerspec_core::dockerfile::{Base, Dockerfile, Stage, User};
/// # use dockerspec_core::value::{Owner, Uid};
/// let mut stage = Stage::new(Base::Scratch);
/// stage.instructions.push(User::new(Owner::from(Uid::new(10001))).into());
/// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nUSER 10001\n");
/// # Ok::<(), dockerspec_core::render::RenderErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[non_exhaustive]
pub struct User<'a> {
    /// The user, and perhaps the group.
    pub user: Value<'a, Owner<'a>>,
}

impl<'a> User<'a> {
    /// A user that is known here.
    pub fn new(user: Owner<'a>) -> Self {
        Self { user: Value::Fixed(user) }
    }

    /// As [`User::new`], of a value that may be a variable.
    ///
    /// ```
    /// # use dockerspec_core::{dockerfile::{Base, Dockerfile, User, Stage}, word::{Arg, Value}};
    /// let mut stage = Stage::new(Base::Scratch);
    /// stage.instructions.push(User::of(Value::from(&Arg::new("UID"))).into());
    /// assert_eq!(Dockerfile::from(stage).render()?, "FROM scratch\nUSER ${UID}\n");
    /// # Ok::<(), dockerspec_core::render::RenderErrors>(())
    /// ```
    #[inline]
    pub fn of(user: Value<'a, Owner<'a>>) -> Self {
        Self { user }
    }
}

impl<'a> Words<'a> for User<'a> {
    #[inline]
    fn each_word(&mut self, visit: &mut impl FnMut(&mut Word<'a>)) {
        if let Value::Expanded(word) = &mut self.user {
            visit(word);
        }
    }
}

impl Render for User<'_> {
    fn render(&self, writer: &mut Writer) -> Result<(), Reason> {
        writer.out.push_str("USER ");
        let pushed = match &self.user {
            Value::Fixed(owner) => {
                let start = writer.out.len();
                owner.push_text(&mut writer.out);
                if is_bare(&writer.out[start..]) {
                    return Ok(());
                }
                let text = writer.out.split_off(start);
                push_word_behind_flags(&mut writer.out, &Word::from(text))
            }
            Value::Expanded(word) => push_word_behind_flags(&mut writer.out, word),
        };
        pushed.map_err(|problem| problem.of("USER", "the user"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::rendered;
    use crate::word::Arg;

    #[test]
    fn users() {
        assert_eq!(rendered(User::new("app:staff".parse().unwrap())), "USER app:staff\n");
        assert_eq!(rendered(User::new("-- x".parse().unwrap_or_else(|_| "a b".parse().unwrap()))), "USER \"a b\"\n");
        assert_eq!(rendered(User { user: Value::from(&Arg::new("UID")) }), "USER ${UID}\n");
        assert_eq!(rendered(User { user: Value::from("--" + &Arg::new("UID")) }), "USER \"--${UID}\"\n");
    }
}
