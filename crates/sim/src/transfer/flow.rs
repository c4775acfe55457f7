//! What faults do to the bytes of a transfer: they come slowly, the connection is closed in the middle, blocks are
//! damaged.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rand::Rng;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::fault::StorageFault;
use crate::pool::Pool;

/// At most so much goes through at once while a fault is in force.
const PIECE: usize = 16 << 10;

/// The body of a request or an answer, as the faults in force let it through. They are looked up at every piece, so
/// that one that begins or ends in the middle of a transfer is felt at once.
pub struct Flow<S> {
    stream: S,
    pool: Arc<Pool>,
    /// Bytes that went through, in both directions.
    moved: u64,
    pause: Option<Pin<Box<Sleep>>>,
    piece: Vec<u8>,
}

impl<S> Flow<S> {
    /// Makes it at the first byte of the body: heads do not count.
    pub fn new(stream: S, pool: &Arc<Pool>) -> Flow<S> {
        Flow { stream, pool: pool.clone(), moved: 0, pause: None, piece: Vec::new() }
    }

    /// How much may go through now, after the pause that is due; an error when the connection is to be cut.
    fn allowed(&mut self, wanted: usize, cx: &mut Context<'_>) -> Poll<io::Result<Allowed>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        let (rate, cut) = (self.pool.faults.stream_rate(), self.pool.faults.stream_cut());
        let left = match cut {
            Some(cut) if self.moved >= cut => {
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::ConnectionReset, "cut by a fault")));
            }
            Some(cut) => usize::try_from(cut - self.moved).unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let most = match rate {
            // Twenty pieces a second.
            Some(rate) => PIECE.min((rate / 20).max(1) as usize),
            None if cut.is_some() => PIECE,
            None => usize::MAX,
        };
        Poll::Ready(Ok(Allowed { most: wanted.min(left).min(most), rate }))
    }

    /// Counts what went through, and sets the pause that it costs.
    fn count(&mut self, moved: usize, rate: Option<u64>) {
        self.moved += moved as u64;
        if let Some(rate) = rate {
            let pause = Duration::from_secs_f64(moved as f64 / rate as f64);
            self.pause = Some(Box::pin(sleep(pause)));
        }
    }
}

struct Allowed {
    most: usize,
    rate: Option<u64>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Flow<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let flow = self.get_mut();
        let wanted = buf.remaining();
        let allowed = ready!(flow.allowed(wanted, cx))?;
        if allowed.most == wanted {
            let before = buf.filled().len();
            ready!(Pin::new(&mut flow.stream).poll_read(cx, buf))?;
            flow.count(buf.filled().len() - before, allowed.rate);
            return Poll::Ready(Ok(()));
        }
        flow.piece.resize(allowed.most, 0);
        let mut piece = ReadBuf::new(&mut flow.piece);
        ready!(Pin::new(&mut flow.stream).poll_read(cx, &mut piece))?;
        let read = piece.filled().len();
        buf.put_slice(piece.filled());
        flow.count(read, allowed.rate);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Flow<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let flow = self.get_mut();
        let allowed = match ready!(flow.allowed(bytes.len(), cx)) {
            Ok(allowed) => allowed,
            Err(cut) => {
                // What was let through before still arrives.
                let _ = ready!(Pin::new(&mut flow.stream).poll_flush(cx));
                return Poll::Ready(Err(cut));
            }
        };
        let written = ready!(Pin::new(&mut flow.stream).poll_write(cx, &bytes[..allowed.most]))?;
        flow.count(written, allowed.rate);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// Damages a block of data on its way, if the faults in force say so.
pub fn spoil(pool: &Pool, block: &mut [u8]) {
    let rate = pool.faults.storage(|f| if let StorageFault::Corrupt(p) = f { Some(*p) } else { None });
    let Some(rate) = rate.filter(|_| !block.is_empty()) else { return };
    let mut random = pool.random();
    if random.random::<f64>() < rate {
        let at = random.random_range(0..block.len());
        block[at] ^= 1 << random.random_range(0..8);
    }
}
