//! One line per call: which function answers it.

use api::{
    acl as a, disk as d, explain as e, group as g, network as n, otp as o, pbd as pb, pif as pi, role as r,
    server as s, session as ss, system as sy, task as ta, token as t, user as u, vbd as vb, vdi as vd,
    vif as vi, vm as v, xo as x,
};

use crate::table::Table;

mod acl;
mod explain;
mod found;
mod group;
mod network;
mod otp;
mod pbd;
mod pif;
mod role;
mod server;
mod session;
mod steps;
mod system;
mod task;
mod token;
mod user;
mod vbd;
mod vdi;
mod vif;
mod vm;
pub mod xo;

/// The whole table.
pub fn table() -> Table {
    Table::default()
        .on::<ss::GetUser, _>(session::get_user)
        .on::<ss::SignIn, _>(session::sign_in)
        .on::<ss::SignOut, _>(session::sign_out)
        .on::<sy::GetMethodsInfo, _>(system::get_methods_info)
        .on::<sy::GetServerVersion, _>(system::get_server_version)
        .on::<sy::GetVersion, _>(system::get_version)
        .on::<sy::ListMethods, _>(system::list_methods)
        .on_raw::<x::GetAllObjects, _>(xo::get_all_objects)
        .on::<s::Add, _>(server::add)
        .on::<s::Set, _>(server::set)
        .on::<s::Enable, _>(server::enable)
        .on::<s::Disable, _>(server::disable)
        .on::<s::AcceptCertificate, _>(server::accept_certificate)
        .on::<s::Remove, _>(server::remove)
        .on::<s::GetAll, _>(server::get_all)
        .on_task::<v::Start, _>(vm::start)
        .on_task::<v::Stop, _>(vm::stop)
        .on_task::<v::Restart, _>(vm::restart)
        .on_task::<v::Suspend, _>(vm::suspend)
        .on_task::<v::Resume, _>(vm::resume)
        .on_task::<v::Pause, _>(vm::pause)
        .on_task::<v::Unpause, _>(vm::unpause)
        .on::<v::Set, _>(vm::set)
        .on::<v::Console, _>(vm::console)
        .on::<ta::Cancel, _>(task::cancel)
        .on::<ta::Destroy, _>(task::destroy)
        .on::<d::Create, _>(vdi::create_disk)
        .on::<vd::Create, _>(vdi::create)
        .on::<vd::Delete, _>(vdi::delete)
        .on::<vd::Set, _>(vdi::set)
        .on_task::<vd::Migrate, _>(vdi::migrate)
        .on::<vb::Create, _>(vbd::create)
        .on_task::<vb::Connect, _>(vbd::connect)
        .on_task::<vb::Disconnect, _>(vbd::disconnect)
        .on::<vb::Delete, _>(vbd::delete)
        .on::<vb::Set, _>(vbd::set)
        .on::<vb::SetBootable, _>(vbd::set_bootable)
        .on_task::<pb::Connect, _>(pbd::connect)
        .on_task::<pb::Disconnect, _>(pbd::disconnect)
        .on::<pb::Delete, _>(pbd::delete)
        .on::<n::GetBondModes, _>(network::get_bond_modes)
        .on_task::<n::Create, _>(network::create)
        .on_task::<n::CreateBonded, _>(network::create_bonded)
        .on::<n::Set, _>(network::set)
        .on::<n::Delete, _>(network::delete)
        .on::<pi::GetIpv4ConfigurationModes, _>(pif::get_ipv4_configuration_modes)
        .on::<pi::GetIpv6ConfigurationModes, _>(pif::get_ipv6_configuration_modes)
        .on_task::<pi::Connect, _>(pif::connect)
        .on_task::<pi::Disconnect, _>(pif::disconnect)
        .on::<pi::Delete, _>(pif::delete)
        .on::<pi::ReconfigureIp, _>(pif::reconfigure_ip)
        .on::<pi::EditPif, _>(pif::edit_pif)
        .on::<vi::GetLockingModeValues, _>(vif::get_locking_mode_values)
        .on::<vi::Create, _>(vif::create)
        .on_task::<vi::Connect, _>(vif::connect)
        .on_task::<vi::Disconnect, _>(vif::disconnect)
        .on::<vi::Delete, _>(vif::delete)
        .on::<vi::Set, _>(vif::set)
        .on::<u::Create, _>(user::create)
        .on::<u::Delete, _>(user::delete)
        .on::<u::Set, _>(user::set)
        .on::<u::ChangePassword, _>(user::change_password)
        .on::<u::GetAll, _>(user::get_all)
        .on::<u::GetAuthenticationTokens, _>(user::get_authentication_tokens)
        .on::<u::CreateAuthenticationToken, _>(token::create_told)
        .on::<o::Start, _>(otp::start)
        .on::<o::Confirm, _>(otp::confirm)
        .on::<o::Disable, _>(otp::disable)
        .on::<o::Reset, _>(otp::reset)
        .on::<g::Create, _>(group::create)
        .on::<g::Delete, _>(group::delete)
        .on::<g::Set, _>(group::set)
        .on::<g::GetAll, _>(group::get_all)
        .on::<g::SetUsers, _>(group::set_users)
        .on::<g::AddUser, _>(group::add_user)
        .on::<g::RemoveUser, _>(group::remove_user)
        .on::<a::Add, _>(acl::add)
        .on::<a::Remove, _>(acl::remove)
        .on::<a::Get, _>(acl::get)
        .on::<a::GetCurrentPermissions, _>(acl::get_current_permissions)
        .on::<e::Explain, _>(explain::explain)
        .on::<e::WhoCan, _>(explain::who_can)
        .on::<e::Preview, _>(explain::preview)
        .on::<r::GetAll, _>(role::get_all)
        .on::<r::Create, _>(role::create)
        .on::<r::Copy, _>(role::copy)
        .on::<r::Set, _>(role::set)
        .on::<r::Delete, _>(role::delete)
        .on::<t::Create, _>(token::create)
        .on::<t::Delete, _>(token::delete)
        .on::<t::DeleteOwn, _>(token::delete_own)
        .on::<t::Set, _>(token::set)
}
