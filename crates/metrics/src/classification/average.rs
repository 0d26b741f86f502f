//! From the figures of classes to one: [`Average`].

use autograd::Error;

use super::counts::{Class, Counts};

/// What is made of the figures of the classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Average {
    /// The figure of one class, the positive one; there are no more than two.
    #[default]
    Binary,
    /// The figure of the counts of all classes together.
    Micro,
    /// The mean of the figures of the classes.
    Macro,
    /// Their mean, weighted by how often each class is true.
    Weighted,
}

/// The options of figures that are averaged over classes.
pub(crate) struct Averaging<'a> {
    pub(crate) average: Average,
    pub(crate) pos_label: i64,
    pub(crate) labels: Option<&'a [i64]>,
    /// What a figure is that would be divided by nothing.
    pub(crate) zero_division: f64,
}

/// A figure of a class: what it divides by what.
pub(crate) type Ratio<'a> = &'a dyn Fn(Class) -> (f64, f64);

impl Averaging<'_> {
    /// The classes that count, and the figure of each.
    pub(crate) fn each(&self, counts: &Counts, ratio: Ratio<'_>) -> Result<Vec<(Class, f64)>, Error> {
        let labels = self.labels.map_or_else(
            || counts.filled().map(Counts::labels),
            |labels| Ok(labels.to_vec()),
        )?;
        let classes = labels.into_iter().map(|label| counts.class(label));
        Ok(classes.map(|class| (class, self.divide(ratio(class)))).collect())
    }

    /// The one figure.
    pub(crate) fn one(&self, counts: &Counts, ratio: Ratio<'_>) -> Result<f64, Error> {
        counts.filled()?;
        match self.average {
            Average::Binary => self.positive(counts, ratio),
            Average::Micro => {
                let classes = self.each(counts, ratio)?;
                let sum = classes
                    .into_iter()
                    .fold(Class::default(), |sum, (class, _)| Class {
                        right: sum.right + class.right,
                        predicted: sum.predicted + class.predicted,
                        actual: sum.actual + class.actual,
                    });
                Ok(self.divide(ratio(sum)))
            }
            Average::Macro => Ok(mean(self.each(counts, ratio)?, |_| 1.0)),
            Average::Weighted => Ok(mean(self.each(counts, ratio)?, |class| class.actual)),
        }
    }

    fn positive(&self, counts: &Counts, ratio: Ratio<'_>) -> Result<f64, Error> {
        let labels = counts.labels();
        if labels.len() > 2 {
            return Err(Error::argument(format!(
                "the average is Binary, and there are {} classes; choose Micro, Macro or Weighted",
                labels.len()
            )));
        }
        if labels.len() == 2 && !labels.contains(&self.pos_label) {
            return Err(Error::argument(format!(
                "pos_label is {}, and the labels are {} and {}",
                self.pos_label, labels[0], labels[1]
            )));
        }
        Ok(self.divide(ratio(counts.class(self.pos_label))))
    }

    fn divide(&self, (part, whole): (f64, f64)) -> f64 {
        if whole == 0.0 {
            self.zero_division
        } else {
            part / whole
        }
    }
}

/// The mean of those figures that are numbers; unweighted if all weights are 0.
fn mean(classes: Vec<(Class, f64)>, weight: impl Fn(Class) -> f64) -> f64 {
    let numbers = || classes.iter().filter(|(_, figure)| !figure.is_nan());
    let total: f64 = numbers().map(|(class, _)| weight(*class)).sum();
    if total == 0.0 {
        return numbers().map(|(_, figure)| figure).sum::<f64>() / numbers().count() as f64;
    }
    numbers()
        .map(|(class, figure)| weight(*class) * figure)
        .sum::<f64>()
        / total
}

/// Writes the options of figures that are averaged over classes, and how they are computed.
macro_rules! averaged {
    (
        $(#[$doc:meta])*
        pub struct $metric:ident {
            $($(#[$on_field:meta])* $field:ident: $ty:ty,)*
        }
        $(#[$per_doc:meta])*
        $self:ident => $ratio:expr
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, ::options_derive::Options)]
        #[must_use = "it measures nothing until it is given batches"]
        pub struct $metric {
            $($(#[$on_field])* $field: $ty,)*
            /// What is made of the figures of the classes.
            #[option(default = $crate::Average::Binary)]
            average: $crate::Average,
            /// The positive class of [`Average::Binary`](crate::Average::Binary).
            #[option(default = 1)]
            pos_label: i64,
            /// The classes that count, in this order; if it is not set, all that occur.
            #[option(default = None, from = Vec<i64>)]
            labels: Option<Vec<i64>>,
            /// What the figure of a class is that would be divided by nothing. What is not a number is left out of means.
            #[option(default = 0.0)]
            zero_division: f64,
            #[option(default = $crate::classification::counts::Counts::default(), private)]
            kept: $crate::classification::counts::Counts,
        }

        impl $metric {
            $(#[$per_doc])*
            ///
            /// # Panics
            /// If there are no samples.
            #[track_caller]
            #[must_use]
            pub fn per_class(&self) -> Vec<f64> {
                let each = self.averaging().each(&self.kept, &self.ratio());
                let each = each.map_err(|error| error.within(stringify!($metric)));
                ::autograd::OrRaise::or_raise(each).into_iter().map(|(_, figure)| figure).collect()
            }

            fn result(&self) -> Result<f64, ::autograd::Error> {
                self.averaging().one(&self.kept, &self.ratio())
            }

            fn ratio(&$self) -> impl Fn($crate::classification::counts::Class) -> (f64, f64) + use<> {
                $ratio
            }

            fn averaging(&self) -> $crate::classification::average::Averaging<'_> {
                $crate::classification::average::Averaging {
                    average: self.average,
                    pos_label: self.pos_label,
                    labels: self.labels.as_deref(),
                    zero_division: self.zero_division,
                }
            }
        }
    };
}
pub(super) use averaged;
