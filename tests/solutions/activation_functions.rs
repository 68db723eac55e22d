//! Solutions of the chapter *Activation functions*.
