//! Claims of the chapter *Speed*.
