//! The frames that the server sends, but for those about lists.

use api::{ApiError, feed::Hello};
use model::{
    Id,
    objects::{Task, User},
};
use serde_json::{Map, Value, json};

/// The first frame of a connection.
pub fn hello(epoch: &str, user: Option<&User>) -> String {
    json!({ "hello": Hello { epoch: epoch.into(), user: user.cloned() } }).to_string()
}

/// Something is wrong with the connection as a whole, or with a frame that does not say what it is about.
pub fn error(error: &ApiError) -> String {
    json!({ "error": error.to_json() }).to_string()
}

/// The answer to a call; a result is JSON already.
pub fn answer(id: u64, result: Result<&str, &ApiError>) -> String {
    told("id", id, result)
}

/// The answer to a long call: the id of its task.
pub fn begun(id: u64, task: &Id<Task>) -> String {
    answer(id, Ok(&Value::from(task.as_str()).to_string()))
}

/// What a long call came to in the end.
pub fn ended(id: u64, result: Result<&str, &ApiError>) -> String {
    told("ended", id, result)
}

/// A list is not shown.
pub fn refused(watch: u32, error: &ApiError) -> String {
    told("watch", watch.into(), Err(error))
}

/// The answer to a frame that is not one; it names the call or the list that it was about, if it says that.
pub fn wrong(text: &str, why: &ApiError) -> String {
    let frame: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let number = |key: &str| frame.get(key).and_then(Value::as_u64);
    if let Some(id) = number("id") {
        return answer(id, Err(why));
    }
    match number("watch").or_else(|| number("window")) {
        Some(watch) => told("watch", watch, Err(why)),
        None => error(why),
    }
}

fn told(what: &str, number: u64, result: Result<&str, &ApiError>) -> String {
    match result {
        Ok(json) => format!("{{\"{what}\":{number},\"result\":{json}}}"),
        Err(error) => format!("{{\"{what}\":{number},\"error\":{}}}", error.to_json()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_where_it_belongs() {
        let why = ApiError::NotSignedIn;
        let told = |text: &str| -> Value { serde_json::from_str(&wrong(text, &why)).unwrap() };
        assert_eq!(told("{\"id\":4,\"method\":3}")["id"], 4);
        assert_eq!(told("{\"watch\":4}")["watch"], 4);
        assert_eq!(told("{\"window\":4}")["watch"], 4);
        for text in ["", "[]", "{\"id\":\"x\"}", "{}"] {
            assert_eq!(told(text), json!({ "error": why.to_json() }), "{text}");
        }
    }

    #[test]
    fn results_are_passed_on_as_they_are() {
        assert_eq!(answer(1, Ok("{\"a\":1}")), "{\"id\":1,\"result\":{\"a\":1}}");
        assert_eq!(ended(1, Ok("null")), "{\"ended\":1,\"result\":null}");
        assert_eq!(begun(1, &Id::from("t\"")), "{\"id\":1,\"result\":\"t\\\"\"}");
    }
}
