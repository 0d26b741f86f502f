//! Sums of products over named dimensions.

use std::borrow::Borrow;

use tensor_core::{Error, OrRaise};

use crate::tensor::Tensor;

/// What a dimension is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    /// One of those that an ellipsis stands for, counted from the last.
    Ellipsis(usize),
    Letter(char),
}

/// A tensor and what its dimensions are called.
struct Term {
    x: Tensor,
    labels: Vec<Label>,
}

impl Tensor {
    /// Einstein's sums: the dimensions of each operand are named by letters, a letter that several have is one dimension,
    /// and those that the result does not name are summed over. `...` stands for all that are not named, broadcast to each
    /// other; a letter twice in one operand is its diagonal. Without `->` the result has the ellipsis and then the letters
    /// that occur once, in the alphabet's order.
    ///
    /// Two operands at a time are multiplied, from the left on, as matrices where there is something to sum.
    ///
    /// Gradient: that of these products.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::ones([2, 3]), Tensor::ones([3, 4]));
    /// assert_eq!(Tensor::einsum("ij,jk->ik", &[&a, &b]).shape(), [2, 4]);
    /// let trace = Tensor::einsum("ii", &[Tensor::eye(3)]);
    /// assert_eq!(trace.item(), 3.0);
    /// ```
    ///
    /// # Panics
    /// If the equation has something else than letters, commas, one ellipsis an operand and one arrow, does not name as many
    /// operands or dimensions as there are, or one letter is for different sizes.
    #[track_caller]
    pub fn einsum<T: Borrow<Tensor>>(equation: &str, operands: &[T]) -> Tensor {
        let operands: Vec<&Tensor> = operands.iter().map(Borrow::borrow).collect();
        einsum(equation, &operands).or_raise()
    }
}

#[track_caller]
fn einsum(equation: &str, operands: &[&Tensor]) -> Result<Tensor, Error> {
    let (inputs, output) = match equation.split_once("->") {
        Some((inputs, output)) => (inputs, Some(output)),
        None => (equation, None),
    };
    let terms: Vec<&str> = inputs.split(',').collect();
    if terms.len() != operands.len() || operands.is_empty() {
        return Err(Error::argument(format!(
            "einsum: {equation:?} names {} operands, and {} are given",
            terms.len(),
            operands.len()
        )));
    }
    let terms = terms.iter().zip(operands).map(|(names, x)| term(names, x));
    let mut terms = terms.collect::<Result<Vec<Term>, Error>>()?;
    let output = match output {
        Some(names) => named_output(names, &terms)?,
        None => implied_output(inputs, &terms),
    };
    check_sizes(equation, &terms)?;
    for term in &mut terms {
        term.take_diagonals();
    }
    terms.reverse();
    let mut result = terms.pop().expect("there is an operand");
    while let Some(next) = terms.pop() {
        let needed =
            |label: &Label| output.contains(label) || terms.iter().any(|term| term.labels.contains(label));
        result = result.times(next, &needed);
    }
    Ok(result.into_order(&output))
}

/// An operand with its names.
fn term(names: &str, x: &Tensor) -> Result<Term, Error> {
    let mut letters = Vec::new();
    let mut ellipsis = None;
    let mut rest = names;
    while let Some(next) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("...") {
            if ellipsis.replace(letters.len()).is_some() {
                return Err(Error::argument(format!("einsum: {names:?} has two ellipses")));
            }
            rest = behind;
            continue;
        }
        match next {
            ' ' => {}
            letter if letter.is_ascii_alphabetic() => letters.push(Label::Letter(letter)),
            other => {
                return Err(Error::argument(format!(
                    "einsum: {other:?} in {names:?} is neither a letter nor an ellipsis"
                )));
            }
        }
        rest = &rest[next.len_utf8()..];
    }
    let left = x.rank().checked_sub(letters.len());
    let Some(left) = left.filter(|left| *left == 0 || ellipsis.is_some()) else {
        return Err(Error::argument(format!(
            "einsum: {names:?} names {} dimensions, and the operand of shape {:?} has {}",
            letters.len(),
            x.shape(),
            x.rank()
        )));
    };
    if let Some(at) = ellipsis {
        letters.splice(at..at, (0..left).rev().map(Label::Ellipsis));
    }
    Ok(Term {
        x: x.clone(),
        labels: letters,
    })
}

fn ellipsis(terms: &[Term]) -> Vec<Label> {
    let all = terms.iter().flat_map(|term| &term.labels);
    let most = all.filter_map(|label| match label {
        Label::Ellipsis(at) => Some(at + 1),
        Label::Letter(_) => None,
    });
    (0..most.max().unwrap_or(0)).rev().map(Label::Ellipsis).collect()
}

fn named_output(names: &str, terms: &[Term]) -> Result<Vec<Label>, Error> {
    let letters = names.replace("...", "");
    let mut output = Vec::new();
    let before = names
        .find("...")
        .map(|at| names[..at].chars().filter(|name| *name != ' ').count());
    for (at, name) in letters.chars().filter(|name| *name != ' ').enumerate() {
        if before == Some(at) {
            output.extend(ellipsis(terms));
        }
        let label = Label::Letter(name);
        if !terms.iter().any(|term| term.labels.contains(&label)) {
            return Err(Error::argument(format!(
                "einsum: the result names {name:?}, and no operand does"
            )));
        }
        if output.contains(&label) {
            return Err(Error::argument(format!(
                "einsum: the result names {name:?} twice"
            )));
        }
        output.push(label);
    }
    if before.is_some_and(|before| before == output.len()) {
        output.extend(ellipsis(terms));
    }
    Ok(output)
}

fn implied_output(inputs: &str, terms: &[Term]) -> Vec<Label> {
    let mut once: Vec<char> = inputs.chars().filter(char::is_ascii_alphabetic).collect();
    once.retain(|letter| inputs.matches(*letter).count() == 1);
    once.sort_unstable();
    let mut output = ellipsis(terms);
    output.extend(once.into_iter().map(Label::Letter));
    output
}

/// Refuses a letter for different sizes, of which none is 1.
fn check_sizes(equation: &str, terms: &[Term]) -> Result<(), Error> {
    let mut sizes: Vec<(Label, usize)> = Vec::new();
    for (number, term) in terms.iter().enumerate() {
        for (label, size) in term.labels.iter().zip(term.x.shape()) {
            match sizes.iter_mut().find(|(known, _)| known == label) {
                None => sizes.push((*label, *size)),
                Some((_, known)) if *known == 1 => *known = *size,
                Some((_, known)) if *size == 1 || known == size => {}
                Some((_, known)) => {
                    let name = match label {
                        Label::Letter(letter) => letter.to_string(),
                        Label::Ellipsis(_) => "...".to_owned(),
                    };
                    return Err(Error::shape(format!(
                        "einsum: in {equation:?} the dimension {name:?} has size {size} in operand {number} and {known} before it"
                    )));
                }
            }
        }
    }
    Ok(())
}

impl Term {
    fn place(&self, label: &Label) -> Option<usize> {
        self.labels.iter().position(|known| known == label)
    }

    /// The diagonal of what has a name twice.
    #[track_caller]
    fn take_diagonals(&mut self) {
        while let Some((first, second)) = self.repeated() {
            let label = self.labels[first];
            self.labels.remove(second);
            self.labels.remove(first);
            self.x = self.x.diagonal(0, first as isize, second as isize);
            self.labels.push(label);
        }
    }

    fn repeated(&self) -> Option<(usize, usize)> {
        (0..self.labels.len()).find_map(|second| {
            let first = self.labels[..second]
                .iter()
                .position(|label| *label == self.labels[second])?;
            Some((first, second))
        })
    }

    /// The sum over what has none of these names.
    #[track_caller]
    fn summed(mut self, keep: impl Fn(&Label) -> bool) -> Self {
        let (mut dims, mut labels) = (Vec::new(), Vec::new());
        for (dim, label) in self.labels.iter().enumerate() {
            match keep(label) {
                true => labels.push(*label),
                false => dims.push(dim as isize),
            }
        }
        if !dims.is_empty() {
            self.x = self.x.sum_dim(dims, false);
            self.labels = labels;
        }
        self
    }

    /// Without the dimensions of size 1 that the other stretches.
    #[track_caller]
    fn without_stretched(mut self, other: &Term) -> Self {
        let shape = other.x.shape();
        let stretched = |term: &Term, dim: usize| {
            let label = &term.labels[dim];
            term.x.shape()[dim] == 1 && other.place(label).is_some_and(|at| shape[at] != 1)
        };
        while let Some(dim) = (0..self.labels.len()).find(|dim| stretched(&self, *dim)) {
            self.x = self.x.select(dim as isize, 0);
            self.labels.remove(dim);
        }
        self
    }

    /// The product, summed over what both have and nobody needs any more.
    #[track_caller]
    fn times(self, other: Term, needed: &dyn Fn(&Label) -> bool) -> Term {
        let (a, b) = (self.without_stretched(&other), other);
        let b = b.without_stretched(&a);
        let a = a.summed(|label| needed(label) || b.place(label).is_some());
        let b = b.summed(|label| needed(label) || a.place(label).is_some());
        let shared = |label: &&Label| b.place(label).is_some();
        let batch: Vec<Label> = a
            .labels
            .iter()
            .filter(shared)
            .filter(|label| needed(label))
            .copied()
            .collect();
        let sum: Vec<Label> = a
            .labels
            .iter()
            .filter(shared)
            .filter(|label| !needed(label))
            .copied()
            .collect();
        let only = |x: &Term, y: &Term| -> Vec<Label> {
            x.labels
                .iter()
                .filter(|label| y.place(label).is_none())
                .copied()
                .collect()
        };
        let (rows, columns) = (only(&a, &b), only(&b, &a));
        let sizes = |x: &Term, labels: &[Label]| -> Vec<usize> {
            labels
                .iter()
                .filter_map(|label| x.place(label))
                .map(|at| x.x.shape()[at])
                .collect()
        };
        let shape = [sizes(&a, &batch), sizes(&a, &rows), sizes(&b, &columns)].concat();
        let left = a.matrices([&batch, &rows, &sum]);
        let right = b.matrices([&batch, &sum, &columns]);
        let product = match (sum.is_empty(), batch.is_empty()) {
            (true, _) => left.mul(&right),
            (false, true) => left.select(0, 0).mm(right.select(0, 0)),
            (false, false) => left.bmm(&right),
        };
        Term {
            x: product.reshape(shape),
            labels: [batch, rows, columns].concat(),
        }
    }

    /// The dimensions in this order, those of each group as one.
    #[track_caller]
    fn matrices(&self, groups: [&[Label]; 3]) -> Tensor {
        let places = groups
            .map(|group| -> Vec<usize> { group.iter().filter_map(|label| self.place(label)).collect() });
        let sizes = |places: &Vec<usize>| places.iter().map(|at| self.x.shape()[*at]).product::<usize>();
        let shape = [sizes(&places[0]), sizes(&places[1]), sizes(&places[2])];
        let order: Vec<isize> = places.concat().into_iter().map(|at| at as isize).collect();
        self.x.permute(order).reshape(shape)
    }

    /// The sum over what `output` does not name, in its order.
    #[track_caller]
    fn into_order(self, output: &[Label]) -> Tensor {
        let result = self.summed(|label| output.contains(label));
        let order: Vec<isize> = output
            .iter()
            .filter_map(|label| result.place(label))
            .map(|at| at as isize)
            .collect();
        result.x.permute(order)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[3, 2], &[2]], |x| Tensor::einsum("ij,jk,k->i", x));
        check(&[&[3, 3, 2]], |x| Tensor::einsum("iij->j", x));
        check(&[&[2, 1, 3], &[2, 3, 2]], |x| Tensor::einsum("...ij,...jk", x));
        check(&[&[2, 3], &[1, 2]], |x| Tensor::einsum("bi,jb->ij", x));
        check_second(&[&[2, 3], &[2, 3]], |x| Tensor::einsum("bi,bi->b", x));
    }

    #[test]
    fn as_the_product_it_is() {
        let (a, b) = (Tensor::rand([2, 3, 4]), Tensor::rand([2, 4, 5]));
        let product = Tensor::einsum("bij,bjk->bik", &[&a, &b]);
        assert!((product - a.matmul(&b)).abs().max().item() < 1e-6);
        let outer = Tensor::einsum("i,j", &[Tensor::arange(0, 2, 1), Tensor::arange(1, 4, 1)]);
        assert_eq!(outer.to_vec::<i64>(), [0, 0, 0, 1, 2, 3]);
        let moved = Tensor::einsum("a...b->b...a", &[&a]);
        assert_eq!(moved.shape(), [4, 3, 2]);
    }

    #[test]
    fn refusals() {
        let refusal = |equation: &str| {
            let x = Tensor::zeros([2, 3]);
            super::einsum(equation, &[&x, &x]).unwrap_err().to_string()
        };
        assert!(refusal("ij").contains("names 1 operands, and 2 are given"));
        assert!(refusal("ij,jk->ik").contains("\"j\" has size 2 in operand 1 and 3 before it"));
        assert!(refusal("ij,ij->k").contains("the result names 'k', and no operand does"));
        assert!(refusal("i,ij").contains("names 1 dimensions, and the operand of shape [2, 3] has 2"));
        assert!(refusal("i1,ij").contains("'1'"));
    }
}
