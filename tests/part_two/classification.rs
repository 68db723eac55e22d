//! Claims of the chapter *Classification*.
