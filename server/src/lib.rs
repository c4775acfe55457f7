//! The daemon's parts.

pub mod assets;
