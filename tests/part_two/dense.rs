//! Claims of the chapter *Layers and biases*.
