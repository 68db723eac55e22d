//! Solutions of the chapter *Layers and biases*.
