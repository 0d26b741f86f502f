//! [`StateDict`]: tensors by name, as modules, optimizers, schedules and files exchange them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;

use indexmap::IndexMap;
use show::Table;

use crate::Tensor;

/// Tensors by name, in the order in which they were put in, and remarks beside them.
///
/// It is what modules and optimizers save and load, and what a file holds. The remarks, [`metadata`](Self::metadata),
/// are strings by name: what is not a tensor, such as a learning rate or the version of a program.
///
/// ```
/// use autograd::{StateDict, Tensor};
///
/// let mut state: StateDict = [("weight", Tensor::zeros([2, 3])), ("bias", Tensor::zeros(2))].into_iter().collect();
/// state.metadata_mut().insert("epoch".into(), "12".into());
/// assert_eq!(state["bias"].shape(), [2]);
/// assert_eq!(
///     state.to_string(),
///     "\
/// name    dtype    shape
/// weight  float32  [2, 3]
/// bias    float32  [2]
/// 2 tensors, 8 elements, 32 bytes
/// epoch = 12"
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct StateDict {
    entries: IndexMap<String, Tensor>,
    metadata: BTreeMap<String, String>,
}

impl StateDict {
    /// One without tensors.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many tensors there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no tensors.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The tensor of that name, if there is one.
    pub fn get(&self, key: &str) -> Option<&Tensor> {
        self.entries.get(key)
    }

    /// Whether there is a tensor of that name.
    pub fn contains(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Adds a tensor at the end, or puts it in the place of the one of that name, which is returned.
    pub fn insert(&mut self, key: impl Into<String>, tensor: impl Into<Tensor>) -> Option<Tensor> {
        self.entries.insert(key.into(), tensor.into())
    }

    /// Takes out the tensor of that name, if there is one. The others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Tensor> {
        self.entries.shift_remove(key)
    }

    /// The names.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The tensors.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Tensor> {
        self.entries.values()
    }

    /// The names and tensors.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Tensor)> {
        self.entries.iter().map(|(key, tensor)| (key.as_str(), tensor))
    }

    /// What is remarked beside the tensors, by name.
    pub fn metadata(&self) -> &BTreeMap<String, String> {
        &self.metadata
    }

    /// The remarks, to be changed.
    pub fn metadata_mut(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.metadata
    }

    /// Adds all tensors and remarks of `other`, each name with `prefix` before it. So a model, its optimizer and its
    /// schedule share one file.
    ///
    /// ```
    /// use autograd::{StateDict, Tensor};
    ///
    /// let model = StateDict::from_iter([("weight", Tensor::ones(3))]);
    /// let mut checkpoint = StateDict::new();
    /// checkpoint.extend_with_prefix("model.", &model);
    /// assert_eq!(checkpoint.keys().collect::<Vec<_>>(), ["model.weight"]);
    /// assert_eq!(checkpoint.strip_prefix("model.")["weight"].shape(), [3]);
    /// ```
    pub fn extend_with_prefix(&mut self, prefix: &str, other: &StateDict) {
        let tensors = other.iter();
        self.extend(tensors.map(|(key, tensor)| (format!("{prefix}{key}"), tensor)));
        let remarks = other.metadata.iter();
        self.metadata
            .extend(remarks.map(|(key, value)| (format!("{prefix}{key}"), value.clone())));
    }

    /// The tensors and remarks whose names begin with `prefix`, without it.
    #[must_use]
    pub fn strip_prefix(&self, prefix: &str) -> StateDict {
        let tensors = self.iter();
        let remarks = self.metadata.iter();
        StateDict {
            entries: tensors
                .filter_map(|(key, tensor)| Some((key.strip_prefix(prefix)?.to_owned(), tensor.clone())))
                .collect(),
            metadata: remarks
                .filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.to_owned(), value.clone())))
                .collect(),
        }
    }
}

/// Both hold the same: names in any order, element types, shapes, the bits of every element (so that nan equals
/// itself), and remarks.
impl PartialEq for StateDict {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &Tensor, b: &Tensor| {
            a.dtype() == b.dtype() && a.shape() == b.shape() && a.value().le_bytes() == b.value().le_bytes()
        };
        self.len() == other.len()
            && self.metadata == other.metadata
            && self
                .iter()
                .all(|(key, tensor)| other.get(key).is_some_and(|there| same(tensor, there)))
    }
}

impl Index<&str> for StateDict {
    type Output = Tensor;

    /// # Panics
    /// If there is no tensor of that name.
    #[track_caller]
    fn index(&self, key: &str) -> &Tensor {
        match self.get(key) {
            Some(tensor) => tensor,
            None => panic!("there is no `{key}` in this state; {}", self.described_keys()),
        }
    }
}

impl StateDict {
    #[cold]
    fn described_keys(&self) -> String {
        const SHOWN: usize = 20;
        let keys: Vec<&str> = self.keys().take(SHOWN).collect();
        match self.len() - keys.len() {
            _ if keys.is_empty() => "it is empty".to_owned(),
            0 => format!("its keys are {}", keys.join(", ")),
            more => format!("its keys are {} and {more} more", keys.join(", ")),
        }
    }
}

impl<K: Into<String>, T: Into<Tensor>> FromIterator<(K, T)> for StateDict {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        let mut state = Self::new();
        state.extend(entries);
        state
    }
}

impl<K: Into<String>, T: Into<Tensor>> Extend<(K, T)> for StateDict {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, entries: I) {
        for (key, tensor) in entries {
            self.insert(key, tensor);
        }
    }
}

impl IntoIterator for StateDict {
    type Item = (String, Tensor);
    type IntoIter = std::vec::IntoIter<(String, Tensor)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter().collect::<Vec<_>>().into_iter()
    }
}

impl<'a> IntoIterator for &'a StateDict {
    type Item = (&'a str, &'a Tensor);
    type IntoIter = std::vec::IntoIter<(&'a str, &'a Tensor)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

impl StateDict {
    /// Names, element types and shapes, then the sums of them, then the remarks.
    fn table(&self) -> Table {
        let mut table = Table::new().text("name").text("dtype").text("shape");
        for (key, tensor) in self.iter() {
            table.row([key, tensor.dtype().name(), &format!("{:?}", tensor.shape())]);
        }
        let elements: usize = self.values().map(Tensor::numel).sum();
        let bytes: usize = self
            .values()
            .map(|tensor| tensor.numel() * tensor.dtype().size())
            .sum();
        let (count, plural) = (self.len(), if self.len() == 1 { "" } else { "s" });
        table.remark(format!(
            "{count} tensor{plural}, {elements} elements, {bytes} bytes"
        ));
        for (key, value) in &self.metadata {
            table.remark(format!("{key} = {value}"));
        }
        table
    }

    /// Shows its table below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl fmt::Display for StateDict {
    /// A table of names, element types and shapes, then the sums of them, then the remarks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abc() -> StateDict {
        ["c", "a", "b"]
            .into_iter()
            .zip([Tensor::zeros(1), Tensor::zeros(2), Tensor::zeros(3)])
            .collect()
    }

    #[test]
    fn names_keep_the_order_in_which_they_came() {
        let mut state = abc();
        assert_eq!(
            state.insert("a", Tensor::zeros(7)).map(|old| old.numel()),
            Some(2)
        );
        assert!(state.insert("d", Tensor::zeros(4)).is_none());
        assert_eq!(state.keys().collect::<Vec<_>>(), ["c", "a", "b", "d"]);
        assert_eq!(state.remove("c").map(|old| old.numel()), Some(1));
        assert!(state.remove("c").is_none());
        assert_eq!(state.keys().collect::<Vec<_>>(), ["a", "b", "d"]);
        assert_eq!(state["b"].shape(), [3]);
        assert!(state.contains("d") && !state.contains("c"));
        let numbers: Vec<usize> = (&state).into_iter().map(|(_, tensor)| tensor.numel()).collect();
        assert_eq!(numbers, [7, 3, 4]);
        let owned: Vec<String> = state.into_iter().map(|(key, _)| key).collect();
        assert_eq!(owned, ["a", "b", "d"]);
    }

    #[test]
    fn a_prefix_goes_before_names_and_remarks_and_comes_off_again() {
        let mut part = abc();
        part.metadata_mut().insert("lr".into(), "0.1".into());
        let mut whole = StateDict::from_iter([("other", Tensor::zeros(1))]);
        whole.extend_with_prefix("part.", &part);
        assert_eq!(
            whole.keys().collect::<Vec<_>>(),
            ["other", "part.c", "part.a", "part.b"]
        );
        assert_eq!(whole.metadata()["part.lr"], "0.1");
        let back = whole.strip_prefix("part.");
        assert_eq!(back.keys().collect::<Vec<_>>(), ["c", "a", "b"]);
        assert_eq!(back.metadata(), part.metadata());
    }

    #[test]
    fn equal_states_hold_the_same_bits() {
        let state = |value: f32, key: &str| {
            let mut state = abc();
            state.insert(key, Tensor::from([[value]]));
            state
        };
        assert_eq!(state(f32::NAN, "x"), state(f32::NAN, "x"));
        assert_ne!(state(0.0, "x"), state(-0.0, "x"));
        assert_ne!(state(1.0, "x"), state(1.0, "y"));
        assert_ne!(state(1.0, "x"), abc());
        let (mut reordered, mut remarked) = (state(1.0, "c"), state(1.0, "c"));
        let c = reordered.remove("c").expect("it is there");
        reordered.insert("c", c);
        assert_eq!(reordered, remarked);
        remarked.metadata_mut().insert("epoch".into(), "1".into());
        assert_ne!(reordered, remarked);
    }

    #[test]
    fn the_table_fits_the_longest_name() {
        let mut state = StateDict::new();
        assert_eq!(state.to_string(), "0 tensors, 0 elements, 0 bytes");
        state.insert("ü", Tensor::from([[1_i64, 2]]));
        assert_eq!(
            state.to_string(),
            "name  dtype  shape\nü     int64  [1, 2]\n1 tensor, 2 elements, 16 bytes"
        );
        state.insert("layers.0.weight", Tensor::from(1.0));
        let table = state.to_string();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[1], "ü                int64    [1, 2]");
        assert_eq!(lines[2], "layers.0.weight  float32  []");
    }

    #[test]
    #[should_panic(expected = "there is no `d` in this state; its keys are c, a, b")]
    fn an_unknown_name_is_refused() {
        let _ = &abc()["d"];
    }
}
