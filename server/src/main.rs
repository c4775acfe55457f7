//! `xenith-server`: reads the settings, starts the server, and stops it when it is told to.

use std::{
    env,
    error::Error,
    io::{self, IsTerminal, Write},
    os::unix::process::CommandExt,
    process::{self, ExitCode},
};

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use xenith_server::{
    Server,
    accounts::Accounts,
    clock::Clock,
    settings::{Cli, Command, Log, PASSWORD_VARIABLE, Settings, variables},
    start::{FIRST_ADMIN, make_data_dir},
    store::Store,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How the allocator is to behave: freed memory goes back to the system at once, otherwise what a sign-in or a listing
/// takes for a moment is held for good; and no huge pages, which are held whole for the sake of one small object.
const ALLOCATOR_OPTIONS: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "0"), ("MIMALLOC_ALLOW_THP", "0")];

/// Sets the allocator's options. It reads them before `main`, so the program starts itself anew, as the same process;
/// where that cannot be it goes on without.
fn save_memory() {
    let missing = || ALLOCATOR_OPTIONS.into_iter().filter(|(name, _)| env::var_os(name).is_none());
    if missing().next().is_none() {
        return;
    }
    let mut arguments = env::args_os();
    if let (Ok(program), Some(name)) = (env::current_exe(), arguments.next()) {
        let _it_goes_on = process::Command::new(program).arg0(name).args(arguments).envs(missing()).exec();
    }
}

fn main() -> ExitCode {
    save_memory();
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line: what failed, and why.
            let mut line = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                let cause_text = cause.to_string();
                if !line.contains(&cause_text) {
                    line = format!("{line}: {cause_text}");
                }
                source = cause.source();
            }
            let line = line.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
            // Nothing more can be done where even this cannot be written.
            let _ = writeln!(io::stderr(), "xenith-server: {line}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    let settings = Settings::read(&cli.flags)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(32).build()?;
    match cli.command {
        Some(Command::Admin { email }) => runtime.block_on(admin(settings, &email)),
        None => {
            log(&settings.log)?;
            for name in variables::unknown(env::vars_os().map(|(name, _)| name)) {
                tracing::warn!("there is no variable {name}: it is left out of account");
            }
            runtime.block_on(serve(settings))
        }
    }
}

fn log(log: &Log) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_new(log.filter.as_deref().unwrap_or("info"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match log.json {
        true => builder.json().init(),
        false => builder.with_ansi(io::stderr().is_terminal()).init(),
    }
    Ok(())
}

async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    let (mut stop, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let demo = settings.demo;
    let scheme = if settings.tls == xenith_server::settings::Tls::Off { "http" } else { "https" };
    let server = Server::start(settings, Clock::system()).await?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "listening on {scheme}://{}", server.address);
    let mut out = io::stdout();
    if let Some(password) = server.first_admin().await? {
        writeln!(
            out,
            "First start: sign in at {scheme}://{} as {FIRST_ADMIN} with the password {password}\n\
             It is shown this once; change it after you have signed in.",
            server.address
        )?;
    }
    if demo {
        writeln!(out, "Demo: sign in at {scheme}://{} as admin@admin.net, password admin", server.address)?;
    }
    out.flush()?;
    tokio::select! {
        _ = stop.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    tokio::select! {
        () = server.stop() => {}
        _ = stop.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Works beside a running server: that one reads the user anew at the next sign-in.
async fn admin(settings: Settings, email: &str) -> Result<(), Box<dyn Error>> {
    let password = match std::env::var(PASSWORD_VARIABLE) {
        Ok(password) if !password.is_empty() => password,
        _ => {
            let ask = |what: &str| {
                let asked = rpassword::prompt_password(what);
                asked.map_err(|e| format!("cannot ask for the password ({e}): set {PASSWORD_VARIABLE}"))
            };
            let password = ask(&format!("New password for {email}: "))?;
            if password != ask("Once more: ")? {
                return Err("the two passwords differ".into());
            }
            password
        }
    };
    make_data_dir(&settings.data)?;
    let store = std::sync::Arc::new(Store::open(&settings.data, settings.database.as_deref()).await?);
    let accounts = Accounts::load(store.clone(), Clock::system()).await?;
    accounts.make_admin(email, &password).await?;
    store.close().await;
    writeln!(io::stdout(), "{email} is an administrator now.")?;
    Ok(())
}
