//! Transforms against what torchvision 0.29 gives for the same pictures and seeds.

use autograd::{Generator, PadMode, Tensor, with_generator};
use data::transforms::{
    CenterCrop, Compose, Grayscale, Image, Interpolation, Normalize, RandomCrop, RandomHorizontalFlip,
    RandomRotation, RandomVerticalFlip, Resize, ToTensor, Transform,
};

/// A coloured picture of 7 x 10 whose bytes look random.
fn image() -> Image {
    let bytes: Vec<u8> = (0..210_u32).map(|i| ((i * i * 7 + i * 31) % 256) as u8).collect();
    Image::new(Tensor::from_vec(bytes, [7, 10, 3]))
}

/// Floats `[1, 5, 6]`.
fn floats() -> Tensor {
    let numbers: Vec<f32> = (0..30_u32).map(|i| ((i * i * 7) % 50) as f32).collect();
    Tensor::from_vec(numbers, [1, 5, 6])
}

fn numbers(x: &Tensor) -> Vec<f32> {
    x.to_vec::<f32>()
}

#[track_caller]
fn close(x: &Tensor, expected: &[f32]) {
    let found = numbers(x);
    assert_eq!(found.len(), expected.len());
    let far = found.iter().zip(expected).position(|(a, b)| (a - b).abs() > 2e-5);
    assert!(far.is_none(), "at {far:?}: {found:?} is not {expected:?}");
}

#[test]
fn bytes_are_resized_as_pil_has_it() {
    let small = Resize::new((4, 5)).apply(image());
    assert_eq!(
        small.pixels().to_vec::<u8>(),
        [
            114, 121, 134, 133, 167, 137, 145, 146, 108, 127, 123, 100, 117, 102, 120, 121, 134, 138, 129,
            156, 123, 156, 100, 104, 109, 111, 127, 87, 120, 145, 122, 154, 130, 147, 123, 90, 127, 111, 109,
            104, 100, 156, 124, 148, 130, 160, 109, 121, 130, 92, 117, 100, 123, 127, 108, 146, 145, 138,
            159, 127
        ]
    );
    let shorter = Resize::new(5).apply(image());
    assert_eq!((shorter.height(), shorter.width()), (5, 7));
    assert_eq!(shorter.pixels().to_vec::<i64>().iter().sum::<i64>(), 13_144);
    let large = Resize::new((9, 11)).apply(image()).pixels();
    assert_eq!(large.to_vec::<i64>().iter().sum::<i64>(), 37_074);
    assert_eq!(
        large.get(8).to_vec::<u8>()[..9],
        [188, 186, 198, 219, 32, 81, 151, 166, 54]
    );
}

#[test]
fn floats_are_resized() {
    close(
        &Resize::new((3, 4)).apply(floats()),
        &[
            8.946_429, 29.428_574, 14.523_808, 24.089_287, 18.263_89, 26.888_89, 27.518_517, 26.847_223,
            25.946_428, 20.730_158, 24.460_318, 28.267_855,
        ],
    );
    let nearest = Resize::new((3, 8)).interpolation(Interpolation::Nearest);
    assert_eq!(
        numbers(&nearest.apply(floats()))[..9],
        [0.0, 0.0, 7.0, 28.0, 13.0, 13.0, 12.0, 25.0, 2.0]
    );
    assert_eq!(numbers(&Resize::new((5, 6)).apply(floats())), numbers(&floats()));
}

#[test]
fn crops_draw_what_torchvision_draws() {
    with_generator(&Generator::pytorch(5), || {
        let crop = RandomCrop::new(4).padding(2);
        let (first, second) = (crop.apply(floats()), crop.apply(floats()));
        assert_eq!(numbers(&first)[..8], [37.0, 38.0, 3.0, 0.0, 3.0, 38.0, 37.0, 0.0]);
        assert_eq!(
            numbers(&second)[4..],
            [
                7.0, 28.0, 13.0, 12.0, 43.0, 48.0, 17.0, 0.0, 33.0, 22.0, 25.0, 42.0
            ]
        );
        let mirrored = RandomCrop::new((3, 4)).padding(1).padding_mode(PadMode::Reflect);
        let (first, second) = (mirrored.apply(floats()), mirrored.apply(floats()));
        assert_eq!(
            numbers(&first),
            [7.0, 0.0, 7.0, 28.0, 43.0, 2.0, 43.0, 48.0, 33.0, 8.0, 33.0, 22.0]
        );
        assert_eq!(numbers(&second)[..4], [48.0, 17.0, 0.0, 47.0]);
        let wider = RandomCrop::new((8, 9)).pad_if_needed(true).fill(3.0);
        let found = wider.apply(floats());
        assert_eq!(found.shape(), [1, 8, 9]);
        assert_eq!(
            numbers(&found)[27..39],
            [3.0, 3.0, 3.0, 0.0, 7.0, 28.0, 13.0, 12.0, 25.0, 3.0, 3.0, 3.0]
        );
    });
}

#[test]
fn flips_draw_what_torchvision_draws() {
    with_generator(&Generator::pytorch(6), || {
        let flip = RandomHorizontalFlip::new(0.4);
        let same = (0..12).map(|_| i32::from(flip.apply(floats()).equal(&floats())));
        assert_eq!(same.collect::<Vec<_>>(), [1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1]);
    });
}

#[test]
fn rotations() {
    let nearest = RandomRotation::between(30.0, 30.0);
    assert_eq!(
        numbers(&nearest.apply(floats()))[..12],
        [0.0, 28.0, 13.0, 0.0, 47.0, 0.0, 7.0, 28.0, 17.0, 17.0, 42.0, 23.0]
    );
    let behind = RandomRotation::between(-135.0, -135.0);
    assert_eq!(
        numbers(&behind.apply(floats()))[..12],
        [0.0, 32.0, 25.0, 27.0, 8.0, 0.0, 38.0, 3.0, 0.0, 33.0, 33.0, 2.0]
    );
    let smooth = nearest.interpolation(Interpolation::Bilinear).fill(7.0);
    close(
        &smooth.apply(floats()).get(0).get(0),
        &[6.878_877, 10.077_269, 12.985_571, 6.406_732, 37.362_07, 8.533_499],
    );
    let bytes = RandomRotation::between(20.0, 20.0).interpolation(Interpolation::Bilinear);
    let row = bytes.apply(image()).pixels().select(2, 0).get(3).to_vec::<u8>();
    assert_eq!(row, [119, 69, 62, 191, 194, 72, 65, 155, 141, 115]);
}

/// The sizes and the middle rows of what torchvision's `rotate` makes.
#[test]
fn rotations_about_another_place_and_into_a_larger_picture() {
    let x = Tensor::from(std::array::from_fn::<f64, 15, _>(|at| (at * 7 % 11) as f64)).reshape([1, 3, 5]);
    let turned = |angle| RandomRotation::between(angle, angle);
    let bilinear = |angle| turned(angle).interpolation(Interpolation::Bilinear);
    let check = |rotation: RandomRotation, size: [usize; 2], middle: &[f64]| {
        let y = rotation.apply(x.clone());
        assert_eq!(y.shape(), [1, size[0], size[1]], "{rotation:?}");
        let row = y.get(0).get(size[0] as isize / 2).to_vec::<f64>();
        let near = row
            .iter()
            .zip(middle)
            .all(|(ours, theirs)| (ours - theirs).abs() < 1e-4);
        assert!(near && row.len() == middle.len(), "{rotation:?}: {row:?}");
    };
    check(
        turned(30.0).expand(true),
        [7, 7],
        &[0.0, 0.0, 7.0, 5.0, 3.0, 10.0, 0.0],
    );
    let larger = bilinear(30.0).expand(true).fill(2.0);
    check(
        larger,
        [7, 7],
        &[1.5981, 1.8756, 7.4641, 5.0, 2.5359, 8.1244, 2.0019],
    );
    let off = turned(40.0).center(1.2, 2.0).fill(-1.0);
    check(off, [3, 5], &[2.0, 9.0, 7.0, -1.0, -1.0]);
    let both = bilinear(-100.0).center(1.0, 2.0).expand(true).fill(0.5);
    check(both, [7, 5], &[3.1107, 1.8954, 0.2488, 0.4642, 0.5]);
    check(turned(180.0).expand(true), [3, 5], &[8.0, 1.0, 5.0, 9.0, 2.0]);
    check(
        bilinear(17.5).center(4.0, 0.0),
        [3, 5],
        &[0.0, 5.0102, 5.4856, 3.6552, 4.8425],
    );
}

#[test]
fn rotations_that_keep_everything() {
    let turned = RandomRotation::between(30.0, 30.0).expand(true).apply(floats());
    assert_eq!(turned.shape(), [1, 9, 8]);
    let rows = [
        [0.0, 2.0, 43.0, 22.0, 25.0, 38.0, 3.0, 0.0],
        [0.0, 8.0, 33.0, 0.0, 0.0, 3.0, 38.0, 0.0],
    ];
    assert_eq!(numbers(&turned.get(0).narrow(0, 4, 2)), rows.concat());
    let smooth = RandomRotation::between(-100.0, -100.0)
        .interpolation(Interpolation::Bilinear)
        .expand(true)
        .fill(2.0);
    let turned = smooth.apply(floats()).get(0).narrow(0, 0, 2);
    let rows = [
        [1.975_534, 21.162_01, 8.008_694, 2.826_192, 1.613_689, 1.778_551],
        [2.536_678, 26.227_74, 23.534_895, 19.248_188, 11.614_34, 0.757_551],
    ];
    close(&turned, &rows.concat());
    assert_eq!(smooth.apply(Tensor::zeros([0, 5, 6])).shape()[0], 0);
}

#[test]
fn rotations_about_another_point() {
    let turned = RandomRotation::between(40.0, 40.0)
        .center(1.0, 2.0)
        .apply(floats());
    assert_eq!(
        numbers(&turned)[..12],
        [
            7.0, 48.0, 17.0, 25.0, 38.0, 3.0, 2.0, 43.0, 22.0, 37.0, 38.0, 38.0
        ]
    );
    let smooth = RandomRotation::between(-25.0, -25.0)
        .center(0.0, 4.5)
        .interpolation(Interpolation::Bilinear);
    let row = smooth.apply(floats()).get(0).get(1);
    close(&row, &[0.0, 0.453_003, 7.735_571, 9.960_208, 3.358_085, 0.0]);
    let both = RandomRotation::between(65.0, 65.0)
        .center(1.0, 2.0)
        .expand(true)
        .apply(floats());
    assert_eq!(both.shape(), [1, 8, 8]);
    assert_eq!(
        numbers(&both)[..16],
        [
            0.0, 13.0, 17.0, 42.0, 42.0, 3.0, 37.0, 0.0, 0.0, 28.0, 17.0, 25.0, 37.0, 38.0, 0.0, 0.0
        ]
    );
}

#[test]
fn channels_are_filled_with_their_own_numbers() {
    let picture = Tensor::cat(&[floats(), floats() + 100.0, floats() + 200.0], 0);
    let turned = RandomRotation::between(45.0, 45.0)
        .fill([1.0, 2.0, 3.0])
        .apply(picture.clone());
    assert_eq!(
        numbers(&turned.select(1, 0)),
        [
            1.0, 13.0, 12.0, 0.0, 23.0, 1.0, 2.0, 113.0, 112.0, 100.0, 123.0, 2.0, 3.0, 213.0, 212.0, 200.0,
            223.0, 3.0
        ]
    );
    let two = RandomRotation::new(45.0).fill(vec![1.0, 2.0]);
    let refusal = autograd::Error::catch(|| two.apply(picture))
        .expect_err("three are wanted")
        .0;
    assert_eq!(
        refusal.to_string(),
        "RandomRotation: fill has 2 numbers, and the picture 3 channels"
    );
}

/// The sizes that torchvision's `rotate` gives.
#[test]
fn sizes_of_whole_pictures() {
    let angles = [0.0, 90.0, 180.0, 270.0, 45.0, -90.0, 30.0];
    for (size, expected) in [
        (
            [20, 40],
            [
                [20, 40],
                [40, 20],
                [20, 40],
                [40, 20],
                [44, 44],
                [40, 20],
                [38, 46],
            ],
        ),
        ([2, 3], [[2, 3], [4, 3], [2, 3], [4, 3], [4, 5], [4, 3], [4, 5]]),
        ([7, 5], [[7, 5], [5, 7], [7, 5], [5, 7], [9, 9], [5, 7], [9, 9]]),
        (
            [100, 60],
            [
                [100, 60],
                [60, 100],
                [100, 60],
                [60, 100],
                [114, 114],
                [60, 100],
                [118, 102],
            ],
        ),
    ] {
        for (angle, expected) in angles.into_iter().zip(expected) {
            let turned = RandomRotation::between(angle, angle)
                .expand(true)
                .apply(Tensor::zeros(size));
            assert_eq!(turned.shape(), expected, "{size:?} by {angle}");
        }
    }
}

#[test]
fn angles_are_drawn_as_torchvision_draws_them() {
    with_generator(&Generator::pytorch(7), || {
        // The first three angles are 2.10, -18.07 and 9.55 degrees.
        Tensor::rand(1);
        Tensor::rand(1);
        Tensor::rand(1);
        let turned = RandomRotation::new(30.0).apply(floats());
        assert_eq!(
            numbers(&turned)[..12],
            [0.0, 7.0, 28.0, 13.0, 12.0, 25.0, 2.0, 43.0, 48.0, 17.0, 0.0, 47.0]
        );
    });
}

#[test]
fn the_middle() {
    assert_eq!(
        numbers(&CenterCrop::new((2, 3)).apply(floats())),
        [22.0, 25.0, 42.0, 0.0, 37.0, 38.0]
    );
    let (higher, narrower) = (
        CenterCrop::new((6, 4)).apply(floats()),
        CenterCrop::new((7, 3)).apply(floats()),
    );
    assert_eq!(numbers(&higher)[..4], [7.0, 28.0, 13.0, 12.0]);
    assert_eq!(numbers(&higher)[20..], [0.0; 4]);
    assert_eq!(numbers(&narrower)[..6], [0.0, 0.0, 0.0, 28.0, 13.0, 12.0]);
}

#[test]
fn grey() {
    let grey = Grayscale.apply(image());
    assert_eq!(
        grey.pixels().to_vec::<u8>()[..10],
        [33, 194, 104, 184, 61, 243, 39, 188, 86, 155]
    );
    assert_eq!(Grayscale.apply(grey).channels(), 1);
}

#[test]
fn a_row_of_transforms() {
    let steps = Compose::new((
        Resize::new(6),
        RandomCrop::new(5).padding(1),
        RandomHorizontalFlip::new(0.5),
        ToTensor,
        Normalize::new([0.5, 0.4, 0.3], [0.2, 0.3, 0.4]),
    ));
    let x = with_generator(&Generator::pytorch(11), || steps.apply(image()));
    assert_eq!(x.shape(), [3, 5, 5]);
    assert!((x.sum().item() - 15.870_917).abs() < 1e-4, "{}", x.sum());
    close(
        &x.get(0).get(0),
        &[-0.088_235, -0.480_392, 1.127_451, -0.813_725, 0.343_137],
    );
}

#[test]
fn batches_of_pictures_are_moved_together() {
    let x = Tensor::arange(0, 24, 1).view([2, 1, 3, 4]);
    let flipped = RandomVerticalFlip::new(1.0).apply(x.clone());
    assert_eq!(
        flipped.select(0, 1).get(0).get(0).to_vec::<i64>(),
        [20, 21, 22, 23]
    );
    assert_eq!(CenterCrop::new(2).apply(x).shape(), [2, 1, 2, 2]);
}

#[test]
#[should_panic(
    expected = "RandomCrop: [8, 8] cannot be cut out of a picture of [5, 6] (height, width, with its border)"
)]
fn a_picture_that_is_too_small_is_refused() {
    let _ = RandomCrop::new(8).apply(floats());
}

#[test]
#[should_panic(expected = "Resize: a picture has the shape [.., height, width], but this tensor has [4]")]
fn a_vector_is_no_picture() {
    let _ = Resize::new(8).apply(Tensor::zeros(4));
}

#[test]
#[should_panic(expected = "CenterCrop: no edge may be 0, but the size is [3, 0]")]
fn an_empty_picture_cannot_be_asked_for() {
    let _ = CenterCrop::new((3, 0));
}
