//! A PostgreSQL of its own for a test, where there is one to be had.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// A running database cluster in a folder of its own; it ends with this. Or one that somebody else runs.
pub struct Postgres {
    url: String,
    cluster: Option<(Child, PathBuf)>,
}

impl Postgres {
    /// An empty database: the one that `XENITH_TEST_POSTGRES` names, or one of a cluster that is started here.
    /// `None` where neither can be had.
    pub fn start() -> Option<Self> {
        if let Ok(url) = std::env::var("XENITH_TEST_POSTGRES") {
            return Some(Self { url, cluster: None });
        }
        let programs = programs()?;
        let folder = std::env::temp_dir().join(format!("xenith-pg-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&folder).ok()?;
        if is_root() {
            // PostgreSQL refuses to run as root.
            let owned =
                Command::new("chown").arg("postgres").arg(&folder).status().is_ok_and(|s| s.success());
            if !owned {
                return None;
            }
        }
        let data = folder.join("data");
        let made = as_other(&programs.join("initdb"))
            .args(["--auth=trust", "--username=xenith", "--no-sync", "--pgdata"])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .ok()?;
        if !made.success() {
            return None;
        }
        let port = free_port()?;
        let child = as_other(&programs.join("postgres"))
            .args([
                "-F",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=off",
                "-p",
                &port.to_string(),
                "-k",
            ])
            .arg(&folder)
            .arg("-D")
            .arg(&data)
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let this = Self {
            url: format!("postgres://xenith@127.0.0.1:{port}/postgres"),
            cluster: Some((child, folder)),
        };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(this);
            }
            sleep(Duration::from_millis(50));
        }
        None
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some((child, folder)) = &mut self.cluster {
            // It may have ended by itself.
            let _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
            let _ = child.wait();
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Where `postgres` and `initdb` are.
fn programs() -> Option<PathBuf> {
    let of_debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|v| v.path().join("bin"));
    let path = std::env::var_os("PATH")?;
    let mut all: Vec<PathBuf> = std::env::split_paths(&path).chain(of_debian).collect();
    all.retain(|dir| dir.join("initdb").exists() && dir.join("postgres").exists());
    all.pop()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

fn as_other(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

fn free_port() -> Option<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).ok()?;
    listener.local_addr().ok().map(|a| a.port())
}
