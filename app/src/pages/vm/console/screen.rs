//! The guest's screen by noVNC: opening, typing, closing. The browser's side only.

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/glue/console.js")]
extern "C" {
    type Rfb;

    #[wasm_bindgen(catch)]
    async fn connect(
        target: &HtmlElement,
        url: &str,
        take_focus: bool,
        tell: &Closure<dyn FnMut(JsString, JsString)>,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = typeText, catch)]
    async fn type_text(rfb: &Rfb, text: &str) -> Result<JsValue, JsValue>;

    fn close(rfb: &Rfb);

    #[wasm_bindgen(method)]
    fn focus(this: &Rfb);

    #[wasm_bindgen(method, js_name = sendCtrlAltDel)]
    fn send_ctrl_alt_del(this: &Rfb);

    #[wasm_bindgen(method, setter, js_name = scaleViewport)]
    fn set_scale(this: &Rfb, scale: bool);
}

/// What a screen says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Connected,
    Disconnected,
    Refused(String),
    /// The guest put this on its clipboard.
    Copied(String),
}

/// An open screen. Dropping it closes the connection.
pub struct Screen {
    rfb: Rfb,
    _tell: Closure<dyn FnMut(JsString, JsString)>,
}

impl Screen {
    /// Loads noVNC and connects it to a WebSocket that carries RFB.
    pub async fn open(
        target: &HtmlElement,
        url: &str,
        take_focus: bool,
        mut tell: impl FnMut(News) + 'static,
    ) -> Result<Self, String> {
        let tell = Closure::<dyn FnMut(JsString, JsString)>::new(move |event: JsString, detail: JsString| {
            match String::from(event).as_str() {
                "connect" => tell(News::Connected),
                "disconnect" => tell(News::Disconnected),
                "refused" => tell(News::Refused(detail.into())),
                "clipboard" => tell(News::Copied(detail.into())),
                _ => {}
            }
        });
        let failed = |error: JsValue| format!("The console's program could not be loaded: {error:?}");
        let rfb = connect(target, url, take_focus, &tell).await.map_err(failed)?.unchecked_into();
        Ok(Self { rfb, _tell: tell })
    }

    pub fn send_ctrl_alt_del(&self) {
        self.rfb.send_ctrl_alt_del();
        self.rfb.focus();
    }

    /// Fits the picture to the page, or shows it pixel by pixel.
    pub fn fit(&self, fit: bool) {
        self.rfb.set_scale(fit);
    }

    /// Types a text; it goes on by itself.
    pub fn type_text(&self, text: String) {
        let rfb: Rfb = JsValue::from(&self.rfb).unchecked_into();
        leptos::task::spawn_local(async move {
            // A screen that closes meanwhile takes no more keys, which is all that can go wrong.
            drop(type_text(&rfb, &text).await);
        });
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        close(&self.rfb);
    }
}
