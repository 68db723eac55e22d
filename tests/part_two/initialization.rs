//! Claims of the chapter *Initialization*.
