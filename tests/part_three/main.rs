//! What the chapters of Part III claim: one module per chapter.

mod autograd;
mod deeper;
mod own_data;
mod own_pictures;
mod more_than_one_machine;
#[path = "../common/root.rs"]
mod root;
