//! The navigation: a rail at the left, narrow on small screens, a bar at the bottom on phones.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{KeyHelp, palette::PaletteState, tray::Tray};
use crate::{
    live::Live,
    paths,
    ui::{Icon, Sign, ThemeSwitch, format},
};

#[component]
fn Go(
    href: &'static str,
    icon: Icon,
    label: &'static str,
    #[prop(into, optional)] count: Signal<Option<u32>>,
) -> impl IntoView {
    let location = use_location();
    let current = move || location.pathname.with(|path| paths::section(path) == href).then_some("page");
    view! {
        <li>
            <a class="go" href=href aria-current=current title=label>
                {icon.draw()}
                <span class="word">{label}</span>
                {move || count.get().map(|n| view! { <span class="count">{format::thousands(n as usize)}</span> })}
            </a>
        </li>
    }
}

#[component]
pub fn Nav() -> impl IntoView {
    let live = Live::here();
    let (help, palette) = (KeyHelp::here(), PaletteState::here());
    let vms = live.vm_count;
    view! {
        <nav class="nav" aria-label="Main">
            <a class="brand" href=paths::HOME title="To the list of VMs"><Sign /> <span>"Xenith"</span></a>
            <ul>
                <Go href=paths::HOME icon=Icon::Console label="VMs" count=Signal::derive(move || vms.total.get()) />
                <Go href=paths::TASKS icon=Icon::List label="Tasks" />
                <Show when=move || live.is_admin()>
                    <Go href=paths::POOLS icon=Icon::Pool label="Pools" count=Signal::derive(move || live.servers.total.get()) />
                    <Go href=paths::USERS icon=Icon::Users label="Users" />
                </Show>
            </ul>
            <span class="spread"></span>
            <ul>
                <li class="wide"><Tray tasks=live.tasks /></li>
                <li class="desk">
                    <button type="button" class="go" title="Find or do (Ctrl K)" on:click=move |_| palette.open()>
                        {Icon::Search.draw()} <span class="word">"Find"</span> <kbd>"Ctrl K"</kbd>
                    </button>
                </li>
                <li class="desk">
                    <button type="button" class="go" title="Keyboard shortcuts (?)" on:click=move |_| help.open()>
                        {Icon::Keyboard.draw()} <span class="word">"Shortcuts"</span> <kbd>"?"</kbd>
                    </button>
                </li>
                <li class="desk"><ThemeSwitch id="theme-menu" look="go" /></li>
                <Account />
            </ul>
        </nav>
    }
    .into_any()
}

#[component]
fn Account() -> impl IntoView {
    let live = Live::here();
    let location = use_location();
    let current = move || location.pathname.with(|path| path == paths::ACCOUNT).then_some("page");
    let who = move || live.user.with(|u| u.as_ref().map(|u| u.email.clone()).unwrap_or_default());
    view! {
        <li>
            <a class="go" href=paths::ACCOUNT aria-current=current title="Your account">
                {Icon::Account.draw()}
                <span class="who"><span class="unseen">"Your account: "</span>{who}</span>
                <span class="short" aria-hidden="true">"Account"</span>
            </a>
        </li>
    }
}
