//! Asks of every digit how far away in the file the digit most like it stands.

use backprop::digits::most_alike;
use files::small::small;

fn main() {
    let data = small();
    let others = most_alike(&data);
    let share = |count: usize| 100.0 * count as f64 / data.len() as f64;

    let near = (0..data.len()).filter(|&i| i.abs_diff(others[i]) <= 100).count();
    println!("at most 100 places away: {:.0} %", share(near));

    let right = (0..data.len()).filter(|&i| data.labels[i] == data.labels[others[i]]);
    println!("the same digit: {:.1} %", share(right.count()));

    // By chance it would be 200 of the 1,796 others.
    assert!(share(near) > 3.0 * 100.0 * 200.0 / 1796.0);
}
