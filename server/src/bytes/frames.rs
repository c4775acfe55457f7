//! WebSocket frames by hand, so that a console's bytes are copied once: heads are put in front of what was read, and
//! what a browser sends is unmasked in place. No extensions; what comes of a browser are binary messages, whose borders
//! mean nothing.

use bytes::{Buf, Bytes, BytesMut};

/// The longest head of a frame that a server sends.
pub const HEAD: usize = 10;
/// The longest payload of a control frame.
const CONTROL: usize = 125;

pub const CONTINUED: u8 = 0;
pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// Writes the head of a frame with `length` bytes of payload so that it ends where `room` ends; where it begins.
/// Unless it is the `last` frame of its message, more of them follow.
pub fn head(room: &mut [u8; HEAD], opcode: u8, length: usize, last: bool) -> usize {
    let (start, short) = match length {
        0..=125 => (HEAD - 2, length as u8),
        126..=0xffff => (HEAD - 4, 126),
        _ => (0, 127),
    };
    room[start] = u8::from(last) << 7 | opcode;
    room[start + 1] = short;
    match short {
        126 => room[start + 2..].copy_from_slice(&(length as u16).to_be_bytes()),
        127 => room[start + 2..].copy_from_slice(&(length as u64).to_be_bytes()),
        _ => {}
    }
    start
}

/// A control frame, cut to what one can hold.
pub fn control(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let payload = &payload[..payload.len().min(CONTROL)];
    let mut room = [0; HEAD];
    let start = head(&mut room, opcode, payload.len(), true);
    [&room[start..], payload].concat()
}

/// A frame that ends a connection. The reason is cut between characters.
pub fn close(code: u16, reason: &str) -> Vec<u8> {
    let mut end = reason.len().min(CONTROL - 2);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    control(CLOSE, &[&code.to_be_bytes(), &reason.as_bytes()[..end]].concat())
}

/// What came of a browser.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Bytes for the console.
    Data(BytesMut),
    Ping(Bytes),
    Pong,
    Close,
}

/// What a browser may not send: the code and the reason to close with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation(pub u16, pub &'static str);

/// Takes a browser's bytes apart.
#[derive(Default)]
pub struct Incoming {
    /// Payload still to come of the frame at hand, and its mask.
    left: u64,
    mask: [u8; 4],
    /// Whether a message is unfinished.
    fragmented: bool,
}

impl Incoming {
    /// The next piece of what has come in; nothing if more must come first.
    pub fn next(&mut self, buffer: &mut BytesMut) -> Result<Option<Piece>, Violation> {
        loop {
            if self.left > 0 {
                return Ok(self.payload(buffer));
            }
            let Some(head) = Head::parse(buffer)? else { return Ok(None) };
            let wrong = |reason| Err(Violation(1002, reason));
            match head.opcode {
                0 if !self.fragmented => return wrong("a continuation of nothing"),
                BINARY if self.fragmented => return wrong("a message within a message"),
                0 | BINARY => {
                    buffer.advance(head.size);
                    self.fragmented = !head.last;
                    self.left = head.length;
                    self.mask = head.mask;
                }
                1 => return Err(Violation(1003, "only binary messages are understood")),
                CLOSE | PING | PONG => {
                    let Ok(length) = usize::try_from(head.length) else {
                        return wrong("a long control frame");
                    };
                    if length > CONTROL || !head.last {
                        return wrong("a long or divided control frame");
                    }
                    if buffer.len() < head.size + length {
                        return Ok(None);
                    }
                    buffer.advance(head.size);
                    let mut payload = buffer.split_to(length);
                    unmask(&mut payload, head.mask);
                    return Ok(Some(match head.opcode {
                        CLOSE => Piece::Close,
                        PING => Piece::Ping(payload.freeze()),
                        _ => Piece::Pong,
                    }));
                }
                _ => return wrong("an unknown kind of frame"),
            }
        }
    }

    fn payload(&mut self, buffer: &mut BytesMut) -> Option<Piece> {
        let length = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if length == 0 {
            return None;
        }
        let mut payload = buffer.split_to(length);
        unmask(&mut payload, self.mask);
        self.left -= length as u64;
        self.mask.rotate_left(length % 4);
        Some(Piece::Data(payload))
    }
}

/// The head of a frame that a browser sent.
struct Head {
    last: bool,
    opcode: u8,
    length: u64,
    mask: [u8; 4],
    /// Its own size.
    size: usize,
}

impl Head {
    fn parse(buffer: &[u8]) -> Result<Option<Self>, Violation> {
        let [first, second, rest @ ..] = buffer else { return Ok(None) };
        if first & 0x70 != 0 {
            return Err(Violation(1002, "an extension that was not agreed on"));
        }
        if second & 0x80 == 0 {
            return Err(Violation(1002, "a frame without a mask"));
        }
        let (length, more) = match second & 0x7f {
            126 => match rest.first_chunk() {
                Some(length) => (u64::from(u16::from_be_bytes(*length)), 2),
                None => return Ok(None),
            },
            127 => match rest.first_chunk() {
                Some(length) => (u64::from_be_bytes(*length), 8),
                None => return Ok(None),
            },
            short => (u64::from(short), 0),
        };
        if length >> 63 != 0 {
            return Err(Violation(1002, "an impossible length"));
        }
        let Some(mask) = rest[more..].first_chunk() else { return Ok(None) };
        let (last, opcode) = (first & 0x80 != 0, first & 0x0f);
        Ok(Some(Self { last, opcode, length, mask: *mask, size: 2 + more + 4 }))
    }
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let [a, b, c, d] = mask;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let mut words = payload.chunks_exact_mut(8);
    for word in &mut words {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        word.copy_from_slice(&(u64::from_ne_bytes(bytes) ^ wide).to_ne_bytes());
    }
    words.into_remainder().iter_mut().zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A browser's frame.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [0x12, 0x34, 0x56, 0x78];
        let mut room = [0; HEAD];
        let start = head(&mut room, CONTINUED, payload.len(), true);
        let mut frame = room[start..].to_vec();
        (frame[0], frame[1]) = (first, frame[1] | 0x80);
        frame.extend(mask);
        frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        frame
    }

    /// Everything that is in some bytes, which arrive in pieces of that size: data joined, other pieces by name.
    fn read(bytes: &[u8], size: usize) -> (Vec<u8>, Vec<String>) {
        let (mut incoming, mut buffer) = (Incoming::default(), BytesMut::new());
        let (mut data, mut other) = (Vec::new(), Vec::new());
        for piece in bytes.chunks(size) {
            buffer.extend_from_slice(piece);
            loop {
                match incoming.next(&mut buffer) {
                    Ok(None) => break,
                    Ok(Some(Piece::Data(bytes))) => data.extend(bytes),
                    Ok(Some(piece)) => other.push(format!("{piece:?}")),
                    Err(violation) => {
                        other.push(violation.1.into());
                        return (data, other);
                    }
                }
            }
        }
        (data, other)
    }

    #[test]
    fn frames_of_any_size_arrive_whole_in_any_pieces() {
        let payload: Vec<u8> = (0..70_000_u32).map(|n| (n % 251) as u8).collect();
        for length in [0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 70_000] {
            let bytes = frame(0x82, &payload[..length]);
            for size in [1, 2, 3, 5, 13, 4096, 1 << 20] {
                if size > 3 || length < 1000 {
                    assert_eq!(
                        read(&bytes, size),
                        (payload[..length].to_vec(), vec![]),
                        "{length} by {size}"
                    );
                }
            }
        }
    }

    #[test]
    fn control_frames_may_stand_between_fragments() {
        let bytes =
            [frame(0x02, b"ab"), frame(0x89, b"p"), frame(0x00, b"cd"), frame(0x8a, b""), frame(0x80, b"e")]
                .concat();
        for size in [1, 4, 100] {
            let (data, other) = read(&bytes, size);
            assert_eq!(
                (data.as_slice(), other.as_slice()),
                (&b"abcde"[..], &["Ping(b\"p\")".into(), "Pong".into()][..])
            );
        }
        assert_eq!(read(&frame(0x88, &1000_u16.to_be_bytes()), 3).1, ["Close"]);
    }

    #[test]
    fn what_the_protocol_forbids_is_named() {
        let unmasked = vec![0x82, 1, 0];
        let endless = [&[0x82, 0xff][..], &[0xff; 8], &[0; 4]].concat();
        for (bytes, expected) in [
            (unmasked, "a frame without a mask"),
            (frame(0xc2, b"x"), "an extension that was not agreed on"),
            (frame(0x81, b"text"), "only binary messages are understood"),
            (frame(0x80, b"x"), "a continuation of nothing"),
            ([frame(0x02, b"x"), frame(0x82, b"y")].concat(), "a message within a message"),
            (frame(0x09, b"x"), "a long or divided control frame"),
            (frame(0x89, &[0; 126]), "a long or divided control frame"),
            (frame(0x83, b"x"), "an unknown kind of frame"),
            (endless, "an impossible length"),
        ] {
            assert_eq!(read(&bytes, 1).1, [expected]);
        }
    }

    #[test]
    fn reasons_are_cut_between_characters() {
        let frame = close(4000, &"é".repeat(100));
        assert_eq!((frame[0], frame[1] as usize, frame.len()), (0x88, 124, 126));
        assert!(std::str::from_utf8(&frame[4..]).is_ok());
    }
}
