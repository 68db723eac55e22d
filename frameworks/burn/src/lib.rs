//! The networks of the book in [Burn](https://burn.dev).
//!
//! | module | gives |
//! |---|---|
//! | [`part_one`] | the network of Part I, in numbers of 64 bits |
//! | [`digits`] | the dense network for digits, by Burn's own training loop |
//! | [`runs`] | the same by our loop, and what both reach |
//! | [`weights`] | a file of ours read by Burn, and back |

pub mod part_one;
pub mod digits;
pub mod runs;
pub mod weights;
