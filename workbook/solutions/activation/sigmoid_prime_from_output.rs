// The chapter *The sigmoid*, section *Two functions for one slope*.
//
// Write the slope of the sigmoid where a = σ(z) is what came out of it:
//
//     σ′(z) = a (1 − a)

fn sigmoid_prime_from_output(a: f64) -> f64 {
    a * (1.0 - a)
}

fn main() {
    println!("{}", sigmoid_prime_from_output(0.5));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, activation};

    #[test]
    fn it_is_the_slope_where_a_came_out() -> Verdict {
        activation::sigmoid_prime_from_output(sigmoid_prime_from_output)
    }
}
