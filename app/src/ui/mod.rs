//! Building blocks that know no VM, no router and no API.

mod button;
mod confirm;
mod dialog;
mod editable;
mod field;
mod grid;
mod icon;
mod menu;
mod notice;
mod progress;
mod skeleton;
mod tabs;
mod theme;
mod toast;

pub mod format;

pub use button::{Button, IconButton};
pub use confirm::{Confirm, ConfirmDialog, Question};
pub use dialog::Dialog;
pub use editable::Editable;
pub use field::{Check, Field, FormError, Submit};
pub use grid::{Extent, Grid, RowKit, focus, reveal};
pub use icon::{Icon, Phase, PhaseMark, Sign};
pub use menu::{Menu, MenuItem, close_menu};
pub use notice::Notice;
pub use progress::Progress;
pub use skeleton::{Bone, BoneLines};
pub use tabs::{Tab, Tabs};
pub use theme::ThemeSwitch;
pub use toast::{ToastArea, Toasts};
