//! A URL that leads nowhere.

use leptos::prelude::*;

use crate::{
    paths,
    title::use_title,
    ui::{Notice, Phase},
};

#[component]
pub fn NotFound() -> impl IntoView {
    use_title(|| "Nothing here".to_owned());
    view! {
        <Notice title="There is nothing here" text="The address may be mistyped, or what it led to is gone." phase=Phase::Broken whole_page=true>
            <a class="button main" href=paths::HOME>"To the VMs"</a>
        </Notice>
    }
}
