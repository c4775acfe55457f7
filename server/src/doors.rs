//! The faces of the table towards the network: each speaks a protocol and knows no kind of object.

pub mod guard;
pub mod handshake;
pub mod misuse;
pub mod one_shot;
pub mod rest;
pub mod rpc;
pub mod sign_in;
