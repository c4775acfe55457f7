//! Home: every VM that the visitor may see, in a list of any length.

mod bulk;
mod columns;
mod empty;
mod facets;
mod list;
mod selection;
mod tools;

use api::ApiError;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    location::RequestUrl,
};
use model::{Kind, Sort, View, Window};

use crate::{
    live::Live,
    parts::vm::{LIST_FIELDS, Vm},
    paths::{self, HomeState},
    title::use_title,
    ui::{Extent, format},
};
use list::VmList;
use selection::Selection;
use tools::Tools;

/// Rows are asked for in blocks of this many, with one to spare on either side, so that scrolling within a
/// block asks nothing.
const BLOCK: u32 = 40;

/// What the list shows and how to change it. The URL is the only place where it is kept.
#[derive(Clone, Copy)]
pub struct Query {
    pub state: Memo<HomeState>,
    /// The text that the list is asked for, and what is wrong with that of the box if it is another.
    pub filter: Memo<(String, Option<String>)>,
    heard: Heard,
    go: Callback<HomeState>,
}

impl Query {
    fn of_url() -> Self {
        let map = use_query_map();
        let navigate = use_navigate();
        let options = || NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        let state = Memo::new(move |_| map.with(HomeState::of));
        let heard = Heard::default();
        Self {
            state,
            filter: Memo::new(move |_| state.with(|s| heard.use_instead_of(&s.filter))),
            heard,
            go: Callback::new(move |state: HomeState| navigate(&paths::home(&state), options())),
        }
    }

    pub fn change(self, how: impl FnOnce(&mut HomeState)) {
        let mut state = self.state.get_untracked();
        how(&mut state);
        self.go.run(state);
    }

    /// The view of it: what matches, in which order.
    pub fn view(self, fields: &[&str]) -> View {
        self.state.with(|state| self.filter.with(|(text, _)| view_of(state, text, fields)))
    }
}

fn view_of(state: &HomeState, text: &str, fields: &[&str]) -> View {
    View {
        kinds: vec![Kind::Vm],
        filter: filter(text, &state.power),
        fields: Some(fields.iter().map(|f| (*f).to_owned()).collect()),
        sort: Some(Sort { field: columns::sort_field(&state.sort).to_owned(), desc: state.desc }),
        ..View::default()
    }
}

/// What a visit of this path and query shows first, if it is of the list: one screen of it.
pub fn first_view(url: &str) -> Option<View> {
    let url = RequestUrl::new(url).parse().ok().filter(|url| url.path() == paths::HOME)?;
    let state = HomeState::of(url.search_params());
    Some(View {
        window: Some(Window { start: 0, len: BLOCK }),
        ..view_of(&state, &state.filter, LIST_FIELDS)
    })
}

/// The text of the box and the chosen power state as one filter.
pub fn filter(text: &str, power: &str) -> Option<String> {
    let power = if power.is_empty() { String::new() } else { format!("power_state:{power}") };
    let both = format!("{power} {}", text.trim());
    Some(both.trim().to_owned()).filter(|f| !f.is_empty())
}

/// What the server said of the texts that it was asked for. What is being typed is not always a filter yet: until it is,
/// the one before stays.
#[derive(Clone, Copy, Default)]
struct Heard {
    /// Each with why it is none.
    refused: RwSignal<Vec<(String, String)>>,
    /// The last that it answered.
    answered: StoredValue<String>,
}

impl Heard {
    /// More than anybody types before there is a filter again.
    const MOST: usize = 100;

    fn use_instead_of(self, text: &str) -> (String, Option<String>) {
        let why = |text: &str| {
            self.refused
                .with(|all| all.iter().find(|(refused, _)| refused == text).map(|(_, why)| why.clone()))
        };
        match why(text) {
            None => (text.to_owned(), None),
            wrong => {
                let before = Some(self.answered.get_value()).filter(|text| why(text).is_none());
                (before.unwrap_or_default(), wrong)
            }
        }
    }

    /// What was asked for `text` was answered, or refused.
    fn hear(self, text: &str, error: Option<&ApiError>) {
        let Some(error) = error else { return self.answered.set_value(text.to_owned()) };
        let ApiError::InvalidParameters { errors } = error else { return };
        let Some(wrong) = errors.iter().find(|wrong| wrong.path.ends_with("/filter")) else { return };
        self.refused.update(|refused| {
            refused.truncate(Self::MOST - 1);
            refused.insert(0, (text.to_owned(), wrong.message.clone()));
        });
    }
}

#[component]
pub fn HomePage() -> impl IntoView {
    use_title(|| "VMs".to_owned());
    let live = Live::here();
    let query = Query::of_url();
    let seen = RwSignal::new(Extent::default());
    let window = Memo::new(move |_| block_window(seen.get()));
    let rows = live.watch::<Vm>(move || Some(View { window: Some(window.get()), ..query.view(LIST_FIELDS) }));
    Effect::new(move || {
        rows.total.track();
        let text = query.filter.with_untracked(|(text, _)| text.clone());
        rows.error.with(|error| query.heard.hear(&text, error.as_ref()));
    });
    let selection = Selection::new(rows);
    let shown = move || match (rows.total.get(), live.vm_count.total.get()) {
        (Some(shown), Some(all)) if shown != all => {
            format!("{} of {}", format::thousands(shown as usize), format::thousands(all as usize))
        }
        (Some(n), _) => format::thousands(n as usize),
        _ => String::new(),
    };
    view! {
        <div class="home">
            <div class="head">
                <h1>"VMs" <small>{shown}</small></h1>
            </div>
            <Tools query selection />
            <VmList query selection seen />
        </div>
    }
}

fn block_window(seen: Extent) -> Window {
    let first = seen.first.saturating_sub(BLOCK / 2) / BLOCK * BLOCK;
    let last = (seen.first + seen.len + BLOCK / 2).div_ceil(BLOCK).max(2) * BLOCK;
    Window { start: first, len: last - first }
}

#[cfg(test)]
mod tests {
    use api::ParamError;

    use super::*;

    #[test]
    fn the_window_covers_what_is_seen_with_some_to_spare() {
        for first in (0..1000).step_by(7) {
            let seen = Extent { first, len: 30 };
            let window = block_window(seen);
            assert!(window.start <= first.saturating_sub(1));
            assert!(window.start + window.len >= first + seen.len + BLOCK / 2);
            assert!(window.len <= 4 * BLOCK);
        }
    }

    #[test]
    fn a_visit_of_the_list_shows_what_its_url_says() {
        let view = first_view("/?q=web%20db&state=running&sort=memory&desc=1").unwrap();
        assert_eq!(view.filter.as_deref(), Some("power_state:running web db"));
        assert_eq!(view.sort, Some(Sort { field: columns::sort_field("memory").to_owned(), desc: true }));
        assert_eq!(view.window, Some(Window { start: 0, len: BLOCK }));
        assert!(first_view("/").is_some());
        assert_eq!(first_view("/tasks"), None);
    }

    #[test]
    fn the_filter_joins_text_and_state() {
        assert_eq!(filter("", ""), None);
        assert_eq!(filter(" web ", "running").as_deref(), Some("power_state:running web"));
        assert_eq!(filter("web", "").as_deref(), Some("web"));
    }

    #[test]
    fn an_unfinished_filter_leaves_the_one_before() {
        Owner::new().with(|| {
            let heard = Heard::default();
            let wrong = ApiError::parameter(ParamError::wrong("filter", "format", "is none"));
            assert_eq!(heard.use_instead_of("web"), ("web".into(), None));
            heard.hear("web", None);
            assert_eq!(heard.use_instead_of("web ("), ("web (".into(), None));
            heard.hear("web (", Some(&wrong));
            assert_eq!(heard.use_instead_of("web ("), ("web".into(), Some("is none".into())));
            assert_eq!(heard.use_instead_of("web (a)"), ("web (a)".into(), None));
            heard.hear("web", Some(&wrong));
            assert_eq!(heard.use_instead_of("web (").0, "", "what is refused is not asked for again");
        });
    }
}
