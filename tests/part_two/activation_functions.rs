//! Claims of the chapter *Activation functions*.
