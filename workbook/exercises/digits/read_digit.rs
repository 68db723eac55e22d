// The chapter *Digits*, section *The program*.
//
// Read a digit. `ink` has its 64 pixels, row after row, from 0 for paper to 16 for ink. `net` has
// learned from shares of ink, one digit in a row, and gives ten logits z. Decide for a label, and say
// what its share is:
//
//     x = ink / 16
//     z = net(x)
//     p = softmax(z)
//     label = the class k with the largest z[k]          share = p[label]
//
// `softmax` and `decide` are those of `backprop::classification`.

use backprop::sequential::Sequential;

fn read_digit(net: &Sequential, ink: &[u8]) -> (usize, f64) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin read_digit`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, digits};

    #[test]
    fn it_is_read() -> Verdict {
        digits::read_digit(read_digit)
    }
}
