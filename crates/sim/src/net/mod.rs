//! Sockets: listeners of hosts, their certificates, and HTTP as XAPI speaks it.

pub mod gate;
pub mod http;
pub mod listen;
pub mod tls;
