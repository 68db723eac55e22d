// The chapter *Your own pictures*, section *A picture in another size*.
//
// Write the brightness of an image at a point: `y` from its top and `x` from its left, in pixels. A
// pixel is a square of side 1, so that the middle of the one in row 0 and column 0 is half a pixel
// from both.
//
//     b = (1 − d) ((1 − e) p + e q) + d ((1 − e) s + e t)
//
// p and q are the pixels above the point, left and right, and s and t those below it; e is how far
// it is to the right of the left middles, and d how far below the upper ones. Beyond the outermost
// middles, the nearest pixels go on.

use ndarray::Array2;

fn bilinear(image: &Array2<f64>, y: f64, x: f64) -> f64 {
    let (height, width) = image.dim();
    let (top, left) = ((y - 0.5).floor(), (x - 0.5).floor());
    let (down, right) = (y - 0.5 - top, x - 0.5 - left);
    let at = |row: f64, column: f64| {
        let row = row.clamp(0.0, height as f64 - 1.0);
        let column = column.clamp(0.0, width as f64 - 1.0);
        image[[row as usize, column as usize]]
    };
    let above = (1.0 - right) * at(top, left) + right * at(top, left + 1.0);
    let below =
        (1.0 - right) * at(top + 1.0, left) + right * at(top + 1.0, left + 1.0);
    (1.0 - down) * above + down * below
}

fn main() {
    let image = ndarray::array![[0.0, 1.0], [2.0, 7.0]];
    println!("{:.2}", bilinear(&image, 1.0, 0.75));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_pictures};

    #[test]
    fn between_the_middles_it_goes_straight() -> Verdict {
        own_pictures::bilinear(bilinear)
    }
}
