//! PyTorch's own figures: what it draws on the CPU from the same seeds, as the conformance corpus records it. The
//! comments name the corpus's cases.

mod normals;

use super::{bernoulli, exponential, randint, random, uniform};
use crate::random::Generator;

/// Equal but for the last bits of the machine's own logarithm, sine and cosine, which `f64` goes through.
#[track_caller]
fn near(got: &[f64], expected: &[f64]) {
    let close = |(x, y): (&f64, &f64)| (x - y).abs() <= 1e-14 * y.abs();
    assert!(
        got.len() == expected.len() && got.iter().zip(expected).all(close),
        "{got:?} is not {expected:?}"
    );
}

#[test]
fn uniforms() {
    // rand/03
    assert_eq!(
        uniform::<f32>(&Generator::pytorch(42), 7, 0.0, 1.0),
        [
            0.88226926, 0.91500396, 0.38286376, 0.95930564, 0.3904482, 0.60089535, 0.25657248
        ]
    );
    // rand_f64/02
    assert_eq!(
        uniform::<f64>(&Generator::pytorch(314159), 5, 0.0, 1.0),
        [
            0.10693887599549601,
            0.5428023327167454,
            0.6999346665569081,
            0.1209108905179993,
            0.9704905547916288
        ]
    );
    // uniform/05
    assert_eq!(
        uniform::<f32>(&Generator::pytorch(9), 15, 0.1, 0.3),
        [
            0.23115692, 0.16040455, 0.1959793, 0.25547475, 0.28359288, 0.28620675, 0.15207209, 0.2906848,
            0.17608793, 0.18208696, 0.29020414, 0.21372591, 0.12761912, 0.14137316, 0.2027801
        ]
    );
    // uniform_f64/02
    assert_eq!(
        uniform::<f64>(&Generator::pytorch(0), 7, 2.0, 7.0),
        [
            6.850265009032765,
            5.53909932199894,
            4.2969147156372545,
            6.603738420609801,
            5.225120600613824,
            5.955739460901518,
            2.893030876003755
        ]
    );
}

#[test]
fn integers() {
    // randint/03
    assert_eq!(
        randint(&Generator::pytorch(7), 12, -5, 6),
        [-2, -2, -4, 4, -3, 5, -5, 1, -1, -3, 4, 2]
    );
    // randint/05
    assert_eq!(
        randint(&Generator::pytorch(2024), 10, 0, (1 << 28) - 1),
        [
            109584017, 30723590, 49859179, 220105355, 2800158, 140080685, 188156350, 77512901, 75243308,
            213896334
        ]
    );
    // randint/06
    assert_eq!(
        randint(&Generator::pytorch(99), 10, 0, 1 << 28),
        [
            150494243, 83528872, 199984872, 58020932, 24967092, 171146135, 65396515, 59125745, 167583920,
            26001467
        ]
    );
    // randint/09
    assert_eq!(
        randint(&Generator::pytorch(77), 10, -(1 << 40), 1 << 41),
        [
            -175954648481,
            -737216632876,
            -90022238939,
            656305578911,
            -135973720647,
            1820589315189,
            -357539534061,
            690168662843,
            508913613540,
            -863847154268
        ]
    );
}

#[test]
fn whole_numbers_of_every_type() {
    // random_int64/01
    assert_eq!(
        random::<i64>(&Generator::pytorch(3), 12),
        [
            937055941807507096,
            3839649608876091011,
            5366245355481424840,
            199733986212078357,
            7248591967756700307,
            7310317230188440427,
            2316640183508190889,
            3822956344058944405,
            949402413808418214,
            8131506278483621524,
            551118848153549405,
            8427085544504367502
        ]
    );
    // random_int32/01
    assert_eq!(
        random::<i32>(&Generator::pytorch(88), 12),
        [
            633726936, 464623904, 30707663, 1751779761, 121725290, 654629780, 1702031973, 954443326,
            858955617, 993877104, 920399045, 558896748
        ]
    );
    // random_uint8/01
    assert_eq!(
        random::<u8>(&Generator::pytorch(61), 12),
        [99, 18, 162, 16, 175, 254, 34, 123, 42, 65, 119, 69]
    );
    // random_int8/01
    assert_eq!(
        random::<i8>(&Generator::pytorch(31), 12),
        [82, 87, 16, 126, 98, 23, 58, 28, 124, 93, 102, 92]
    );
    // random_bool/01
    assert_eq!(
        random::<bool>(&Generator::pytorch(2718), 12),
        [
            false, true, false, true, true, false, true, false, true, false, false, false
        ]
    );
}

#[test]
fn whole_numbers_as_floats() {
    // random_float32/01
    assert_eq!(
        random::<f32>(&Generator::pytorch(450), 12),
        [
            13198712.0, 4650422.0, 14328973.0, 3956974.0, 15088733.0, 9650718.0, 10397300.0, 4375622.0,
            11328752.0, 1833204.0, 9236227.0, 10241223.0
        ]
    );
    // random_float64/01
    assert_eq!(
        random::<f64>(&Generator::pytorch(9), 12),
        [
            2218257684451655.0,
            7558586238959090.0,
            3095906948633665.0,
            746548278596228.0,
            391963067617566.0,
            5477865186496501.0,
            943634970374607.0,
            1001629918439157.0,
            1388650526459337.0,
            5235167826389726.0,
            5025718682667655.0,
            2603095384865973.0
        ]
    );
}

#[test]
fn permutations() {
    // randperm/04
    assert_eq!(
        Generator::pytorch(123).permutation(10),
        [2, 0, 8, 1, 3, 7, 4, 9, 5, 6]
    );
}

#[test]
fn trials() {
    // bernoulli_scalar/01
    assert_eq!(
        bernoulli(&Generator::pytorch(42), 8, 0.5),
        [true, true, true, true, false, true, false, false]
    );
}

#[test]
fn exponentials() {
    // exponential_float32/01
    assert_eq!(
        exponential::<f32>(&Generator::pytorch(0), 6, 1.0),
        [3.5083263, 1.2303847, 0.6150441, 2.5351186, 1.0357054, 1.5661288]
    );
    // exponential_float64/01
    near(
        &exponential::<f64>(&Generator::pytorch(1), 6, 1.0),
        &[
            0.06299653697405214,
            0.25431758454511355,
            0.26690281625843426,
            0.19491965355423232,
            0.8120840079132856,
            0.11590912788089562,
        ],
    );
}

#[test]
fn picks() {
    let weights = [0.1, 0.9, 0.4, 0.7, 3.0, 0.6];
    // multinomial/01
    assert_eq!(
        Generator::pytorch(600).multinomial(&weights, 12, true).unwrap(),
        [3, 4, 4, 5, 4, 1, 4, 4, 4, 5, 4, 2]
    );
    // multinomial/02
    assert_eq!(Generator::pytorch(0).multinomial(&weights, 1, true).unwrap(), [4]);
    // multinomial/03
    assert_eq!(
        Generator::pytorch(1).multinomial(&weights, 4, false).unwrap(),
        [5, 4, 3, 1]
    );
    // multinomial/04
    assert_eq!(
        Generator::pytorch(42).multinomial(&weights, 1, false).unwrap(),
        [1]
    );
}

#[test]
fn only_the_low_32_bits_of_a_seed_count() {
    let g = Generator::pytorch(2147483648); // seed/05
    assert_eq!(
        uniform::<f32>(&g, 4, 0.0, 1.0),
        [0.91273654, 0.8284304, 0.058945715, 0.32562464]
    );
    assert_eq!(g.initial_seed(), 2147483648);
    let g = Generator::pytorch(4294967301); // seed/07
    assert_eq!(
        uniform::<f32>(&g, 4, 0.0, 1.0),
        [0.8302519, 0.12611091, 0.9074697, 0.81992704]
    );
    assert_eq!(g.initial_seed(), 4294967301);
    let g = Generator::pytorch(-1_i64 as u64); // seed/11
    assert_eq!(
        uniform::<f32>(&g, 4, 0.0, 1.0),
        [0.9937994, 0.57130635, 0.57000804, 0.049503744]
    );
    assert_eq!(g.initial_seed(), 18446744073709551615);
    let g = Generator::pytorch(9223372036854775808); // seed/13
    assert_eq!(
        uniform::<f32>(&g, 4, 0.0, 1.0),
        [0.4962566, 0.7682218, 0.08847743, 0.13203049]
    );
    assert_eq!(g.initial_seed(), 9223372036854775808);
}
