// The chapter *Convolution*, section *Stride, padding, and what is left over*.
//
// Write in how many places a kernel of `size` k fits along a `side` of m pixels, with `padding` p
// and `stride` s:
//
//     places = ⌊(m + 2p − k) / s⌋ + 1

fn places(side: usize, size: usize, padding: usize, stride: usize) -> usize {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin places`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, convolution};

    #[test]
    fn these_are_the_places() -> Verdict {
        convolution::places(places)
    }
}
