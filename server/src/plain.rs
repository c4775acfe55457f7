//! What the system says of a failure, in words for people.

use std::io::{Error, ErrorKind};

/// Why a file, a directory or a socket cannot be used.
pub fn reason(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "there is no such file or directory",
        ErrorKind::PermissionDenied => "it is not allowed to this user",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "a file is where a directory should be",
        ErrorKind::IsADirectory => "a directory is where a file should be",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::ConnectionRefused => "nothing listens there",
        _ => return text(error),
    };
    known.into()
}

/// The system's own words, to go on with after a colon, without the number that only programs want.
pub fn text(error: &Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().trim_end_matches('.');
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_no_numbers() {
        assert_eq!(reason(&Error::from_raw_os_error(13)), "it is not allowed to this user");
        assert_eq!(reason(&Error::from_raw_os_error(5)), "input/output error");
    }
}
