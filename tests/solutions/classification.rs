//! Solutions of the chapter *Classification*.
