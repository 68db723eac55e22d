//! Solutions of the chapter *Digits*.
