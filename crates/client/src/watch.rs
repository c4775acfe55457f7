//! A list that is kept up to date.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use api::ApiError;
use futures::{Stream, channel::mpsc};
use model::{Diff, Reset, View, Window};

use crate::{Client, core::Key};

/// The updates of one list, as a stream. It outlives connections; dropping it ends it.
///
/// After a connection was lost, the next update tells what changed meanwhile, or everything.
pub struct Watch {
    pub(crate) client: Client,
    pub(crate) key: Key,
    pub(crate) rx: mpsc::UnboundedReceiver<Update>,
}

/// What a watch hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// Everything, from nothing.
    Reset(Reset),
    Diff(Diff),
    /// The server does not show this list; asked again with the next connection.
    Refused(ApiError),
}

impl Watch {
    /// Looks at another part of the list.
    pub fn set_window(&self, start: u32, len: u32) {
        self.client.core().set_window(self.key, Window { start, len });
    }

    /// Asks something else from now on. What was under way about the last question is not told any more: the
    /// next update is a reset.
    pub fn set_view(&mut self, view: View) {
        self.client.core().set_view(self.key, view);
        while self.rx.try_recv().is_ok() {}
    }
}

impl Stream for Watch {
    type Item = Update;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Update>> {
        Pin::new(&mut self.rx).poll_next(cx)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.client.core().unwatch(self.key);
    }
}
