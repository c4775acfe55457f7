//! Tells what happens in a pool: `XAPI_PASSWORD=… cargo run -p xapi --example watch_events -- https://xen1 root [class…]`
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::error::Error;

use serde::Deserialize;
use xapi::schema::CLASSES;
use xapi::{Client, Config, Trust, WatchEvent, WatchOptions, watch};

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name_label: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let address = args.next().ok_or("the first argument is the address of a pool")?.parse()?;
    let user = args.next().unwrap_or_else(|| "root".into());
    let password = std::env::var("XAPI_PASSWORD").unwrap_or_default();
    let wanted: Vec<String> = args.collect();
    let classes = CLASSES.iter().filter(|class| class.events).map(|class| class.name);
    let classes = classes.filter(|name| wanted.is_empty() || wanted.iter().any(|it| it == name));

    let client = Client::new(Config::new(address, user, password).trust(Trust::FirstUse));
    let mut events = watch(client.clone(), WatchOptions::new(classes));
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => tell(event),
                None => break,
            },
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    drop(events);
    client.close().await;
    Ok(())
}

fn tell(event: WatchEvent) {
    match event {
        WatchEvent::Connecting { address } => println!("connecting to {address}"),
        WatchEvent::Connected { address, pool, resumed } => {
            println!("connected to {address}, pool {}{}", pool.uuid, if resumed { ", resuming" } else { "" });
        }
        WatchEvent::Disconnected { why, retry_in, .. } => {
            println!("{} (next try in {retry_in:?})", why.chain());
        }
        WatchEvent::Listing { class, records } if !records.is_empty() => {
            println!("{class}: {}", records.len())
        }
        WatchEvent::Listing { .. } => {}
        WatchEvent::ListingDone => println!("up to date"),
        WatchEvent::Batch(events) => {
            for event in events {
                let named = event.snapshot.and_then(|raw| serde_json::from_str::<Named>(raw.get()).ok());
                let name = named.map(|it| it.name_label).unwrap_or_default();
                println!("{:?} {} {} {name}", event.op, event.class, event.reference);
            }
        }
    }
}
