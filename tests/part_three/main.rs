//! What the chapters of Part III claim: one module per chapter.

#[path = "../common/says.rs"]
mod common;
mod own_data;
