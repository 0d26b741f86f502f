//! A small diffusion model of points in the plane: schedule, embedding of the time, loss of the noise, sampling.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::reaches;

const T: usize = 50;

fn timestep_embedding(t: &Tensor, dim: usize) -> Tensor {
    let half = dim / 2;
    let freqs = (Tensor::arange(0, half as i64, 1) * (-(10000f64.ln()) / half as f64)).exp();
    let args = t.unsqueeze(1) * freqs.unsqueeze(0);
    Tensor::cat(&[args.cos(), args.sin()], -1)
}

#[derive(Module)]
struct Denoiser {
    net: Sequential,
}

impl Denoiser {
    fn forward(&self, x: &Tensor, t: &Tensor) -> Tensor {
        self.net
            .forward(&Tensor::cat(&[x, &timestep_embedding(t, 16)], 1))
    }
}

#[test]
fn ddpm() {
    set_default_generator(Generator::pytorch(0));
    let betas = Tensor::linspace(1e-4, 0.2, T);
    let alphas = 1.0 - &betas;
    let alphas_cumprod = alphas.cumprod(0);
    let model = Denoiser {
        net: sequential![
            Linear::new(18, 64),
            SiLU,
            Linear::new(64, 64),
            SiLU,
            Linear::new(64, 2)
        ],
    };
    let mut optimizer = Adam::new(model.net.parameters(), 2e-3);
    let mut last = 0.0;
    for step in 0..1000 {
        let angle = Tensor::rand(128) * std::f64::consts::TAU;
        let x0 = Tensor::stack(&[angle.cos(), angle.sin()], 1);
        let t = Tensor::randint(0, T as i64, 128);
        let noise = x0.randn_like();
        let a = alphas_cumprod.index_select(0, &t).unsqueeze(1);
        let xt = a.sqrt() * &x0 + (1.0 - a).sqrt() * &noise;
        let loss = mse_loss(&model.forward(&xt, &t), &noise);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        last = loss.item();
        if step == 99 {
            reaches(last, 0.334650);
        }
    }
    let x = no_grad(|| {
        let mut x = Tensor::randn([500, 2]);
        for i in (0..T).rev() {
            let t = Tensor::full(500, i);
            let (b, a, ac) = (betas.get(i), alphas.get(i), alphas_cumprod.get(i));
            let eps = model.forward(&x, &t);
            x = (x - eps * (&b / (1.0 - ac).sqrt())) / a.sqrt();
            if i > 0 {
                x += x.randn_like() * b.sqrt();
            }
        }
        x
    });
    let radius = x.norm_dim(2, 1, false);
    assert!((radius.mean().item() - 1.0).abs() < 0.2);
    reaches(last, 0.315714);
}
