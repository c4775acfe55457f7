//! crates/xapi
