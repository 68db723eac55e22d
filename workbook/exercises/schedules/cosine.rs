// The chapter *Schedules*, section *A rate that falls*.
//
// Write what the learning rate is multiplied by in epoch t of T, along half a wave of the
// cosine. The first epoch is 0:
//
//     ½ (1 + cos(π t / T))

fn cosine(epoch: usize, epochs: usize) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin cosine`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, schedules};

    #[test]
    fn it_falls_from_1_along_half_a_wave() -> Verdict {
        schedules::cosine(cosine)
    }
}
