//! Packs the built binaries: a tarball for any Linux, and a Debian package with a service.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{notices, paths, run};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const BINARIES: &[&str] = &["xenith-server", "xenith"];

/// Writes dist/ anew from what is in target/release.
pub fn dist() -> Result<()> {
    let dist = paths::root().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("clearing dist")?;
    }
    let stage = Stage::new(paths::target().join("dist-work"))?;
    let notices = notices::text()?;
    fs::create_dir_all(&dist).context("making dist")?;
    let made = [tarball(&stage, &dist, &notices)?, package(&stage, &dist, &notices)?];
    for file in made {
        let size = fs::metadata(&file).with_context(|| format!("reading {}", file.display()))?.len();
        eprintln!("dist: {} {:.1} MB", file.display(), size as f64 / 1e6);
    }
    Ok(())
}

fn tarball(stage: &Stage, dist: &Path, notices: &str) -> Result<PathBuf> {
    let name = format!("xenith-{VERSION}-linux-{}", std::env::consts::ARCH);
    for binary in BINARIES {
        stage.copy(&paths::target().join("release").join(binary), &format!("{name}/{binary}"), 0o755)?;
    }
    for file in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        stage.copy(&paths::root().join(file), &format!("{name}/{file}"), 0o644)?;
    }
    for file in ["xenith.toml", "xenith-server.service"] {
        stage.copy(&packaging(file), &format!("{name}/{file}"), 0o644)?;
    }
    stage.write(&format!("{name}/NOTICES"), notices, 0o644)?;
    let out = dist.join(format!("{name}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.args(["--create", "--gzip", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--file"])
        .arg(&out)
        .arg("--directory")
        .arg(&stage.dir)
        .arg(&name);
    run::run(&mut tar)?;
    Ok(out)
}

fn package(stage: &Stage, dist: &Path, notices: &str) -> Result<PathBuf> {
    let mut glibc = (2, 17);
    for binary in BINARIES {
        let built = paths::target().join("release").join(binary);
        glibc = glibc.max(needed_glibc(&fs::read(&built).with_context(|| missing(&built))?));
        stage.copy(&built, &format!("deb/usr/bin/{binary}"), 0o755)?;
    }
    let doc = "deb/usr/share/doc/xenith";
    stage.copy(&packaging("xenith.toml"), "deb/etc/xenith/xenith.toml", 0o640)?;
    stage.copy(&packaging("xenith-server.service"), "deb/lib/systemd/system/xenith-server.service", 0o644)?;
    stage.copy(&packaging("deb/copyright"), &format!("{doc}/copyright"), 0o644)?;
    stage.copy(&paths::root().join("LICENSE-MIT"), &format!("{doc}/LICENSE-MIT"), 0o644)?;
    stage.write(&format!("{doc}/NOTICES"), notices, 0o644)?;
    stage.copy(&paths::root().join("README.md"), &format!("{doc}/README.md"), 0o644)?;
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "--no-name"]).args(["NOTICES", "README.md"]).current_dir(stage.dir.join(doc));
    run::run(&mut gzip)?;

    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => bail!("no Debian package is made on {other}"),
    };
    let control = fs::read_to_string(packaging("deb/control"))
        .context("reading the package's control file")?
        .replace("@VERSION@", VERSION)
        .replace("@ARCH@", arch)
        .replace("@GLIBC@", &format!("{}.{}", glibc.0, glibc.1))
        .replace("@SIZE@", &(stage.size("deb")? / 1024).to_string());
    stage.write("deb/DEBIAN/control", &control, 0o644)?;
    stage.copy(&packaging("deb/conffiles"), "deb/DEBIAN/conffiles", 0o644)?;
    for script in ["postinst", "prerm", "postrm"] {
        stage.copy(&packaging("deb").join(script), &format!("deb/DEBIAN/{script}"), 0o755)?;
    }
    let out = dist.join(format!("xenith_{VERSION}_{arch}.deb"));
    let mut build = Command::new("dpkg-deb");
    build.args(["--root-owner-group", "--build"]).arg(stage.dir.join("deb")).arg(&out);
    build.stdout(std::process::Stdio::null());
    run::run(&mut build)?;
    Ok(out)
}

/// The newest glibc that a binary asks for, from the version names in its symbol table.
fn needed_glibc(binary: &[u8]) -> (u32, u32) {
    const MARK: &[u8] = b"GLIBC_2.";
    let minor = |at: usize| {
        let digits = binary[at + MARK.len()..].iter().take_while(|b| b.is_ascii_digit());
        digits.fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    };
    let found = binary.windows(MARK.len()).enumerate().filter(|(_, w)| *w == MARK).map(|(at, _)| minor(at));
    (2, found.max().unwrap_or(0))
}

fn packaging(file: &str) -> PathBuf {
    paths::root().join("packaging").join(file)
}

fn missing(path: &Path) -> String {
    format!("{} is not there; `make build` makes it", path.display())
}

/// A folder that packages are laid out in.
struct Stage {
    dir: PathBuf,
}

impl Stage {
    fn new(dir: PathBuf) -> Result<Stage> {
        if dir.exists() {
            fs::remove_dir_all(&dir).with_context(|| format!("clearing {}", dir.display()))?;
        }
        Ok(Stage { dir })
    }

    fn copy(&self, from: &Path, to: &str, mode: u32) -> Result<()> {
        let to = self.place(to)?;
        fs::copy(from, &to).with_context(|| missing(from))?;
        self.set(&to, mode)
    }

    fn write(&self, to: &str, text: &str, mode: u32) -> Result<()> {
        let to = self.place(to)?;
        fs::write(&to, text).with_context(|| format!("writing {}", to.display()))?;
        self.set(&to, mode)
    }

    /// The path of a file, its folders made and open to everyone, whatever the umask.
    fn place(&self, file: &str) -> Result<PathBuf> {
        let path = self.dir.join(file);
        let parent = path.parent().unwrap_or(&self.dir).to_owned();
        fs::create_dir_all(&parent).with_context(|| format!("making {}", parent.display()))?;
        for dir in parent.ancestors().take_while(|dir| *dir != self.dir) {
            self.set(dir, 0o755)?;
        }
        Ok(path)
    }

    fn set(&self, path: &Path, mode: u32) -> Result<()> {
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
            .with_context(|| format!("setting the mode of {}", path.display()))
    }

    fn size(&self, dir: &str) -> Result<u64> {
        let mut sum = 0;
        let mut open = vec![self.dir.join(dir)];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(&dir).with_context(|| format!("listing {}", dir.display()))? {
                let entry = entry.with_context(|| format!("listing {}", dir.display()))?;
                let meta = entry.metadata().with_context(|| format!("listing {}", dir.display()))?;
                if meta.is_dir() { open.push(entry.path()) } else { sum += meta.len() }
            }
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::needed_glibc;

    #[test]
    fn the_newest_glibc_is_found() {
        assert_eq!(needed_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.28\0"), (2, 34));
        assert_eq!(needed_glibc(b"GLIBC_2."), (2, 0));
        assert_eq!(needed_glibc(b"static"), (2, 0));
    }
}
