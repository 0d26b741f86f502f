//! Normals: fewer than 16 draw pairs whose second one waits, 16 and more are made in blocks.

use super::near;
use crate::random::Generator;
use crate::random::tests::{normal, uniform};

#[test]
fn normals_of_fewer_than_16() {
    // randn_small/04
    assert_eq!(
        normal::<f32>(&Generator::pytorch(1000003), 5, 0.0, 1.0),
        [0.6864617, -2.6300862, -0.23899652, -1.3819969, -0.45606333]
    );
    // normal/06
    assert_eq!(
        normal::<f32>(&Generator::pytorch(88), 15, 5.0, 2.0),
        [
            6.1467648, 7.6296625, 7.58057, 5.7171593, 1.4122936, 2.9698431, 6.397213, 6.141257, 4.4249225,
            2.3111067, 6.410828, 5.5211563, 5.7313886, 6.1629486, 1.8027273
        ]
    );
    // randn_small_f64/01
    near(
        &normal::<f64>(&Generator::pytorch(88), 3, 0.0, 1.0),
        &[0.5733824387127469, 1.3148312469252104, 1.2902851089926846],
    );
}

#[test]
fn normals_of_16_and_more() {
    // randn_large/01
    assert_eq!(
        normal::<f32>(&Generator::pytorch(450), 16, 0.0, 1.0),
        [
            -0.79560167,
            0.62319005,
            -1.8639281,
            -0.5639175,
            -1.0062766,
            0.026397534,
            -1.3636924,
            0.48723245,
            -1.5675724,
            0.5107561,
            -0.61254036,
            -0.46906814,
            -1.8920974,
            1.3083241,
            -0.2722828,
            -0.60583144
        ]
    );
    // randn_large/03
    assert_eq!(
        normal::<f32>(&Generator::pytorch(2718), 20, 0.0, 1.0),
        [
            -0.48051155,
            -0.82664055,
            1.6312164,
            0.5238524,
            -0.09864904,
            -1.3488488,
            -2.0401328,
            -1.0325878,
            0.6689801,
            -0.62266403,
            1.180917,
            -1.217213,
            -0.029374322,
            -1.2246076,
            0.3244462,
            1.1347518,
            -1.1754289,
            -0.6254674,
            1.0206283,
            0.4791601
        ]
    );
}

#[test]
fn normals_of_16_and_more_in_double_precision() {
    // randn_large_f64/02
    near(
        &normal::<f64>(&Generator::pytorch(7), 21, 0.0, 1.0),
        &[
            0.06626753966449943,
            0.04699155524392409,
            1.8365386300294015,
            1.367690398536778,
            1.1213586638784168,
            1.932214860010293,
            -1.4418139927522924,
            0.7277603478716976,
            -1.3131496578292892,
            -0.3280001761367003,
            -1.3521685881505834,
            1.7951074839458658,
            0.20119992138810813,
            -0.523961020712386,
            -0.28387899021947915,
            0.45257550210102954,
            -1.6677291342328766,
            -1.5870322969308357,
            2.03026332869622,
            0.6596523264462502,
            0.5090420296776137,
        ],
    );
}

#[test]
fn the_second_normal_waits_through_other_draws() {
    let g = Generator::pytorch(42); // pending_normal/01
    assert_eq!(
        normal::<f32>(&g, 3, 0.0, 1.0),
        [0.33669037, 0.1288094, 0.23446237]
    );
    assert_eq!(uniform::<f32>(&g, 2, 0.0, 1.0), [0.94077146, 0.13318592]);
    assert_eq!(normal::<f32>(&g, 1, 0.0, 1.0), [0.23033303]);
    assert_eq!(uniform::<f32>(&g, 1, 0.0, 1.0), [0.9345981]);
}

#[test]
fn the_second_normal_waits_through_blocks() {
    let g = Generator::pytorch(7); // pending_normal_skips_large/01
    assert_eq!(normal::<f32>(&g, 1, 0.0, 1.0), [-0.1467951]);
    assert_eq!(
        normal::<f32>(&g, 16, 0.0, 1.0),
        [
            -0.16699602,
            0.28514996,
            -0.6410915,
            -0.8936554,
            -0.17643793,
            1.7501724,
            1.9300169,
            0.9861118,
            0.70853907,
            1.0127554,
            0.23039687,
            1.0901651,
            -0.9370839,
            0.86493945,
            -0.36918038,
            0.79294366
        ]
    );
    assert_eq!(normal::<f32>(&g, 2, 0.0, 1.0), [0.7861413, 0.3176783]);
}

#[test]
fn the_second_normal_waits_for_any_type() {
    let g = Generator::pytorch(123); // pending_normal_dtypes/01
    near(&normal::<f64>(&g, 1, 0.0, 1.0), &[-0.11146711634581082]);
    assert_eq!(normal::<f32>(&g, 1, 0.0, 1.0), [0.120362945]);
    assert_eq!(normal::<f32>(&g, 1, 3.0, 2.0), [2.260731]);
    assert_eq!(normal::<f32>(&g, 1, 3.0, 2.0), [2.519164]);
}

#[test]
fn seeding_drops_the_waiting_normal() {
    let g = Generator::pytorch(2024); // seeding_drops_pending_normal/01
    assert_eq!(
        normal::<f32>(&g, 3, 0.0, 1.0),
        [-0.040429167, 1.7259921, -0.81403875]
    );
    g.manual_seed(5);
    assert_eq!(
        normal::<f32>(&g, 3, 0.0, 1.0),
        [-0.48678076, -0.6038216, -0.55809623]
    );
}
