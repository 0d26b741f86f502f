//! Skip-gram with negative sampling: embeddings, batched products, binary cross entropy, neighbours by cosine.

use flambeau::prelude::*;
use flambeau::random::set_default_generator;

#[test]
fn word2vec() {
    set_default_generator(Generator::pytorch(0));
    let text = "king rules land queen rules land man walks dog woman walks cat king loves queen man loves woman dog chases cat";
    let words: Vec<&str> = text.split(' ').collect();
    let mut vocab = words.clone();
    vocab.sort_unstable();
    vocab.dedup();
    let ids: Vec<usize> = words.iter().map(|w| vocab.binary_search(w).unwrap()).collect();
    let mut pairs = vec![];
    for (i, &c) in ids.iter().enumerate() {
        let near = i.saturating_sub(2)..(i + 3).min(ids.len());
        pairs.extend(near.filter(|j| *j != i).map(|j| (c, ids[j])));
    }
    let counts: Vec<f64> = (0..vocab.len())
        .map(|v| (ids.iter().filter(|&&i| i == v).count() as f64).powf(0.75))
        .collect();
    let (centers, contexts): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
    let n = centers.len();
    let data = TensorDataset::new((Tensor::from(centers), Tensor::from(contexts)));
    let loader = DataLoader::new(data).batch_size(16).shuffle(true);
    let (k, dim) = (4, 8);
    let w_in = Tensor::options().requires_grad(true).randn([vocab.len(), dim]);
    let w_out = Tensor::options().requires_grad(true).randn([vocab.len(), dim]);
    let mut optimizer = Adam::new([&w_in, &w_out], 0.05);
    let mut mean = 0.0;
    for _ in 0..50 {
        mean = 0.0;
        for (center, context) in &loader {
            let b = center.len();
            // torch.multinomial(counts, b * k, replacement=True)
            let negatives: Vec<usize> = WeightedRandomSampler::new(counts.clone(), b * k).iter().collect();
            let negatives = Tensor::from(negatives).view([b, k]);
            let all = Tensor::cat(&[context.unsqueeze(1), negatives], 1);
            let v = w_in.index_select(0, &center).unsqueeze(1);
            let u = w_out.index_select(0, &all.view(-1)).view([b, k + 1, dim]);
            let logits = v.matmul(u.transpose(1, 2)).squeeze_dim(1);
            let mut labels = Tensor::zeros([b, k + 1]);
            labels.set_slice(s![.., 0], 1.0);
            let loss = binary_cross_entropy_with_logits(&logits, &labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            mean += loss.item() * b as f64 / n as f64;
        }
    }
    let unit = &w_in / w_in.norm_dim(2, 1, true);
    let similar = unit.matmul(unit.t()) - Tensor::eye(vocab.len()) * 2;
    let nearest = similar.argmax_dim(1, false).to_vec::<i64>();
    assert_eq!(nearest.len(), vocab.len());
    assert!(mean < 0.45, "{mean}");
}
