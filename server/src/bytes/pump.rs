//! Carries a console between a browser's WebSocket and a raw stream, until one of them or somebody else ends it.

use std::{
    io,
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use bytes::BytesMut;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    sync::{Mutex, mpsc},
    time::{Instant, interval, timeout},
};

use super::frames::{self, HEAD, Incoming, Piece, Violation};

/// What is read of a console at once.
const CHUNK: usize = 256 * 1024;
/// What is read of a browser at once.
const KEYS: usize = 16 * 1024;
/// A browser that answers no ping for three of these is gone.
const PING_EVERY: Duration = Duration::from_secs(15);
/// A side that takes nothing for so long is gone.
const STUCK: Duration = Duration::from_secs(60);
/// How long a browser may take to agree to the end.
const FAREWELL: Duration = Duration::from_secs(1);

/// Why a console ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The browser closed it, or is gone.
    Browser,
    /// The browser sent what it may not.
    Violation(Violation),
    /// The console closed it.
    Console,
    /// The browser does not answer.
    Silent,
    /// Something else, for which it is told this.
    Told(u16, String),
    /// One direction was told to end.
    Stopped,
}

impl End {
    /// The code and reason that the browser is told.
    fn close(&self) -> (u16, &str) {
        match self {
            Self::Browser | Self::Stopped => (1000, ""),
            Self::Violation(Violation(code, reason)) => (*code, reason),
            Self::Console => (1000, "The console closed the connection."),
            Self::Silent => (1001, "The browser did not answer."),
            Self::Told(code, reason) => (*code, reason),
        }
    }
}

/// What went through.
#[derive(Debug, Default)]
pub struct Counts {
    /// Bytes from the console.
    pub down: AtomicU64,
    /// Bytes from the browser.
    pub up: AtomicU64,
}

/// A browser's side: its two halves, and what it sent already.
pub struct Browser<R, W> {
    pub read: R,
    pub write: W,
    pub early: BytesMut,
}

/// Carries bytes both ways until one side, or `stop`, ends it. The browser is told why.
pub async fn pump<R, W, C>(
    mut browser: Browser<R, W>,
    console: C,
    stop: impl Future<Output = End>,
    counts: &Counts,
) -> End
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
    C: AsyncRead + AsyncWrite,
{
    let (from_console, to_console) = tokio::io::split(console);
    let (controls, to_send) = mpsc::channel(8);
    let heard = Mutex::new(Instant::now());
    let (ended, between_frames) = {
        let mut down = pin!(down(from_console, &mut browser.write, to_send, counts));
        let mut up = pin!(up(&mut browser.read, &mut browser.early, to_console, &controls, &heard, counts));
        let mut watch = pin!(watch(&controls, &heard));
        let mut stop = pin!(stop);
        let ended = tokio::select! {
            ended = &mut down => Err(ended),
            ended = &mut up => Ok(ended),
            ended = &mut watch => Ok(ended),
            ended = &mut stop => Ok(ended),
        };
        match ended {
            // What it could not send is a frame in pieces.
            Err(ended) => (ended.clone(), ended == End::Console),
            // No frame may be left in pieces, so it goes on until it is told to end.
            Ok(ended) => {
                let stop = async {
                    let _ = controls.send(Control::Stop).await;
                    down.await
                };
                (ended, timeout(FAREWELL, stop).await.is_ok_and(|down| down == End::Stopped))
            }
        }
    };
    farewell(browser, ended, between_frames).await
}

/// Tells the browser why, and waits a little until it has heard, so that the reason is not lost with the connection.
pub async fn farewell<R, W>(mut browser: Browser<R, W>, ended: End, between_frames: bool) -> End
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let (code, reason) = ended.close();
    let parting = async {
        if between_frames {
            browser.write.write_all(&frames::close(code, reason)).await?;
            browser.write.flush().await?;
        }
        browser.write.shutdown().await?;
        if ended != End::Browser {
            let mut rest = vec![0; 1024];
            while browser.read.read(&mut rest).await? > 0 {}
        }
        io::Result::Ok(())
    };
    if let Ok(Err(error)) = timeout(FAREWELL, parting).await {
        tracing::trace!(%error, "a browser was gone before it was told goodbye");
    }
    ended
}

/// What goes to the browser besides the console's bytes.
enum Control {
    Frame(Vec<u8>),
    /// Nothing more.
    Stop,
}

async fn down<C: AsyncRead, W: AsyncWrite + Unpin>(
    console: C,
    browser: &mut W,
    mut controls: mpsc::Receiver<Control>,
    counts: &Counts,
) -> End {
    let mut console = pin!(console);
    // Room for the longest head, then what is read: one write for both.
    let mut buffer = vec![0; HEAD + CHUNK];
    loop {
        let sent = tokio::select! {
            biased;
            control = controls.recv() => match control {
                Some(Control::Frame(frame)) => send(browser, &frame).await,
                Some(Control::Stop) | None => return End::Stopped,
            },
            read = console.read(&mut buffer[HEAD..]) => match read {
                Ok(0) | Err(_) => return End::Console,
                Ok(length) => {
                    counts.down.fetch_add(length as u64, Ordering::Relaxed);
                    let mut room = [0; HEAD];
                    let start = frames::head(&mut room, frames::BINARY, length, true);
                    buffer[start..HEAD].copy_from_slice(&room[start..]);
                    send(browser, &buffer[start..HEAD + length]).await
                }
            },
        };
        if let Err(ended) = sent {
            return ended;
        }
    }
}

async fn send<W: AsyncWrite + Unpin>(browser: &mut W, bytes: &[u8]) -> Result<(), End> {
    let sent = async {
        browser.write_all(bytes).await?;
        browser.flush().await
    };
    match timeout(STUCK, sent).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Browser),
        Err(_) => Err(End::Silent),
    }
}

async fn up<R: AsyncRead + Unpin, C: AsyncWrite>(
    browser: &mut R,
    buffer: &mut BytesMut,
    console: C,
    controls: &mpsc::Sender<Control>,
    heard: &Mutex<Instant>,
    counts: &Counts,
) -> End {
    let mut console = pin!(console);
    let mut incoming = Incoming::default();
    loop {
        loop {
            match incoming.next(buffer) {
                Ok(None) => break,
                Ok(Some(Piece::Data(bytes))) => {
                    counts.up.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                    if !matches!(timeout(STUCK, console.write_all(&bytes)).await, Ok(Ok(()))) {
                        return End::Console;
                    }
                }
                Ok(Some(Piece::Ping(payload))) => {
                    let pong = Control::Frame(frames::control(frames::PONG, &payload));
                    if controls.send(pong).await.is_err() {
                        return End::Browser;
                    }
                }
                Ok(Some(Piece::Pong)) => {}
                Ok(Some(Piece::Close)) => return End::Browser,
                Err(violation) => return End::Violation(violation),
            }
        }
        if console.flush().await.is_err() {
            return End::Console;
        }
        buffer.reserve(KEYS);
        match browser.read_buf(buffer).await {
            Ok(0) | Err(_) => return End::Browser,
            Ok(_) => *heard.lock().await = Instant::now(),
        }
    }
}

/// Pings, and notices when nothing comes back.
async fn watch(controls: &mpsc::Sender<Control>, heard: &Mutex<Instant>) -> End {
    let mut pings = interval(PING_EVERY);
    pings.tick().await;
    loop {
        pings.tick().await;
        if heard.lock().await.elapsed() > 3 * PING_EVERY {
            return End::Silent;
        }
        if controls.send(Control::Frame(frames::control(frames::PING, b""))).await.is_err() {
            return End::Browser;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{DuplexStream, duplex, split};

    use super::*;

    /// A browser that is only bytes, the far side of a console, and the pump between them.
    fn rig(
        stop: impl Future<Output = End> + Send + 'static,
    ) -> (DuplexStream, DuplexStream, tokio::task::JoinHandle<End>) {
        let ((browser, near), (far, console)) = (duplex(64), duplex(1 << 20));
        let pumped = tokio::spawn(async move {
            let (read, write) = split(near);
            let browser = Browser { read, write, early: BytesMut::new() };
            pump(browser, console, stop, &Counts::default()).await
        });
        (browser, far, pumped)
    }

    async fn read(from: &mut DuplexStream, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        from.read_exact(&mut bytes).await.unwrap();
        bytes
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_go_both_ways_and_the_consoles_end_is_told() {
        let (mut browser, mut console, pumped) = rig(std::future::pending());
        console.write_all(b"RFB 003.008\n").await.unwrap();
        assert_eq!(read(&mut browser, 14).await, b"\x82\x0cRFB 003.008\n");
        browser.write_all(&[0x82, 0x82, 0, 0, 0, 0, b'h', b'i']).await.unwrap();
        assert_eq!(read(&mut console, 2).await, b"hi");
        browser.write_all(&[0x89, 0x81, 0, 0, 0, 0, b'p']).await.unwrap();
        assert_eq!(read(&mut browser, 3).await, [0x8a, 1, b'p']);
        drop(console);
        assert_eq!(read(&mut browser, 4).await[2..], 1000_u16.to_be_bytes());
        drop(browser);
        assert_eq!(pumped.await.unwrap(), End::Console);
    }

    #[tokio::test(start_paused = true)]
    async fn a_browser_that_answers_no_ping_is_gone() {
        let (mut browser, _console, pumped) = rig(std::future::pending());
        let before = Instant::now();
        assert_eq!(read(&mut browser, 2).await, [0x89, 0]);
        assert_eq!(pumped.await.unwrap(), End::Silent);
        assert!(before.elapsed() <= 5 * PING_EVERY, "{:?}", before.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_browser_that_takes_nothing_is_gone_and_holds_nothing_up() {
        let (browser, mut console, pumped) = rig(std::future::pending());
        console.write_all(&[7; 100_000]).await.unwrap();
        assert_eq!(pumped.await.unwrap(), End::Silent);
        drop(browser);
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_it_is_quoted_after_a_whole_frame() {
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (mut browser, mut console, pumped) = rig(async move { stopped.await.unwrap() });
        console.write_all(&[7; 100]).await.unwrap();
        assert_eq!(read(&mut browser, 10).await[..2], [0x82, 100]);
        stop.send(End::Told(4001, "signed out".into())).unwrap();
        assert_eq!(read(&mut browser, 92).await, [7; 92]);
        let close = read(&mut browser, 14).await;
        assert_eq!(
            (close[0], &close[2..4], &close[4..]),
            (0x88, &4001_u16.to_be_bytes()[..], &b"signed out"[..])
        );
        drop(browser);
        assert_eq!(pumped.await.unwrap(), End::Told(4001, "signed out".into()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_violation_is_named() {
        let (mut browser, _console, pumped) = rig(std::future::pending());
        browser.write_all(&[0x81, 0x80, 0, 0, 0, 0]).await.unwrap();
        assert_eq!(read(&mut browser, 4).await[2..], 1003_u16.to_be_bytes());
        drop(browser);
        assert!(matches!(pumped.await.unwrap(), End::Violation(_)));
    }
}
