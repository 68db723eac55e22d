//! Solutions of the chapter *Speed*.
