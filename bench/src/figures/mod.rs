//! The figures, a file each.

pub mod cli;
pub mod console;
pub mod idle;
pub mod lag;
pub mod page;
pub mod rest;
pub mod sim;
pub mod start;
pub mod sync;
