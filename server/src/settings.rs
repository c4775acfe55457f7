//! What the server is told before it starts: flags, then `XENITH_…` variables, then a TOML file.
#![expect(clippy::disallowed_methods, reason = "settings come from a file")]

use std::{
    env,
    fmt::Display,
    fs, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::{Args, Parser, Subcommand};
use serde::Deserialize;

mod filter;
mod network;
mod origin;
pub mod variables;

pub use network::Network;
pub use origin::Origin;

use filter::Filter;

use crate::plain;

/// A manager for pools of XCP-ng and XenServer hosts.
#[derive(Debug, Parser)]
#[command(name = "xenith-server", version)]
pub struct Cli {
    #[command(flatten)]
    pub flags: Flags,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make somebody an administrator, or give one a new password.
    ///
    /// The password is taken from XENITH_PASSWORD, or asked for.
    Admin {
        /// The name to sign in with.
        email: String,
    },
}

/// Each also by a variable, and most in the configuration file.
#[derive(Clone, Debug, Default, Args)]
pub struct Flags {
    /// The configuration file, in TOML.
    #[arg(long, env = "XENITH_CONFIG", value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Where to listen; 127.0.0.1:8080 when nothing says otherwise. [env: XENITH_LISTEN]
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Where the database and the keys are kept.
    #[arg(long, env = "XENITH_DATA", value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Serve a simulated pool to try things on, with the user admin@admin.net, password admin. [env: XENITH_DEMO]
    #[arg(long)]
    pub demo: bool,
    /// Serve the demo to other machines too. Anybody who can reach it can sign in. [env: XENITH_DEMO_PUBLIC]
    #[arg(long)]
    pub demo_public: bool,
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    #[serde(default)]
    trusted_proxies: Vec<Network>,
    #[serde(default)]
    origins: Vec<Origin>,
    #[serde(default)]
    tls: TlsTable,
    #[serde(default)]
    database: DatabaseTable,
    #[serde(default)]
    log: LogTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TlsTable {
    cert: Option<PathBuf>,
    key: Option<PathBuf>,
    self_signed: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DatabaseTable {
    url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LogTable {
    filter: Option<Filter>,
    json: Option<bool>,
}

/// What holds in the end.
#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub demo: bool,
    pub tls: Tls,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Vec<Network>,
    /// Origins that are ours besides the one that a request was sent to.
    pub origins: Vec<Origin>,
    /// A PostgreSQL URL; SQLite in `data` when absent.
    pub database: Option<String>,
    pub log: Log,
}

/// Whether the server speaks TLS itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    Off,
    Files {
        cert: PathBuf,
        key: PathBuf,
    },
    /// A pair of its own, made at the first start and kept in the data directory.
    SelfSigned,
}

/// What is logged, and how.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// As `tracing` has it: `info,xenith_server=debug`.
    pub filter: Option<String>,
    pub json: bool,
}

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("cannot read the configuration file {}: {}", file.display(), plain::reason(why))]
    Read { file: PathBuf, why: io::Error },
    #[error("{}, line {line}: {message}", file.display())]
    Parse { file: PathBuf, line: usize, message: String },
    #[error("{variable}: {message}")]
    Variable { variable: &'static str, message: String },
    #[error("tls.cert and tls.key belong together: {missing} is missing")]
    HalfTls { missing: &'static str },
    #[error("tls.self_signed cannot be together with tls.cert and tls.key")]
    BothTls,
    #[error("database.url must begin with postgres:// (SQLite in the data directory is used without it)")]
    Database,
    #[error(
        "--demo serves a known password, so it listens to this machine only; \
         {0} is reachable by others: add --demo-public if you mean it"
    )]
    PublicDemo(SocketAddr),
    #[error("there is no home directory to keep data in: say --data DIR")]
    NoHome,
}

/// The password of `xenith-server admin` may come this way.
pub const PASSWORD_VARIABLE: &str = "XENITH_PASSWORD";

impl Settings {
    /// Puts together what flags, variables and the file say.
    pub fn read(flags: &Flags) -> Result<Self, SettingsError> {
        let file = flags.config.as_deref().map_or(Ok(File::default()), read_file)?;
        Self::of(flags, file, &|name| env::var(name).ok().filter(|v| !v.is_empty()))
    }

    fn of(flags: &Flags, file: File, var: Var<'_>) -> Result<Self, SettingsError> {
        let flag = |variable, known: Option<bool>| match var(variable).as_deref() {
            None => Ok(known.unwrap_or_default()),
            Some("1" | "true" | "yes" | "on") => Ok(true),
            Some("0" | "false" | "no" | "off") => Ok(false),
            Some(_) => Err(wrong(variable, "must be true or false")),
        };
        let tls = tls(
            var("XENITH_TLS_CERT").map(PathBuf::from).or(file.tls.cert),
            var("XENITH_TLS_KEY").map(PathBuf::from).or(file.tls.key),
            flag("XENITH_TLS_SELF_SIGNED", file.tls.self_signed)?,
        )?;
        let database = var("XENITH_DATABASE_URL").or(file.database.url);
        if database
            .as_ref()
            .is_some_and(|url| !url.starts_with("postgres://") && !url.starts_with("postgresql://"))
        {
            return Err(SettingsError::Database);
        }
        let listen = match flags.listen {
            Some(listen) => Some(listen),
            None => parsed(var, "XENITH_LISTEN")?.or(file.listen),
        };
        let listen = listen.unwrap_or_else(|| ([127, 0, 0, 1], 8080).into());
        let demo = flags.demo || flag("XENITH_DEMO", None)?;
        let demo_public = flags.demo_public || flag("XENITH_DEMO_PUBLIC", None)?;
        if demo && !demo_public && !listen.ip().to_canonical().is_loopback() {
            return Err(SettingsError::PublicDemo(listen));
        }
        let data = match flags.data.clone().or(file.data) {
            Some(data) => data,
            None if demo => env::temp_dir().join(format!("xenith-demo-{}", uuid::Uuid::new_v4())),
            None => home_data(var)?,
        };
        Ok(Self {
            listen,
            data,
            demo,
            tls,
            trusted_proxies: listed(var, "XENITH_TRUSTED_PROXIES")?.unwrap_or(file.trusted_proxies),
            origins: listed(var, "XENITH_ORIGINS")?.unwrap_or(file.origins),
            database,
            log: Log {
                filter: parsed(var, "XENITH_LOG")?.or(file.log.filter).map(|Filter(text)| text),
                json: flag("XENITH_LOG_JSON", file.log.json)?,
            },
        })
    }

    /// Whether the data directory is the demo's own and goes when it ends.
    pub fn data_is_temporary(&self) -> bool {
        self.demo
            && self.data.parent() == Some(env::temp_dir().as_path())
            && self.data.file_name().is_some_and(|n| n.to_string_lossy().starts_with("xenith-demo-"))
    }

    /// Whether a machine is a proxy whose word on its clients is taken.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|n| n.contains(address))
    }
}

type Var<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a variable says, if it is there.
fn parsed<T: FromStr<Err: Display>>(
    var: Var<'_>,
    variable: &'static str,
) -> Result<Option<T>, SettingsError> {
    let parse = |text: String| text.parse().map_err(|error| wrong(variable, error));
    var(variable).map(parse).transpose()
}

/// The same of a variable that lists several, with commas between them.
fn listed<T: FromStr<Err: Display>>(
    var: Var<'_>,
    variable: &'static str,
) -> Result<Option<Vec<T>>, SettingsError> {
    let parse = |item: &str| item.trim().parse().map_err(|error| wrong(variable, error));
    var(variable).map(|list| list.split(',').map(parse).collect()).transpose()
}

fn wrong(variable: &'static str, error: impl Display) -> SettingsError {
    SettingsError::Variable { variable, message: error.to_string() }
}

fn tls(cert: Option<PathBuf>, key: Option<PathBuf>, self_signed: bool) -> Result<Tls, SettingsError> {
    match (cert, key, self_signed) {
        (None, None, false) => Ok(Tls::Off),
        (None, None, true) => Ok(Tls::SelfSigned),
        (Some(cert), Some(key), false) => Ok(Tls::Files { cert, key }),
        (_, _, true) => Err(SettingsError::BothTls),
        (None, Some(_), false) => Err(SettingsError::HalfTls { missing: "tls.cert" }),
        (Some(_), None, false) => Err(SettingsError::HalfTls { missing: "tls.key" }),
    }
}

fn home_data(var: Var<'_>) -> Result<PathBuf, SettingsError> {
    let xdg = var("XDG_DATA_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let home = || var("HOME").map(|home| Path::new(&home).join(".local/share"));
    Ok(xdg.or_else(home).ok_or(SettingsError::NoHome)?.join("xenith"))
}

fn read_file(file: &Path) -> Result<File, SettingsError> {
    let text = fs::read_to_string(file).map_err(|why| SettingsError::Read { file: file.into(), why })?;
    let parsed = toml::Deserializer::parse(&text).map_err(|error| (String::new(), error)).and_then(|toml| {
        serde_path_to_error::deserialize(toml).map_err(|error| (error.path().to_string(), error.into_inner()))
    });
    parsed.map_err(|(key, error)| {
        let before = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..before].iter().filter(|b| **b == b'\n').count() + 1;
        let message = error.message().lines().collect::<Vec<_>>().join(" ");
        // an unknown key is named by the message, and what is not TOML has none
        let key = key.trim_matches('.');
        let named = key.is_empty() || message.starts_with("unknown field");
        let message = if named { message } else { format!("{key}: {message}") };
        SettingsError::Parse { file: file.into(), line, message }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(flags: Flags, file: &str, vars: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Settings::of(&flags, toml::from_str(file).unwrap(), &var)
    }

    #[test]
    fn flags_win_over_variables_and_variables_over_the_file() {
        let home = ("HOME", "/home/u");
        let s = of(Flags::default(), "", &[home]).unwrap();
        assert_eq!(s.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(s.data, Path::new("/home/u/.local/share/xenith"));
        assert_eq!(s.tls, Tls::Off);
        let file = "listen = '[::1]:1'\ndata = '/d'\ntrusted_proxies = ['10.0.0.0/8']\n[tls]\nself_signed = true\n\
                    [database]\nurl = 'postgres://file'\n[log]\njson = true";
        let s = of(Flags::default(), file, &[home, ("XENITH_DATABASE_URL", "postgres://env")]).unwrap();
        assert_eq!((s.listen.port(), s.data.as_path(), s.tls.clone()), (1, Path::new("/d"), Tls::SelfSigned));
        assert_eq!(s.database.as_deref(), Some("postgres://env"));
        assert!(s.log.json && s.trusts([10, 1, 2, 3].into()) && !s.trusts([11, 1, 2, 3].into()));
        let flags = Flags { listen: Some(([127, 0, 0, 1], 2).into()), ..Flags::default() };
        assert_eq!(of(flags, file, &[home]).unwrap().listen.port(), 2);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let home = ("HOME", "/home/u");
        let fails =
            |file: &str, vars: &[(&str, &str)]| of(Flags::default(), file, vars).unwrap_err().to_string();
        assert!(fails("[tls]\ncert = 'c'", &[home]).contains("tls.key is missing"));
        assert!(fails("[database]\nurl = 'mysql://'", &[home]).contains("postgres://"));
        assert!(fails("", &[home, ("XENITH_LOG_JSON", "maybe")]).contains("XENITH_LOG_JSON"));
        assert!(fails("", &[home, ("XENITH_TRUSTED_PROXIES", "10.0.0.0/99")]).contains("10.0.0.0/99"));
        assert!(
            fails("", &[home, ("XENITH_ORIGINS", "https://x, foo")]).starts_with("XENITH_ORIGINS: `foo`")
        );
        assert!(fails("", &[home, ("XENITH_DEMO", "maybe")]).contains("XENITH_DEMO"));
        assert!(fails("", &[]).contains("--data"));
        let flags = Flags { demo: true, listen: Some(([0, 0, 0, 0], 1).into()), ..Flags::default() };
        assert!(matches!(of(flags.clone(), "", &[home]), Err(SettingsError::PublicDemo(_))));
        assert!(of(Flags { demo_public: true, ..flags }, "", &[home]).unwrap().data_is_temporary());
    }

    #[test]
    fn every_variable_that_is_looked_at_is_known() {
        let asked = std::cell::RefCell::new(vec!["XENITH_BOGUS".into(), "PATH".into()]);
        let var = |name: &str| {
            asked.borrow_mut().push(name.into());
            (name == "HOME").then(|| "/home/u".to_owned())
        };
        Settings::of(&Flags::default(), File::default(), &var).unwrap();
        assert!(asked.borrow().contains(&"XENITH_LOG_JSON".into()));
        assert_eq!(variables::unknown(asked.into_inner()), ["XENITH_BOGUS"]);
    }

    #[test]
    fn the_packaged_file_has_every_key_and_no_other() {
        let text = include_str!("../../packaging/xenith.toml");
        let of = |text: &str| toml::from_str::<File>(text).unwrap_or_else(|e| panic!("{e}"));
        of(text);
        // Every key that is left out by a comment.
        let all: String = text
            .lines()
            .map(|line| match line.strip_prefix("# ").or(line.strip_prefix('#')) {
                Some(key) if key.contains(" = ") || key.starts_with('[') => format!("{key}\n"),
                Some(_) => String::new(),
                None => format!("{line}\n"),
            })
            .collect();
        for key in [
            "listen",
            "data",
            "trusted_proxies",
            "origins",
            "cert",
            "key",
            "self_signed",
            "url",
            "filter",
            "json",
        ] {
            assert!(all.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} in\n{all}");
        }
        of(&all);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_named_with_its_line_and_key() {
        let file = env::temp_dir().join(format!("xenith-settings-{}.toml", uuid::Uuid::new_v4()));
        for (text, expected) in [
            ("listen = '127.0.0.1:1'\n[tls]\ncertificate = 'x'\n", "line 3: unknown field `certificate`"),
            ("data = '/d'\nlisten = 'x'\n", "line 2: listen: invalid socket address"),
            ("[tls]\nself_signed = 3\n", "line 2: tls.self_signed: invalid type"),
            ("origins = ['foo']\n", "line 1: origins[0]: `foo` is not an origin"),
            ("[log]\nfilter = 'info,a=b=c'\n", "line 2: log.filter: `a=b=c` is not a filter"),
            ("listen\n", "line 1: key with no value"),
        ] {
            fs::write(&file, text).unwrap();
            let error = read_file(&file).unwrap_err().to_string();
            fs::remove_file(&file).unwrap();
            assert!(error.starts_with(&format!("{}, {expected}", file.display())), "{error}");
            assert_eq!(error.lines().count(), 1);
        }
    }
}
