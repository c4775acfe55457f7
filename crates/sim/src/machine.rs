//! The machines behind the hosts of a pool: whether they have power and a toolstack that answers, how they go down and
//! come back, and what the others make of one that is gone.

use std::io;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use crate::behave::{ha, host, host_driver, pci, pif};
use crate::data::value::{Str, Value};
use crate::error::Failure;
use crate::net::listen::Seat;
use crate::pool::{Pool, lock};
use crate::running::Neighbourhood;
use crate::software;

/// Seconds at speed 1 from the call to the machine's end, as the real ten.
const GRACE: f64 = 1.0;
/// From power to a toolstack that listens.
const POWER_UP: f64 = 5.0;
/// Between the end of a toolstack and the start of the next.
const TOOLSTACK: f64 = 2.0;
/// From a toolstack that listens to one that serves.
const START_UP: f64 = 1.5;
/// Without a sign of life for that long a host is dead, and a master given up.
const DEAD: f64 = 14.0;

/// How a host answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Mood {
    /// Not at all.
    Down,
    /// That it is still booting.
    Booting,
    Ready,
    /// Only emergency calls; all others are refused with this reason.
    Emergency(Failure),
}

struct Machine {
    mood: Mood,
    /// Raised whenever it goes down or comes up; what was planned for another life is dropped.
    life: u64,
    /// Enables itself when it has booted.
    auto_enable: bool,
    seat: Weak<Seat>,
    /// Seconds that its clock is ahead.
    clock_offset: i64,
    /// What its hypervisor has said, once somebody asked.
    console: Option<String>,
    /// How its hypervisor shares out processors, from the next boot on.
    sched_gran: Str,
    /// A pool with HA took it for dead, and it has not come back.
    fenced: bool,
}

impl Machine {
    fn new() -> Machine {
        Machine {
            mood: Mood::Ready,
            life: 0,
            auto_enable: true,
            seat: Weak::new(),
            clock_offset: 0,
            console: None,
            sched_gran: "cpu".into(),
            fenced: false,
        }
    }
}

/// The machines of a pool, by the numbers of its hosts.
pub struct Machines {
    all: Mutex<Vec<Machine>>,
    neighbourhood: OnceLock<Weak<Neighbourhood>>,
}

impl Machines {
    pub fn new(count: usize) -> Machines {
        let all = Mutex::new((0..count).map(|_| Machine::new()).collect());
        Machines { all, neighbourhood: OnceLock::new() }
    }

    fn with<R>(&self, host: usize, look: impl FnOnce(&mut Machine) -> R) -> R {
        let mut all = lock(&self.all);
        while all.len() <= host {
            all.push(Machine::new());
        }
        look(&mut all[host])
    }

    /// Where a host listens, so that it can be cut off.
    pub fn seat(&self, host: usize) -> Option<Arc<Seat>> {
        self.with(host, |machine| machine.seat.upgrade())
    }

    pub fn set_seat(&self, host: usize, seat: &Arc<Seat>) {
        self.with(host, |machine| machine.seat = Arc::downgrade(seat));
    }

    /// The other pools of this simulator.
    pub fn neighbourhood(&self) -> Option<Arc<Neighbourhood>> {
        self.neighbourhood.get()?.upgrade()
    }

    pub fn set_neighbourhood(&self, neighbourhood: &Arc<Neighbourhood>) {
        // A pool lives in one only.
        let _ = self.neighbourhood.set(Arc::downgrade(neighbourhood));
    }

    pub fn mood(&self, host: usize) -> Mood {
        self.with(host, |machine| machine.mood.clone())
    }

    pub fn lost_its_master(&self, host: usize) -> bool {
        matches!(self.mood(host), Mood::Emergency(_))
    }

    pub fn set_mood(&self, host: usize, mood: Mood) {
        self.with(host, |machine| machine.mood = mood);
    }

    pub fn set_auto_enable(&self, host: usize, auto: bool) {
        self.with(host, |machine| machine.auto_enable = auto);
    }

    pub fn clock_offset(&self, host: usize) -> i64 {
        self.with(host, |machine| machine.clock_offset)
    }

    pub fn set_clock_offset(&self, host: usize, seconds: i64) {
        self.with(host, |machine| machine.clock_offset = seconds);
    }

    /// Looks at what a host's hypervisor has said; nothing yet when nobody asked since it booted.
    pub fn console<R>(&self, host: usize, look: impl FnOnce(&mut Option<String>) -> R) -> R {
        self.with(host, |machine| look(&mut machine.console))
    }

    pub fn sched_gran(&self, host: usize) -> Str {
        self.with(host, |machine| machine.sched_gran.clone())
    }

    pub fn set_sched_gran(&self, host: usize, value: Str) {
        self.with(host, |machine| machine.sched_gran = value);
    }

    /// Notes whether a host was taken for dead; tells whether it was before.
    pub fn fence(&self, host: usize, fenced: bool) -> bool {
        self.with(host, |machine| std::mem::replace(&mut machine.fenced, fenced))
    }

    fn life(&self, host: usize) -> u64 {
        self.with(host, |machine| machine.life)
    }

    fn next_life(&self, host: usize, mood: Mood) -> u64 {
        self.with(host, |machine| {
            machine.mood = mood;
            machine.life += 1;
            machine.life
        })
    }
}

impl Pool {
    /// Refuses a call that a host does not answer now. Calls marked for emergencies are served in emergency mode.
    pub fn admit(&self, host: usize, name: &str) -> Result<(), Failure> {
        if matches!(self.machines.mood(host), Mood::Booting | Mood::Down) {
            return Err(Failure::bare("HOST_STILL_BOOTING"));
        }
        match self.emergency(host) {
            Some(reason) if !xapi::schema::EMERGENCY_CALLS.contains(&name) => Err(reason),
            _ => Ok(()),
        }
    }

    /// Why a host is in emergency mode, if it is: it serves only what works without the master.
    pub fn emergency(&self, host: usize) -> Option<Failure> {
        match self.machines.mood(host) {
            Mood::Emergency(reason) => Some(reason),
            _ => self.faults.emergency(host),
        }
    }

    pub fn in_emergency(&self, host: usize) -> bool {
        self.emergency(host).is_some()
    }

    /// The number of a host that is a member of the pool now.
    pub fn member(&self, reference: &str) -> Result<usize, Failure> {
        let known = self.read(|db| db.exists("host", reference));
        let number = self.hosts.number(reference).filter(|_| known);
        number.ok_or_else(|| Failure::handle_invalid("host", reference))
    }

    /// The members of the pool, by number.
    pub fn members(&self) -> Vec<usize> {
        let all = self.hosts.iter().enumerate();
        self.read(|db| all.filter(|(_, s)| db.exists("host", &s.reference)).map(|(n, _)| n).collect())
    }

    /// What a toolstack only remembers is lost with it: sessions, and tasks under way.
    pub fn forget_memory(&self) {
        let cancels = std::mem::take(&mut *lock(&self.cancels));
        for cancel in cancels.values() {
            cancel.send_replace(true);
        }
        self.write(|db| {
            for class in ["session", "task"] {
                for row in db.refs(class) {
                    // It was listed under the same lock.
                    let _ = db.delete(class, &row);
                }
            }
        });
        self.wake();
    }
}

/// What comes to an end.
#[derive(Clone, Copy, PartialEq)]
pub enum Depth {
    /// The toolstack alone; VMs and storage stay as they are.
    Toolstack,
    /// The whole machine.
    Machine,
}

/// A host stops answering; its connections are cut.
pub fn go_down(pool: &Arc<Pool>, host: usize, depth: Depth) -> u64 {
    if let Some(seat) = pool.machines.seat(host) {
        seat.down();
    }
    let life = pool.machines.next_life(host, Mood::Down);
    if pool.master() == host {
        pool.forget_memory();
    }
    if depth == Depth::Machine {
        pool.read(|db| {
            let residents = db.get("host", &pool.hosts[host].reference, "resident_VMs");
            for vm in residents.iter().flat_map(Value::items) {
                for console in db.get("VM", vm.as_str(), "consoles").iter().flat_map(Value::items) {
                    pool.consoles.end(console.as_str());
                }
            }
        });
    }
    watch_death(pool, host, life);
    life
}

/// A host's cable is pulled: nobody reaches it.
pub fn cut_off(pool: &Arc<Pool>, host: usize) {
    if let Some(seat) = pool.machines.seat(host) {
        seat.down();
    }
    let life = pool.machines.next_life(host, Mood::Down);
    watch_death(pool, host, life);
}

/// Pulls a host's cable once the call that asks for it has been answered.
pub fn unplug_soon(pool: &Arc<Pool>, host: usize) {
    let (weak, pause) = (Arc::downgrade(pool), pool.pace(GRACE));
    pool.clock.spawn(async move {
        crate::time::sleep(pause).await;
        if let Some(pool) = weak.upgrade() {
            cut_off(&pool, host);
        }
    });
}

/// The cable is back.
pub async fn reconnect(pool: &Arc<Pool>, host: usize) -> io::Result<()> {
    let Some(seat) = pool.machines.seat(host) else { return Ok(()) };
    seat.up().await?;
    if pool.machines.mood(host) == Mood::Down {
        pool.machines.next_life(host, Mood::Ready);
    }
    host::revive(pool, host).map_err(io::Error::other)?;
    if pool.master() == host {
        end_emergencies(pool);
    }
    Ok(())
}

/// After a while without a sign of life the others draw their conclusions.
fn watch_death(pool: &Arc<Pool>, host: usize, life: u64) {
    let (weak, pause) = (Arc::downgrade(pool), pool.pace(DEAD));
    pool.clock.spawn(async move {
        crate::time::sleep(pause).await;
        let Some(pool) = weak.upgrade() else { return };
        if pool.machines.life(host) == life
            && pool.machines.mood(host) == Mood::Down
            && let Err(failure) = conclude_death(&pool, host)
        {
            tracing::warn!(%failure, "the death of a host");
        }
    });
}

/// A member that is gone is marked as not live, and its VMs are restarted where HA protects them. Without its master a
/// pool chooses another if HA is on; else its members are in emergency mode.
fn conclude_death(pool: &Arc<Pool>, host: usize) -> Result<(), Failure> {
    if !pool.members().contains(&host) {
        return Ok(());
    }
    if pool.master() == host {
        let others = pool.members().into_iter().filter(|m| pool.machines.mood(*m) == Mood::Ready);
        let others: Vec<usize> = others.filter(|m| *m != host).collect();
        if !ha::enabled(pool) {
            for member in others {
                let reason = Failure::bare("HOST_IN_EMERGENCY_MODE");
                pool.machines.set_mood(member, Mood::Emergency(reason));
            }
            return Ok(());
        }
        let Some(next) = others.first() else { return Ok(()) };
        host::take_over(pool, *next)?;
        ha::announce_transition(pool, *next)?;
    }
    host::set_live(pool, host, false)?;
    ha::host_failed(pool, host)
}

/// Members that lost their master find it again.
pub fn end_emergencies(pool: &Pool) {
    for member in pool.members() {
        if pool.machines.lost_its_master(member) {
            pool.machines.set_mood(member, Mood::Ready);
            // The host was listed a moment ago.
            let _ = host::set_live(pool, member, true);
        }
    }
}

/// Plans what a host does after its call has been answered: it goes down, and comes back unless it stays off.
pub fn plan(pool: &Arc<Pool>, host: usize, depth: Depth, comes_back: bool) {
    let (weak, pause) = (Arc::downgrade(pool), pool.pace(GRACE));
    let before = pool.machines.life(host);
    pool.clock.spawn(async move {
        crate::time::sleep(pause).await;
        let Some(pool) = weak.upgrade() else { return };
        if pool.machines.life(host) != before {
            return;
        }
        let life = go_down(&pool, host, depth);
        if !comes_back {
            // Nothing is under way on a host that is off.
            let _ = pool.write(|db| host::forget_operations(db, &pool.hosts[host].reference));
            return;
        }
        let pause = pool.pace(if depth == Depth::Machine { POWER_UP } else { TOOLSTACK });
        drop(pool);
        come_back(weak, host, life, depth, pause).await;
    });
}

/// Gives power to a host that has none.
pub fn power_up(pool: &Arc<Pool>, host: usize) {
    begin(pool, host, Depth::Machine);
}

/// Starts a host that is down, or its toolstack alone.
pub fn begin(pool: &Arc<Pool>, host: usize, depth: Depth) {
    let life = pool.machines.next_life(host, Mood::Down);
    let pause = pool.pace(if depth == Depth::Machine { POWER_UP } else { TOOLSTACK });
    pool.clock.spawn(come_back(Arc::downgrade(pool), host, life, depth, pause));
}

/// The moment between the answer of a call and what it brings about.
pub fn grace(pool: &Pool) -> Duration {
    pool.pace(GRACE)
}

/// A host listens again, refuses everything for a while, and serves.
async fn come_back(weak: Weak<Pool>, host: usize, life: u64, depth: Depth, pause: Duration) {
    crate::time::sleep(pause).await;
    let same = |pool: &Pool| pool.machines.life(host) == life;
    {
        let Some(pool) = weak.upgrade().filter(|pool| same(pool)) else { return };
        let Some(seat) = pool.machines.seat(host) else { return };
        pool.machines.set_mood(host, Mood::Booting);
        if let Err(error) = seat.up().await {
            tracing::warn!(%error, "a host cannot listen again");
        }
    }
    let Some(pool) = weak.upgrade() else { return };
    let pause = pool.pace(START_UP);
    drop(pool);
    crate::time::sleep(pause).await;
    let Some(pool) = weak.upgrade().filter(|pool| same(pool)) else { return };
    let master = pool.master();
    if master != host && pool.machines.mood(master) != Mood::Ready {
        pool.machines.set_mood(host, Mood::Emergency(Failure::bare("HOST_IN_EMERGENCY_MODE")));
        return;
    }
    if let Err(failure) = start_up(&pool, host, depth).await {
        tracing::warn!(%failure, "a host did not start up in full");
    }
    if master == host {
        end_emergencies(&pool);
    }
}

/// What a toolstack does when it starts: it tells the master how the host is, serves, plugs its storage, and enables
/// the host.
async fn start_up(pool: &Arc<Pool>, number: usize, depth: Depth) -> Result<(), Failure> {
    let host = &pool.hosts[number].reference;
    let cold = depth == Depth::Machine;
    let unplugged = pool.write(|db| {
        let now = format!("{}.", crate::time::now());
        let mut config = db.get("host", host, "other_config")?;
        config = config.with_entry("agent_start_time", Value::from(now.as_str()));
        if cold {
            config = config.with_entry("boot_time", Value::from(now));
        }
        db.set("host", host, "other_config", config)?;
        software::restarted(db, pool, host, cold)?;
        host::forget_operations(db, host)?;
        let mut unplugged = Vec::new();
        if cold {
            pool.machines.console(number, |console| *console = None);
            host::halt_residents(db, pool, host)?;
            pci::booted(db, pool, host)?;
            host_driver::booted(db, host)?;
            pif::booted(db, host)?;
            for pbd in db.get("host", host, "PBDs")?.items() {
                if db.set("PBD", pbd.as_str(), "currently_attached", false)? {
                    unplugged.push(pbd.to_shared());
                }
            }
            let display = match db.get("host", host, "display")?.as_str() {
                "disable_on_reboot" => "disabled",
                "enable_on_reboot" => "enabled",
                _ => return Ok(unplugged),
            };
            db.set("host", host, "display", display)?;
        }
        Ok::<Vec<Str>, Failure>(unplugged)
    })?;
    pool.machines.set_mood(number, Mood::Ready);
    host::set_live(pool, number, true)?;
    for pbd in unplugged {
        let pause = pool.pace(0.1);
        crate::time::sleep(pause).await;
        // Somebody may have destroyed it meanwhile.
        let _ = pool.write(|db| db.set("PBD", &pbd, "currently_attached", true));
    }
    let auto = pool.machines.with(number, |machine| machine.auto_enable);
    pool.write(|db| {
        if auto && cold {
            db.set("host", host, "enabled", true)?;
        }
        host::refresh(db, host)
    })?;
    ha::plan_anew(pool)
}
