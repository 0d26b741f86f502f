//! The derive of `Module`.
