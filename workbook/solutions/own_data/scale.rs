// The chapter *Your own data*, section *Scaling*.
//
// Write numbers in standard deviations from the mean, both of the training rows:
//
//     z = (x − m) / d
//     m = 1/n Σᵢ xᵢ
//     d = √(1/n Σᵢ (xᵢ − m)²)
//
// If the numbers of the training rows are all the same, d is 1.

fn scale(training: &[f64], numbers: &[f64]) -> Vec<f64> {
    let n = training.len() as f64;
    let mean = training.iter().sum::<f64>() / n;
    let squares = training.iter().map(|x| (x - mean).powi(2));
    let variance = squares.sum::<f64>() / n;
    let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
    numbers.iter().map(|x| (x - mean) / deviation).collect()
}

fn main() {
    println!("{:?}", scale(&[1.0, 3.0], &[2.0, 5.0]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_data};

    #[test]
    fn numbers_are_scaled() -> Verdict {
        own_data::scale(scale)
    }
}
