//! What can be wrong with the parameters of a distribution.

/// A distribution that does not exist. Nothing is drawn and nothing written when one of these is returned.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bounds of a uniform distribution are out of order, not finite, or further apart than the dtype reaches.
    #[error(
        "uniform needs finite bounds with from <= to whose difference fits the dtype, but got from = {from} and to = {to}"
    )]
    Uniform {
        /// The lower bound.
        from: f64,
        /// The upper bound.
        to: f64,
    },
    /// The standard deviation of a normal distribution is negative or NaN.
    #[error("normal needs a standard deviation std >= 0, but got std = {std}")]
    Normal {
        /// The standard deviation.
        std: f64,
    },
    /// There is no integer in the range.
    #[error(
        "random integers need low < high, because high is excluded, but got low = {low} and high = {high}"
    )]
    Integers {
        /// The smallest integer wanted.
        low: i64,
        /// The integer after the largest one.
        high: i64,
    },
    /// A probability lies outside of 0 to 1, or is NaN.
    #[error("bernoulli needs probabilities p with 0 <= p <= 1, but got p = {p}")]
    Bernoulli {
        /// The first such probability.
        p: f64,
    },
    /// Probabilities and results of a Bernoulli distribution are not paired.
    #[error(
        "bernoulli needs one probability per element, but got {probabilities} probabilities for {elements} elements"
    )]
    BernoulliLengths {
        /// How many probabilities were given.
        probabilities: usize,
        /// How many elements were to be filled.
        elements: usize,
    },
    /// The rate of an exponential distribution is not a positive number.
    #[error("exponential needs a rate lambda > 0, but got lambda = {lambda}")]
    Exponential {
        /// The rate.
        lambda: f64,
    },
    /// A weight is negative, infinite or NaN.
    #[error("multinomial needs finite weights >= 0, but weight {index} is {weight}")]
    Weight {
        /// The position of the first such weight.
        index: usize,
        /// That weight.
        weight: f64,
    },
    /// The weights add up to nothing, or overflow.
    #[error("multinomial needs weights with a positive, finite sum, but {count} weights add up to {sum}")]
    WeightSum {
        /// How many weights were given.
        count: usize,
        /// Their sum.
        sum: f64,
    },
    /// More picks without replacement than there are weights above zero.
    #[error(
        "multinomial without replacement can pick each of the {available} positive weights once, but {wanted} samples were asked for"
    )]
    TooManySamples {
        /// How many samples were asked for.
        wanted: usize,
        /// How many weights are above zero.
        available: usize,
    },
}
