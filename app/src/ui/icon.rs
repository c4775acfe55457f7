//! The icon set, drawn for this page on a 16-unit grid with one stroke, and the marks of the phases.

use leptos::prelude::*;

/// A pictogram. Decorative: a label stands beside it or on the control around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Account,
    Alert,
    Caret,
    Certificate,
    Check,
    Close,
    Console,
    Copy,
    Expand,
    Info,
    Key,
    Keyboard,
    List,
    Moon,
    Next,
    Pause,
    Pencil,
    Play,
    Plug,
    Plus,
    Pool,
    Reboot,
    Search,
    SignOut,
    Stop,
    Sun,
    SunMoon,
    Suspend,
    Tasks,
    Trash,
    Users,
    Zap,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Account => "M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM2.8 13.5a5.3 5.3 0 0 1 10.4 0",
            Self::Alert => "M8 2.2 14.4 13.3H1.6ZM8 6.3v3.2M8 11.4v.1",
            Self::Caret => "m4.5 6.3 3.5 3.5 3.5-3.5",
            Self::Certificate => {
                "M3 2.5h10v7.2H8.6M3 2.5v7.2h1M5.6 5h4.8M5.6 7.2h2.2M6.3 12a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM5.2 11.6v2.6l1.1-.7 1.1.7v-2.6"
            }
            Self::Check => "m3 8.5 3.3 3.3L13 4.8",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Console => "M2 3h12v8.5H2ZM5.5 14h5M4.6 5.8l1.7 1.5-1.7 1.5M7.8 8.9h2.6",
            Self::Copy => "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3",
            Self::Expand => "M9.5 2.5h4v4M13.3 2.7 9.4 6.6M6.5 13.5h-4v-4M2.7 13.3l3.9-3.9",
            Self::Info => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.6M8 5v.1",
            Self::Key => "M6 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8.1 7.9l5-5M10.6 5.4l1.9 1.9",
            Self::Keyboard => "M1.5 4h13v8h-13ZM4 6.5h.1M6.6 6.5h.1M9.3 6.5h.1M11.9 6.5h.1M4.8 9.5h6.4",
            Self::List => "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1",
            Self::Moon => "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z",
            Self::Next => "m6.3 4.5 3.5 3.5-3.5 3.5",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::Pencil => "m10.6 2.9 2.5 2.5L6 12.5l-3.2.7.7-3.2Z",
            Self::Play => "M4.5 3v10l8-5Z",
            Self::Plug => {
                "M6 2v3.5M10 2v3.5M3.8 5.5h8.4v2A4.2 4.2 0 0 1 8 11.7a4.2 4.2 0 0 1-4.2-4.2ZM8 11.7V14.3"
            }
            Self::Plus => "M8 3v10M3 8h10",
            Self::Pool => {
                "M2.5 2.5h11v4.7h-11ZM2.5 8.8h11v4.7h-11ZM5 4.850h.1M5 11.150h.1M8 4.850h3M8 11.150h3"
            }
            Self::Reboot => "M13 8a5 5 0 1 1-1.5-3.6M13.2 2.2v3h-3",
            Self::Search => "M7.2 12a4.8 4.8 0 1 0 0-9.6 4.8 4.8 0 0 0 0 9.6ZM10.7 10.7l3 3",
            Self::SignOut => "M6.5 2.5h-4v11h4M6.5 8h7M10.8 5.2 13.6 8l-2.8 2.8",
            Self::Stop => "M3.8 3.8h8.4v8.4H3.8Z",
            Self::Sun => {
                "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"
            }
            Self::SunMoon => {
                "M8 2.2a5.8 5.8 0 1 0 0 11.6ZM8 2.2a5.8 5.8 0 0 1 0 11.6M8 5h4.9M8 8h5.8M8 11h4.9"
            }
            Self::Suspend => "M12.8 10A5 5 0 0 1 6.5 3.2 5 5 0 1 0 12.8 10Z",
            Self::Tasks => "M2.5 4h5M2.5 8h8M2.5 12h3.5M10.8 4h.1M13.4 8h.1M9.3 12h.1",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4",
            Self::Users => {
                "M5.8 8a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM1.5 13a4.4 4.4 0 0 1 8.6 0M10.6 3.6a2.3 2.3 0 0 1 0 4.2M12.2 10a4.4 4.4 0 0 1 2.3 3"
            }
            Self::Zap => "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8Z",
        }
    }
}

impl Icon {
    /// Draws it in the colour of the text around it.
    pub fn draw(self) -> AnyView {
        view! {
            <svg
                viewBox="0 0 16 16"
                width="16"
                height="16"
                fill="none"
                stroke="currentColor"
                stroke-width="1.4"
                stroke-linecap="round"
                stroke-linejoin="round"
                aria-hidden="true"
            >
                <path d=self.path() />
            </svg>
        }
        .into_any()
    }
}

/// How alive something is, drawn as a phase: full, half, crescent, empty; an open arc turns, a broken ring is
/// unknown. Told apart by shape alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Full,
    Half,
    Crescent,
    Empty,
    Turning,
    Broken,
    Crossed,
}

impl Phase {
    fn path(self) -> &'static str {
        match self {
            Self::Full => "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z",
            Self::Half => "M8 2.8a5.2 5.2 0 1 0 0 10.4ZM8 2.8a5.2 5.2 0 0 1 0 10.4",
            Self::Crescent => "M12.9 10A5.4 5.4 0 0 1 6.2 2.9 5.4 5.4 0 1 0 12.9 10Z",
            Self::Empty => "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z",
            Self::Turning => "M8 3a5 5 0 1 1-5 5",
            Self::Broken => {
                "M8 3a5 5 0 0 1 3.6 1.5M13 8a5 5 0 0 1-1.5 3.6M8 13a5 5 0 0 1-3.6-1.5M3 8a5 5 0 0 1 1.5-3.6"
            }
            Self::Crossed => "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3ZM6.2 6.2l3.6 3.6M9.8 6.2 6.2 9.8",
        }
    }
}

/// The mark of a phase.
#[component]
pub fn PhaseMark(#[prop(into)] phase: Signal<Phase>) -> impl IntoView {
    let fill = move || match phase.get() {
        Phase::Full | Phase::Crescent => "currentColor",
        _ => "none",
    };
    view! {
        <svg viewBox="0 0 16 16" width="14" height="14" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true">
            <path d=move || phase.get().path() fill=fill />
            <path d=move || if phase.get() == Phase::Half { "M8 2.8a5.2 5.2 0 1 0 0 10.4Z" } else { "" } fill="currentColor" />
        </svg>
    }
}

/// The product's sign: the horizon, the sky's arc, and the disc at its zenith.
#[component]
pub fn Sign(#[prop(default = 22)] size: u32) -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" width=size height=size fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" aria-hidden="true">
            <path d="M4 25a12 12 0 0 1 24 0M2 29h28" />
            <circle cx="16" cy="7" r="4.5" fill="var(--accent)" stroke="none" />
        </svg>
    }
}
