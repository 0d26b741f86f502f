//! Samples of every distribution.

use flambeau::random::{Float, Sample};
use flambeau::{DType, Element, Generator, Tensor, with_generator};
use serde_json::Value;

use crate::outcome::{Trouble, failed, refused, unsupported};
use crate::reading::{Args, list};

/// The tensor of one call, drawn from `generator`.
pub(super) fn draw(call: &str, args: &Args<'_>, generator: &Generator) -> Result<Tensor, Trouble> {
    let shape: Vec<usize> = args.or("size", Vec::new())?;
    let dtype = args.dtype("dtype")?.unwrap_or(DType::F32);
    let options = |dtype: DType| Tensor::options().dtype(dtype).generator(generator);
    let floats = |distribution: Floats| distribution.tensor(generator, dtype, &shape);
    let number = |key: &str| args.get::<f64>(key);
    let tensor = match call {
        "rand" => options(dtype).rand(&shape),
        "randn" => options(dtype).randn(&shape),
        "randint" => options(DType::I64).randint(args.get("low")?, args.get("high")?, &shape),
        "randperm" => options(DType::I64).randperm(args.get("n")?),
        "uniform_" => floats(Floats::Uniform(number("from")?, number("to")?))?,
        "normal_" => floats(Floats::Normal(number("mean")?, number("std")?))?,
        "exponential_" => floats(Floats::Exponential(number("lambd")?))?,
        "bernoulli_" => floats(Floats::Bernoulli(number("p")?))?,
        "random_" if args.has("to") => options(DType::I64)
            .randint(args.get("from")?, args.get("to")?, &shape)
            .to_dtype(dtype),
        "random_" => any(generator, dtype, &shape)?,
        "bernoulli" => bernoulli_each(generator, dtype, &args.get::<Vec<f64>>("p")?)?,
        "multinomial" => multinomial(generator, args)?,
        "multinomial_f32" => with_generator(generator, || {
            Ok::<_, Trouble>(
                nested(args, "weights")?.multinomial(args.get("num_samples")?, args.get("replacement")?),
            )
        })?,
        "normal_tensors" => {
            let (mean, std) = (nested(args, "mean")?, nested(args, "std")?);
            with_generator(generator, || Tensor::normal(&mean, &std))
        }
        "geometric_" | "log_normal_" | "cauchy_" => {
            let mut x = Tensor::options().dtype(dtype).zeros(&shape);
            with_generator(generator, || {
                match call {
                    "geometric_" => x.geometric_(number("p")?),
                    "log_normal_" => x.log_normal_(number("mean")?, number("std")?),
                    _ => x.cauchy_(number("median")?, number("sigma")?),
                };
                Ok::<_, Trouble>(())
            })?;
            x
        }
        other => return Err(unsupported(format!("the draw {other} does not exist here"))),
    };
    args.finish(call)?;
    Ok(tensor)
}

/// A tensor of `f32` from numbers, or from rows of them.
fn nested(args: &Args<'_>, key: &str) -> Result<Tensor, Trouble> {
    let rows = list(args.get::<&Value>(key)?);
    let numbers: Option<Vec<f32>> = rows
        .iter()
        .flat_map(|row| {
            if row.is_array() {
                list(row)
            } else {
                std::slice::from_ref(row)
            }
        })
        .map(|number| Some(number.as_f64()? as f32))
        .collect();
    let numbers = numbers.ok_or_else(|| failed(format!("{key} has no numbers")))?;
    Ok(match rows.first() {
        Some(row) if row.is_array() => {
            let shape = [rows.len(), numbers.len() / rows.len()];
            Tensor::from_vec(numbers, shape)
        }
        _ => {
            let count = numbers.len();
            Tensor::from_vec(numbers, count)
        }
    })
}

fn multinomial(generator: &Generator, args: &Args<'_>) -> Result<Tensor, Trouble> {
    let weights: Vec<f64> = args.get("weights")?;
    let picks = generator.multinomial(&weights, args.get("num_samples")?, args.get("replacement")?);
    let picks: Vec<i64> = picks
        .map_err(refused)?
        .into_iter()
        .map(|pick| pick as i64)
        .collect();
    let count = picks.len();
    Ok(Tensor::from_vec(picks, count))
}

/// `random_` without bounds.
fn any(generator: &Generator, dtype: DType, shape: &[usize]) -> Result<Tensor, Trouble> {
    fn filled<T: Element + Sample + Default>(generator: &Generator, shape: &[usize]) -> Tensor {
        let mut out = vec![T::default(); shape.iter().product()];
        generator.fill_random(&mut out);
        Tensor::from_vec(out, shape)
    }
    Ok(match dtype {
        DType::F32 => filled::<f32>(generator, shape),
        DType::F64 => filled::<f64>(generator, shape),
        DType::I64 => filled::<i64>(generator, shape),
        DType::I32 => filled::<i32>(generator, shape),
        DType::I16 => filled::<i16>(generator, shape),
        DType::I8 => filled::<i8>(generator, shape),
        DType::U8 => filled::<u8>(generator, shape),
        DType::Bool => filled::<bool>(generator, shape),
        other => return Err(unsupported(format!("random_ of {other} does not exist here"))),
    })
}

fn bernoulli_each(generator: &Generator, dtype: DType, p: &[f64]) -> Result<Tensor, Trouble> {
    if dtype == DType::F64 {
        let mut out = vec![0.0_f64; p.len()];
        generator.fill_bernoulli_each(&mut out, p).map_err(refused)?;
        return Ok(Tensor::from_vec(out, p.len()));
    }
    let mut out = vec![0.0_f32; p.len()];
    let p: Vec<f32> = p.iter().map(|p| *p as f32).collect();
    generator.fill_bernoulli_each(&mut out, &p).map_err(refused)?;
    Ok(Tensor::from_vec(out, p.len()))
}

/// A distribution of floating-point numbers.
#[derive(Clone, Copy)]
enum Floats {
    Uniform(f64, f64),
    Normal(f64, f64),
    Exponential(f64),
    Bernoulli(f64),
}

impl Floats {
    fn tensor(self, generator: &Generator, dtype: DType, shape: &[usize]) -> Result<Tensor, Trouble> {
        let count = shape.iter().product();
        Ok(match dtype {
            DType::F64 => Tensor::from_vec(self.draw::<f64>(generator, count)?, shape),
            _ => Tensor::from_vec(self.draw::<f32>(generator, count)?, shape).to_dtype(dtype),
        })
    }

    fn draw<T>(self, generator: &Generator, count: usize) -> Result<Vec<T>, Trouble>
    where
        T: Float + Sample + Default + Clone,
    {
        let mut out = vec![T::default(); count];
        match self {
            Floats::Uniform(from, to) => generator.fill_uniform_range(&mut out, from, to),
            Floats::Normal(mean, std) => generator.fill_normal(&mut out, mean, std),
            Floats::Exponential(lambda) => generator.fill_exponential(&mut out, lambda),
            Floats::Bernoulli(p) => generator.fill_bernoulli(&mut out, p),
        }
        .map_err(refused)?;
        Ok(out)
    }
}
