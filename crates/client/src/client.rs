//! The handle that pages, commands and tests hold.

use std::{
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use api::{ApiError, Method, feed::Hello};
use futures::{
    Sink, Stream,
    channel::{mpsc, oneshot},
};
use model::{Id, View, objects::Task};
use serde_json::value::RawValue;

use crate::{
    Error, Watch,
    core::{Core, Heard, Pending},
    wire,
};

/// How many frames are handled before others get a turn.
const TURN: usize = 64;

/// A connection that carries text frames both ways: a stream and a sink of them.
pub trait Transport:
    Stream<Item = Result<String, Self::Failure>> + Sink<String, Error = Self::Failure> + Unpin
{
    /// Why it ended.
    type Failure;
}
impl<T, E> Transport for T
where
    T: Stream<Item = Result<String, E>> + Sink<String, Error = E> + Unpin,
{
    type Failure = E;
}

/// How a connection ended.
#[derive(Debug)]
pub enum End<E> {
    /// The server closed it; it may have said why.
    Closed(Option<ApiError>),
    /// The connection broke.
    Failed(E),
    /// The server said something that is not a frame.
    Garbled(serde_json::Error),
}

/// Makes calls and watches lists over one connection after another. Cheap to clone.
#[derive(Clone, Default)]
pub struct Client {
    core: Arc<Mutex<Core>>,
}

/// A long call that has begun. It goes on also when nobody waits for it.
pub struct Started<M> {
    pub task: Id<Task>,
    end: oneshot::Receiver<Result<Box<RawValue>, Error>>,
    method: PhantomData<fn() -> M>,
}

impl<M: Method> Started<M> {
    /// Waits for its end.
    ///
    /// # Errors
    /// As the server answers; or the connection ends first.
    pub async fn end(self) -> Result<M::Output, Error> {
        read::<M>(self.end.await)
    }
}

impl Client {
    /// A client without a connection: what it is asked waits for the first one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Drives a connection to its end; `hello` hears who the server takes us for. Calls that wait for an answer
    /// then fail, watches wait for the next connection. Dropping the future ends it too.
    pub async fn run<T: Transport>(&self, mut transport: T, mut hello: impl FnMut(Hello)) -> End<T::Failure> {
        let _closed = CloseOnDrop(self);
        self.core().opened();
        let mut said = None;
        poll_fn(|cx| self.poll(Pin::new(&mut transport), cx, &mut hello, &mut said)).await
    }

    /// Makes a call at once; the future is its end. The call goes on also when nobody waits.
    ///
    /// # Errors
    /// As the server answers; or the connection ends first.
    pub fn call<M: Method>(&self, params: &M) -> impl Future<Output = Result<M::Output, Error>> + use<M> {
        let pending = self.begin(params);
        async move { read::<M>(pending?.end.await) }
    }

    /// Makes a long call at once; the future is ready when its task is known.
    ///
    /// # Errors
    /// When the call was refused before it had a task; or the connection ends first.
    pub fn start<M: Method>(&self, params: &M) -> impl Future<Output = Result<Started<M>, Error>> + use<M> {
        const { assert!(M::LONG, "only a long call has a task") };
        let pending = self.begin(params);
        async move {
            let Pending { task, end } = pending?;
            match task.await {
                Ok(task) => Ok(Started { task, end, method: PhantomData }),
                // answered without a task
                Err(_) => Err(end.await.unwrap_or(Err(Error::Lost)).err().unwrap_or(Error::Lost)),
            }
        }
    }

    /// Watches a list: the first update is its state, the others are what changed.
    pub fn watch(&self, view: View) -> Watch {
        let (tx, rx) = mpsc::unbounded();
        let key = self.core().watch(view, tx);
        Watch { client: self.clone(), key, rx }
    }

    pub(crate) fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin<M: Method>(&self, params: &M) -> Result<Pending, Error> {
        self.core().call(M::LONG, |id| {
            wire::call(id, M::NAME, params).map_err(|source| Error::Answer { method: M::NAME, source })
        })
    }

    fn poll<T: Transport>(
        &self,
        mut transport: Pin<&mut T>,
        cx: &mut Context<'_>,
        hello: &mut impl FnMut(Hello),
        said: &mut Option<ApiError>,
    ) -> Poll<End<T::Failure>> {
        self.core().driven_by(cx.waker());
        // what the server has said comes first: it may be why sending fails
        for _ in 0..TURN {
            let text = match transport.as_mut().poll_next(cx) {
                Poll::Pending => return self.poll_send(transport, cx).map(|e| ended(said, Some(e))),
                Poll::Ready(None) => return Poll::Ready(ended(said, None)),
                Poll::Ready(Some(Err(e))) => return Poll::Ready(ended(said, Some(e))),
                Poll::Ready(Some(Ok(text))) => text,
            };
            let heard = self.core().heard(&text);
            match heard {
                Ok(Heard::Nothing) => {}
                Ok(Heard::Hello(h)) => hello(h),
                Ok(Heard::Error(e)) => *said = Some(e),
                Err(e) => return Poll::Ready(End::Garbled(e)),
            }
        }
        cx.waker().wake_by_ref();
        self.poll_send(transport, cx).map(|e| ended(said, Some(e)))
    }

    /// Sends what there is to send, as far as the connection takes it; ready when it fails.
    fn poll_send<T: Transport>(&self, mut transport: Pin<&mut T>, cx: &mut Context<'_>) -> Poll<T::Failure> {
        let mut step = || {
            while transport.as_mut().poll_ready(cx)?.is_ready() {
                let Some(frame) = self.core().take() else {
                    let _flushing = transport.as_mut().poll_flush(cx)?;
                    break;
                };
                transport.as_mut().start_send(frame)?;
            }
            Ok(())
        };
        step().map_or_else(Poll::Ready, |()| Poll::Pending)
    }
}

/// What the server said of the end matters more than how it came about.
fn ended<E>(said: &mut Option<ApiError>, failure: Option<E>) -> End<E> {
    match (said.take(), failure) {
        (None, Some(failure)) => End::Failed(failure),
        (said, _) => End::Closed(said),
    }
}

struct CloseOnDrop<'a>(&'a Client);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.0.core().closed();
    }
}

fn read<M: Method>(
    answer: Result<Result<Box<RawValue>, Error>, oneshot::Canceled>,
) -> Result<M::Output, Error> {
    let raw = answer.unwrap_or(Err(Error::Lost))?;
    serde_json::from_str(raw.get()).map_err(|source| Error::Answer { method: M::NAME, source })
}
