//! Windows, norms, recurrent layers and attention over a small matrix, which is a batch of sequences or an image.

use flambeau::nn::*;
use flambeau::{AttentionOptions, BagOptions, ConvOptions, InterpolateOptions};

use super::{Operation, ones, zeros};

pub(super) const OPERATIONS: &[Operation] = &[
    ("conv1d", |x| {
        let weight = ones(x, [3, x.size(0), 2]).requires_grad_(true);
        x.conv1d(&weight, Some(&ones(x, [3])), ConvOptions::new())
    }),
    ("conv1d of each channel", |x| {
        let weight = ones(x, [2 * x.size(0), 1, 3]).requires_grad_(true);
        let options = ConvOptions::new().groups(x.size(0)).padding(1);
        x.unsqueeze(0).conv1d(&weight, None, options)
    }),
    ("bilinear", |x| {
        let weight = ones(x, [2, x.size(1), x.size(1)]).requires_grad_(true);
        x.bilinear(x, &weight, Some(&ones(x, [2])))
    }),
    ("fractional_max_pool2d", |x| {
        let image = image(x).unsqueeze(0);
        image
            .reshape([1, 1, x.size(0), x.size(1)])
            .fractional_max_pool2d(2, 5, None)
            .0
    }),
    ("AdaptiveLogSoftmaxWithLoss", |x| {
        let layer = AdaptiveLogSoftmaxWithLoss::new(x.size(1), 20, &[4, 10]);
        let classes = Tensor::arange(0, x.size(0) as i64, 1) % 20;
        layer.forward(x, &classes).0
    }),
    ("lazy layers", |x| {
        let model = sequential![LazyLinear::new(6), LazyBatchNorm1d::new(), LazyLinear::new(2)];
        model.forward(x)
    }),
    ("conv2d", |x| {
        let weight = ones(x, [4, 1, 3, 3]).requires_grad_(true);
        image(x).conv2d(&weight, Some(&ones(x, [4])), ConvOptions::new().padding(1))
    }),
    ("conv2d by strides", |x| {
        let options = ConvOptions::new().padding(2).stride(2).dilation([2, 1]);
        image(x).conv2d(&ones(x, [4, 1, 3, 3]), None, options)
    }),
    ("conv2d of one by one", |x| {
        image(x)
            .repeat([2, 3, 1, 1])
            .conv2d(&ones(x, [5, 3, 1, 1]), None, ConvOptions::new())
    }),
    ("conv3d", |x| {
        let weight = ones(x, [2, 1, 1, 3, 3]).requires_grad_(true);
        let options = ConvOptions::new().padding([0, 1, 1]);
        image(x).unsqueeze(0).conv3d(&weight, None, options)
    }),
    ("conv_transpose2d", |x| {
        let weight = ones(x, [1, 2, 3, 3]).requires_grad_(true);
        image(x).conv_transpose2d(&weight, None, ConvOptions::new().stride(2), 1)
    }),
    ("max_pool1d", |x| x.max_pool1d(2)),
    ("max_pool2d", |x| image(x).max_pool2d(2)),
    ("max_pool3d", |x| image(x).max_pool3d([1, 2, 2])),
    ("max_unpool2d", |x| {
        let (y, places) = image(x).max_pool2d_with_indices(2);
        y.max_unpool2d(&places, 2, None)
    }),
    ("avg_pool2d", |x| image(x).avg_pool2d([3, 2])),
    ("avg_pool2d without padding", |x| {
        let options = flambeau::AvgPoolOptions::new(3)
            .padding(1)
            .count_include_pad(false);
        image(x).avg_pool2d(options)
    }),
    ("adaptive_avg_pool2d", |x| image(x).adaptive_avg_pool2d(2)),
    ("adaptive_max_pool2d", |x| image(x).adaptive_max_pool2d(2)),
    ("unfold_windows", |x| image(x).unfold_windows(2)),
    ("fold", |x| {
        let sizes = [x.size(0), x.size(1)];
        image(x).unfold_windows(2).fold(sizes, 2)
    }),
    ("interpolate to the nearest", |x| {
        resize(x, InterpolateMode::Nearest)
    }),
    ("interpolate linearly", |x| resize(x, InterpolateMode::Bilinear)),
    ("interpolate by cubes", |x| resize(x, InterpolateMode::Bicubic)),
    ("pixel_shuffle", |x| {
        image(x).repeat([1, 4, 1, 1]).pixel_shuffle(2)
    }),
    ("pixel_unshuffle", |x| {
        image(x).repeat([1, 1, 2, 2]).pixel_unshuffle(2)
    }),
    ("pad by reflection", |x| {
        image(x).pad([2, 1, 0, 1], PadMode::Reflect)
    }),
    ("batch_norm", |x| {
        x.batch_norm(Some(&row(x)), Some(&row(x)), 1e-5).square()
    }),
    ("BatchNorm2d", |x| BatchNorm2d::new(1).forward(&image(x)).square()),
    ("batch_norm in evaluation", |x| {
        let layer = BatchNorm1d::new(x.size(1));
        layer.eval();
        layer.forward(x)
    }),
    ("layer_norm", |x| {
        x.layer_norm([x.size(1)], Some(&row(x)), Some(&row(x)), 1e-5)
            .square()
    }),
    ("rms_norm", |x| x.rms_norm([x.size(1)], Some(&row(x)), None)),
    ("group_norm", |x| {
        x.group_norm(1, Some(&row(x)), None, 1e-5).square()
    }),
    ("instance_norm", |x| {
        image(x).instance_norm(None, None, 1e-5).square()
    }),
    ("local_response_norm", |x| {
        image(x).local_response_norm(3, 1e-4, 0.75, 1.0)
    }),
    ("weight_norm", |x| {
        x.weight_norm(&ones(x, [x.size(0), 1]), Some(0))
    }),
    ("prelu", |x| x.prelu(&ones(x, [1]))),
    ("glu", |x| x.tile([1, 2]).glu(1)),
    ("dropout", |x| Dropout::new(0.5).forward(x)),
    ("dropout of features", |x| Dropout2d::new(0.5).forward(&image(x))),
    ("rrelu", |x| RReLU::new().forward(x)),
    ("RNN", |x| RNN::new(x.size(1), 7).forward(&sequences(x)).0),
    ("LSTM", |x| LSTM::new(x.size(1), 7).forward(&sequences(x)).0),
    ("LSTM both ways, with a projection", |x| {
        let options = LSTM::options(x.size(1), 7).proj_size(3).num_layers(2);
        options.bidirectional(true).build().forward(&sequences(x)).0
    }),
    ("GRU", |x| GRU::new(x.size(1), 7).forward(&sequences(x)).0),
    ("GRU of packed sequences", |x| {
        let packed = pack_padded_sequence(&sequences(x), &[1, 2], false, false);
        let layer = GRU::options(x.size(1), 7).bidirectional(true).build();
        pad_packed_sequence(&layer.forward_packed(&packed, None).0, false, 0, None).0
    }),
    ("LSTMCell", |x| LSTMCell::new(x.size(1), 7).forward(x).0),
    ("GRUCell", |x| GRUCell::new(x.size(1), 7).forward(x)),
    ("attention", |x| attend(x, AttentionOptions::new())),
    ("causal attention", |x| {
        attend(x, AttentionOptions::new().is_causal(true))
    }),
    ("attention with a mask", |x| {
        attend(
            x,
            AttentionOptions::new().mask(&x.detach().matmul(x.detach().t())),
        )
    }),
    ("attention with dropout", |x| {
        attend(x, AttentionOptions::new().dropout_p(0.5))
    }),
    ("MultiheadAttention", |x| {
        let x = even(x);
        MultiheadAttention::new(x.size(1), 2).forward(&x, &x, &x)
    }),
    ("TransformerEncoderLayer", |x| {
        let x = even(x);
        TransformerEncoderLayer::new(x.size(1), 2).forward(&x)
    }),
    ("TransformerDecoderLayer", |x| {
        let x = even(x);
        TransformerDecoderLayer::new(x.size(1), 2).forward(&x, &x)
    }),
    ("Bilinear", |x| {
        Bilinear::new(x.size(1), x.size(1), 3).forward(x, x)
    }),
    ("embedding", |x| zeros(600).embedding(x, None, true)),
    ("embedding_bag of sums", |x| bags(x, BagMode::Sum)),
    ("embedding_bag of means", |x| bags(x, BagMode::Mean)),
    ("embedding_bag of the largest", |x| bags(x, BagMode::Max)),
    ("Embedding with a largest norm", |x| {
        let layer = Embedding::options(600, x.size(1)).max_norm(0.5).build();
        layer.forward(&zeros(600)) * x.sum()
    }),
    ("ctc_loss", |x| {
        let steps = x.log_softmax(1).unsqueeze(1);
        ctc_loss(&steps, &Tensor::from([[1, 2]]), &[x.size(0)], &[2])
    }),
];

/// One image of one channel.
fn image(x: &Tensor) -> Tensor {
    x.unsqueeze(0).unsqueeze(0)
}

/// One row of ones that is trained.
fn row(x: &Tensor) -> Tensor {
    ones(x, [x.size(1)]).requires_grad_(true)
}

/// Two sequences, each of half of the rows.
fn sequences(x: &Tensor) -> Tensor {
    x.reshape([x.size(0) / 2, 2, x.size(1)])
}

/// Twice as many columns, so that two heads share them.
fn even(x: &Tensor) -> Tensor {
    x.tile([1, 2])
}

fn attend(x: &Tensor, options: AttentionOptions) -> Tensor {
    let x = image(x);
    x.scaled_dot_product_attention(&x, &x, &options)
}

fn resize(x: &Tensor, mode: InterpolateMode) -> Tensor {
    let x = image(x);
    match mode {
        InterpolateMode::Bilinear | InterpolateMode::Bicubic => {
            x.interpolate(&InterpolateOptions::size([9, 50]).mode(mode))
        }
        _ => x.interpolate(&InterpolateOptions::scale_factor(1.5).mode(mode)),
    }
}

fn bags(table: &Tensor, mode: BagMode) -> Tensor {
    let options = BagOptions::new().mode(mode);
    Tensor::options()
        .dtype(DType::I64)
        .zeros([2, 600])
        .embedding_bag(table, &options)
}
