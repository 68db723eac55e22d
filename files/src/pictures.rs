//! A network for pictures that a user brings, and the reader's own handwriting.
//!
//! | module | gives |
//! |---|---|
//! | [`decode`] | a picture from a file, or what is wrong with it |
//! | [`sample`] | a picture in another size |
//! | [`folder`] | a folder of pictures for each label |
//! | [`train`](mod@train) | a network for them, and how well it does on pictures that it never saw |
//! | [`saved`] | the network and its recipe in one file |
//! | [`handwriting`] | a digit cut out of a photo, as a data set has its digits |
//! | [`scenes`] | digits drawn as a change of scene shows them |

pub mod decode;
pub mod sample;
pub mod folder;
pub mod train;
pub mod saved;
pub mod handwriting;
pub mod scenes;

pub use decode::Picture;
pub use folder::Folder;
pub use handwriting::{Frame, Reading, read};
pub use saved::{load, predict, save};
pub use train::{Choice, Recipe, Trained, train};
