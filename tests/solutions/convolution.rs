//! Solutions of the chapter *Convolution*.
