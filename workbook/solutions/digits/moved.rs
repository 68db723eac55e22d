// The chapter *Digits*, section *Digits that moved*.
//
// Write the image x `(channels, height, width)` moved by so many pixels to the right and down. If a
// number is negative it moves to the left, or up. What leaves the image is lost, and paper comes in,
// which is 0:
//
//     x′[c, r + down, q + right] = x[c, r, q]     where that lies on the image

use ndarray::{Array3, array};

fn moved(image: &Array3<f64>, right: isize, down: isize) -> Array3<f64> {
    let (_, height, width) = image.dim();
    let mut moved = Array3::zeros(image.dim());
    for ((c, row, column), pixel) in image.indexed_iter() {
        let to = (row.checked_add_signed(down), column.checked_add_signed(right));
        if let (Some(to_row), Some(to_column)) = to
            && to_row < height
            && to_column < width
        {
            moved[[c, to_row, to_column]] = *pixel;
        }
    }
    moved
}

fn main() {
    println!("{}", moved(&array![[[1.0, 2.0], [3.0, 4.0]]], 1, 0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, digits};

    #[test]
    fn it_is_the_image_moved() -> Verdict {
        digits::moved(moved)
    }
}
