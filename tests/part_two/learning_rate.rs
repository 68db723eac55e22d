//! Claims of the chapter *The learning rate*.
