//! XAPI's error codes as plain sentences. The one table: page, CLI and logs all read it.

/// A sentence for a XAPI failure. A code without one of its own is told as it is, with its parameters, so that nothing
/// is hidden and it can be looked up. References (`OpaqueRef:…`) are left out: nobody can read them.
pub fn sentence(code: &str, params: &[String]) -> String {
    let p = |i: usize| params.get(i).map(String::as_str).unwrap_or_default();
    match code {
        "VM_BAD_POWER_STATE" => {
            format!("The VM is {}; it must be {} for that.", p(2).to_lowercase(), p(1).to_lowercase())
        }
        "OPERATION_NOT_ALLOWED" => {
            format!("The pool does not allow that now: {}.", p(0).trim_end_matches('.'))
        }
        "OTHER_OPERATION_IN_PROGRESS" => {
            "Another operation is still running on it. Try again when it is done.".into()
        }
        "OPERATION_BLOCKED" => match p(1) {
            "" | "true" => "This operation was blocked by an administrator.".into(),
            why => format!("This operation was blocked: {why}."),
        },
        "VM_MISSING_PV_DRIVERS" => {
            "The guest tools are not running in the VM, so it cannot be asked. Install them or force it."
                .into()
        }
        "VM_LACKS_FEATURE" | "VM_LACKS_FEATURE_SHUTDOWN" | "VM_LACKS_FEATURE_SUSPEND" => {
            "The guest in the VM does not support that. Install the guest tools or force it.".into()
        }
        "VM_IS_TEMPLATE" => "This is a template, not a VM.".into(),
        "VM_SHUTDOWN_TIMEOUT" => "The guest did not shut down in time. Force it if you must.".into(),
        "VM_FAILED_SHUTDOWN_ACKNOWLEDGMENT" => "The guest did not answer the request to shut down.".into(),
        "NO_HOSTS_AVAILABLE" => "No host in the pool can run this VM now.".into(),
        "HOST_NOT_ENOUGH_FREE_MEMORY" => "The host does not have enough free memory.".into(),
        "HOST_OFFLINE" => "The host is offline.".into(),
        "HOST_DISABLED" => "The host is disabled or in maintenance.".into(),
        "HOST_IS_SLAVE" => "That host is a member of a pool; its master must be asked.".into(),
        "HOST_STILL_BOOTING" => "The host is still starting.".into(),
        "SESSION_AUTHENTICATION_FAILED" => "The pool refused the user name or password.".into(),
        "SESSION_INVALID" => "The session with the pool has ended.".into(),
        "RBAC_PERMISSION_DENIED" => "The account Xenith uses on the pool may not do that.".into(),
        "HANDLE_INVALID" | "UUID_INVALID" => format!("The {} is no longer there.", p(0)),
        "TASK_CANCELLED" => "It was cancelled.".into(),
        "TOO_MANY_PENDING_TASKS" => "The pool has too many tasks pending. Try again in a moment.".into(),
        "SR_FULL" => "The storage repository is full.".into(),
        "VDI_IN_USE" => "The disk is in use.".into(),
        "NOT_IMPLEMENTED" | "MESSAGE_METHOD_UNKNOWN" => {
            format!("The pool does not know the operation {}.", p(0))
        }
        "MESSAGE_PARAMETER_COUNT_MISMATCH" => {
            format!("The pool's version does not take these parameters for {}.", p(0))
        }
        "INTERNAL_ERROR" => format!("The pool reports an internal error: {}.", p(0).trim_end_matches('.')),
        "LICENCE_RESTRICTION" => "The pool's licence does not allow that.".into(),
        "VM_REQUIRES_SR" => "The host does not have the storage that the VM needs.".into(),
        "VM_REQUIRES_NETWORK" => "The host does not have the network that the VM needs.".into(),
        "BOOTLOADER_FAILED" => "The VM's boot loader failed.".into(),
        "VM_NO_SUSPEND_SR" => {
            "There is no storage to suspend the VM to. Set a suspend storage on the pool.".into()
        }
        // [status, what it printed, what it complained]
        _ if code.starts_with("SR_BACKEND_FAILURE") => match [p(1), p(2)].into_iter().find(|p| !p.is_empty())
        {
            Some(why) => format!("The storage failed: {} ({code}).", why.trim_end_matches('.')),
            None => as_written(code, &[]),
        },
        "XENAPI_PLUGIN_FAILURE" if !p(2).is_empty() => {
            format!("A plugin of the host failed: {} ({code}).", p(2).trim_end_matches('.'))
        }
        // [message, details, backtrace] of a plugin that fails on purpose
        "-1" if !p(0).is_empty() => {
            format!("A plugin of the host refused: {}.", p(0).trim_end_matches('.'))
        }
        _ => as_written(code, params),
    }
}

fn as_written(code: &str, params: &[String]) -> String {
    let readable: Vec<&str> =
        params.iter().map(String::as_str).filter(|p| !p.is_empty() && !p.starts_with("OpaqueRef:")).collect();
    if readable.is_empty() {
        format!("The pool says: {code}.")
    } else {
        format!("The pool says: {code} ({}).", readable.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_shows_a_reference() {
        let params = ["OpaqueRef:1", "halted", "running"].map(String::from);
        assert_eq!(sentence("VM_BAD_POWER_STATE", &params), "The VM is running; it must be halted for that.");
        assert_eq!(sentence("SOME_NEW_CODE", &params), "The pool says: SOME_NEW_CODE (halted, running).");
        let storage = ["", "The VDI is not available [opterr=already attached RW]", ""].map(String::from);
        assert_eq!(
            sentence("SR_BACKEND_FAILURE_46", &storage),
            "The storage failed: The VDI is not available [opterr=already attached RW] (SR_BACKEND_FAILURE_46)."
        );
        assert_eq!(sentence("SR_BACKEND_FAILURE_46", &[]), "The pool says: SR_BACKEND_FAILURE_46.");
        assert_eq!(sentence("SOME_NEW_CODE", &params[..1]), "The pool says: SOME_NEW_CODE.");
    }
}
