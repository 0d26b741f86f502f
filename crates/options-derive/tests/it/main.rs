//! What the derive writes, as a crate that stands on `autograd` sees it.

use autograd::Error;
use options_derive::Options;

#[derive(Clone, Debug, PartialEq, Options)]
#[options(name = "Conv", repr)]
struct ConvOptions {
    /// How many channels come in.
    #[option(positional, limit = at_least_one)]
    in_channels: usize,
    /// The size of the window.
    #[option(from = i32)]
    kernel_size: i64,
    /// Whether there is a bias.
    #[option(default = true)]
    bias: bool,
    /// How the edges are filled.
    #[option(default = "zeros", quiet)]
    padding_mode: &'static str,
    /// Two rates.
    #[option(default = (0.9, 1.0 / 4.0), limit = below_one)]
    betas: (f64, f64),
    /// The longest step.
    #[option(default = None, limit = ("even", |x| x % 2.0 == 0.0), from = f32)]
    r#max: Option<f64>,
    #[option(default = Vec::new(), private)]
    seen: Vec<String>,
}

/// The sentence with which `f` refuses, after checking that it blames a line of this file.
fn refusal<T>(f: impl FnOnce() -> T) -> String {
    let Err((error, line)) = Error::catch(f) else {
        panic!("it was not refused")
    };
    assert!(line.file().ends_with("main.rs"), "{error} at {line}");
    error.to_string()
}

#[test]
fn what_has_no_default_is_given_and_the_rest_is_set() {
    let conv = ConvOptions::new(3, 5_i32);
    let expected = ConvOptions {
        in_channels: 3,
        kernel_size: 5,
        bias: true,
        padding_mode: "zeros",
        betas: (0.9, 0.25),
        max: None,
        seen: Vec::new(),
    };
    assert_eq!(conv, expected);
    let conv = conv.bias(false).padding_mode("reflect").max(2.0_f32);
    assert_eq!(
        (conv.bias, conv.padding_mode, conv.max),
        (false, "reflect", Some(2.0))
    );
}

#[test]
fn what_is_outside_its_limit_is_refused_at_the_callers_line() {
    let conv = || ConvOptions::new(3, 5);
    for (got, want) in [
        (
            refusal(|| ConvOptions::new(0, 5)),
            "Conv: in_channels must be at least 1, but is 0",
        ),
        (
            refusal(|| conv().betas((0.9, 1.0))),
            "Conv: betas must be at least 0 and less than 1, but is (0.9, 1.0)",
        ),
        (
            refusal(|| conv().max(3.0_f32)),
            "Conv: max must be even, but is 3.0",
        ),
    ] {
        assert_eq!(got, want);
    }
}

#[test]
fn it_prints_as_python_does() {
    assert_eq!(
        ConvOptions::new(3, 5).bias(false).extra_repr(),
        "3, kernel_size=5, bias=False, betas=(0.9, 0.25), max=None"
    );
}

#[derive(Debug, PartialEq, Options)]
struct Scaled<T: From<f32> + Clone> {
    /// By how much.
    #[option(default = T::from(2.0))]
    factor: T,
}

#[test]
fn what_is_generic_has_options_too() {
    assert_eq!(Scaled::<f64>::default(), Scaled::new().factor(2.0));
}

#[test]
fn an_option_may_be_made_of_a_reference() {
    #[derive(Debug, Options)]
    struct Named {
        /// What it is called.
        #[option(default = None, from = &str)]
        name: Option<String>,
    }
    assert_eq!(Named::new().name("x").name.as_deref(), Some("x"));
}

/// Writes options with one that a macro passes on, whose type then stands in a group that nobody sees.
macro_rules! passed_on {
    ($name:ident: $type:ty) => {
        #[derive(Debug, Options)]
        struct PassedOn {
            /// What is passed on.
            #[option(default = None)]
            $name: $type,
        }
    };
}
passed_on!(divisor: Option<i64>);

#[test]
fn an_option_of_a_macro_takes_what_is_in_it() {
    assert_eq!(PassedOn::new().divisor(3).divisor, Some(3));
}
