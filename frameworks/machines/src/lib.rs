//! Training on more than one machine, in Burn.
//!
//! | module | gives |
//! |---|---|
//! | [`server`] | a device in another process, and the way to it |
//! | [`training`] | Burn's loop over several devices |

pub mod server;
pub mod training;
