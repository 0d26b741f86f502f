//! Tuples and arrays collate by parts.

use super::Collate;

macro_rules! tuples {
    ($(($($part:ident $type:ident $sample:ident),+);)+) => {$(
        impl<$($type: Collate),+> Collate for ($($type,)+) {
            type Batch = ($($type::Batch,)+);

            fn collate(samples: Vec<Self>) -> Self::Batch {
                $(let mut $part = Vec::with_capacity(samples.len());)+
                for ($($sample,)+) in samples {
                    $($part.push($sample);)+
                }
                ($($type::collate($part),)+)
            }
        }
    )+};
}
tuples! {
    (parts_a A a);
    (parts_a A a, parts_b B b);
    (parts_a A a, parts_b B b, parts_c C c);
    (parts_a A a, parts_b B b, parts_c C c, parts_d D d);
    (parts_a A a, parts_b B b, parts_c C c, parts_d D d, parts_e E e);
    (parts_a A a, parts_b B b, parts_c C c, parts_d D d, parts_e E e, parts_f F f);
}

impl<T: Collate, const N: usize> Collate for [T; N] {
    type Batch = [T::Batch; N];

    fn collate(samples: Vec<Self>) -> Self::Batch {
        let mut parts = [const { Vec::new() }; N];
        for sample in samples {
            for (part, value) in parts.iter_mut().zip(sample) {
                part.push(value);
            }
        }
        parts.map(T::collate)
    }
}
