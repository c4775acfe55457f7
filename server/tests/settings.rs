//! The program as somebody starts it who has made a mistake.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a database that is none is a file")]

use std::{
    env, fs,
    net::TcpListener,
    process::{Command, Stdio},
};

/// What the program says before it ends in failure.
fn refused(variables: &[(&str, &str)]) -> String {
    let home = env::temp_dir().join(format!("xenith-settings-{}", uuid::Uuid::new_v4()));
    fs::create_dir(&home).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xenith-server"));
    command.env_clear().env("HOME", &home).envs(variables.iter().copied()).stdin(Stdio::null());
    let output = command.output().unwrap();
    fs::remove_dir_all(home).unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_wrong_variable_is_named() {
    for (variable, value, said) in [
        ("XENITH_LISTEN", "here", "invalid socket address"),
        ("XENITH_ORIGINS", "foo", "`foo` is not an origin"),
        ("XENITH_LOG", "info,xenith_server=lots", "`xenith_server=lots` is not a filter"),
        ("XENITH_DEMO", "maybe", "must be true or false"),
    ] {
        let told = refused(&[(variable, value)]);
        assert!(told.starts_with(&format!("xenith-server: {variable}: ")) && told.contains(said), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

#[test]
fn an_unknown_variable_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let told =
        refused(&[("XENITH_BOGUS", "1"), ("XENITH_TOKEN", "the command's"), ("XENITH_LISTEN", &listen)]);
    assert!(told.contains("there is no variable XENITH_BOGUS") && !told.contains("XENITH_TOKEN"), "{told}");
    let port = taken.local_addr().unwrap().port();
    assert!(
        told.contains(&format!("cannot listen on {listen}: another program uses port {port}\n")),
        "{told}"
    );
}

#[test]
fn what_the_system_refuses_is_told_in_plain_words() {
    let data = env::temp_dir().join(format!("xenith-settings-{}", uuid::Uuid::new_v4()));
    fs::create_dir(&data).unwrap();
    let database = data.join("xenith.db");
    fs::write(&database, "this was never a database, however long it may be").unwrap();
    for (variables, said) in [
        (
            [("XENITH_DATA", "/proc/x")],
            "the data directory /proc/x cannot be used: nothing can be made there".into(),
        ),
        (
            [("XENITH_DATA", database.join("x").to_str().unwrap())],
            format!(
                "the data directory {}/x cannot be used: a file is where a directory should be",
                database.display()
            ),
        ),
        (
            [("XENITH_DATA", data.to_str().unwrap())],
            format!("cannot open the database {}: file is not a database", database.display()),
        ),
        (
            [("XENITH_CONFIG", "/proc/x")],
            "cannot read the configuration file /proc/x: there is no such file or directory".into(),
        ),
    ] {
        let told = refused(&[&variables[..], &[("XENITH_LISTEN", "127.0.0.1:0")]].concat());
        assert_eq!(told, format!("xenith-server: {said}\n"));
    }
    fs::remove_dir_all(data).unwrap();
}
