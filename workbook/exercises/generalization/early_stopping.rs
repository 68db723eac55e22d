// The chapter *Generalization*, section *Early stopping*.
//
// Here are the validation losses after each epoch, the first of which is epoch 1. Say which
// epoch is kept, and after which epoch training stops: as soon as the best one lies `patience`
// epochs back, or else after the last. Better is lower; a loss that is not a number is no better.
//
//     3, 1, 2, 2, 0.5 with a patience of 2:  epoch 2 is kept, and 4 is the last

fn early_stopping(losses: &[f64], patience: usize) -> (usize, usize) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin early_stopping`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, generalization};

    #[test]
    fn this_one_is_kept_and_that_one_the_last() -> Verdict {
        generalization::early_stopping(early_stopping)
    }
}
