//! Every call, declared once: name, routes, parameters, output and access side by side. JSON-RPC, REST,
//! the CLI, the page's client, the documentation and the permission check all follow from these declarations.

mod catalogue;
mod error;
mod method;
mod sentences;
mod validate;

pub mod acl;
pub mod disk;
pub mod explain;
pub mod feed;
pub mod group;
pub mod network;
pub mod otp;
pub mod pbd;
pub mod pif;
pub mod role;
pub mod server;
pub mod session;
pub mod sm;
pub mod sr;
pub mod sr_create;
pub mod sr_probe;
pub mod system;
pub mod task;
pub mod token;
pub mod user;
pub mod values;
pub mod vbd;
pub mod vdi;
pub mod vif;
pub mod vm;
pub mod xo;

pub use catalogue::{Entry, Permission, find, openapi};
pub use error::{ApiError, ParamError};
pub use method::{Method, Route, Rule, Verb};
pub use sentences::sentence;
pub use validate::{check, read};

/// The whole API, in the order the documentation lists it.
pub const METHODS: &[Entry] = &[
    Entry::of::<session::GetUser>(),
    Entry::of::<session::SignIn>(),
    Entry::of::<session::SignOut>(),
    Entry::of::<system::GetMethodsInfo>(),
    Entry::of::<system::GetServerVersion>(),
    Entry::of::<system::GetVersion>(),
    Entry::of::<system::ListMethods>(),
    Entry::of::<xo::GetAllObjects>(),
    Entry::of::<server::Add>(),
    Entry::of::<server::Set>(),
    Entry::of::<server::Enable>(),
    Entry::of::<server::Disable>(),
    Entry::of::<server::AcceptCertificate>(),
    Entry::of::<server::Remove>(),
    Entry::of::<server::GetAll>(),
    Entry::of::<vm::Start>(),
    Entry::of::<vm::Stop>(),
    Entry::of::<vm::Restart>(),
    Entry::of::<vm::Suspend>(),
    Entry::of::<vm::Resume>(),
    Entry::of::<vm::Pause>(),
    Entry::of::<vm::Unpause>(),
    Entry::of::<vm::Set>(),
    Entry::of::<vm::Console>(),
    Entry::of::<task::Cancel>(),
    Entry::of::<task::Destroy>(),
    Entry::of::<sr::Set>(),
    Entry::of::<sr::Scan>(),
    Entry::of::<sr::Destroy>(),
    Entry::of::<sr::Forget>(),
    Entry::of::<sr::ConnectAllPbds>(),
    Entry::of::<sr::DisconnectAllPbds>(),
    Entry::of::<sr::EnableMaintenanceMode>(),
    Entry::of::<sr::DisableMaintenanceMode>(),
    Entry::of::<sr::ReclaimSpace>(),
    Entry::of::<sr::GetVdiChainsInfo>(),
    Entry::of::<sr::GetAllUnhealthyVdiChainsLength>(),
    Entry::of::<sr_create::Create>(),
    Entry::of::<sr_create::CreateIso>(),
    Entry::of::<sr_create::CreateNfs>(),
    Entry::of::<sr_create::CreateSmb>(),
    Entry::of::<sr_create::CreateHba>(),
    Entry::of::<sr_create::CreateIscsi>(),
    Entry::of::<sr_create::CreateLvm>(),
    Entry::of::<sr_create::CreateExt>(),
    Entry::of::<sr_create::CreateZfs>(),
    Entry::of::<sr_probe::ProbeZfs>(),
    Entry::of::<sr_probe::ProbeHba>(),
    Entry::of::<sr_probe::ProbeHbaExists>(),
    Entry::of::<sr_probe::ProbeNfs>(),
    Entry::of::<sr_probe::ProbeNfsExists>(),
    Entry::of::<sr_probe::ProbeIscsiIqns>(),
    Entry::of::<sr_probe::ProbeIscsiLuns>(),
    Entry::of::<sr_probe::ProbeIscsiExists>(),
    Entry::of::<sm::GetFromSr>(),
    Entry::of::<disk::Create>(),
    Entry::of::<vdi::Create>(),
    Entry::of::<vdi::Delete>(),
    Entry::of::<vdi::Set>(),
    Entry::of::<vdi::Migrate>(),
    Entry::of::<vbd::Create>(),
    Entry::of::<vbd::Connect>(),
    Entry::of::<vbd::Disconnect>(),
    Entry::of::<vbd::Delete>(),
    Entry::of::<vbd::Set>(),
    Entry::of::<vbd::SetBootable>(),
    Entry::of::<pbd::Connect>(),
    Entry::of::<pbd::Disconnect>(),
    Entry::of::<pbd::Delete>(),
    Entry::of::<network::GetBondModes>(),
    Entry::of::<network::Create>(),
    Entry::of::<network::CreateBonded>(),
    Entry::of::<network::Set>(),
    Entry::of::<network::Delete>(),
    Entry::of::<pif::GetIpv4ConfigurationModes>(),
    Entry::of::<pif::GetIpv6ConfigurationModes>(),
    Entry::of::<pif::Connect>(),
    Entry::of::<pif::Disconnect>(),
    Entry::of::<pif::Delete>(),
    Entry::of::<pif::ReconfigureIp>(),
    Entry::of::<pif::EditPif>(),
    Entry::of::<vif::GetLockingModeValues>(),
    Entry::of::<vif::Create>(),
    Entry::of::<vif::Connect>(),
    Entry::of::<vif::Disconnect>(),
    Entry::of::<vif::Delete>(),
    Entry::of::<vif::Set>(),
    Entry::of::<user::Create>(),
    Entry::of::<user::Delete>(),
    Entry::of::<user::Set>(),
    Entry::of::<user::ChangePassword>(),
    Entry::of::<user::GetAll>(),
    Entry::of::<user::GetAuthenticationTokens>(),
    Entry::of::<user::CreateAuthenticationToken>(),
    Entry::of::<otp::Start>(),
    Entry::of::<otp::Confirm>(),
    Entry::of::<otp::Disable>(),
    Entry::of::<otp::Reset>(),
    Entry::of::<group::Create>(),
    Entry::of::<group::Delete>(),
    Entry::of::<group::Set>(),
    Entry::of::<group::GetAll>(),
    Entry::of::<group::SetUsers>(),
    Entry::of::<group::AddUser>(),
    Entry::of::<group::RemoveUser>(),
    Entry::of::<acl::Add>(),
    Entry::of::<acl::Remove>(),
    Entry::of::<acl::Get>(),
    Entry::of::<acl::GetCurrentPermissions>(),
    Entry::of::<explain::Explain>(),
    Entry::of::<explain::WhoCan>(),
    Entry::of::<explain::Preview>(),
    Entry::of::<role::GetAll>(),
    Entry::of::<role::Create>(),
    Entry::of::<role::Copy>(),
    Entry::of::<role::Set>(),
    Entry::of::<role::Delete>(),
    Entry::of::<token::Create>(),
    Entry::of::<token::Delete>(),
    Entry::of::<token::DeleteOwn>(),
    Entry::of::<token::Set>(),
];
