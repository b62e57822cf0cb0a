//! A list that holds one element without memory of its own, since most lists of the model have one.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// A list; one element of it needs no memory of its own.
///
/// ```
/// # use dockerspec_core::List;
/// let mut list = List::from(["a"]);
/// list.push("b");
/// assert_eq!(*list, ["a", "b"]);
/// assert_eq!(list.iter().count(), 2);
/// ```
#[derive(Clone)]
pub struct List<T>(Store<T>);

#[derive(Clone)]
enum Store<T> {
    One(T),
    Other(Vec<T>),
}

impl<T> List<T> {
    /// A list without elements.
    pub const fn new() -> Self {
        Self(Store::Other(Vec::new()))
    }

    /// Puts an element behind the others.
    pub fn push(&mut self, element: T) {
        let elements = match std::mem::replace(&mut self.0, Store::Other(Vec::new())) {
            Store::One(first) => vec![first, element],
            Store::Other(elements) if elements.is_empty() => {
                self.0 = Store::One(element);
                return;
            }
            Store::Other(mut elements) => {
                elements.push(element);
                elements
            }
        };
        self.0 = Store::Other(elements);
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Store::One(element) => std::slice::from_ref(element),
            Store::Other(elements) => elements,
        }
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.0 {
            Store::One(element) => std::slice::from_mut(element),
            Store::Other(elements) => elements,
        }
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut elements = elements.into_iter();
        let Some(first) = elements.next() else { return Self::new() };
        let Some(second) = elements.next() else { return Self(Store::One(first)) };
        let mut list = Vec::with_capacity(2 + elements.size_hint().0);
        list.extend([first, second]);
        list.extend(elements);
        Self(Store::Other(list))
    }
}

impl<T, const N: usize> From<[T; N]> for List<T> {
    #[inline]
    fn from(elements: [T; N]) -> Self {
        let mut elements = elements.into_iter();
        match (N, elements.next()) {
            (1, Some(element)) => Self(Store::One(element)),
            (_, None) => Self::new(),
            (_, Some(first)) => {
                let mut list = Vec::with_capacity(N);
                list.push(first);
                list.extend(elements);
                Self(Store::Other(list))
            }
        }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(elements: Vec<T>) -> Self {
        Self(Store::Other(elements))
    }
}

impl<'l, T> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'l, T> IntoIterator for &'l mut List<T> {
    type Item = &'l mut T;
    type IntoIter = std::slice::IterMut<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self).finish()
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for List<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for List<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Vec<T> as serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_what_was_put_into_it() {
        for length in 0..5 {
            let elements: Vec<usize> = (0..length).collect();
            let collected: List<usize> = elements.iter().copied().collect();
            let mut pushed = List::new();
            for &element in &elements {
                pushed.push(element);
            }
            assert_eq!(*collected, *elements);
            assert_eq!(pushed, collected);
            assert_eq!(List::from(elements), collected);
        }
        assert!(List::<usize>::from([]).is_empty());
        assert_eq!(*List::from([1]), [1]);
        assert_eq!(*List::from([1, 2, 3]), [1, 2, 3]);
    }

    #[test]
    fn one_element_can_be_changed_in_its_place() {
        let mut list = List::from([1]);
        (&mut list).into_iter().for_each(|element| *element += 1);
        assert_eq!(format!("{list:?}"), "[2]");
    }
}
