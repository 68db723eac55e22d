// The chapter *Initialization*, sections *Xavier: for tanh* and *He: for ReLU*.
//
// Write the interval that each initialization draws the weights of a layer from, evenly: for
// `Zeros` from 0 to 0, for `Unit` from 0 to 1, for Xavier and He from −b to b. With n inputs
// and m outputs:
//
//     Xavier: Var(w) = 2 / (n + m)
//     He:     Var(w) = 2 / n
//
// Between −b and b the variance is b² / 3.

use backprop::initialization::Initialization;
use std::ops::Range;

fn limits(how: Initialization, inputs: usize, outputs: usize) -> Range<f64> {
    // Between −b and b the variance is b²/3.
    let with_variance = |variance: f64| {
        let b = (3.0 * variance).sqrt();
        -b..b
    };
    match how {
        Initialization::Zeros => 0.0..0.0,
        Initialization::Unit => 0.0..1.0,
        Initialization::Xavier => with_variance(2.0 / (inputs + outputs) as f64),
        Initialization::He => with_variance(2.0 / inputs as f64),
    }
}

fn main() {
    println!("{:?}", limits(Initialization::Xavier, 3, 4));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, initialization};

    #[test]
    fn the_intervals_have_the_variances_of_their_papers() -> Verdict {
        initialization::limits(limits)
    }
}
