//! The network of Part I in candle.
