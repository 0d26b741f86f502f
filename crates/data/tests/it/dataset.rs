//! Datasets: tensors, subsets, concatenations, pointers.

use std::sync::Arc;

use autograd::{DType, Tensor};
use data::{ConcatDataset, Dataset, IntoDataset, Subset, TensorDataset};

use crate::{indices, refusal};

fn pairs(n: usize) -> TensorDataset<(Tensor, Tensor)> {
    TensorDataset::new((Tensor::rand([n, 3]), Tensor::arange(0, n as i64, 1)))
}

#[test]
fn a_batch_of_rows_is_what_its_samples_collate_to() {
    use data::Collate;
    let dataset = pairs(7);
    let order = [6, 0, 3, 3];
    let (x, y) = dataset.get_batch(&order);
    let (one_x, one_y) = Collate::collate(order.iter().map(|&i| dataset.get(i)).collect());
    assert_eq!(x.shape(), [4, 3]);
    assert_eq!(x.to_vec::<f32>(), one_x.to_vec::<f32>());
    assert_eq!((y.shape(), y.dtype()), (&[4][..], DType::I64));
    assert_eq!(y.to_vec::<i64>(), one_y.to_vec::<i64>());
}

#[test]
fn samples_have_the_form_of_the_tensors() {
    let x = || Tensor::from([[1, 2], [3, 4]]);
    assert_eq!(TensorDataset::new(x()).get(1).to_vec::<i64>(), [3, 4]);
    assert_eq!(TensorDataset::new((x(),)).get(1).0.to_vec::<i64>(), [3, 4]);
    assert_eq!(TensorDataset::new([x(), x()]).get(0)[1].to_vec::<i64>(), [1, 2]);
    assert_eq!(
        TensorDataset::new(vec![x(); 3]).get_batch(&[1])[2].shape(),
        [1, 2]
    );
    let columns = Tensor::from([[1, 2], [3, 4]]).t();
    assert_eq!(
        TensorDataset::new(columns).get_batch(&[1]).to_vec::<i64>(),
        [2, 4]
    );
}

#[test]
fn tensors_without_samples_are_refused() {
    let (message, file) = refusal(|| TensorDataset::new((Tensor::zeros([3, 1]), Tensor::zeros([2]))));
    assert!(message.ends_with("but their shapes are [3, 1], [2]"), "{message}");
    assert!(file.ends_with("dataset.rs"), "{file}");
    refusal(|| TensorDataset::new(Tensor::zeros(())));
    refusal(|| TensorDataset::new(Vec::new()));
    let (message, file) = refusal(|| pairs(3).get(3));
    assert_eq!(
        message,
        "TensorDataset: there is no index 3 in a dataset of 3 samples"
    );
    assert!(file.ends_with("dataset.rs"), "{file}");
}

#[test]
fn a_subset_maps_its_indices() {
    let subset = Subset::new(pairs(6), [5, 0, 2]);
    assert_eq!(
        subset.iter().map(|(_, y)| y.item()).collect::<Vec<_>>(),
        [5.0, 0.0, 2.0]
    );
    assert_eq!(subset.get_batch(&[2, 0]).1.to_vec::<i64>(), [2, 5]);
    let inner = Subset::new(subset, [1]);
    assert_eq!((inner.len(), inner.get(0).1.item()), (1, 0.0));
    let (message, _) = refusal(|| Subset::new(indices(3), [0, 3]));
    assert_eq!(message, "Subset: there is no index 3 in a dataset of 3 samples");
    refusal(|| inner.get(1));
}

#[test]
fn a_concatenation_counts_through() {
    let parts = ConcatDataset::new([vec![0_i64, 1], vec![], vec![100, 101, 102]]);
    assert_eq!(parts.len(), 5);
    assert_eq!((&parts).into_iter().collect::<Vec<_>>(), [0, 1, 100, 101, 102]);
    assert_eq!(parts.get_batch(&[4, 0]).to_vec::<i64>(), [102, 0]);
    let (message, _) = refusal(|| parts.get(5));
    assert_eq!(
        message,
        "ConcatDataset: there is no index 5 in datasets of 5 samples"
    );
    refusal(|| ConcatDataset::new(Vec::<Vec<i64>>::new()));
}

#[test]
fn pointers_to_datasets_are_datasets() {
    fn total(dataset: impl Dataset<Item = i64>) -> i64 {
        dataset.iter().sum()
    }
    let boxed: Box<dyn Dataset<Item = i64> + Send> = Box::new(indices(3));
    assert_eq!(boxed.get_batch(&[1, 2]).to_vec::<i64>(), [1, 2]);
    assert_eq!(total(boxed), 3);
    let four = indices(4);
    assert_eq!((total(&four), four.len()), (6, 4));
    assert_eq!(total(Arc::new(indices(5))), 10);
    let different: Vec<Box<dyn Dataset<Item = i64>>> =
        vec![Box::new(indices(2)), Box::new(Subset::new(indices(9), [8]))];
    assert_eq!(total(ConcatDataset::new(different)), 9);
}

#[test]
fn samples_can_be_skipped_and_walked_backwards() {
    let dataset = indices(5);
    let mut samples = dataset.iter();
    assert_eq!(
        (samples.nth(1), samples.next_back(), samples.len()),
        (Some(1), Some(4), 2)
    );
    assert_eq!(samples.rev().collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn vectors_keep_their_own_methods_beside_the_trait() {
    let vector = vec![10, 20];
    assert_eq!(vector.get(5), None);
    assert_eq!(vector.iter().sum::<i64>(), 30);
    assert_eq!(vector.into_dataset().get(1), 20);
}
