//! Drives, interfaces and GPUs of the VMs of an archive, and the networks and groups they are on.

use super::super::records::Object;
use super::{Disks, Restorer};
use crate::behave::{network, vif};
use crate::data::value::{Str, Value};
use crate::error::Failure;

/// Fields of a device that are given anew.
const OF_DEVICES: &[&str] = &[
    "uuid",
    "VM",
    "VDI",
    "network",
    "allowed_operations",
    "current_operations",
    "currently_attached",
    "metrics",
    "other_config",
    "MAC",
    "empty",
    "storage_lock",
];

impl Restorer<'_> {
    /// By name, else by bridge; else a new one without a connection to anything.
    pub(super) fn network(&mut self, object: &Object) -> Result<(), Failure> {
        let (name, bridge) = (object.text("name_label")?, object.text("bridge")?);
        let found = self.cx.pool.read(|db| {
            let by = |field: &str, wanted: &Str| {
                let same = |n: &Str| db.get_str("network", n, field).is_ok_and(|theirs| theirs == *wanted);
                db.refs("network").into_iter().find(same)
            };
            by("name_label", &name).or_else(|| by("bridge", &bridge))
        });
        let network = match found {
            Some(network) => network,
            None if self.plan.dry_run => self.cx.pool.fresh_ref(),
            None => {
                let config = object.get("other_config")?;
                let config = config.with_entry("import_task", Value::from(self.cx.task_ref()));
                let mut fields = vec![("other_config", config)];
                for name in ["name_label", "name_description", "MTU", "tags"] {
                    fields.push((name, object.get(name)?));
                }
                let made = network::create(self.cx, &Value::record(fields))?.to_shared();
                self.made.push(("network", made.clone()));
                made
            }
        };
        self.note(object, &network);
        Ok(())
    }

    /// A group of the same kinds of GPUs. Where disks are made, one that is missing is made, too.
    pub(super) fn gpu_group(&mut self, object: &Object) -> Result<(), Failure> {
        let types = object.get("GPU_types")?;
        let found = self.cx.pool.read(|db| {
            let same = |group: &Str| db.get("GPU_group", group, "GPU_types").is_ok_and(|t| t == types);
            db.refs("GPU_group").into_iter().find(same)
        });
        match (found, &self.plan.disks) {
            (Some(group), _) => self.note(object, &group),
            (None, Disks::Present) => {
                let types: Vec<&str> = types.items().iter().map(Value::as_str).collect();
                let text =
                    format!("Unable to find GPU group with matching GPU_types = '[{}]'", types.join(","));
                return Err(Failure::internal(text));
            }
            (None, Disks::Stream(_)) => {
                let fields = object.fields(&["uuid", "PGPUs", "VGPUs"])?;
                let plain = fields.into_iter().filter(|(name, _)| !name.ends_with("VGPU_types")).collect();
                self.make(object, "GPU_group", false, plain)?;
            }
        }
        Ok(())
    }

    pub(super) fn vgpu_type(&mut self, object: &Object) -> Result<(), Failure> {
        let identifier = object.text("identifier")?;
        let found = self.cx.pool.read(|db| {
            let same = |t: &Str| db.get_str("VGPU_type", t, "identifier").is_ok_and(|i| i == identifier);
            db.refs("VGPU_type").into_iter().find(same)
        });
        found.inspect(|found| self.note(object, found));
        Ok(())
    }

    /// Whether a device of the same UUID is here and is taken for this one.
    fn reused(&mut self, object: &Object) -> bool {
        let found = if self.plan.restore { self.found(object, object.class) } else { None };
        found.inspect(|found| self.note(object, found)).is_some()
    }

    /// Whether a device is attached: only those of VMs that are not halted are.
    fn attached(&self, object: &Object, vm: &str) -> Result<Value, Failure> {
        let halted =
            self.cx.pool.read(|db| db.get("VM", vm, "power_state")).is_ok_and(|s| s.as_str() == "Halted");
        Ok(Value::Bool(!halted && object.is("currently_attached")?))
    }

    pub(super) fn vbd(&mut self, object: &Object) -> Result<(), Failure> {
        if self.reused(object) {
            return Ok(());
        }
        let Some(vm) = self.owner(object)? else { return Ok(()) };
        let cd = &*object.text("type")? == "CD";
        let original = self.original(&object.text("VM")?)?;
        let vdi = self.here(&object.text("VDI")?).cloned();
        if vdi.is_none() {
            let hvm = !original.text("HVM_boot_policy")?.is_empty();
            if object.is("currently_attached")? && !(cd && hvm) {
                return Err(Failure::bare("IMPORT_ERROR_ATTACHED_DISKS_NOT_FOUND"));
            }
            if !cd {
                return Ok(());
            }
        }
        let number = object.text("userdevice")?;
        if number.parse::<u8>().is_err() {
            return Err(Failure::new("INVALID_DEVICE", [&*number]));
        }
        self.assert_free(&vm, "VBDs", "VBD", "userdevice", &number)?;
        let mut fields = object.fields(OF_DEVICES)?;
        fields.push(("VM", Value::from(&vm)));
        fields.push(("empty", Value::Bool(vdi.is_none())));
        fields.push(("VDI", vdi.map_or_else(Value::null, Value::from)));
        fields.push(("other_config", object.get("other_config")?));
        fields.push(("currently_attached", self.attached(object, &vm)?));
        self.make(object, "VBD", self.plan.restore, fields).map(|_| ())
    }

    pub(super) fn vif(&mut self, object: &Object) -> Result<(), Failure> {
        if self.reused(object) {
            return Ok(());
        }
        let Some(vm) = self.owner(object)? else { return Ok(()) };
        let network = match self.plan.networks.get(&*object.text("uuid")?) {
            Some(network) => network.clone(),
            None => self.lookup(&object.text("network")?)?,
        };
        let number = object.text("device")?;
        if number.parse::<u8>().is_err() {
            return Err(Failure::new("INVALID_DEVICE", [&*number]));
        }
        self.assert_free(&vm, "VIFs", "VIF", "device", &number)?;
        let mac = object.text("MAC")?;
        let mut fields = object.fields(OF_DEVICES)?;
        if self.plan.restore && !mac.is_empty() {
            let right = mac.split(':').count() == 6
                && mac.split(':').all(|b| b.len() == 2 && u8::from_str_radix(b, 16).is_ok());
            if !right {
                return Err(Failure::new("MAC_INVALID", [&*mac]));
            }
            fields.push(("MAC", Value::from(mac)));
        } else {
            let config = self.cx.pool.read(|db| db.get("VM", &vm, "other_config"));
            let seed = config.ok().and_then(|config| config.key("mac_seed").map(Value::to_shared));
            let seed = seed.unwrap_or_else(|| self.cx.pool.fresh_uuid());
            fields.push(("MAC", Value::from(vif::mac_from(&seed, &number))));
            fields.push(("MAC_autogenerated", Value::Bool(true)));
        }
        fields.push(("VM", Value::from(&vm)));
        fields.push(("network", Value::from(network)));
        fields.push(("other_config", object.get("other_config")?));
        fields.push(("currently_attached", self.attached(object, &vm)?));
        self.make(object, "VIF", self.plan.restore, fields).map(|_| ())
    }

    pub(super) fn vgpu(&mut self, object: &Object) -> Result<(), Failure> {
        if self.reused(object) {
            return Ok(());
        }
        let Some(vm) = self.owner(object)? else { return Ok(()) };
        let fields = vec![
            ("VM", Value::from(vm)),
            ("GPU_group", Value::from(self.lookup(&object.text("GPU_group")?)?)),
            ("type", self.here(&object.text("type")?).map_or_else(Value::null, Value::from)),
            ("device", object.get("device")?),
            ("other_config", object.get("other_config")?),
        ];
        self.make(object, "VGPU", self.plan.restore, fields).map(|_| ())
    }

    /// The VM of a device; none when it was left out.
    fn owner(&self, device: &Object) -> Result<Option<Str>, Failure> {
        let id = device.text("VM")?;
        match self.here(&id) {
            Some(vm) => Ok(Some(vm.clone())),
            None if self.plan.force => Ok(None),
            None => self.lookup(&id).map(Some),
        }
    }

    fn assert_free(
        &self,
        vm: &str,
        list: &str,
        class: &str,
        field: &str,
        number: &str,
    ) -> Result<(), Failure> {
        let taken = self.cx.pool.read(|db| {
            let devices = db.get("VM", vm, list).unwrap_or_else(|_| Value::no_items());
            let same =
                |device: &Value| db.get(class, device.as_str(), field).is_ok_and(|n| n.as_str() == number);
            devices.items().iter().any(same)
        });
        if taken { Err(Failure::new("DEVICE_ALREADY_EXISTS", [number])) } else { Ok(()) }
    }
}
