//! Prints an area.

fn main() {
    println!("{:.2}", std::f64::consts::PI);
}
