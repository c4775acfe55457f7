//! `updater.py`: XCP-ng's package manager behind a plugin, one operation at a time on each host.

use serde_json::{Value as Json, json};

use super::packages::{PACKAGES, Package};
use crate::data::value::{Str, Value};
use crate::dispatch::Cx;
use crate::error::Failure;
use crate::pool::lock;
use crate::task;

/// An error as this family of plugins raises them: the code is a number that says nothing.
pub fn failed(message: &str, details: &str) -> Failure {
    Failure::new("-1", [message, details, "Traceback (most recent call last):"])
}

/// Runs a function; `None` when there is no such function.
pub async fn run(cx: &Cx, host: &Str, function: &str, args: &Value) -> Option<Result<String, Failure>> {
    let arg = |name: &str| args.key(name).map_or("", Value::as_str).to_owned();
    let names =
        |list: String| list.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
    Some(match function {
        "check_update" => check(cx, host).await,
        "update" => update(cx, host, names(arg("packages")), "update").await,
        "install" => match arg("packages") {
            none if none.is_empty() => Err(failed("Missing 'packages' argument.", "")),
            packages => update(cx, host, names(packages), "install").await,
        },
        "query_installed" => {
            let known: serde_json::Map<String, Json> = names(arg("packages"))
                .into_iter()
                .map(|name: String| (name.clone(), json!(version(cx, host, &name))))
                .collect();
            Ok(Json::Object(known).to_string())
        }
        "get_proxies" => Ok(proxies(cx, host).to_string()),
        "set_proxies" => {
            let given = serde_json::from_str::<serde_json::Map<String, Json>>(&arg("proxies"));
            given.map_err(|e| failed("Invalid 'proxies' argument.", &e.to_string())).map(|given| {
                let given = given.into_iter().map(|(k, v)| (k, v.as_str().unwrap_or("").to_owned()));
                lock(&cx.pool.software.proxies).insert(host.clone(), given.collect());
                "\"\"".to_owned()
            })
        }
        _ => return None,
    })
}

fn proxies(cx: &Cx, host: &Str) -> Json {
    let known = lock(&cx.pool.software.proxies).get(host).cloned();
    let mut all: serde_json::Map<String, Json> =
        ["xcp-ng-base", "xcp-ng-updates"].iter().map(|repo| ((*repo).to_owned(), json!("_none_"))).collect();
    all.extend(known.unwrap_or_default().into_iter().map(|(repo, url)| (repo, json!(url))));
    Json::Object(all)
}

fn busy(other: &str) -> Failure {
    failed(&format!("The updater plugin is busy (current operation: {other})"), "")
}

async fn check(cx: &Cx, host: &Str) -> Result<String, Failure> {
    let _busy = cx.pool.software.take(host, "check_update").map_err(busy)?;
    cx.work(0.5).await?;
    let describe = |package: &&'static Package| {
        let (change, date) = package.change;
        json!({
            "name": package.name,
            "version": package.version,
            "release": package.release,
            "description": package.description,
            "changelog": {"date": date, "author": "XCP-ng team", "description": change},
            "url": package.url,
            "size": package.size,
            "license": package.license,
        })
    };
    let pending = cx.pool.software.pending(&cx.pool, host);
    Ok(Json::Array(pending.iter().map(describe).collect()).to_string())
}

/// Installs the named packages' newest versions, or all.
async fn update(cx: &Cx, host: &Str, names: Vec<String>, what: &'static str) -> Result<String, Failure> {
    let pool = &cx.pool;
    let _busy = pool.software.take(host, what).map_err(busy)?;
    if let Some(unknown) = names.iter().find(|n| !PACKAGES.iter().any(|p| p.name == n.as_str())) {
        let command =
            format!("yum {what} --disablerepo=* --enablerepo=xcp-ng-base,xcp-ng-updates -y {unknown}");
        return Err(failed(
            &format!("Command '{command}' failed"),
            &format!("No package {unknown} available."),
        ));
    }
    let (name, uuid) = pool.read(|db| {
        Ok::<_, Failure>((db.get_str("host", host, "name_label")?, db.get_str("host", host, "uuid")?))
    })?;
    let shown = task::create(pool, &format!("Update host {name} ({uuid})"), "", cx.host, &cx.session)?;
    let wanted = |p: &&'static Package| names.is_empty() || names.iter().any(|n| n == p.name);
    let pending: Vec<&'static Package> =
        pool.software.pending(pool, host).into_iter().filter(wanted).collect();
    let mut worked = Ok(());
    for (n, _) in pending.iter().enumerate() {
        worked = cx.work(0.4).await;
        if worked.is_err() {
            break;
        }
        task::progress(pool, &shown, (n + 1) as f64 / pending.len() as f64);
    }
    if worked.is_ok() {
        pool.software.install(host, &pending);
    }
    let ended = Cx { task: Some(shown), ..cx.clone() };
    task::finish(&ended, worked.clone().map(|()| Value::Void));
    worked?;
    let lines: String = pending
        .iter()
        .map(|p| format!("  Updating   : {}-{}-{}.x86_64\n", p.name, p.version, p.release))
        .collect();
    let stdout = if pending.is_empty() {
        "No packages marked for update\n".to_owned()
    } else {
        format!("{lines}\nComplete!\n")
    };
    let command = ["yum", what, "--disablerepo=*", "--enablerepo=xcp-ng-base,xcp-ng-updates", "-y"];
    let command: Vec<&str> = command.into_iter().chain(names.iter().map(String::as_str)).collect();
    Ok(json!({"stdout": stdout, "stderr": "", "command": command, "returncode": 0}).to_string())
}

/// Version and release of what is installed of a package, or nothing.
fn version(cx: &Cx, host: &Str, name: &str) -> String {
    let Some(package) = PACKAGES.iter().find(|p| p.name == name) else { return String::new() };
    cx.pool.read(|db| cx.pool.software.version(db, &cx.pool, host, package))
}
