//! Whole models: what the derive finds, how they print, what they refuse.

mod derive;
mod init;
mod layers;
mod lecture;
mod loss_ends;
mod losses;
mod misfits;
mod more_losses;
mod names;
mod observation;
mod printing;
mod state;
mod statistics;
