//! The numbers that follow from a seed are part of the interface: a change of any of them breaks somebody's
//! reproducible run.

use super::{bernoulli, exponential, normal, randint, random, uniform};
use crate::kernel::simd::{Level, level, set_level};
use crate::random::Generator;
use expect_test::{Expect, expect};
use std::fmt::Write;

/// One call of each sampler on one stream, and what it drew.
fn transcript(g: &Generator) -> String {
    let mut text = String::new();
    macro_rules! draw {
        ($($sampler:expr;)*) => {$(
            writeln!(text, "{:?}", $sampler).unwrap();
        )*};
    }
    draw! {
        uniform::<f32>(g, 5, 0.0, 1.0);
        uniform::<f64>(g, 2, 0.0, 1.0);
        uniform::<f32>(g, 5, -0.3, 0.7);
        uniform::<f64>(g, 2, -0.3, 0.7);
        normal::<f32>(g, 3, 0.0, 1.0);
        normal::<f64>(g, 2, 1.0, 3.0);
        normal::<f32>(g, 18, 1.0, 3.0);
        randint(g, 9, -10, 10);
        randint(g, 2, 0, 1 << 40);
        random::<i64>(g, 2);
        random::<f32>(g, 3);
        random::<f64>(g, 2);
        random::<bool>(g, 6);
        g.permutation(12);
        bernoulli(g, 8, 0.3);
        exponential::<f32>(g, 3, 2.0);
        g.multinomial(&[1.0, 0.0, 3.0, 2.0], 10, true).unwrap();
        g.multinomial(&[1.0, 0.0, 3.0, 2.0], 3, false).unwrap();
        g.random_seed();
        g.fork().permutation(8);
    }
    text
}

fn check(generator: &Generator, pinned: &Expect) {
    let start = generator.state();
    pinned.assert_eq(&transcript(generator));
    let end = generator.state();

    generator.set_state(&start);
    let in_front = generator.with_seed(generator.initial_seed());
    assert_eq!(transcript(generator), transcript(&in_front));
    assert_eq!(generator.state(), end);
}

#[test]
fn chacha() {
    check(
        &Generator::new(0),
        &expect![[r#"
        [0.6024692, 0.5233063, 0.84668297, 0.27596086, 0.88535917]
        [0.845361023410319, 0.23054704444275764]
        [-0.24765623, 0.1948843, 0.38000476, -0.11808115, -0.079974174]
        [0.30653445025754106, -0.021877668484858448]
        [-1.6492014, -1.1577781, 0.87244546]
        [0.0257677281202755, -3.588057404673304]
        [-2.699169, -1.6135974, -4.5118647, -5.897501, 0.79277706, -0.3606014, 1.9734008, 3.8508313, 0.36847985, -1.7391231, 2.79137, 5.603141, 1.8122869, 3.9041047, 0.52553535, 5.9875674, -0.21870494, -1.9243721]
        [-8, 4, 4, 5, -5, 6, -4, 9, 0]
        [994013390706, 1016583965439]
        [116353493923893802, 8029688163269436273]
        [15996500.0, 8631501.0, 14635290.0]
        [5564703608423646.0, 6371104215374623.0]
        [true, false, true, false, true, true]
        [8, 0, 5, 10, 9, 6, 3, 11, 2, 1, 4, 7]
        [true, false, true, true, false, false, false, true]
        [0.40152, 0.3792832, 0.4642784]
        [2, 3, 3, 3, 3, 2, 3, 2, 0, 2]
        [3, 0, 2]
        6808090908904715406
        [4, 3, 6, 2, 0, 5, 7, 1]
    "#]],
    );
}

#[test]
fn mt19937() {
    check(
        &Generator::pytorch(0),
        &expect![[r#"
        [0.4962566, 0.7682218, 0.08847743, 0.13203049, 0.30742282]
        [0.07262971157225484, 0.17155810530414428]
        [0.33230627, 0.04889345, 0.10171729, -0.27767426, -0.13114107]
        [0.05110762439392841, 0.28134091980757453]
        [-0.2613142, 1.0666997, 0.4158912]
        [3.5186992503899814, -1.4794061163123]
        [0.56957847, 0.665172, -1.0192697, 3.6184936, 4.1660724, 1.5335312, 0.30899358, -0.17526317, 2.6298842, -0.18547264, -0.33865154, 3.232062, 5.5629387, 11.231508, -3.593553, -2.702405, 6.459176, -0.6545861]
        [5, -10, 8, 2, -2, 2, 7, -5, 0]
        [999082124020, 77067811151]
        [7426630968956143209, 8300112304943969722]
        [15841667.0, 14766857.0, 20506.0]
        [6743584412428883.0, 3078263060916158.0]
        [true, false, true, true, false, false]
        [7, 4, 8, 10, 9, 6, 11, 2, 0, 1, 3, 5]
        [false, false, false, false, false, false, true, false]
        [0.1369558, 1.1163257, 0.49601027]
        [0, 3, 3, 3, 2, 2, 2, 2, 3, 0]
        [3, 2, 0]
        6630580129268488215
        [7, 5, 1, 6, 4, 3, 2, 0]
    "#]],
    );
}

/// Fused multiply-adds are exact in every instruction set, also where they are a library call.
#[test]
fn every_instruction_set_gives_the_same_bits() {
    let draw = || {
        let g = Generator::new(3);
        (
            normal::<f32>(&g, 1000, 0.5, 2.0),
            normal::<f64>(&g, 100, 0.5, 2.0),
            uniform::<f32>(&g, 1000, -0.3, 0.7),
        )
    };
    let before = level();
    let reference = draw();
    for wanted in [Level::Portable, Level::Avx2, Level::Avx512] {
        let level = set_level(wanted);
        assert_eq!(draw(), reference, "{level:?}");
    }
    set_level(before);
}

#[test]
fn the_unit_range_is_the_default() {
    let (a, b) = (Generator::new(3), Generator::new(3));
    let mut units = [0.0_f32; 1000];
    a.fill_uniform(&mut units);
    assert_eq!(units, *uniform::<f32>(&b, 1000, 0.0, 1.0));
    let mut units = [0.0_f64; 1000];
    a.fill_uniform(&mut units);
    assert_eq!(units, *uniform::<f64>(&b, 1000, 0.0, 1.0));
}
