//! Twice the resolution by a convolution and a shuffle of its channels.

use flambeau::prelude::*;

#[derive(Module)]
struct Net {
    conv1: Conv2d,
    conv2: Conv2d,
    pixel_shuffle: PixelShuffle,
}

impl Forward for Net {
    fn forward(&self, x: &Tensor) -> Tensor {
        let x = self.conv1.forward(x).relu();
        self.pixel_shuffle.forward(&self.conv2.forward(&x))
    }
}

#[test]
fn super_resolution() {
    let net = Net {
        conv1: Conv2d::options(1, 64, 5).padding(2).build(),
        conv2: Conv2d::options(64, 4, 3).padding(1).build(),
        pixel_shuffle: PixelShuffle::new(2),
    };
    let small = Tensor::rand([1, 1, 16, 16]).avg_pool2d(2);
    assert_eq!(net.forward(&small).shape(), [1, 1, 16, 16]);
}
