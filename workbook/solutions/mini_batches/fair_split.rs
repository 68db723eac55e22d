// The chapter *Mini-batches*, section *Samples set aside*.
//
// Put the samples in this order, and cut the last share of them off. Give the samples to train
// on, and those set aside. How many are set aside is rounded to the nearest whole number:
//
//     11 samples, a share of 0.3:  8 to train on, 3 set aside

use backprop::classification::Dataset;
use ndarray::array;

fn fair_split(data: &Dataset, order: &[usize], share: f64) -> (Dataset, Dataset) {
    let last = (share * order.len() as f64).round() as usize;
    let (train, aside) = order.split_at(order.len() - last);
    (data.select(train), data.select(aside))
}

fn main() {
    let (x, labels) = (array![[0.0], [0.1], [0.2]], vec![0, 1, 2]);
    let data = Dataset { x, labels, classes: 3 };
    let (train, aside) = fair_split(&data, &[2, 0, 1], 0.3);
    println!("{:?} {:?}", train.labels, aside.labels);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn no_sample_is_in_both_parts() -> Verdict {
        mini_batches::fair_split(fair_split)
    }
}
