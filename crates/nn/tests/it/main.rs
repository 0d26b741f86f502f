//! Whole models: what the derive finds, how they print, what they refuse.

mod derive;
mod lecture;
mod misfits;
mod printing;
mod state;
