//! Accept a certificate that is not trusted yet, or not any more.

use std::sync::Arc;

use leptos::prelude::*;

use super::Sending;
use crate::{
    live::Live,
    parts::objects::Connection,
    ui::{Button, Dialog, FormError, Icon},
};

/// Open while it holds a connection.
#[component]
pub fn TrustCertificate(server: RwSignal<Option<Signal<Arc<Connection>>>>) -> impl IntoView {
    let open = Signal::derive(move || server.with(Option::is_some));
    let close = Callback::new(move |()| server.set(None));
    view! {
        <Dialog open close title="Certificate">
            {move || server.get().map(|server| view! { <Body server=server.get_untracked() close /> })}
        </Dialog>
    }
}

#[component]
fn Body(server: Arc<Connection>, close: Callback<()>) -> impl IntoView {
    let (live, sending) = (Live::here(), Sending::new());
    let offered = server.offered_fingerprint.clone().unwrap_or_default();
    let changed = server.fingerprint.is_some();
    let advice = if changed {
        "The certificate is not the one that was trusted. It may have been renewed, or somebody may be between Xenith and the pool. Nothing was sent, no password either. Compare the fingerprint on the host before you accept it."
    } else {
        "No known authority vouches for this certificate, which is usual for a pool. Compare the fingerprint with the host's before you accept it; from then on only this certificate is trusted there. The pool's other hosts are then trusted by the certificates that the pool tells, or by the first that each shows."
    };
    let shown_by = server.offered_by.clone().unwrap_or_else(|| server.host.clone());
    let id = server.id.clone();
    let fingerprint = offered.clone();
    let accept = move || {
        let call =
            api::server::AcceptCertificate { id: id.as_str().into(), fingerprint: fingerprint.clone() };
        sending.send(live, call, move |()| close.run(()));
    };
    view! {
        <div class="body">
            <div class="warning" class:bad=changed>{Icon::Certificate.draw()} <p>{advice}</p></div>
            <div class="prints">
                {server.fingerprint.clone().map(|trusted| view! { <div><p class="label">"Trusted until now (SHA-256)"</p><code>{breakable(&trusted)}</code></div> })}
                <div><p class="label">{format!("Shown by {shown_by} (SHA-256)")}</p><code>{breakable(&offered)}</code></div>
            </div>
            <p class="small quiet">"On the host: " <code>"openssl x509 -in /etc/xensource/xapi-ssl.pem -noout -fingerprint -sha256"</code></p>
            <FormError error=sending.error />
        </div>
        <footer>
            <Button on_press=move || close.run(())>"Cancel"</Button>
            <Button look=if changed { "main danger" } else { "main" } busy=sending.busy on_press=accept>"Trust this certificate"</Button>
        </footer>
    }
}

/// A fingerprint that breaks after every eighth byte only, so that two of them can be compared line by line.
fn breakable(fingerprint: &str) -> impl IntoView + use<> {
    let bytes: Vec<&str> = fingerprint.split_inclusive(':').collect();
    bytes.chunks(8).map(|line| view! { {line.concat()} <wbr /> }).collect_view()
}
