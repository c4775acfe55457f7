//! Calls about one-time codes (TOTP, RFC 6238) as a second step of signing in.
//!
//! Xen Orchestra keeps the secret among the preferences, where it can be read again; here it is told once, and kept
//! sealed.

use model::{Id, objects::User};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Method, Rule};

/// Begin to switch one-time codes on for yourself: a new secret, told once, that counts when it is confirmed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Start {}
impl Method for Start {
    const NAME: &'static str = "user.startOtp";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = Secret;
}

/// What an authenticator is told.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Secret {
    /// In base32.
    pub secret: String,
    /// `otpauth://totp/…`, to be shown as a QR code.
    pub uri: String,
}

/// Switch one-time codes on for yourself; answers recovery codes, each of which stands for a code once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// The code that the device shows now.
    pub otp: String,
}
impl Method for Confirm {
    const NAME: &'static str = "user.confirmOtp";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = Vec<String>;
}

/// Switch one-time codes off for yourself, with your password, a code or a recovery code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disable {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Instead of the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}
impl Method for Disable {
    const NAME: &'static str = "user.disableOtp";
    const RULE: Rule<Self> = Rule::SignedIn;
    type Output = ();
}

/// Switch one-time codes off for somebody who lost their device.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    pub id: Id<User>,
}
impl Method for Reset {
    const NAME: &'static str = "user.resetOtp";
    const RULE: Rule<Self> = Rule::Admin;
    type Output = ();
}
