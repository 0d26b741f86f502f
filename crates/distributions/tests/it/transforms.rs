//! Functions from any numbers to those that a constraint wants: PyTorch's figures, ways back, slopes.

use autograd::{Error, GradcheckOptions, Tensor, gradcheck, gradgradcheck};
use distributions::*;

use super::quantiles::pair;
use super::{drawn, f64s, near};

fn x() -> Tensor {
    Tensor::from([0.5, -1.0, 0.2])
}

fn low() -> Tensor {
    Tensor::from([1.0, -2.0, 0.0])
}

fn interval() -> Constraint {
    Constraint::Interval(low(), Tensor::from([2.0, 3.0, 0.5]))
}

#[test]
#[rustfmt::skip]
fn figures() {
    let check = |transform: Transform, value: &[f64], slope: &[f64]| {
        let y = transform.forward(&x());
        near(&y, value);
        near(&transform.log_abs_det_jacobian(&x(), &y), slope);
    };
    check(Transform::CorrCholesky, &[1.0, 0.0, 0.0, 0.462117165, 0.886818886, 0.0, -0.761594176, 0.127909914, 0.635305762], &[-1.58130789]);
    check(biject_to(&interval()), &[1.62245941, -0.655292869, 0.274916977], &[-1.44815397, -0.0170853138, -2.08942485]);
    check(biject_to(&Constraint::LessThan(low()).to_event(1)), &[-0.648721218, -2.36787939, -1.22140276], &[-0.300000012]);
    check(biject_to(&Constraint::Real), &[0.5, -1.0, 0.2], &[0.0, 0.0, 0.0]);
    near(&Transform::Softmax.forward(&x()), &[0.50917834, 0.113613047, 0.377208561]);
    let matrix = Tensor::from([[0.5, 9.0], [-1.0, 0.2]]);
    near(&Transform::LowerCholesky.forward(&matrix), &[1.64872122, 0.0, -1.0, 1.22140276]);
    near(&Transform::PositiveDefinite.forward(&matrix), &[2.71828175, -1.64872122, -1.64872122, 2.49182463]);
}

/// Values are as the constraint says, and lead back.
#[test]
fn there_and_back() {
    let rows = Tensor::from([[0.5, -1.0, 0.2], [0.0, 1.5, -0.7]]);
    let constraints = [
        Constraint::Real,
        Constraint::Positive,
        Constraint::Nonnegative,
        Constraint::UnitInterval,
        Constraint::GreaterThan(low()),
        Constraint::GreaterThanEq(low()),
        Constraint::LessThan(low()),
        interval(),
        Constraint::HalfOpenInterval(low(), low() + 1.0),
        Constraint::Simplex,
        Constraint::CorrCholesky,
        Constraint::real_vector(),
        interval().to_event(1),
        Constraint::Simplex.to_event(1),
    ];
    for constraint in constraints {
        for transform in [biject_to(&constraint), transform_to(&constraint)] {
            let y = transform.forward(&rows);
            assert!(constraint.check(&y).all().item() == 1.0, "{transform:?}");
            assert!(
                transform.codomain().check(&y).all().item() == 1.0,
                "{transform:?}"
            );
            assert_eq!(y.shape(), transform.forward_shape(&[2, 3]), "{transform:?}");
            // Of Softmax the way back is another one of those that lead here.
            let back = transform.inverse(&y);
            near(&transform.forward(&back), &y.to_vec::<f64>());
            if !matches!(constraint, Constraint::Simplex | Constraint::Independent(..)) {
                near(&back, &rows.to_vec::<f64>());
            }
        }
    }
    let matrices = Tensor::from([[[0.5, 0.0], [-1.0, 0.2]], [[0.0, 0.0], [0.3, -2.0]]]);
    for constraint in [Constraint::LowerCholesky, Constraint::PositiveDefinite] {
        let transform = transform_to(&constraint);
        let y = transform.forward(&matrices);
        assert!(constraint.check(&y).all().item() == 1.0, "{y:?}");
        near(&transform.inverse(&y), &matrices.to_vec::<f64>());
    }
}

/// The dimensions of an event change with what vectors become.
#[test]
#[rustfmt::skip]
fn distributions_of_correlations() {
    let normal = Normal::new(Tensor::from([[0.5, -1.0, 2.0], [0.0, 1.0, -1.0]]), 1.0);
    let p = TransformedDistribution::new(normal, [Transform::Tanh, Transform::CorrCholesky]);
    assert_eq!((p.batch_shape(), p.event_shape()), (&[2][..], &[3, 3][..]));
    let y = drawn(|| p.sample(()));
    near(&y, &[1.0, 0.0, 0.0, 0.326776177, 0.945101738, 0.0, -0.207595244, 0.742734253, 0.636592567, 1.0, 0.0, 0.0, -0.667151749, 0.744921803, 0.0, 0.757720709, -0.484470874, 0.437203974]);
    near(&p.log_prob(&y), &[2.19385862, 4.96248436]);
    assert!(p.support().check(&y).all().item() == 1.0);
    assert_eq!(p.expand([4, 2]).sample(()).shape(), [4, 2, 3, 3]);
}

#[test]
fn distributions_between_bounds() {
    let p = |constraint: Constraint| {
        TransformedDistribution::new(
            Normal::new(pair(0.5, -1.0), pair(2.0, 0.3)),
            [biject_to(&constraint)],
        )
    };
    let part = p(Constraint::Interval(Tensor::from(0.0), Tensor::from(2.0)));
    near(&part.cdf(&pair(1.5, 0.3)), &[0.617646754, 0.00716924667]);
    near(&part.log_prob(&pair(1.5, 0.3)), &[-0.676048517, -1.34646606]);
    // It falls.
    let less = p(Constraint::LessThan(Tensor::from(1.0)));
    near(&less.cdf(&pair(-1.5, 0.3)), &[0.417557716, 0.015999794]);
    near(&less.icdf(&less.cdf(&pair(-1.5, 0.3))), &[-1.5, 0.3]);
    // The same functions have a divergence, and no others.
    near(&kl_divergence(&less, &less), &[0.0, 0.0]);
    let step = |scale| Transform::Independent(Box::new(Transform::Power(scale)), 1);
    assert!(step(2.0).is_same(&step(2.0)) && !step(2.0).is_same(&step(3.0)));
    assert!(!biject_to(&interval()).is_same(&biject_to(&Constraint::UnitInterval)));
}

/// First and second derivatives of values and slopes.
#[test]
fn derivatives() {
    let x = Tensor::stack(&[&f64s([0.5, -1.0]), &f64s([0.2, 0.3]), &f64s([-0.4, 0.6])], -1);
    for constraint in [interval(), Constraint::CorrCholesky, Constraint::Simplex] {
        let transform = biject_to(&constraint);
        let both = |x: &[Tensor]| {
            let y = transform.forward(&x[0]);
            y.sum() * 0.5 + transform.log_abs_det_jacobian(&x[0], &y).sum()
        };
        gradcheck(both, std::slice::from_ref(&x), GradcheckOptions::default()).unwrap();
        gradgradcheck(both, std::slice::from_ref(&x), GradcheckOptions::default()).unwrap();
    }
    let matrix = |x: &[Tensor]| Transform::PositiveDefinite.forward(&x[0].narrow(-1, 0, 2));
    gradcheck(matrix, &[x], GradcheckOptions::default()).unwrap();
}

#[test]
#[should_panic(expected = "there is no transform to the constraint NonnegativeInteger")]
fn no_number_is_made_whole() {
    biject_to(&Poisson::new(1.0).support());
}

#[test]
#[should_panic(expected = "Softmax is not one to one, and has no slope")]
fn what_is_not_one_to_one_has_no_slope() {
    Transform::Softmax.log_abs_det_jacobian(&x(), &x());
}

#[test]
#[should_panic(
    expected = "CorrCholesky: a vector has 4 numbers, and must have as many as a square matrix below its diagonal"
)]
fn four_numbers_are_no_triangle() {
    Transform::CorrCholesky.forward(&Tensor::zeros(4));
}

/// Also where it is only one of several functions.
#[test]
fn refusals_name_the_program() {
    let composed = || Transform::Compose(vec![Transform::Tanh, Transform::CorrCholesky]);
    let four = Normal::new(Tensor::zeros(4), 1.0);
    let line = |call: &dyn Fn()| Error::catch(call).unwrap_err().1.file();
    assert!(line(&|| drop(composed().forward(&Tensor::zeros(4)))).ends_with("transforms.rs"));
    assert!(
        line(&|| drop(TransformedDistribution::new(four.clone(), [composed()]))).ends_with("transforms.rs")
    );
}

#[test]
#[should_panic(expected = "StickBreaking neither grows nor falls: it takes several numbers at once")]
fn shares_have_no_quantiles() {
    TransformedDistribution::new(Normal::new(x(), 1.0), [Transform::StickBreaking]).icdf(&x());
}
