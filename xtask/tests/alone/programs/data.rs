//! A program that needs loaders only.

use data::{DataLoader, Tensor, TensorDataset, random_split};

fn main() {
    let x = Tensor::arange(0, 10, 1);
    let [train, validation] = random_split(TensorDataset::new((x,)), [0.8, 0.2]);
    let loader = DataLoader::new(train).batch_size(3).shuffle(true);
    let seen: usize = loader.iter().map(|(x,)| x.len()).sum();
    assert_eq!((seen, loader.len(), DataLoader::new(validation).len()), (8, 3, 2));
}
