//! One console as it comes and goes: a ticket, a connection, and again when it breaks.

use std::time::Duration;

use api::ApiError;
use leptos::{html, prelude::*, task::spawn_local};

use super::screen::{News, Screen};
use crate::live::{self, Live, said};

const FIRST_WAIT: f64 = 0.5;
const LONGEST_WAIT: f64 = 5.0;

/// Where it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The VM has no screen in its present state.
    Off,
    Connecting,
    On,
    /// It broke; it is tried again by itself.
    Lost,
    /// The server or the console said no.
    Refused(String),
}

/// The connection to one VM's console. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Session {
    live: Live,
    pub stage: RwSignal<Stage>,
    pub fit: RwSignal<bool>,
    node: NodeRef<html::Div>,
    screen: StoredValue<Option<Screen>, LocalStorage>,
    /// Which attempt is the present one; what comes from an older one is ignored.
    turn: StoredValue<u32>,
    wait: StoredValue<f64>,
}

impl Session {
    pub fn new(live: Live, node: NodeRef<html::Div>) -> Self {
        let session = Self {
            live,
            stage: RwSignal::new(Stage::Off),
            fit: RwSignal::new(true),
            node,
            screen: StoredValue::new_local(None),
            turn: StoredValue::new(0),
            wait: StoredValue::new(FIRST_WAIT),
        };
        on_cleanup(move || session.close(Stage::Off));
        session
    }

    /// Connects, dropping what was there.
    pub fn open(self, vm: String, take_focus: bool) {
        self.close(Stage::Connecting);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = self.live.call(api::vm::Console { id: vm.as_str().into() }).await;
            if self.is_over(turn) {
                return;
            }
            match answer {
                Ok(ticket) => self.show(vm, turn, ticket.path, take_focus).await,
                Err(
                    client::Error::Away
                    | client::Error::Lost
                    | client::Error::Api(ApiError::Unavailable { .. } | ApiError::PoolUnavailable { .. }),
                ) => self.again(vm, turn),
                Err(error) => self.stage.set(Stage::Refused(said(&error))),
            }
        });
    }

    /// Leaves; whatever is under way is forgotten.
    pub fn close(self, stage: Stage) {
        self.turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        let screen = self.screen.try_update_value(Option::take);
        let _gone = self.stage.try_set(stage);
        drop(screen);
    }

    /// Does something with the open screen.
    pub fn with(self, act: impl FnOnce(&Screen)) {
        self.screen.with_value(|screen| screen.as_ref().map(act));
    }

    async fn show(self, vm: String, turn: u32, path: String, take_focus: bool) {
        let Some(node) = self.node.get_untracked() else { return };
        let url = live::url(&path);
        let hear = move |news| self.hear(&vm, turn, news);
        match Screen::open(&node, &url, take_focus, hear).await {
            Ok(screen) if !self.is_over(turn) => {
                screen.fit(self.fit.get_untracked());
                self.screen.try_update_value(|slot| *slot = Some(screen));
            }
            Ok(stale) => drop(stale),
            Err(why) => drop(self.stage.try_set(Stage::Refused(why))),
        }
    }

    fn hear(self, vm: &str, turn: u32, news: News) {
        if self.is_over(turn) {
            return;
        }
        match news {
            News::Connected => {
                self.wait.set_value(FIRST_WAIT);
                self.stage.set(Stage::On);
            }
            News::Disconnected if matches!(self.stage.get_untracked(), Stage::Refused(_)) => {}
            News::Disconnected => self.again(vm.to_owned(), turn),
            News::Refused(why) => self.stage.set(Stage::Refused(why)),
            News::Copied(text) => drop(window().navigator().clipboard().write_text(&text)),
        }
    }

    /// After a rest that grows. Focus is only taken back by who had it.
    fn again(self, vm: String, turn: u32) {
        let had_focus = self.node.get_untracked().is_some_and(|node| {
            document().active_element().is_some_and(|active| node.contains(Some(&active)))
        });
        self.stage.set(Stage::Lost);
        let wait = self.wait.get_value();
        self.wait.set_value((wait * 2.0).min(LONGEST_WAIT));
        let retry = move || {
            if !self.is_over(turn) {
                self.open(vm, had_focus);
            }
        };
        set_timeout(retry, Duration::from_secs_f64(wait));
    }

    fn is_over(self, turn: u32) -> bool {
        self.turn.try_get_value() != Some(turn)
    }
}
