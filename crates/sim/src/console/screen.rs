//! What a VM's console shows: its name, a clock that moves, and what was typed.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;

use crate::console::screen::font::glyph;
use crate::pool::lock;
use crate::time::{self, Instant};

mod font;

pub const WIDTH: usize = 800;
pub const HEIGHT: usize = 600;
/// Pixels of a character cell.
pub const CELL_WIDTH: usize = 8;
pub const CELL_HEIGHT: usize = 16;
const COLUMNS: usize = WIDTH / CELL_WIDTH;
/// The lines of typed text start below the heading.
const FIRST_LINE: usize = 9;
const LINES: usize = HEIGHT / CELL_HEIGHT - FIRST_LINE - 1;
/// Keys and text kept per VM.
const KEPT: usize = 100_000;

const RETURN: u32 = 0xff0d;
const KEYPAD_ENTER: u32 = 0xff8d;
const BACKSPACE: u32 = 0xff08;
const TAB: u32 = 0xff09;
const DELETE: u32 = 0xffff;
const CONTROL: [u32; 2] = [0xffe3, 0xffe4];
const ALT: [u32; 2] = [0xffe9, 0xffea];

/// Colours by index: background, text, dim text, accent.
pub const PALETTE: [[u8; 3]; 4] =
    [[0x12, 0x16, 0x1c], [0xd7, 0xde, 0xe7], [0x7d, 0x8a, 0x99], [0x58, 0xc4, 0xa3]];
const BACKGROUND: u8 = 0;
const TEXT: u8 = 1;
const DIM: u8 = 2;
const ACCENT: u8 = 3;

/// A key as it came from a viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// X11 keysym.
    pub keysym: u32,
    pub down: bool,
}

#[derive(Default)]
struct Typed {
    keys: VecDeque<Key>,
    text: String,
    lines: VecDeque<String>,
    line: String,
    held: Vec<u32>,
    pointer: (u16, u16, u8),
}

/// The screen of a VM.
pub struct Screen {
    typed: Mutex<Typed>,
    /// When somebody last pressed or moved something, or began to look.
    used: Mutex<Instant>,
    /// Counts changes; viewers wait for them.
    version: watch::Sender<u64>,
}

impl Default for Screen {
    fn default() -> Screen {
        Screen { typed: Mutex::default(), used: Mutex::new(Instant::now()), version: watch::channel(0).0 }
    }
}

impl Screen {
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    pub fn keys(&self) -> Vec<Key> {
        lock(&self.typed).keys.iter().copied().collect()
    }

    pub fn typed(&self) -> String {
        lock(&self.typed).text.clone()
    }

    /// A key was pressed or released.
    pub fn key(&self, key: Key) {
        self.touch();
        let mut t = lock(&self.typed);
        t.keys.push_back(key);
        if t.keys.len() > KEPT {
            t.keys.pop_front();
        }
        if !key.down {
            t.held.retain(|k| *k != key.keysym);
            return;
        }
        t.held.push(key.keysym);
        let holds = |keys: [u32; 2]| t.held.iter().any(|k| keys.contains(k));
        match key.keysym {
            DELETE if holds(CONTROL) && holds(ALT) => t.print_line("Ctrl+Alt+Del".to_owned()),
            RETURN | KEYPAD_ENTER => {
                let line = std::mem::take(&mut t.line);
                t.print_line(format!("> {line}"));
                t.text.push('\n');
            }
            BACKSPACE => {
                t.line.pop();
            }
            TAB => t.line.push(' '),
            sym => {
                if let Some(c) = character(sym)
                    && !holds(CONTROL)
                {
                    t.line.push(c);
                    t.text.push(c);
                    if t.line.len() >= COLUMNS - 6 {
                        let line = std::mem::take(&mut t.line);
                        t.print_line(format!("> {line}"));
                    }
                }
            }
        }
        if t.text.len() > KEPT {
            let cut = t.text.char_indices().nth(KEPT / 2).map_or(0, |(i, _)| i);
            t.text.drain(..cut);
        }
        drop(t);
        self.version.send_modify(|v| *v += 1);
    }

    /// The pointer moved or a button changed; its place is shown.
    /// Somebody is there.
    pub fn touch(&self) {
        *lock(&self.used) = Instant::now();
    }

    /// For how long nobody was.
    pub fn idle(&self) -> Duration {
        lock(&self.used).elapsed()
    }

    pub fn pointer(&self, x: u16, y: u16, buttons: u8) {
        self.touch();
        let mut t = lock(&self.typed);
        if t.pointer != (x, y, buttons) {
            t.pointer = (x, y, buttons);
            drop(t);
            self.version.send_modify(|v| *v += 1);
        }
    }

    /// Paints the screen as indices into [`PALETTE`].
    pub fn paint(&self, name: &str) -> Vec<u8> {
        let mut canvas = Canvas(vec![BACKGROUND; WIDTH * HEIGHT]);
        canvas.text(2, 1, 3, ACCENT, name);
        let (y, mo, d, h, mi, s) = time::civil(time::now());
        canvas.text(2, 5, 1, TEXT, &format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02} UTC"));
        let t = lock(&self.typed);
        let (x, y, buttons) = t.pointer;
        canvas.text(40, 5, 1, DIM, &format!("pointer {x},{y} buttons {buttons:03b}"));
        canvas.text(2, 7, 1, DIM, "Type; the keys are echoed here.");
        let shown = t.lines.iter().rev().take(LINES - 1).rev();
        let mut row = FIRST_LINE;
        for line in shown {
            canvas.text(2, row, 1, TEXT, line);
            row += 1;
        }
        canvas.text(2, row, 1, TEXT, &format!("> {}_", t.line));
        canvas.0
    }
}

impl Typed {
    fn print_line(&mut self, line: String) {
        self.lines.push_back(line);
        if self.lines.len() > LINES {
            self.lines.pop_front();
        }
    }
}

/// The character of a keysym: Latin-1 as it is, others by their Unicode mark.
fn character(keysym: u32) -> Option<char> {
    match keysym {
        0x20..=0x7e | 0xa0..=0xff => char::from_u32(keysym),
        0xffb0..=0xffb9 => char::from_u32(u32::from('0') + keysym - 0xffb0),
        0x0100_0100..=0x0110_ffff => char::from_u32(keysym - 0x0100_0000),
        _ => None,
    }
}

struct Canvas(Vec<u8>);

impl Canvas {
    /// Text at a cell, each glyph enlarged by `scale`.
    fn text(&mut self, column: usize, row: usize, scale: usize, colour: u8, text: &str) {
        for (i, c) in text.chars().enumerate() {
            let left = column * CELL_WIDTH + i * CELL_WIDTH * scale;
            if left + CELL_WIDTH * scale > WIDTH {
                break;
            }
            self.glyph(left, row * CELL_HEIGHT, scale, colour, c);
        }
    }

    fn glyph(&mut self, left: usize, top: usize, scale: usize, colour: u8, c: char) {
        for (y, bits) in glyph(c).iter().enumerate() {
            for x in (0..8).filter(|x| bits & (1 << x) != 0) {
                // Glyphs are eight rows high, cells sixteen.
                for dy in 0..2 * scale {
                    let line = top + y * 2 * scale + dy;
                    if line >= HEIGHT {
                        return;
                    }
                    let start = line * WIDTH + left + x * scale;
                    self.0[start..start + scale].fill(colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(screen: &Screen, keysym: u32) {
        screen.key(Key { keysym, down: true });
        screen.key(Key { keysym, down: false });
    }

    #[test]
    fn typed_text_is_kept_and_shown() {
        let screen = Screen::default();
        let before = screen.paint("web-01");
        for c in "hi".chars() {
            press(&screen, c as u32);
        }
        press(&screen, RETURN);
        assert_eq!(screen.typed(), "hi\n");
        assert_eq!(screen.keys().len(), 6);
        assert_ne!(screen.paint("web-01"), before);
        assert_ne!(screen.paint("web-01"), screen.paint("db-01"), "the name is part of the picture");
    }

    #[test]
    fn the_screen_never_overflows() {
        let screen = Screen::default();
        for _ in 0..10_000 {
            press(&screen, u32::from(b'x'));
        }
        screen.paint(&"long-name-".repeat(100));
        assert!(lock(&screen.typed).lines.len() <= LINES);
    }
}
