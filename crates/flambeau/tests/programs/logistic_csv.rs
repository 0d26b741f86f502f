//! Logistic regression on a table: does the disease progress more than the median? Standardised features, weighted loss.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

use crate::{data, reaches};

#[test]
fn logistic_csv() -> Result<(), Box<dyn std::error::Error>> {
    set_default_generator(Generator::pytorch(0));
    let table = csv::read(data("diabetes.csv"))?;
    assert_eq!(table.rows(), 442);
    let (x, target) = table.features_and_target::<f32, f32>("progression")?;
    let median = target.median();
    let y = target.gt(&median).to_dtype(DType::F32).unsqueeze(1);
    let x = (&x - x.mean_dim(0, true)) / x.std_dim(0, 1, true);
    let [train, test] = random_split(TensorDataset::new((x, y)), [0.8, 0.2]);
    let loader = DataLoader::new(train).batch_size(32).shuffle(true);
    let test_loader = DataLoader::new(&test).batch_size(test.len());
    let model = sequential![Linear::new(10, 1)];
    let loss_fn = BCEWithLogitsLoss::new().pos_weight(1.2);
    let mut optimizer = Adam::new(model.parameters(), 0.01).weight_decay(1e-4);
    let mut plateau = ReduceLROnPlateau::new().mode(Mode::Min).patience(3);
    let (mut last, mut accuracy) = (0.0, 0.0);
    for _ in 0..30 {
        for (x, y) in &loader {
            let loss = loss_fn.forward(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        let (x, y) = test_loader.iter().next().unwrap();
        let logits = no_grad(|| model.forward(&x));
        last = loss_fn.forward(&logits, &y).item();
        plateau.step(last, &mut optimizer);
        accuracy = logits.sigmoid().round().eq(&y).to_dtype(DType::F32).mean().item();
    }
    reaches(last, 0.512041);
    assert!(accuracy > 0.7);
    Ok(())
}
