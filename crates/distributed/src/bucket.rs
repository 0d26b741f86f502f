//! Buckets: gradients that are exchanged together, by messages. Ranks of one machine
//! need none: see [`grad_places`](crate::grad_places).
//!
//! A large gradient is a bucket of its own, and is exchanged where it lies. Small ones, which would pay for a message each,
//! are copied into one flat array that stays from step to step, and are views of it afterwards; the optimizer reads them there.
//! Both lie on pages of 2 MiB: another process reads them through the kernel, which looks up every page.

use std::ops::Range;

use autograd::{Array, DType, Tensor, s};
use nn::Parameter;

use crate::process_group::own;

/// From so many bytes on a gradient is exchanged where it lies, which is on large pages: nothing is gained by a copy.
const LARGE: usize = 1024 * 1024;

/// At most so many bytes of small gradients are exchanged together, as in PyTorch.
const CAP: usize = 25 * 1024 * 1024;

/// The gradients of a model, in the buckets in which they are exchanged.
pub(crate) struct Buckets {
    list: Vec<Bucket>,
    /// For each parameter more than 0 if it has a gradient: before an exchange on this rank, afterwards on any.
    used: Vec<f32>,
}

/// Gradients that are exchanged together. Parameters are named by their places in the model.
enum Bucket {
    /// One large gradient; between the exchange and its delivery it is held here.
    Alone {
        parameter: usize,
        reduced: Option<Tensor>,
    },
    Flat(Flat),
}

/// Small gradients of one element type, one behind the other.
struct Flat {
    parts: Vec<(usize, Range<usize>)>,
    /// Where the flags begin that say which parameters have a gradient on any rank; in the last bucket only.
    flags: Option<usize>,
    array: Tensor,
    /// The gradients while they are copied: empty, but a list that stays.
    taken: Vec<Tensor>,
}

impl Buckets {
    /// Buckets for these parameters, from the last to the first: the order in which backward makes gradients.
    pub(crate) fn new(parameters: &[Parameter]) -> Self {
        let mut list = Vec::new();
        let mut open: Vec<Flat> = Vec::new();
        for (place, parameter) in parameters.iter().enumerate().rev() {
            let (dtype, len) = (parameter.dtype(), parameter.numel());
            if len * dtype.size() > LARGE {
                list.push(Bucket::Alone {
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
        list.extend(
            open.into_iter()
                .map(|flat| Bucket::Flat(flat.ready(parameters.len()))),
        );
        Self {
            list,
            used: vec![0.0; parameters.len()],
        }
    }

    /// Makes of one gradient, which some rank has, what `reduce` makes of those of all ranks.
    pub(crate) fn exchange_one(parameter: &Parameter, reduce: impl Fn(&mut Tensor)) {
        let mut grad = take_grad(parameter);
        reduce(&mut grad);
        parameter.set_grad(Some(grad));
    }

    /// Makes of the gradients what `reduce` makes of those of all ranks. Who has none counts as zeros, and gets one if
    /// another rank has it.
    pub(crate) fn exchange(&mut self, parameters: &[Parameter], reduce: impl Fn(&mut Tensor)) {
        let Self { list, used } = self;
        for (used, parameter) in used.iter_mut().zip(parameters) {
            *used = f32::from(u8::from(parameter.grad().is_some()));
        }
        for bucket in &mut *list {
            match bucket {
                Bucket::Alone { parameter, reduced } => {
                    reduce(reduced.insert(take_grad(&parameters[*parameter])));
                }
                Bucket::Flat(flat) => {
                    flat.collect(parameters, used);
                    reduce(&mut flat.array);
                    flat.read_flags(used);
                }
            }
        }
        for bucket in list {
            match bucket {
                Bucket::Alone { parameter, reduced } => {
                    let grad = reduced.take().filter(|_| used[*parameter] > 0.0);
                    parameters[*parameter].set_grad(grad);
                }
                Bucket::Flat(flat) => flat.deliver(parameters, used),
            }
        }
    }
}

impl Flat {
    fn new(dtype: DType) -> Self {
        Self {
            parts: Vec::new(),
            flags: None,
            array: Tensor::from(Array::zeros([0], dtype)),
            taken: Vec::new(),
        }
    }

    fn end(&self) -> usize {
        self.parts.last().map_or(0, |(_, range)| range.end)
    }

    fn append(&mut self, parameter: usize, len: usize) {
        let begin = self.end();
        self.parts.push((parameter, begin..begin + len));
    }

    /// With its memory; a model has so many parameters.
    fn ready(mut self, parameters: usize) -> Self {
        let dtype = self.array.dtype();
        let len = self.end() + self.flags.map_or(0, |_| parameters);
        // An array of this size lies on a large page, which another process reads in half the time.
        let page = Array::zeros([len.max(LARGE / dtype.size() + 1)], dtype);
        self.array = Tensor::from(page.slice(s![..len]));
        self.taken.reserve_exact(self.parts.len());
        self
    }

    /// Copies the gradients of this rank in. The parameters give up the views that they have from the last step, so that the
    /// array has one holder and is written in place.
    fn collect(&mut self, parameters: &[Parameter], used: &[f32]) {
        let grads = self.parts.iter().map(|(place, _)| take_grad(&parameters[*place]));
        self.taken.extend(grads);
        let mut array = own(&mut self.array);
        for ((_, range), grad) in self.parts.iter().zip(self.taken.drain(..)) {
            array.set_slice(s![range.clone()], &grad.value().reshape([range.len()]));
        }
        if let Some(begin) = self.flags {
            array.set_slice(s![begin..], &flags(used));
        }
        self.array = Tensor::from(array);
    }

    fn read_flags(&self, used: &mut [f32]) {
        if let Some(begin) = self.flags {
            let flags = self.array.slice(s![begin..]).to_dtype(DType::F32);
            let flags = flags.value();
            used.copy_from_slice(flags.as_slice().expect("a slice of a list has no gaps"));
        }
    }

    fn deliver(&self, parameters: &[Parameter], used: &[f32]) {
        for (place, range) in &self.parts {
            let parameter = &parameters[*place];
            let view = || self.array.slice(s![range.clone()]).reshape(parameter.shape());
            parameter.set_grad((used[*place] > 0.0).then(view));
        }
    }
}

fn flags(used: &[f32]) -> Array {
    match Array::from_vec(used, used.len()) {
        Ok(flags) => flags,
        Err(error) => error.raise(),
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
        [vec![3], vec![600, 600], vec![2, 2]]
            .into_iter()
            .map(|shape: Vec<usize>| Parameter::new(Tensor::zeros(&shape[..])))
            .collect()
    }

    /// As if another rank had the same gradients.
    fn double(tensor: &mut Tensor) {
        let mut array = own(tensor);
        array.mul_scalar_assign(2.0);
        *tensor = Tensor::from(array);
    }

    fn place(parameter: &Parameter) -> *const f32 {
        let grad = parameter.grad().expect("it has one");
        let grad = grad.value();
        grad.as_slice::<f32>().expect("it has no gaps").as_ptr()
    }

    #[test]
    fn large_gradients_stay_where_they_are() {
        let parameters = parameters();
        let mut buckets = Buckets::new(&parameters);
        assert!(matches!(
            buckets.list[..],
            [Bucket::Alone { parameter: 1, .. }, Bucket::Flat(_)]
        ));
        parameters[1].square().sum().backward();
        let before = place(&parameters[1]);
        buckets.exchange(&parameters, double);
        assert_eq!(before, place(&parameters[1]));
    }

    #[test]
    fn small_gradients_are_views_of_one_array_that_stays() {
        let parameters = parameters();
        let mut buckets = Buckets::new(&parameters);
        let mut places = Vec::new();
        for step in 1..4 {
            let loss = parameters[0].sum() + (&parameters[2] * f64::from(step)).sum();
            loss.backward();
            buckets.exchange(&parameters, double);
            let grads = [0, 2].map(|place| parameters[place].grad().expect("it has one"));
            assert_eq!(grads[0].to_vec::<f32>(), [2.0; 3]);
            assert_eq!(grads[1].to_vec::<f32>(), [2.0 * step as f32; 4]);
            assert!(parameters[1].grad().is_none());
            places.push([0, 2].map(|at| place(&parameters[at])));
            drop(grads);
            parameters.iter().for_each(|parameter| parameter.zero_grad());
        }
        assert!(places.iter().all(|place| *place == places[0]));
    }

    #[test]
    fn a_gradient_that_is_kept_does_not_change() {
        let parameters = parameters();
        let mut buckets = Buckets::new(&parameters);
        parameters[0].sum().backward();
        buckets.exchange(&parameters, double);
        let kept = parameters[0].grad().expect("it has one");
        parameters[0].zero_grad();
        (&parameters[0] * 5.0).sum().backward();
        buckets.exchange(&parameters, double);
        assert_eq!(kept.to_vec::<f32>(), [2.0; 3]);
        let grad = parameters[0].grad().expect("it has one");
        assert_eq!(grad.to_vec::<f32>(), [10.0; 3]);
    }

    #[test]
    fn a_gradient_that_goes_on_growing_is_exchanged_whole() {
        let parameters = parameters();
        let mut buckets = Buckets::new(&parameters);
        for expected in [2.0, 6.0, 14.0] {
            // Without `zero_grad` what was exchanged is added to.
            parameters[0].sum().backward();
            buckets.exchange(&parameters, double);
            let grad = parameters[0].grad().expect("it has one");
            assert_eq!(grad.to_vec::<f32>(), [expected; 3]);
        }
    }
}
