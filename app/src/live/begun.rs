//! The tasks that this page started, followed until they end, so that a failure is told to who asked for it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::{Kind, View};

use super::socket::{Socket, Told};
use crate::{live::Rows, parts::objects::Task, ui::Toasts};

#[derive(Clone, Copy)]
pub struct Begun {
    socket: StoredValue<Socket>,
    toasts: Toasts,
    /// Task id to what was asked for.
    tasks: StoredValue<BTreeMap<String, String>>,
    watch: StoredValue<Option<u64>>,
    rows: Rows<Task>,
}

impl Begun {
    pub fn new(socket: StoredValue<Socket>, toasts: Toasts) -> Self {
        let (tasks, watch) = (StoredValue::new(BTreeMap::new()), StoredValue::new(None));
        Self { socket, toasts, tasks, watch, rows: Rows::new() }
    }

    pub fn follow(self, task: String, what: String) {
        self.tasks.try_update_value(|tasks| tasks.insert(task, what));
        self.ask();
    }

    /// Watches exactly the tasks that are followed.
    fn ask(self) {
        let ids: Vec<String> = self.tasks.with_value(|tasks| tasks.keys().cloned().collect());
        let socket = self.socket.get_value();
        if let Some(Some(old)) = self.watch.try_update_value(Option::take) {
            socket.unwatch(old);
        }
        if ids.is_empty() {
            return;
        }
        let view = View { kinds: vec![Kind::Task], ids: Some(ids), ..View::default() };
        let id = socket.watch(view, move |told| self.hear(told));
        self.watch.set_value(Some(id));
    }

    fn hear(self, told: Told) {
        match told {
            Told::Reset(reset) => self.rows.reset(reset),
            Told::Diff(diff) => self.rows.apply(diff),
            Told::Error(_) => return,
        }
        let ended: Vec<_> = untrack(|| self.rows.list()).into_iter().filter(|task| !task.is_pending()).collect();
        for task in &ended {
            let what = self.tasks.try_update_value(|tasks| tasks.remove(&task.id)).flatten();
            match what {
                Some(what) if task.failed() => self.toasts.fail(format!("{what} failed"), task.failure()),
                Some(what) if task.status == "cancelled" => self.toasts.say(format!("{what} was cancelled")),
                _ => {}
            }
        }
        if !ended.is_empty() {
            self.ask();
        }
    }
}
