// The chapter *More than one machine*, section *The mean of means*.
//
// Write the step that several machines take together. `parts` has for each machine the number of its
// rows, nₖ, and its gradient Gₖ, added up over these rows. n is all rows together. The loss is a mean,
// so for each parameter w
//
//     w ← w − η 1/n Σₖ Gₖ
//
// A machine may have had no rows; its gradient is 0 then.

fn step_of_many(
    parameters: &mut [f64],
    parts: &[(usize, Vec<f64>)],
    learning_rate: f64,
) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin step_of_many`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, more_than_one_machine};

    #[test]
    fn many_machines_take_the_step_of_one() -> Verdict {
        more_than_one_machine::step_of_many(step_of_many)
    }
}
