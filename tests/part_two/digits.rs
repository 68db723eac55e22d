//! Claims of the chapter *Digits*.
