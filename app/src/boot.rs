//! What the server tells the page with its first rendering, so that both draw the same thing.

use model::{View, objects::User};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The state of the visitor when the document was made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Boot {
    /// Who is signed in.
    pub user: Option<User>,
    /// What the page will ask first of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
}

/// The rows of a view, so that they are drawn before there is a connection; the feed's own follow soon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct First {
    /// With the window that the rows are of.
    pub view: View,
    /// A [`model::Reset`].
    pub reset: Box<RawValue>,
}

impl First {
    /// Whether these are rows of that view, wherever in it.
    pub fn is_of(&self, view: &View) -> bool {
        View { window: None, ..self.view.clone() } == View { window: None, ..view.clone() }
    }
}

impl Boot {
    /// The id of the element that carries it.
    pub const ELEMENT: &str = "boot";

    /// As JSON that can stand inside a `<script>` element.
    pub fn to_script(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into()).replace('<', "\\u003c")
    }

    /// Reads it back from the document, in the browser. Nothing found means nobody is signed in.
    pub fn of_document() -> Self {
        leptos::prelude::document()
            .get_element_by_id(Self::ELEMENT)
            .and_then(|element| element.text_content())
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_cannot_close_its_script_element() {
        let user = User {
            id: "1".into(),
            email: "</script><script>".into(),
            groups: Vec::new(),
            permission: "admin".into(),
            preferences: Default::default(),
            otp: false,
        };
        let script = Boot { user: Some(user.clone()), first: None }.to_script();
        assert!(!script.contains('<'));
        assert_eq!(serde_json::from_str::<Boot>(&script).unwrap().user, Some(user));
    }
}
