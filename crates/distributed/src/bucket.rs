//! Buckets: gradients that are exchanged together.
//!
//! A large gradient is a bucket of its own, and is exchanged where it lies. Small ones, which would pay for a message each,
//! are copied into one flat array that stays from step to step, and are views of it afterwards; the optimizer reads them there.

use std::ops::Range;

use autograd::{Array, DType, Tensor, s};
use nn::Parameter;

use crate::process_group::own;

/// From so many bytes on a gradient is worth messages of its own. 784-512-256-10 exchanges 1.6 MB of its 2.1 MB without a copy.
const LARGE: usize = 256 * 1024;

/// At most so many bytes of small gradients are exchanged together, as in PyTorch.
const CAP: usize = 25 * 1024 * 1024;

/// Gradients that are exchanged together. Parameters are named by their places in the model.
pub(crate) enum Bucket {
    /// One large gradient; between the exchange and its delivery it is held here.
    Alone {
        parameter: usize,
        reduced: Option<Tensor>,
    },
    Flat(Flat),
}

/// Small gradients of one element type, one behind the other.
pub(crate) struct Flat {
    parts: Vec<(usize, Range<usize>)>,
    /// Where the flags begin that say which parameters have a gradient on any rank; in the last bucket only.
    flags: Option<usize>,
    array: Tensor,
}

/// The buckets of these parameters, from the last to the first: the order in which backward makes gradients.
pub(crate) fn fill(parameters: &[Parameter]) -> Vec<Bucket> {
    let mut buckets = Vec::new();
    let mut open: Vec<Flat> = Vec::new();
    for (place, parameter) in parameters.iter().enumerate().rev() {
        let (dtype, len) = (parameter.dtype(), parameter.numel());
        if len * dtype.size() >= LARGE {
            buckets.push(Bucket::Alone {
                parameter: place,
                reduced: None,
            });
            continue;
        }
        let fits = |flat: &Flat| flat.array.dtype() == dtype && (flat.end() + len) * dtype.size() <= CAP;
        match open.iter_mut().find(|flat| fits(flat)) {
            Some(flat) => flat.append(place, len),
            None => {
                let mut flat = Flat::new(dtype);
                flat.append(place, len);
                open.push(flat);
            }
        }
    }
    let mut last = open.pop().unwrap_or_else(|| Flat::new(DType::F32));
    last.flags = Some(last.end());
    open.push(last);
    for mut flat in open {
        let flags = flat.flags.map_or(0, |_| parameters.len());
        flat.array = Tensor::from(Array::zeros([flat.end() + flags], flat.array.dtype()));
        buckets.push(Bucket::Flat(flat));
    }
    buckets
}

impl Bucket {
    /// Exchanges the gradients by `reduce`, with zeros for those that this rank has not. The bucket with the flags gives
    /// back which parameters have a gradient on any rank.
    pub(crate) fn exchange(
        &mut self,
        parameters: &[Parameter],
        present: &[bool],
        reduce: impl Fn(&mut Tensor),
    ) -> Option<Vec<bool>> {
        match self {
            Self::Alone { parameter, reduced } => {
                let mut grad = take_grad(&parameters[*parameter]);
                reduce(&mut grad);
                *reduced = Some(grad);
                None
            }
            Self::Flat(flat) => {
                flat.collect(parameters, present);
                reduce(&mut flat.array);
                flat.anywhere(present.len())
            }
        }
    }

    /// Gives the parameters that have a gradient on any rank what the exchange has made of it.
    pub(crate) fn deliver(&mut self, parameters: &[Parameter], anywhere: &[bool]) {
        match self {
            Self::Alone { parameter, reduced } => {
                let grad = reduced.take().filter(|_| anywhere[*parameter]);
                parameters[*parameter].set_grad(grad);
            }
            Self::Flat(flat) => flat.deliver(parameters, anywhere),
        }
    }
}

impl Flat {
    fn new(dtype: DType) -> Self {
        Self {
            parts: Vec::new(),
            flags: None,
            array: Tensor::from(Array::zeros([0], dtype)),
        }
    }

    fn end(&self) -> usize {
        self.parts.last().map_or(0, |(_, range)| range.end)
    }

    fn append(&mut self, parameter: usize, len: usize) {
        let begin = self.end();
        self.parts.push((parameter, begin..begin + len));
    }

    /// Copies the gradients of this rank in. The parameters give up the views that they have from the last step, so that the
    /// array has one holder and is written in place.
    fn collect(&mut self, parameters: &[Parameter], present: &[bool]) {
        let grads: Vec<Tensor> = self
            .parts
            .iter()
            .map(|(place, _)| take_grad(&parameters[*place]))
            .collect();
        let mut array = own(&mut self.array);
        for ((_, range), grad) in self.parts.iter().zip(grads) {
            array.set_slice(s![range.clone()], &grad.value().reshape([range.len()]));
        }
        if let Some(begin) = self.flags {
            let flags: Vec<f32> = present
                .iter()
                .map(|present| f32::from(u8::from(*present)))
                .collect();
            let flags = Tensor::from(flags).to_dtype(array.dtype());
            array.set_slice(s![begin..], &flags.value());
        }
        self.array = Tensor::from(array);
    }

    fn anywhere(&self, count: usize) -> Option<Vec<bool>> {
        let begin = self.flags?;
        let flags = self.array.slice(s![begin..begin + count]).to_dtype(DType::F32);
        Some(flags.to_vec::<f32>().into_iter().map(|sum| sum > 0.0).collect())
    }

    fn deliver(&self, parameters: &[Parameter], anywhere: &[bool]) {
        for (place, range) in &self.parts {
            let parameter = &parameters[*place];
            let view = || self.array.slice(s![range.clone()]).reshape(parameter.shape());
            parameter.set_grad(anywhere[*place].then(view));
        }
    }
}

/// The gradient of `parameter`, which gives it up; zeros if it has none.
fn take_grad(parameter: &Parameter) -> Tensor {
    match parameter.grad() {
        Some(grad) => {
            parameter.set_grad(None);
            grad.detach()
        }
        None => Tensor::from(Array::zeros(parameter.shape(), parameter.dtype())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Vec<Parameter> {
        [vec![3], vec![300, 300], vec![2, 2]]
            .into_iter()
            .map(|shape: Vec<usize>| Parameter::new(Tensor::zeros(&shape[..])))
            .collect()
    }

    /// As if another rank had the same gradients.
    fn exchange(buckets: &mut [Bucket], parameters: &[Parameter]) {
        let present: Vec<bool> = parameters
            .iter()
            .map(|parameter| parameter.grad().is_some())
            .collect();
        let double = |tensor: &mut Tensor| {
            let mut array = own(tensor);
            array.mul_scalar_assign(2.0);
            *tensor = Tensor::from(array);
        };
        let mut anywhere = None;
        for bucket in &mut *buckets {
            anywhere = bucket.exchange(parameters, &present, double).or(anywhere);
        }
        for bucket in buckets {
            bucket.deliver(parameters, anywhere.as_deref().expect("one bucket has the flags"));
        }
    }

    #[test]
    fn large_gradients_stay_where_they_are() {
        let parameters = parameters();
        let mut buckets = fill(&parameters);
        assert!(matches!(
            buckets[..],
            [Bucket::Alone { parameter: 1, .. }, Bucket::Flat(_)]
        ));
        parameters[1].square().sum().backward();
        let before = parameters[1]
            .grad()
            .expect("it has one")
            .value()
            .as_slice::<f32>()
            .map(<[f32]>::as_ptr);
        exchange(&mut buckets, &parameters);
        let after = parameters[1]
            .grad()
            .expect("it has one")
            .value()
            .as_slice::<f32>()
            .map(<[f32]>::as_ptr);
        assert_eq!(before, after);
    }

    #[test]
    fn small_gradients_are_views_of_one_array_that_stays() {
        let parameters = parameters();
        let mut buckets = fill(&parameters);
        let mut places = Vec::new();
        for step in 1..4 {
            let loss = parameters[0].sum() + (&parameters[2] * f64::from(step)).sum();
            loss.backward();
            exchange(&mut buckets, &parameters);
            let grads = [0, 2].map(|place| parameters[place].grad().expect("it has one"));
            assert_eq!(grads[0].to_vec::<f32>(), [2.0; 3]);
            assert_eq!(grads[1].to_vec::<f32>(), [2.0 * step as f32; 4]);
            assert!(parameters[1].grad().is_none());
            places.push(grads.map(|grad| grad.value().as_slice::<f32>().map(<[f32]>::as_ptr)));
            parameters.iter().for_each(|parameter| parameter.zero_grad());
        }
        assert!(places.iter().all(|place| *place == places[0]));
    }

    #[test]
    fn a_gradient_that_is_kept_does_not_change() {
        let parameters = parameters();
        let mut buckets = fill(&parameters);
        parameters[0].sum().backward();
        exchange(&mut buckets, &parameters);
        let kept = parameters[0].grad().expect("it has one");
        parameters[0].zero_grad();
        (&parameters[0] * 5.0).sum().backward();
        exchange(&mut buckets, &parameters);
        assert_eq!(kept.to_vec::<f32>(), [2.0; 3]);
        assert_eq!(
            parameters[0].grad().expect("it has one").to_vec::<f32>(),
            [10.0; 3]
        );
    }
}
