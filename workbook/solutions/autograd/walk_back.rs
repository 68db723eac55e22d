// The chapter *Autograd*, section *Back from the end*.
//
// A tape of numbers is given. For each it holds what the number was computed from: the places of
// these on the tape, and the slope of the number along each. Write the slopes of the last number
// along all numbers of the tape, itself among them, in the order of the tape.
//
// The tape of b = a + a, c = b · b at b = 6 is
//
//     [], [(0, 1.0), (0, 1.0)], [(1, 6.0), (1, 6.0)]
//
// and the slopes of c are 24, 12 and 1.

fn walk_back(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let mut slopes = vec![0.0; tape.len()];
    slopes[tape.len() - 1] = 1.0;
    for (place, terms) in tape.iter().enumerate().rev() {
        for &(term, along) in terms {
            slopes[term] += slopes[place] * along;
        }
    }
    slopes
}

fn main() {
    let tape = [vec![], vec![(0, 1.0), (0, 1.0)], vec![(1, 6.0), (1, 6.0)]];
    println!("{:?}", walk_back(&tape));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, autograd};

    #[test]
    fn the_walk_finds_all_slopes() -> Verdict {
        autograd::walk_back(walk_back)
    }
}
