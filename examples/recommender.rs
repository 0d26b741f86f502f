//! A recommender: embeddings of people and films whose products predict ratings (Koren, Bell, Volinsky 2009).
//!
//! The ratings are made up: tastes of four numbers, moods and noise of a known size, which nothing can predict. So one can
//! see how near to the best possible the model comes.
//!
//! `cargo run --release --example recommender`

use examples::{Outcome, mean, out};
use flambeau::plot::Chart;
use flambeau::prelude::*;

const PEOPLE: usize = 400;
const FILMS: usize = 300;
const RATINGS: usize = 30_000;
const NOISE: f64 = 0.4;

#[derive(Module)]
struct Recommender {
    people: Embedding,
    films: Embedding,
    person_bias: Embedding,
    film_bias: Embedding,
    mean: Parameter,
}

impl Recommender {
    fn new(dim: usize) -> Self {
        let small = |count: usize, dim: usize| {
            let embedding = Embedding::new(count, dim);
            init::normal_(&embedding.weight, 0.0, 0.1);
            embedding
        };
        Self {
            people: small(PEOPLE, dim),
            films: small(FILMS, dim),
            person_bias: small(PEOPLE, 1),
            film_bias: small(FILMS, 1),
            mean: Parameter::new(Tensor::zeros([])),
        }
    }

    /// Ratings `[n]` of people `[n]` for films `[n]`.
    fn forward(&self, people: &Tensor, films: &Tensor) -> Tensor {
        let taste = (self.people.forward(people) * self.films.forward(films)).sum_dim(1, false);
        let biases = self.person_bias.forward(people) + self.film_bias.forward(films);
        taste + biases.squeeze_dim(1) + &self.mean
    }
}

/// Who rates what, and how.
fn ratings() -> TensorDataset<(Tensor, Tensor, Tensor)> {
    let (people, films) = (
        Tensor::randint(0, PEOPLE as i64, [RATINGS]),
        Tensor::randint(0, FILMS as i64, [RATINGS]),
    );
    let (tastes, styles) = (Tensor::randn([PEOPLE, 4]) * 0.6, Tensor::randn([FILMS, 4]) * 0.6);
    let (moods, fames) = (Tensor::randn([PEOPLE]) * 0.3, Tensor::randn([FILMS]) * 0.4);
    let taste = (tastes.index_select(0, &people) * styles.index_select(0, &films)).sum_dim(1, false);
    let bias = moods.index_select(0, &people) + fames.index_select(0, &films);
    let ratings = taste + bias + Tensor::randn([RATINGS]) * NOISE + 3.5;
    TensorDataset::new((people, films, ratings))
}

fn main() -> Outcome {
    manual_seed(0);
    let [train, held_out] = random_split(ratings(), [0.9, 0.1]);
    let loader = DataLoader::new(&train).batch_size(256).shuffle(true);
    let (people, films, ratings) = held_out.get_batch(&(0..held_out.len()).collect::<Vec<_>>());
    let rmse = |predicted: &Tensor| mse_loss(predicted, &ratings).sqrt().item();
    let (_, _, seen) = train.get_batch(&(0..train.len()).collect::<Vec<_>>());
    println!(
        "always the mean: error {:.3}",
        rmse(&seen.mean().expand(ratings.shape()))
    );

    let model = Recommender::new(8);
    // Embeddings are kept small; the mean of all ratings is not.
    let both = |a: &Embedding, b: &Embedding| [a.weight.clone(), b.weight.clone()];
    let groups = [
        AdamW::group(both(&model.people, &model.films)).weight_decay(0.5),
        AdamW::group(both(&model.person_bias, &model.film_bias)).weight_decay(0.1),
        AdamW::group([&model.mean]).weight_decay(0.0),
    ];
    let mut optimizer = AdamW::with_groups(groups, 1e-2);
    let mut errors = vec![];
    for epoch in 1..=60 {
        let mut losses = vec![];
        for (people, films, ratings) in &loader {
            let loss = mse_loss(&model.forward(&people, &films), &ratings);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            losses.push(loss.item());
        }
        let error = no_grad(|| rmse(&model.forward(&people, &films)));
        errors.push(error);
        if epoch % 10 == 0 {
            println!(
                "epoch {epoch:>2}: error {:.3}, held out {error:.3}",
                mean(&losses).sqrt()
            );
        }
    }
    println!("no model can do better than the noise, {NOISE}");

    let picture = out("recommender.svg");
    Chart::new("Ratings held out")
        .x_label("epoch")
        .y_label("root of the mean square error")
        .curve("recommender", &errors)
        .line("noise", [(0.0, NOISE), (59.0, NOISE)])
        .save(&picture)?;
    println!("the curve is in {}", picture.display());
    Ok(())
}
