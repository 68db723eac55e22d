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
    let n: usize = parts.iter().map(|(rows, _)| rows).sum();
    for (i, w) in parameters.iter_mut().enumerate() {
        let sum: f64 = parts.iter().map(|(_, gradient)| gradient[i]).sum();
        *w -= learning_rate * sum / n as f64;
    }
}

fn main() {
    let mut parameters = [1.0];
    step_of_many(&mut parameters, &[(3, vec![6.0]), (1, vec![6.0])], 0.1);
    println!("{:.1}", parameters[0]);
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
