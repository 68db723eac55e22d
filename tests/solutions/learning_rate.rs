//! Solutions of the chapter *The learning rate*.
