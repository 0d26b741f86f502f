//! One file for a whole training.

use flambeau::Checkpoint;
use flambeau::prelude::*;
use flambeau::random::default_generator;

#[test]
fn checkpoint() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::temp_dir().join(format!("flambeau-program-{}.ckpt", std::process::id()));
    let model = sequential![Linear::new(4, 2)];
    let mut optimizer = Adam::new(model.parameters(), 1e-3);
    let scheduler = StepLR::new(10).attach(&mut optimizer);
    Checkpoint::new()
        .with_value("epoch", 5)
        .with("model_state_dict", &model.state_dict())
        .with("optimizer_state_dict", &optimizer.state_dict())
        .with("scheduler_state_dict", &scheduler.state_dict())
        .with_generator("rng_state", &default_generator())
        .save(&path)?;
    let expected = Tensor::rand(3).to_vec::<f32>();

    let checkpoint = Checkpoint::load(&path)?;
    let again = sequential![Linear::new(4, 2)];
    again.load_state_dict(&checkpoint.state("model_state_dict")?)?;
    optimizer.load_state_dict(&checkpoint.state("optimizer_state_dict")?)?;
    checkpoint.restore_generator("rng_state", &default_generator())?;
    let x = Tensor::ones([1, 4]);
    assert!(again.forward(&x).equal(&model.forward(&x)));
    assert_eq!(Tensor::rand(3).to_vec::<f32>(), expected);
    assert_eq!(checkpoint.value::<usize>("epoch")?, 5);
    std::fs::remove_file(&path)?;
    Ok(())
}
