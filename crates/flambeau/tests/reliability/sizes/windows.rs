//! Windows, and what is resized.

use flambeau::nn::*;

use super::Call;

pub(crate) const CALLS: &[Call] = &[
    ("max_pool", |h| {
        let layer = MaxPool1d::new(h.some())
            .stride(h.some())
            .padding(h.some())
            .dilation(h.some());
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("avg_pool", |h| {
        let layer = AvgPool1d::new(h.some()).stride(h.some()).padding(h.some());
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("avg_pool2d", |h| {
        let layer = AvgPool2d::new([h.some(), h.some()])
            .stride(h.some())
            .padding(h.some());
        Some(layer.forward(&h.of_rank(4)))
    }),
    ("adaptive_avg_pool", |h| {
        Some(AdaptiveAvgPool1d::new(h.some()).forward(&h.of_rank(3)))
    }),
    ("adaptive_max_pool", |h| {
        Some(AdaptiveMaxPool1d::new(h.some()).forward(&h.of_rank(3)))
    }),
    ("fractional_max_pool", |h| {
        let layer = FractionalMaxPool2d::new([h.some(), h.small()], [h.some(), h.small()]);
        Some(layer.forward(&h.of_rank(4)))
    }),
    ("fractional_max_pool by samples", |h| {
        let (x, samples) = (h.of_rank(5), h.of_rank(3) * h.number());
        let (values, indices) = FractionalMaxPool3d::new(1 + h.small(), h.some()).forward_by(&x, &samples);
        Some(values + indices)
    }),
    ("fractional_max_pool by ratios", |h| {
        let layer = FractionalMaxPool2d::with_ratio(h.some(), [h.number(), h.number()]);
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("lp_pool", |h| {
        let layer = LPPool1d::new(h.number(), h.some()).stride(h.some());
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("conv", |h| {
        let layer = Conv1d::options(1 + h.small(), 1 + h.small(), 1 + h.small());
        let layer = layer
            .stride(h.some())
            .padding(h.some())
            .dilation(h.some())
            .build();
        let x = h.of_rank(3);
        Some(layer.forward(&x))
    }),
    ("conv of hostile channels", |h| {
        let layer = Conv2d::options(h.some(), h.some(), [h.some(), h.some()]);
        let layer = layer.groups(h.some()).build();
        Some(layer.forward(&h.of_rank(4)))
    }),
    ("conv_transpose", |h| {
        let layer = ConvTranspose1d::options(1 + h.small(), 1 + h.small(), 1 + h.small());
        let layer = layer.stride(h.some()).padding(h.some()).dilation(h.some());
        let layer = layer.output_padding(h.some()).build();
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("unfold", |h| {
        let layer = Unfold::new(h.some())
            .stride(h.some())
            .padding(h.some())
            .dilation(h.some());
        Some(layer.forward(&h.of_rank(4)))
    }),
    ("fold", |h| {
        let layer = Fold::new([h.some(), h.some()], h.some())
            .stride(h.some())
            .padding(h.some());
        Some(layer.forward(&h.of_rank(3)))
    }),
    ("upsample", |h| {
        let mode = *h
            .random
            .pick(&[InterpolateMode::Nearest, InterpolateMode::Linear]);
        Some(Upsample::size(h.some()).mode(mode).forward(&h.of_rank(3)))
    }),
    ("upsample by a factor", |h| {
        let factor = h.signed() as f64;
        Some(Upsample::scale_factor(factor).forward(&h.of_rank(3)))
    }),
    ("pixel_shuffle", |h| {
        Some(PixelShuffle::new(h.some()).forward(&h.of_rank(4)))
    }),
    ("pixel_unshuffle", |h| {
        Some(PixelUnshuffle::new(h.some()).forward(&h.of_rank(4)))
    }),
    ("channel_shuffle", |h| {
        Some(ChannelShuffle::new(h.some()).forward(&h.of_rank(4)))
    }),
    ("padding layer", |h| {
        Some(ConstantPad1d::new([h.signed(), h.signed()], 0.0).forward(&h.of_rank(3)))
    }),
];
