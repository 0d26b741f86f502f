//! The model: a shape and its elements in row-major order. An index is a list of numbers, and everything is looked up.

#[derive(Clone, Debug)]
pub(crate) struct Naive {
    pub(crate) shape: Vec<usize>,
    pub(crate) elements: Vec<f64>,
}

impl Naive {
    /// Every element is `element` of its index.
    pub(crate) fn build(shape: Vec<usize>, element: impl Fn(&[usize]) -> f64) -> Self {
        let count: usize = shape.iter().product();
        let mut index = vec![0; shape.len()];
        let mut elements = Vec::with_capacity(count);
        for _ in 0..count {
            elements.push(element(&index));
            for dim in (0..shape.len()).rev() {
                index[dim] += 1;
                if index[dim] < shape[dim] {
                    break;
                }
                index[dim] = 0;
            }
        }
        Self { shape, elements }
    }

    pub(crate) fn at(&self, index: &[usize]) -> f64 {
        let mut place = 0;
        for (at, size) in index.iter().zip(&self.shape) {
            place = place * size + at;
        }
        self.elements[place]
    }

    /// The element that an index of a larger shape sees, to which this one is broadcast.
    pub(crate) fn over(&self, index: &[usize]) -> f64 {
        let own = &index[index.len() - self.shape.len()..];
        let own: Vec<usize> = own
            .iter()
            .zip(&self.shape)
            .map(|(at, size)| if *size == 1 { 0 } else { *at })
            .collect();
        self.at(&own)
    }

    pub(crate) fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self {
            shape: self.shape.clone(),
            elements: self.elements.iter().map(|x| f(*x)).collect(),
        }
    }

    /// The same elements in another shape.
    pub(crate) fn shaped(&self, shape: Vec<usize>) -> Self {
        Self {
            shape,
            elements: self.elements.clone(),
        }
    }

    /// For each index without dimension `dim`, `fold` of the elements along it.
    pub(crate) fn fold(&self, dim: usize, fold: impl Fn(&mut dyn Iterator<Item = f64>) -> f64) -> Self {
        Self::build(without(&self.shape, dim), |index| {
            fold(&mut (0..self.shape[dim]).map(|at| self.at(&with(index, dim, at))))
        })
    }

    /// Whether numbers stay where no rounding shows and no integer wraps.
    pub(crate) fn is_small(&self) -> bool {
        self.elements.iter().all(|x| x.is_nan() || x.abs() <= 1e6)
    }
}

/// The list without element `dim`.
pub(crate) fn without(list: &[usize], dim: usize) -> Vec<usize> {
    let mut list = list.to_vec();
    list.remove(dim);
    list
}

/// The list with `value` before element `dim`.
pub(crate) fn with(list: &[usize], dim: usize, value: usize) -> Vec<usize> {
    let mut list = list.to_vec();
    list.insert(dim, value);
    list
}

/// The list with `value` in place of element `dim`.
pub(crate) fn set(list: &[usize], dim: usize, value: usize) -> Vec<usize> {
    let mut list = list.to_vec();
    list[dim] = value;
    list
}

/// The shape that two shapes are broadcast to, if they are.
pub(crate) fn broadcast(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let rank = a.len().max(b.len());
    let size =
        |shape: &[usize], dim: usize| (dim + shape.len()).checked_sub(rank).map_or(1, |dim| shape[dim]);
    (0..rank)
        .map(|dim| match (size(a, dim), size(b, dim)) {
            (1, size) | (size, 1) => Some(size),
            (a, b) => (a == b).then_some(a),
        })
        .collect()
}
