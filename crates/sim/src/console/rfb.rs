//! RFB 3.3, 3.7 and 3.8 without authentication, Raw encoding, any true-colour format.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::{mpsc, watch};

use crate::console::screen::{CELL_HEIGHT, HEIGHT, Key, PALETTE, Screen, WIDTH};
use crate::net::http::Stream;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(250);
/// Longest text a viewer may paste or announce.
const MAX_TEXT: u32 = 1 << 20;

/// What a viewer asked for.
enum Ask {
    Format(Format),
    Update { incremental: bool },
}

/// A true-colour pixel format.
#[derive(Clone, Copy)]
struct Format {
    bytes: usize,
    big_endian: bool,
    max: [u16; 3],
    shift: [u8; 3],
}

const NATIVE: Format = Format { bytes: 4, big_endian: false, max: [255; 3], shift: [16, 8, 0] };

impl Format {
    fn parse(b: &[u8; 16]) -> io::Result<Format> {
        let bytes = usize::from(b[0] / 8);
        let word = |i: usize| u16::from_be_bytes([b[i], b[i + 1]]);
        if !matches!(bytes, 1 | 2 | 4) || b[3] == 0 || b[10..13].iter().any(|s| *s > 31) {
            return Err(invalid("only true-colour formats of 8, 16 or 32 bits"));
        }
        Ok(Format {
            bytes,
            big_endian: b[2] != 0,
            max: [word(4), word(6), word(8)],
            shift: [b[10], b[11], b[12]],
        })
    }

    fn pixel(&self, rgb: [u8; 3], out: &mut Vec<u8>) {
        let mut value = 0u32;
        for ((level, max), shift) in rgb.into_iter().zip(self.max).zip(self.shift) {
            value |= (u32::from(level) * u32::from(max) / 255) << shift;
        }
        let le = value.to_le_bytes();
        if self.big_endian {
            out.extend(le[..self.bytes].iter().rev());
        } else {
            out.extend_from_slice(&le[..self.bytes]);
        }
    }
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

/// Serves a viewer until it goes.
pub async fn serve(mut stream: impl Stream, screen: &Screen, name: &str) -> io::Result<()> {
    greet(&mut stream, name).await?;
    let (mut reader, writer) = tokio::io::split(stream);
    let (asks, asked) = mpsc::channel(64);
    tokio::select! {
        result = listen(&mut reader, screen, asks) => result,
        result = show(writer, screen, name, asked) => result,
    }
}

async fn greet(stream: &mut impl Stream, name: &str) -> io::Result<()> {
    stream.write_all(b"RFB 003.008\n").await?;
    stream.flush().await?;
    let mut version = [0u8; 12];
    stream.read_exact(&mut version).await?;
    let minor = match &version {
        b"RFB 003.008\n" => 8,
        b"RFB 003.007\n" => 7,
        v if v.starts_with(b"RFB 003.") => 3,
        _ => return Err(invalid("not an RFB viewer")),
    };
    if minor == 3 {
        stream.write_all(&1u32.to_be_bytes()).await?;
    } else {
        stream.write_all(&[1, 1]).await?;
        stream.flush().await?;
        if stream.read_u8().await? != 1 {
            return Err(invalid("the viewer wants a security type that was not offered"));
        }
        if minor == 8 {
            stream.write_all(&0u32.to_be_bytes()).await?;
        }
    }
    stream.flush().await?;
    stream.read_u8().await?;
    let mut init = Vec::new();
    init.extend((WIDTH as u16).to_be_bytes());
    init.extend((HEIGHT as u16).to_be_bytes());
    init.extend([32, 24, 0, 1]);
    init.extend(NATIVE.max.iter().flat_map(|m| m.to_be_bytes()));
    init.extend(NATIVE.shift);
    init.extend([0; 3]);
    init.extend((name.len() as u32).to_be_bytes());
    init.extend(name.as_bytes());
    stream.write_all(&init).await?;
    stream.flush().await
}

async fn listen<S: Stream>(
    reader: &mut ReadHalf<S>,
    screen: &Screen,
    asks: mpsc::Sender<Ask>,
) -> io::Result<()> {
    loop {
        let ask = match reader.read_u8().await {
            Ok(0) => {
                let mut message = [0u8; 19];
                reader.read_exact(&mut message).await?;
                let mut format = [0u8; 16];
                format.copy_from_slice(&message[3..]);
                Some(Ask::Format(Format::parse(&format)?))
            }
            Ok(2) => {
                reader.read_u8().await?;
                let count = reader.read_u16().await?;
                for _ in 0..count {
                    reader.read_i32().await?;
                }
                None
            }
            Ok(3) => {
                let mut message = [0u8; 9];
                reader.read_exact(&mut message).await?;
                Some(Ask::Update { incremental: message[0] != 0 })
            }
            Ok(4) => {
                let mut message = [0u8; 7];
                reader.read_exact(&mut message).await?;
                let keysym = u32::from_be_bytes([message[3], message[4], message[5], message[6]]);
                screen.key(Key { keysym, down: message[0] != 0 });
                None
            }
            Ok(5) => {
                let buttons = reader.read_u8().await?;
                let (x, y) = (reader.read_u16().await?, reader.read_u16().await?);
                screen.pointer(x, y, buttons);
                None
            }
            Ok(6) => {
                let mut padding = [0u8; 3];
                reader.read_exact(&mut padding).await?;
                let length = reader.read_u32().await?;
                if length > MAX_TEXT {
                    return Err(invalid("too much text"));
                }
                let mut text = vec![0; length as usize];
                reader.read_exact(&mut text).await?;
                None
            }
            Ok(kind) => return Err(invalid(&format!("unknown message {kind}"))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        if let Some(ask) = ask
            && asks.send(ask).await.is_err()
        {
            return Ok(());
        }
    }
}

async fn show<S: Stream>(
    mut writer: WriteHalf<S>,
    screen: &Screen,
    name: &str,
    mut asked: mpsc::Receiver<Ask>,
) -> io::Result<()> {
    let mut format = NATIVE;
    let mut sent: Option<Vec<u8>> = None;
    let mut waiting = false;
    let mut changes: watch::Receiver<u64> = screen.changes();
    let mut tick = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            ask = asked.recv() => match ask {
                None => return Ok(()),
                Some(Ask::Format(new)) => {
                    format = new;
                    sent = None;
                }
                Some(Ask::Update { incremental }) => {
                    waiting = true;
                    if !incremental {
                        sent = None;
                    }
                }
            },
            _ = changes.changed() => {}
            _ = tick.tick() => {}
        }
        if !waiting {
            continue;
        }
        let picture = screen.paint(name);
        let rectangles = match &sent {
            None => vec![(0, 0, WIDTH, HEIGHT)],
            Some(before) => differences(before, &picture),
        };
        if rectangles.is_empty() {
            continue;
        }
        writer.write_all(&update(&picture, &rectangles, format)).await?;
        writer.flush().await?;
        sent = Some(picture);
        waiting = false;
    }
}

/// The changed part of each row of cells: x, y, width, height.
fn differences(before: &[u8], after: &[u8]) -> Vec<(usize, usize, usize, usize)> {
    let mut found = Vec::new();
    for top in (0..HEIGHT).step_by(CELL_HEIGHT) {
        let height = CELL_HEIGHT.min(HEIGHT - top);
        let (mut left, mut right) = (WIDTH, 0);
        for y in top..top + height {
            let row = y * WIDTH..(y + 1) * WIDTH;
            let (a, b) = (&before[row.clone()], &after[row]);
            if a == b {
                continue;
            }
            left = left.min(a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(WIDTH));
            right = right.max(a.iter().zip(b).rposition(|(a, b)| a != b).map_or(0, |x| x + 1));
        }
        if left < right {
            found.push((left, top, right - left, height));
        }
    }
    found
}

fn update(picture: &[u8], rectangles: &[(usize, usize, usize, usize)], format: Format) -> Vec<u8> {
    let mut pixels = [const { Vec::new() }; PALETTE.len()];
    for (out, rgb) in pixels.iter_mut().zip(PALETTE) {
        format.pixel(rgb, out);
    }
    let area: usize = rectangles.iter().map(|r| r.2 * r.3).sum();
    let mut message = Vec::with_capacity(4 + 12 * rectangles.len() + area * format.bytes);
    message.extend([0, 0]);
    message.extend((rectangles.len() as u16).to_be_bytes());
    for &(x, y, width, height) in rectangles {
        for n in [x, y, width, height] {
            message.extend((n as u16).to_be_bytes());
        }
        message.extend(0i32.to_be_bytes());
        for line in y..y + height {
            for index in &picture[line * WIDTH + x..line * WIDTH + x + width] {
                message.extend_from_slice(&pixels[usize::from(*index)]);
            }
        }
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_sent() {
        let before = vec![0u8; WIDTH * HEIGHT];
        let mut after = before.clone();
        after[20 * WIDTH + 100] = 1;
        after[21 * WIDTH + 103] = 1;
        assert_eq!(differences(&before, &after), [(100, 16, 4, 16)]);
        assert!(differences(&before, &before).is_empty());
    }

    #[test]
    fn pixels_follow_the_viewers_format() {
        let mut out = Vec::new();
        NATIVE.pixel([1, 2, 3], &mut out);
        assert_eq!(out, [3, 2, 1, 0]);
        let rgb565 = Format::parse(&[16, 16, 1, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0]).unwrap();
        let mut out = Vec::new();
        rgb565.pixel([255, 0, 255], &mut out);
        assert_eq!(out, [0xf8, 0x1f]);
        assert!(Format::parse(&[24, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]).is_err());
    }
}
