//! Solutions of the chapter *Initialization*.
