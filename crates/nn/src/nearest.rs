//! The name that another one may be a misspelling of.

/// Longer names are not compared: the work grows with the square of the length.
const LONGEST: usize = 200;

/// The one of `names` that differs least from `name`, if that is less than half of it.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let compared = names.filter(|other| name.len().max(other.len()) <= LONGEST);
    let distances = compared.map(|other| (edits(name, other), other));
    let (distance, other) = distances.min_by_key(|(distance, _)| *distance)?;
    (2 * distance < name.chars().count()).then_some(other)
}

/// How many letters must be put in, taken out or exchanged to make `b` of `a`: Levenshtein's distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(
            (edits("", "abc"), edits("abc", ""), edits("abc", "abc")),
            (3, 3, 0)
        );
    }

    #[test]
    fn the_nearest_is_near() {
        let names = ["encoder.0.weight", "encoder.0.bias", "decoder.weight"];
        assert_eq!(
            nearest("encoder.0.weigth", names.into_iter()),
            Some("encoder.0.weight")
        );
        assert_eq!(nearest("scale", names.into_iter()), None);
        assert_eq!(nearest("scale", [].into_iter()), None);
    }
}
