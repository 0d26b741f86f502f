//! Recurrent layers, attention, norms and losses of hostile sizes.

use flambeau::nn::*;
use flambeau::{AttentionOptions, BagOptions};

use super::Call;
use super::hostile::Hostile;

pub(crate) const CALLS: &[Call] = &[
    ("RNN", |h| {
        let layer = RNN::options(h.some(), h.some()).num_layers(h.some()).build();
        Some(layer.forward(&h.of_rank(3)).0)
    }),
    ("LSTM", |h| {
        let layer = LSTM::options(h.some(), h.some()).proj_size(h.some());
        Some(
            layer
                .bidirectional(h.random.one_in(2))
                .build()
                .forward(&h.of_rank(3))
                .0,
        )
    }),
    ("GRU", |h| {
        let layer = GRU::options(h.small(), h.small()).batch_first(h.random.one_in(2));
        Some(layer.build().forward(&h.of_rank(3)).0)
    }),
    ("cells", |h| {
        let (inputs, hidden) = (h.some(), h.some());
        let cells = GRUCell::new(inputs, hidden).forward(&h.of_rank(2));
        Some(cells + LSTMCell::new(inputs, hidden).forward(&h.of_rank(2)).0)
    }),
    ("pack_padded_sequence", |h| {
        let (x, lengths) = (h.of_rank(3), [h.some(), h.some()]);
        let packed = pack_padded_sequence(&x, &lengths, h.random.one_in(2), false);
        let total = h.random.one_in(2).then(|| h.size());
        Some(pad_packed_sequence(&packed, h.random.one_in(2), 0.0, total).0)
    }),
    ("attention", |h| {
        let (q, k, v) = (h.of_rank(3), h.of_rank(3), h.of_rank(3));
        let options = AttentionOptions::new().is_causal(h.random.one_in(2));
        Some(q.scaled_dot_product_attention(&k, &v, &options))
    }),
    ("attention over many keys", |h| {
        let (q, k, v) = (h.of_rank(2), wide(h)?, wide(h)?);
        let mask = Tensor::zeros([1, 1]).expand([q.size(0), k.size(0)]);
        Some(q.scaled_dot_product_attention(&k, &v, &AttentionOptions::new().mask(&mask)))
    }),
    ("MultiheadAttention", |h| {
        let layer = MultiheadAttention::options(h.some(), h.some()).add_zero_attn(h.random.one_in(2));
        let x = h.of_rank(3);
        Some(layer.build().forward(&x, &x, &x))
    }),
    ("TransformerEncoderLayer", |h| {
        let layer = TransformerEncoderLayer::options(h.small(), h.small()).dim_feedforward(h.some());
        Some(layer.build().forward(&h.of_rank(3)))
    }),
    ("sinusoidal_positions", |h| {
        Some(sinusoidal_positions(h.some(), h.some()))
    }),
    ("BatchNorm2d", |h| {
        let layer = BatchNorm2d::new(h.some());
        Some(layer.forward(&h.of_rank(4)))
    }),
    ("InstanceNorm1d", |h| {
        let layer = InstanceNorm1d::options(h.some())
            .affine(h.random.one_in(2))
            .build();
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("RMSNorm", |h| {
        let rank = h.small();
        let layer = RMSNorm::new(h.mixed(rank));
        Some(layer.forward(&h.tensor()))
    }),
    ("LocalResponseNorm", |h| {
        Some(LocalResponseNorm::new(h.some()).forward(&h.of_rank(4)))
    }),
    ("norms of views", |h| {
        let x = h.view();
        let sizes = x.shape().to_vec();
        (x.numel() < 100_000)
            .then(|| x.layer_norm(sizes, None, None, 1e-5) + x.rms_norm([x.size(-1)], None, None))
    }),
    ("Bilinear", |h| {
        let layer = Bilinear::new(h.some(), h.some(), h.some());
        Some(layer.forward(&h.of_rank(2), &h.of_rank(2)))
    }),
    ("AdaptiveLogSoftmaxWithLoss", |h| {
        let (inputs, classes, cutoffs) = (h.some(), h.some(), [h.some(), h.some()]);
        let layer = AdaptiveLogSoftmaxWithLoss::options(inputs, classes, &cutoffs).div_value(h.number());
        let (layer, x, count) = (layer.build(), h.of_rank(2), h.small());
        let losses = layer.forward(&x, &h.integers(count)).0;
        Some(losses + layer.log_prob(&x).sum())
    }),
    ("EmbeddingBag", |h| {
        let mode = *h.random.pick(&[BagMode::Sum, BagMode::Mean, BagMode::Max]);
        let (table, count) = (h.of_rank(2), h.small());
        let offsets = h.integers(2);
        let options = BagOptions::new()
            .mode(mode)
            .offsets(&offsets)
            .padding_idx(h.some());
        Some(h.integers(count).embedding_bag(&table, &options))
    }),
    ("dropouts", |h| {
        let x = h.view();
        (x.numel() < 100_000).then(|| Dropout::new(0.5).forward(&x))
    }),
    ("dropouts of features", |h| {
        Some(Dropout2d::new(0.5).forward(&h.tensor()))
    }),
    ("PReLU", |h| {
        let weight = Tensor::ones([h.small()]);
        Some(h.tensor().prelu(&weight))
    }),
    ("GLU", |h| {
        let x = h.tensor();
        Some(GLU::new().dim(h.dim(x.rank())).forward(&x))
    }),
    ("Unflatten", |h| {
        let x = h.tensor();
        let layer = Unflatten::new(h.dim(x.rank()), [h.signed(), h.signed()]);
        Some(layer.forward(&x))
    }),
    ("losses of labels", |h| {
        let labels = h.integers(2);
        let scores = Tensor::zeros([2, 3]);
        Some(nll_loss(&scores, &labels) + multi_margin_loss(&scores, &labels))
    }),
    ("multilabel_margin_loss", |h| {
        let labels = h.integers(3);
        Some(multilabel_margin_loss(&Tensor::zeros([3]), &labels))
    }),
    ("ctc_loss", |h| {
        let (lengths, targets) = ([h.some(), h.some()], [h.some(), h.some()]);
        let labels = h.integers(6).reshape([2, 3]);
        Some(ctc_loss(&Tensor::zeros([4, 2, 5]), &labels, &lengths, &targets))
    }),
    ("losses of views", |h| {
        let (a, b) = (h.view(), h.view());
        let few = a.numel() < 1000 && b.numel() < 1000;
        few.then(|| mse_loss(&a, &b) + huber_loss(&a, &b) + l1_loss(&a, &b))
    }),
    ("initial values", |h| {
        let w = Tensor::zeros([h.small(), h.small()]).requires_grad_(true);
        init::sparse_(&w, h.small() as f64 / 4.0, 0.1);
        init::orthogonal_(&w, 1.0);
        init::trunc_normal_(&w, 0.0, 1.0, h.signed() as f64, h.signed() as f64);
        Some(w)
    }),
];

/// Rows of one number, of which there may be many thousands.
fn wide(h: &mut Hostile) -> Option<Tensor> {
    let (rows, columns) = (h.some(), h.small());
    let is_few = rows.checked_mul(columns).is_some_and(|count| count < 100_000);
    is_few.then(|| Tensor::ones([1, 1]).expand([rows, columns]))
}
