//! The numbers that follow from a seed are part of the interface: a change of any of them breaks somebody's
//! reproducible run.

use super::{bernoulli, exponential, normal, randint, random, uniform};
use crate::random::Generator;
use expect_test::{Expect, expect};
use std::fmt::Write;

/// One call of each sampler on one stream, and what it drew.
fn transcript(g: &Generator) -> String {
    let mut text = String::new();
    macro_rules! draw {
        ($($sampler:expr;)*) => {$(
            // The last bits of an f64 normal are those of the machine's own logarithm, sine and cosine.
            writeln!(text, "{:.12?}", $sampler).unwrap();
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
    let start = generator.get_state();
    pinned.assert_eq(&transcript(generator));
    let end = generator.get_state();

    generator.set_state(&start);
    let in_front = generator.with_seed(generator.initial_seed());
    assert_eq!(transcript(generator), transcript(&in_front));
    assert_eq!(generator.get_state(), end);
}

#[test]
fn chacha() {
    check(
        &Generator::new(0),
        &expect![[r#"
            [0.602469205856, 0.523306310177, 0.846682965755, 0.275960862637, 0.885359168053]
            [0.845361023410, 0.230547044443]
            [-0.247656226158, 0.194884300232, 0.380004763603, -0.118081152439, -0.079974174500]
            [0.306534450258, -0.021877668485]
            [-1.649201393127, -1.157778143883, 0.872445464134]
            [0.025767728120, -3.588057404673]
            [-2.699168920517, -1.613597393036, -4.511864662170, -5.897500991821, 0.792777061462, -0.360601395369, 1.973400831223, 3.850831270218, 0.368479847908, -1.739123106003, 2.791369915009, 5.603140830994, 1.812286853790, 3.904104709625, 0.525535345078, 5.987567424774, -0.218704938889, -1.924372076988]
            [-8, 4, 4, 5, -5, 6, -4, 9, 0]
            [994013390706, 1016583965439]
            [116353493923893802, 8029688163269436273]
            [15996500.000000000000, 8631501.000000000000, 14635290.000000000000]
            [5564703608423646.000000000000, 6371104215374623.000000000000]
            [true, false, true, false, true, true]
            [8, 0, 5, 10, 9, 6, 3, 11, 2, 1, 4, 7]
            [true, false, true, true, false, false, false, true]
            [0.401520013809, 0.379283189774, 0.464278399944]
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
            [0.496256589890, 0.768221795559, 0.088477432728, 0.132030487061, 0.307422816753]
            [0.072629711572, 0.171558105304]
            [0.332306265831, 0.048893451691, 0.101717293262, -0.277674257755, -0.131141066551]
            [0.051107624394, 0.281340919808]
            [-0.261314213276, 1.066699743271, 0.415891200304]
            [3.518699250390, -1.479406116312]
            [0.569578468800, 0.665171980858, -1.019269704819, 3.618493556976, 4.166072368622, 1.533531188965, 0.308993577957, -0.175263166428, 2.629884243011, -0.185472637415, -0.338651537895, 3.232062101364, 5.562938690186, 11.231508255005, -3.593553066254, -2.702404975891, 6.459176063538, -0.654586076736]
            [5, -10, 8, 2, -2, 2, 7, -5, 0]
            [999082124020, 77067811151]
            [7426630968956143209, 8300112304943969722]
            [15841667.000000000000, 14766857.000000000000, 20506.000000000000]
            [6743584412428883.000000000000, 3078263060916158.000000000000]
            [true, false, true, true, false, false]
            [7, 4, 8, 10, 9, 6, 11, 2, 0, 1, 3, 5]
            [false, false, false, false, false, false, true, false]
            [0.136955797672, 1.116325736046, 0.496010273695]
            [0, 3, 3, 3, 2, 2, 2, 2, 3, 0]
            [3, 2, 0]
            6630580129268488215
            [7, 5, 1, 6, 4, 3, 2, 0]
        "#]],
    );
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
