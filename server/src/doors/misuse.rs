//! What a client did wrong on a WebSocket, if it is something that it could mend.

use tokio_tungstenite::tungstenite::{
    Error,
    error::{CapacityError, ProtocolError},
    protocol::frame::coding::CloseCode,
};

/// What to tell it, and the code to close with; nothing if it is simply gone.
pub fn of_socket(error: &Error) -> Option<(String, CloseCode)> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { max_size, .. }) => {
            let longest = max_size / (1024 * 1024);
            Some((format!("a message must not be longer than {longest} MiB"), CloseCode::Size))
        }
        Error::Utf8(_) => Some(("a text must be UTF-8".into(), CloseCode::Invalid)),
        Error::Protocol(
            ProtocolError::ResetWithoutClosingHandshake
            | ProtocolError::ReceivedAfterClosing
            | ProtocolError::SendAfterClosing,
        ) => None,
        Error::Protocol(error) => {
            Some((format!("a frame breaks the protocol: {error}"), CloseCode::Protocol))
        }
        _ => None,
    }
}
