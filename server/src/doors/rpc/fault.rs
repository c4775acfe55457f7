//! Errors as Xen Orchestra numbers them.

use api::ApiError;
use serde_json::{Value, json};

/// Any failure without a number of its own.
const OTHER: i32 = -32000;

/// `{code, message, data?}`.
pub fn object(error: &ApiError) -> Value {
    let (code, data) = code_and_data(error);
    let mut object = json!({ "code": code, "message": error.to_string() });
    if !data.is_null() {
        object["data"] = data;
    }
    object
}

fn code_and_data(error: &ApiError) -> (i32, Value) {
    match error {
        ApiError::NotFound { what, id } => (1, json!({ "id": id, "type": what })),
        ApiError::UnknownMethod { name } => (-32601, json!(name)),
        ApiError::NotSignedIn => (2, json!({ "object": {} })),
        ApiError::Forbidden { missing, object } => {
            let object = object.as_ref().map_or(json!({}), |id| json!({ "id": id }));
            (2, json!({ "permission": missing.as_str(), "object": object }))
        }
        ApiError::OutOfScope { what, scope } => {
            (2, json!({ "code": "OUT_OF_SCOPE", "what": what, "scope": scope, "object": {} }))
        }
        ApiError::InvalidCredentials | ApiError::TicketVoid => (3, Value::Null),
        ApiError::OtpRequired => (3, json!({ "code": "OTP_REQUIRED" })),
        ApiError::InvalidOtp => (3, json!({ "code": "INVALID_OTP" })),
        ApiError::Throttled { seconds } => (OTHER, json!({ "code": "THROTTLED", "seconds": seconds })),
        ApiError::InvalidParameters { errors } => (10, json!({ "errors": errors })),
        ApiError::AlreadyExists { what, id } => (16, json!({ "objectId": id, "objectType": what })),
        ApiError::IncorrectState { object, reason } => (25, json!({ "object": object, "reason": reason })),
        ApiError::Xapi { code, params } => xapi(code, params),
        ApiError::PoolUnavailable { pool, .. } => (9, json!({ "objectId": pool })),
        ApiError::Unavailable { reason } => (28, json!({ "serviceName": reason })),
        ApiError::Internal => (OTHER, Value::Null),
    }
}

/// XAPI's failures that Xen Orchestra gives a number; all others keep their code in the data.
fn xapi(code: &str, params: &[String]) -> (i32, Value) {
    let p = |i: usize| params.get(i).map(String::as_str).unwrap_or_default();
    let about = |number| (number, json!({ "objectId": p(0), "code": code, "params": params }));
    match code {
        "NO_HOSTS_AVAILABLE" => about(7),
        "SESSION_AUTHENTICATION_FAILED" => about(8),
        "VM_MISSING_PV_DRIVERS" => about(11),
        "VM_IS_TEMPLATE" => about(12),
        "VM_BAD_POWER_STATE" => (
            13,
            json!({ "objectId": p(0), "expected": p(1), "actual": p(2), "code": code, "params": params }),
        ),
        "VM_LACKS_FEATURE" => {
            (14, json!({ "objectId": p(0), "feature": p(1), "code": code, "params": params }))
        }
        "VM_LACKS_FEATURE_SHUTDOWN" => {
            (14, json!({ "objectId": p(0), "feature": "shutdown", "code": code, "params": params }))
        }
        "NOT_SUPPORTED_DURING_UPGRADE" => about(15),
        "PIF_VLAN_EXISTS" => about(16),
        "VDI_IN_USE" => (17, json!({ "objectId": p(0), "operation": p(1), "code": code, "params": params })),
        "HOST_OFFLINE" => about(18),
        "OPERATION_BLOCKED" => about(19),
        _ => (OTHER, json!({ "code": code, "params": params })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_integers_and_messages_sentences() {
        let params = ["v", "Halted", "Running"].map(String::from).to_vec();
        let error = object(&ApiError::Xapi { code: "VM_BAD_POWER_STATE".into(), params });
        assert_eq!((error["code"].as_i64(), error["data"]["expected"].as_str()), (Some(13), Some("Halted")));
        assert_eq!(error["message"], "The VM is running; it must be halted for that.");
        let other = object(&ApiError::Xapi { code: "SR_FULL".into(), params: Vec::new() });
        assert_eq!(other["data"]["code"], "SR_FULL");
        assert!(object(&ApiError::Internal).get("data").is_none());
        let unknown = object(&ApiError::UnknownMethod { name: "no.such".into() });
        assert_eq!(
            unknown,
            json!({ "code": -32601, "message": "method not found: no.such", "data": "no.such" })
        );
    }
}
