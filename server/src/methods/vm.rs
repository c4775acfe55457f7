//! Power, names and consoles of virtual machines.

use std::{sync::Arc, time::Duration};

use api::{
    ApiError, ParamError,
    vm::{Console, ConsoleTicket, Pause, Restart, Resume, Set, Start, Stop, Suspend, Unpause},
};
use model::{
    Kind,
    objects::{Host, PoolObject, PowerState, Vm},
};
use xapi::params;

use super::found::Found;
use crate::{
    Cx, access,
    bytes::{Ticket, no_screen},
    table::Started,
};

impl Found<Vm> {
    /// The same, an administrator's block on it lifted for the time being if that is wanted.
    async fn start_past_block(&self, operation: &str, bypass: bool) -> Result<Started<()>, ApiError> {
        let method = format!("VM.{operation}");
        let Some(why) = self.object.blocked_operations.get(operation).filter(|_| bypass).cloned() else {
            return self.start(&method, params![]).await;
        };
        let block = (self.pool.clone(), self.object.xapi_ref.clone(), operation.to_owned());
        self.pool.change::<()>("VM.remove_from_blocked_operations", params![block.1, block.2]).await?;
        let put_back = async move {
            let (pool, vm, operation) = block;
            let put_back =
                pool.change::<()>("VM.add_to_blocked_operations", params![vm, operation, why]).await;
            if let Err(error) = put_back {
                tracing::error!(%error, vm = %vm, operation, "a blocked operation could not be blocked again");
            }
        };
        match self.start(&method, params![]).await {
            Ok(Started { task, done }) => {
                // Whoever waits for the end or does not: the block comes back.
                let done = tokio::spawn(async move {
                    let done = done.await;
                    put_back.await;
                    done
                });
                Ok(Started { task, done: joined(done) })
            }
            Err(error) => {
                put_back.await;
                Err(error)
            }
        }
    }

    /// Another VM that runs and has one of its MAC addresses, by its name if the caller may see it, and that address.
    fn same_mac(&self, cx: &Cx) -> Option<(String, String)> {
        let app = &cx.app;
        let field = |object: &Arc<cache::Object>, name| object.row().read_field::<String>(name).ok();
        let own: Vec<String> = self
            .object
            .vifs
            .iter()
            .filter_map(|vif| field(&app.cache.get(vif.as_str())?, "MAC"))
            .map(|mac| mac.to_lowercase())
            .collect();
        if own.is_empty() {
            return None;
        }
        app.cache.of_kind(Kind::Vif).iter().filter(|vif| vif.get("attached") == Some("true")).find_map(
            |vif| {
                let mac = field(vif, "MAC").map(|mac| mac.to_lowercase()).filter(|mac| own.contains(mac))?;
                let other = app.cache.get(&field(vif, "$VM")?)?;
                let runs =
                    other.get("power_state") == Some("\"Running\"") && other.id() != self.object.id.as_str();
                let name = match access::sees(&cx.caller, &other, &app.cache) {
                    true => field(&other, "name_label")?,
                    false => "Another VM".into(),
                };
                runs.then_some((name, mac))
            },
        )
    }
}

fn joined(
    done: tokio::task::JoinHandle<Result<(), ApiError>>,
) -> futures::future::BoxFuture<'static, Result<(), ApiError>> {
    Box::pin(async move { done.await.unwrap_or(Err(ApiError::Internal)) })
}

pub async fn start(cx: Cx, call: Start) -> Result<Started<()>, ApiError> {
    let found = Found::find(&cx, &call.id)?;
    let host = call.host.as_ref().map(|host| found.beside(&cx, host)).transpose()?;
    let host = host.as_ref().map(Host::reference);
    let (method, params) = match (found.object.power_state, host) {
        (PowerState::Paused, _) => return found.start("VM.unpause", params![]).await,
        (PowerState::Suspended, None) => ("VM.resume", params![false, call.force]),
        (PowerState::Suspended, Some(host)) => ("VM.resume_on", params![host, false, call.force]),
        (_, None) => ("VM.start", params![false, call.force]),
        (_, Some(host)) => ("VM.start_on", params![host, false, call.force]),
    };
    let checked =
        call.force || call.bypass_mac_addresses_check || found.object.power_state != PowerState::Halted;
    if !checked && let Some((other, mac)) = found.same_mac(&cx) {
        let reason = format!("{other} runs with the same MAC address, {mac}.");
        return Err(ApiError::IncorrectState { object: call.id.to_string(), reason });
    }
    found.start(method, params).await
}

pub async fn stop(cx: Cx, call: Stop) -> Result<Started<()>, ApiError> {
    let found = Found::find(&cx, &call.id)?;
    let bypass = call.bypass_blocked_operation;
    if call.force {
        return found.start_past_block("hard_shutdown", bypass).await;
    }
    let Started { task, done } = found.start_past_block("clean_shutdown", bypass).await?;
    if call.force_shutdown_delay == 0 {
        return Ok(Started { task, done });
    }
    let patience = Duration::from_millis(call.force_shutdown_delay);
    // Whoever waits for the end or does not: the plug is pulled.
    let done = tokio::spawn(async move {
        match tokio::time::timeout(patience, done).await {
            Ok(Err(error)) if !gave_up(&error) => Err(error),
            Ok(Ok(())) => Ok(()),
            _ => found.start_past_block("hard_shutdown", bypass).await?.done.await,
        }
    });
    Ok(Started { task, done: joined(done) })
}

/// Whether the pool gave up on the guest before we did.
fn gave_up(error: &ApiError) -> bool {
    matches!(error, ApiError::Xapi { code, .. }
        if code == "VM_SHUTDOWN_TIMEOUT" || code == "VM_FAILED_SHUTDOWN_ACKNOWLEDGMENT")
}

pub async fn restart(cx: Cx, call: Restart) -> Result<Started<()>, ApiError> {
    let operation = if call.force { "hard_reboot" } else { "clean_reboot" };
    Found::find(&cx, &call.id)?.start_past_block(operation, call.bypass_blocked_operation).await
}

pub async fn suspend(cx: Cx, call: Suspend) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VM.suspend", params![]).await
}

pub async fn resume(cx: Cx, call: Resume) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VM.resume", params![false, false]).await
}

pub async fn pause(cx: Cx, call: Pause) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VM.pause", params![]).await
}

pub async fn unpause(cx: Cx, call: Unpause) -> Result<Started<()>, ApiError> {
    Found::find(&cx, &call.id)?.start("VM.unpause", params![]).await
}

/// All that is asked for is set, or nothing.
pub async fn set(cx: Cx, call: Set) -> Result<(), ApiError> {
    if call.name_label.as_deref().is_some_and(|name| name.trim().is_empty()) {
        let error = ParamError::wrong("name_label", "minLength", "must not be empty");
        return Err(ApiError::parameter(error));
    }
    let found = Found::find(&cx, &call.id)?;
    found.pool.check_writable()?;
    if let Some(name) = &call.name_label {
        found.change::<()>("VM.set_name_label", params![name]).await?;
    }
    if let Some(description) = &call.name_description {
        let set = found.change::<()>("VM.set_name_description", params![description]).await;
        if let Err(error) = set {
            if call.name_label.is_some() {
                let back = params![found.object.name_label];
                if let Err(error) = found.change::<()>("VM.set_name_label", back).await {
                    tracing::warn!(%error, vm.id = %call.id, "a VM's name could not be put back");
                }
            }
            return Err(error);
        }
    }
    Ok(())
}

pub async fn console(cx: Cx, call: Console) -> Result<ConsoleTicket, ApiError> {
    let found = Found::find(&cx, &call.id)?;
    if !matches!(found.object.power_state, PowerState::Running | PowerState::Paused) {
        return Err(no_screen(&found.object));
    }
    let session = cx.app.accounts.live(&cx.caller.session_id).ok_or(ApiError::NotSignedIn)?;
    let ticket = cx.app.tickets.issue(Ticket { session, vm: call.id.clone() }, cx.app.clock.now());
    Ok(ConsoleTicket { path: format!("/api/consoles/{}?ticket={ticket}", call.id) })
}
