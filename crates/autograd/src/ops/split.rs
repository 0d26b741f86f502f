//! Consecutive parts of one dimension.

use tensor_core::{Error, OrRaise, chunk_sizes, dimension, room_for, split_sizes};

use crate::tensor::Tensor;

/// What [`Tensor::split`] takes: the size of every part, or a list with the size of each.
pub trait IntoSections: Sized {
    /// What PyTorch calls the operation that cuts so.
    #[doc(hidden)]
    const NAME: &'static str = "SplitWithSizes";

    /// The sizes of the parts of a dimension of this size.
    ///
    /// # Errors
    /// If it cannot be cut so.
    fn into_sections(self, size: usize) -> Result<Vec<usize>, Error>;
}

impl IntoSections for usize {
    const NAME: &'static str = "Split";

    fn into_sections(self, size: usize) -> Result<Vec<usize>, Error> {
        split_sizes(size, self)
    }
}
impl<const N: usize> IntoSections for [usize; N] {
    fn into_sections(self, _: usize) -> Result<Vec<usize>, Error> {
        Ok(self.to_vec())
    }
}
impl IntoSections for &[usize] {
    fn into_sections(self, _: usize) -> Result<Vec<usize>, Error> {
        Ok(self.to_vec())
    }
}
impl IntoSections for Vec<usize> {
    fn into_sections(self, _: usize) -> Result<Vec<usize>, Error> {
        Ok(self)
    }
}

impl Tensor {
    /// Consecutive parts of `dim`, without a copy: of one size, the last one shorter, or with a list of sizes.
    ///
    /// Gradient: each part's at its place.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 2.0, 3.0, 4.0, 5.0]);
    /// assert_eq!(x.split(2, 0)[2].to_vec::<f32>(), [5.0]);
    /// assert_eq!(x.split([1, 4], 0)[1].shape(), [4]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, the size is 0, or the sizes do not add up.
    #[track_caller]
    pub fn split(&self, sections: impl IntoSections, dim: isize) -> Vec<Tensor> {
        let name = name_of(&sections);
        let sizes = sections.into_sections(self.length("split", dim)).or_raise();
        self.parts(name, &sizes, dim)
    }

    /// Consecutive parts of `dim`, without a copy: `chunks` of equal size, or fewer if that does not come out; the
    /// last one is shorter.
    ///
    /// Gradient: each part's at its place.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let sizes: Vec<_> = Tensor::zeros(5).chunk(3, 0).iter().map(Tensor::numel).collect();
    /// assert_eq!(sizes, [2, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or `chunks` is 0.
    #[track_caller]
    pub fn chunk(&self, chunks: usize, dim: isize) -> Vec<Tensor> {
        let sizes = chunk_sizes(self.length("chunk", dim), chunks).or_raise();
        self.parts("Split", &sizes, dim)
    }

    #[track_caller]
    fn length(&self, operation: &str, dim: isize) -> usize {
        let dim = dimension(dim, self.rank()).or_raise();
        match self.shape().get(dim) {
            Some(size) => *size,
            None => Error::shape(format!("{operation} cuts a dimension, and a 0-d tensor has none")).raise(),
        }
    }

    #[track_caller]
    fn parts(&self, name: &'static str, sizes: &[usize], dim: isize) -> Vec<Tensor> {
        // The array knows whether the sizes add up.
        self.value().split(sizes, dim);
        let mut parts = room_for(format_args!("a list of {} parts", sizes.len()), sizes.len()).or_raise();
        let mut start = 0;
        for size in sizes {
            parts.push(self.narrow_as(name, dim, start, *size));
            start += *size as isize;
        }
        parts
    }
}

fn name_of<S: IntoSections>(_: &S) -> &'static str {
    S::NAME
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[5, 2]], |x| {
            let parts = x[0].split(2, 0);
            Tensor::cat(&[&parts[2], &parts[0]], 0)
        });
        check(&[&[2, 4]], |x| x[0].split([1, 3], 1)[1].clone());
        check(&[&[5]], |x| x[0].chunk(3, -1)[1].clone());
        check_second(&[&[4]], |x| {
            let halves = x[0].chunk(2, 0);
            &halves[0] * halves[1].square()
        });
    }

    #[test]
    #[should_panic(expected = "sizes [2, 2] add up to 4, but dimension 0 of shape [5] has size 5")]
    fn sizes_that_do_not_add_up_are_refused() {
        Tensor::zeros(5).split([2, 2], 0);
    }

    #[test]
    #[should_panic(expected = "number of chunks is 0")]
    fn no_chunks_are_refused() {
        Tensor::zeros(5).chunk(0, 0);
    }
}
