//! Dials the console of a VM and shows how it greets:
//! `XAPI_PASSWORD=… cargo run -p xapi --example dial_console -- https://xen1 root "name of the VM"`
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::error::Error;

use tokio::io::AsyncReadExt;
use xapi::{Client, Config, Console, Ref, Trust, Vm, params};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let address = args.next().ok_or("the first argument is the address of a pool")?.parse()?;
    let user = args.next().ok_or("the second argument is a user")?;
    let name = args.next().ok_or("the third argument is the name of a running VM")?;
    let password = std::env::var("XAPI_PASSWORD").unwrap_or_default();
    let client = Client::connect(Config::new(address, user, password).trust(Trust::FirstUse)).await?;

    let found: Vec<Ref<Vm>> = client.call("VM.get_by_name_label", params![name]).await?;
    let vm = client.record(found.first().ok_or("there is no such VM")?).await?;
    for console in &vm.consoles {
        let Console { protocol, location, .. } = client.record(console).await?;
        let mut stream = client.dial_console(&location).await?;
        let mut greeting = [0; 12];
        stream.read_exact(&mut greeting).await?;
        println!("{protocol} at {location}: {:?}", String::from_utf8_lossy(&greeting));
    }
    client.close().await;
    Ok(())
}
