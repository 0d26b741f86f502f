//! Modules, layers and losses.
