//! What the captions say stands where in a figure: read from the figure as it is drawn.

#[path = "../common/root.rs"]
mod root;

mod drawn;
mod part_one;
