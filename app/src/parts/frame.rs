//! The frame around every page once somebody is signed in.

use leptos::prelude::*;

use super::{
    Banner, Help, KeyHelp, keys,
    nav::Nav,
    palette::{Palette, PaletteState},
};

/// Navigation, banner, the page itself, and what opens over it.
#[component]
pub fn Frame(children: ChildrenFn) -> impl IntoView {
    let help = KeyHelp::provide();
    let palette = PaletteState::provide();
    keys::listen(help, palette);
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <div class="frame">
            <Nav />
            <main id="main" tabindex="-1">
                <Banner />
                {children()}
            </main>
        </div>
        <Help help />
        <Palette palette />
    }
    .into_any()
}
