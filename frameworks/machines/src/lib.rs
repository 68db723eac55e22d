//! Training on more than one machine, in Burn.
