//! The sessions and tokens of the visitor, and ending them.

use leptos::{prelude::*, task::spawn_local};
use model::objects::Session;

use crate::{
    live::{Live, said},
    ui::{BoneLines, Button, FormError, format},
};

#[component]
pub fn Sessions(changed: RwSignal<u32>) -> impl IntoView {
    let live = Live::here();
    let list = RwSignal::new(None::<Result<Vec<Session>, String>>);
    Effect::new(move || {
        changed.track();
        live.is_up().then(|| load(live, list));
    });
    let end = move |session: &Session| {
        let call = api::token::DeleteOwn { tokens: Some(vec![session.id.clone()]), pattern: None };
        spawn_local(async move {
            live.tell("End the session", live.call(call).await);
            load(live, list);
        });
    };
    move || {
        match list.get() {
        None => view! { <BoneLines lines=2 /> }.into_any(),
        Some(Err(error)) => view! { <FormError error=Some(error) /> }.into_any(),
        Some(Ok(sessions)) => view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Sessions">
                <table class="list">
                    <thead><tr><th scope="col">"Session"</th><th scope="col">"Since"</th><th scope="col">"Ends"</th><th scope="col"><span class="unseen">"Actions"</span></th></tr></thead>
                    <tbody>
                        {sessions.into_iter().map(|session| view! { <SessionRow session end /> }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
        .into_any(),
    }
    }
}

fn load(live: Live, list: RwSignal<Option<Result<Vec<Session>, String>>>) {
    spawn_local(async move {
        let answer = live.call(api::user::GetAuthenticationTokens::default()).await;
        // The page may be gone by now.
        let _gone = list.try_set(Some(answer.map_err(|error| said(&error))));
    });
}

#[component]
fn SessionRow(session: Session, end: impl Fn(&Session) + 'static) -> impl IntoView {
    let what = session.description.as_deref().map_or_else(|| "Browser".to_owned(), program);
    let (since, until) = (session.created_at as f64 / 1000.0, session.expiration as f64 / 1000.0);
    let current = session.current;
    view! {
        <tr>
            <td>{what} {current.then(|| view! { " " <span class="badge accent">"this one"</span> })}</td>
            <td class="quiet when">{date(since)}</td>
            <td class="quiet when">{date(until)}</td>
            <td class="num">
                {(!current).then(|| view! { <Button look="plain" on_press=move || end(&session)>"End"</Button> })}
            </td>
        </tr>
    }
}

/// A date and a time, which are parted where a line is too short for both, but not broken.
fn date(seconds: f64) -> impl IntoView + use<> {
    let when = format::when(seconds);
    when.split(' ').map(|part| view! { <span>{part.to_owned()}</span> " " }).collect_view()
}

/// What a browser calls itself, in two words; anything else as it is.
fn program(description: &str) -> String {
    if !description.starts_with("Mozilla/") {
        return description.to_owned();
    }
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| description.contains(mark)).map(|(_, name)| *name)
    };
    // The order matters: most browsers also claim to be others.
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrom", "Chromium"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    let browser = browser.unwrap_or("Browser");
    system.map_or_else(|| browser.to_owned(), |system| format!("{browser} on {system}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_by_name() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
                "Chromium on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            ("xenith CLI", "xenith CLI"),
        ] {
            assert_eq!(program(agent), name);
        }
    }
}
