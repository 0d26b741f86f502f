//! The optimizers, one file each: the options, what is kept between steps, and the rule of a step.

mod adagrad;
mod adam;
mod adamw;
mod nadam;
mod rmsprop;
mod sgd;

pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use nadam::NAdam;
pub use rmsprop::RMSprop;
pub use sgd::SGD;
