//! The network of Part I, and one for digits, in Burn.
