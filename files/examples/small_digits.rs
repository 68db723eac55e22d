//! Looks at the digits that come with the crate: one of them, and how many there are.

use backprop::digits::SMALL;
use files::small::small;

fn main() {
    let data = small();
    println!("{} digits of {} pixels", data.len(), SMALL.size());

    let i = 5;
    println!("number {i} is a {}", data.labels[i]);
    for pixels in data.x.row(i).to_vec().chunks(SMALL.width) {
        let ink = pixels.iter().map(|ink| format!("{:3}", 16.0 * ink));
        println!("{}", ink.collect::<String>());
    }

    let count = |digit| data.labels.iter().filter(|&&label| label == digit).count();
    println!("of each digit: {:?}", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(count));

    assert!(data.x.iter().all(|ink| (0.0..=1.0).contains(ink)));
}
