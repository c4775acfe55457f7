//! Lists the VMs of a pool: `XAPI_PASSWORD=… cargo run -p xapi --example list_vms -- https://xen1 root`
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::error::Error;

use xapi::{Client, Config, Trust, Vm};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let address = args.next().ok_or("the first argument is the address of a pool")?.parse()?;
    let user = args.next().unwrap_or_else(|| "root".into());
    let password = std::env::var("XAPI_PASSWORD").unwrap_or_default();
    let client = Client::connect(Config::new(address, user, password).trust(Trust::FirstUse)).await?;
    for (host, pin) in client.pins().borrow().iter() {
        eprintln!("{host} shows {pin}");
    }
    let mut vms: Vec<Vm> = client.records::<Vm>().await?.into_values().collect();
    vms.retain(|vm| !vm.is_a_template && !vm.is_a_snapshot && !vm.is_control_domain);
    vms.sort_by(|a, b| a.name_label.cmp(&b.name_label));
    for vm in vms {
        let memory = vm.memory_static_max >> 20;
        println!("{}  {:9}  {memory:6} MiB  {}", vm.uuid, vm.power_state.to_string(), vm.name_label);
    }
    client.close().await;
    Ok(())
}
