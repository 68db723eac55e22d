// The chapter *More than one machine*, section *A part for each machine*.
//
// Write the rows that each machine gets, if n rows are cut in as many parts as there are machines. Each
// row is in one part, and no part has two rows more than another. Whether a machine that gets one
// more is among the first or the last is up to you.
//
// A part is a range: `2..5` has the rows 2, 3 and 4.

use std::ops::Range;

fn parts(n: usize, machines: usize) -> Vec<Range<usize>> {
    (0..machines).map(|k| k * n / machines..(k + 1) * n / machines).collect()
}

fn main() {
    println!("{:?}", parts(10, 4));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, more_than_one_machine};

    #[test]
    fn each_row_is_on_one_machine() -> Verdict {
        more_than_one_machine::parts(parts)
    }
}
