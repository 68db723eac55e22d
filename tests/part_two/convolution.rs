//! Claims of the chapter *Convolution*.
