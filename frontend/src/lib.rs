//! Takes over the page that the server rendered. Nothing else lives here.

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the browser has loaded the module.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    app::take_over();
}
