//! M13 and M14: what the browser downloads first, and when rows are on the screen.

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::{
    Result, Setting, http,
    report::{Report, Target},
};

/// What Xen Orchestra 6 sends before its first page, compressed; recorded, not measured here.
const XO_FIRST_LOAD: f64 = 574e3;

pub async fn run(setting: &Setting, report: &mut Report) -> Result<()> {
    first_load(setting, report).await?;
    time_to_rows(setting, report)
}

/// What a browser of today understands; our answers are smallest in brotli.
const BROWSER: &str = "accept-encoding: gzip, br\r\n";

/// Asks for the sign-in page, everything that it names, and what its styles name in turn, as a browser does.
async fn first_load(setting: &Setting, report: &mut Report) -> Result<()> {
    let data = crate::daemon::fresh_data(setting)?;
    let port = crate::daemon::free_port()?;
    let _process = crate::daemon::spawn(setting, &data, port)?;
    crate::daemon::listening(port).await?;
    let plain = async |path: &str| -> Result<String> {
        Ok(String::from_utf8(http::request(port, "GET", path, "", b"").await?.body)?)
    };
    let mut paths = assets(&plain("/signin").await?);
    for style in paths.clone().iter().filter(|path| path.ends_with(".css")) {
        paths.extend(assets(&plain(style).await?));
    }
    paths.push("/signin".into());
    // Named twice is loaded once.
    paths.sort();
    paths.dedup();
    let (mut total, mut parts) = (0, Vec::new());
    for path in paths {
        let answer = http::request(port, "GET", &path, BROWSER, b"").await?;
        if answer.status != 200 {
            return Err(format!("GET {path}: {}", answer.status).into());
        }
        total += answer.body.len();
        parts.push(json!({ "path": path, "bytes": answer.body.len() }));
    }
    fs::remove_dir_all(&data)?;
    let detail = format!("{:.0} kB in {} files", total as f64 / 1e3, parts.len());
    report.add(
        "M13 first load ÷ XO 6's",
        total as f64 / XO_FIRST_LOAD,
        "×",
        Target::AtMost(0.6),
        detail,
        json!(parts),
    );
    Ok(())
}

/// The scripts, modules, styles and fonts that a page or a style names.
fn assets(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split(['"', '\'', ' ', '>', '<', '(', ')'])
        .filter(|w| w.starts_with('/') && [".js", ".wasm", ".css", ".woff2"].iter().any(|e| w.ends_with(e)))
        .map(Into::into)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Measured in Chromium, beside a page that does the least.
fn time_to_rows(setting: &Setting, report: &mut Report) -> Result<()> {
    let status = Command::new("node_modules/.bin/playwright")
        .args(["test", "--config", "bench.config.ts"])
        .current_dir("end2end")
        .env("BENCH_VMS", setting.vms.to_string())
        .stdout(std::io::stderr())
        .status()?;
    if !status.success() {
        return Err(format!("playwright: {status}").into());
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".into());
    let path = std::path::Path::new(&target).join("end2end/first-rows.json");
    let figures: Value = serde_json::from_slice(&fs::read(path)?)?;
    let number = |name: &str| figures[name].as_f64().unwrap_or(f64::NAN);
    let detail = format!(
        "{:.0} ms ÷ {:.0} ms; the page answers after {:.0} ms",
        number("milliseconds"),
        number("floor_milliseconds"),
        number("live_milliseconds")
    );
    report.add(
        "M14 time to rows ÷ floor page",
        number("time_ratio"),
        "×",
        Target::AtMost(4.0),
        detail,
        figures.clone(),
    );
    let detail = format!("{:.0} kB", number("bytes") / 1e3);
    report.add("M14 bytes ÷ 29.6 MB", number("bytes_ratio"), "×", Target::AtMost(0.05), detail, json!(null));
    Ok(())
}
