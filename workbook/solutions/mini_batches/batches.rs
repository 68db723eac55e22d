// The chapter *Mini-batches*, section *The loop*.
//
// Cut the samples, in this order, into batches of a size. The last one may be shorter:
//
//     10 samples in batches of 4: 4, 4 and 2

fn batches(order: &[usize], size: usize) -> Vec<Vec<usize>> {
    order.chunks(size).map(<[usize]>::to_vec).collect()
}

fn main() {
    println!("{:?}", batches(&[3, 0, 4, 1, 2], 2));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn every_sample_is_in_one_batch() -> Verdict {
        mini_batches::batches(batches)
    }
}
