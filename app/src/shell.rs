//! The document around the page. Only the server renders it.

use leptos::prelude::*;

use crate::{App, Boot};

/// The built files that the document's head names, as URL paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub js: String,
    pub wasm: String,
    /// What [`needs_later`](crate::needs_later) is about, where it is so.
    pub later: Option<String>,
    pub css: String,
    pub font: String,
}

/// Sets the chosen theme before anything is drawn, so that nothing flashes.
const THEME: &str = "try{let t=localStorage.getItem('theme');\
    if(t)document.documentElement.dataset.theme=t}catch{};";

/// Loads and compiles the module while the document is read and drawn; the script then starts it.
fn compile(wasm: &str) -> String {
    format!("self.page=WebAssembly.compileStreaming(fetch(\"{wasm}\"));")
}

/// The document. `nonce` is the one that the response's content security policy names for inline scripts.
pub fn shell(boot: Boot, head: Head, nonce: String) -> impl IntoView {
    provide_context(boot.clone());
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Xenith manages XCP-ng and XenServer pools." />
                <title>"Xenith"</title>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                // A script after the styles would wait for them.
                <script nonce=nonce inner_html=format!("{THEME}{}", compile(&head.wasm))></script>
                <link rel="stylesheet" href=head.css />
                // Else it is asked for by the first layout, and the text moves when it comes.
                <link rel="preload" href=head.font r#as="font" r#type="font/woff2" crossorigin="" />
                <link rel="modulepreload" href=head.js.clone() />
                {head.later.map(|later| view! { <link rel="preload" href=later r#as="fetch" r#type="application/wasm" crossorigin="" /> })}
                <script type="application/json" id=Boot::ELEMENT inner_html=boot.to_script()></script>
                <script type="module" src=head.js></script>
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
