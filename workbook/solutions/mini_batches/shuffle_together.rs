// The chapter *Mini-batches*, sections *The loop* and *Samples set aside*.
//
// Put the samples in another order, each with its label. In place i comes the sample with the
// number `order[i]`:
//
//     order 2, 0, 1:  the new row 0 is the old row 2, and so on

use backprop::classification::Dataset;
use ndarray::{Axis, array};

fn shuffle_together(data: &Dataset, order: &[usize]) -> Dataset {
    Dataset {
        x: data.x.select(Axis(0), order),
        labels: order.iter().map(|&i| data.labels[i]).collect(),
        classes: data.classes,
    }
}

fn main() {
    let (x, labels) = (array![[0.0], [0.1], [0.2]], vec![0, 1, 2]);
    let data = Dataset { x, labels, classes: 3 };
    println!("{:?}", shuffle_together(&data, &[2, 0, 1]).labels);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn each_sample_keeps_its_label() -> Verdict {
        mini_batches::shuffle_together(shuffle_together)
    }
}
