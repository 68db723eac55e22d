//! A kernel that the reader slides over an image.

use figures::convolution::{place_at, right_minus_left, seven, sums, window};
use figures::style::{Drawing, plain};
use ndarray::{Array2, array};

use crate::{Control, Figure};

const KERNELS: &[&str] =
    &["vertical edges", "horizontal edges", "outline", "sharpen", "blur", "shift"];
const IMAGES: &[&str] = &["the 7", "the 7, a pixel to the left", "a disc"];

/// An image, a kernel, and where it lies.
pub struct Window {
    image: usize,
    kernel: usize,
    place: (usize, usize),
}

impl Window {
    /// The 7 and the middle place, as on the page.
    pub fn new() -> Self {
        Window { image: 0, kernel: 0, place: (1, 1) }
    }

    fn image(&self) -> Array2<f64> {
        match self.image {
            0 => seven(),
            1 => to_the_left(&seven()),
            _ => array![
                [0.0, 1.0, 2.0, 1.0, 0.0],
                [1.0, 2.0, 2.0, 2.0, 1.0],
                [2.0, 2.0, 2.0, 2.0, 2.0],
                [1.0, 2.0, 2.0, 2.0, 1.0],
                [0.0, 1.0, 2.0, 1.0, 0.0],
            ],
        }
    }

    fn kernel(&self) -> Array2<f64> {
        match self.kernel {
            0 => right_minus_left(),
            1 => right_minus_left().reversed_axes(),
            2 => array![[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]],
            3 => array![[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]],
            // The weights of a blur add up to 1: as much ink as before.
            4 => array![[0.1, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.1]],
            _ => array![[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
        }
    }
}

/// The image moved by a pixel to the left.
fn to_the_left(image: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn(image.dim(), |(row, column)| {
        image.get((row, column + 1)).copied().unwrap_or(0.0)
    })
}

impl Figure for Window {
    fn controls(&self) -> Vec<Control> {
        let (row, column) = self.place;
        let along = [1.0, 3.0, 1.0];
        vec![
            Control::choice("kernel", "kernel", KERNELS, self.kernel),
            Control::choice("image", "image", IMAGES, self.image),
            Control::range("row", "row", along, row as f64 + 1.0),
            Control::range("column", "column", along, column as f64 + 1.0),
            Control::button("reset", "Reset"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        match name {
            "kernel" => self.kernel = value as usize,
            "image" => self.image = value as usize,
            // The sliders count from 1.
            "row" => self.place.0 = value as usize - 1,
            "column" => self.place.1 = value as usize - 1,
            _ => {}
        }
    }

    fn press(&mut self, _: &str) {
        *self = Window::new();
    }

    fn point(&mut self, x: f64, y: f64) {
        self.place = place_at((x, y)).unwrap_or(self.place);
    }

    fn drawings(&self) -> Vec<Drawing> {
        vec![window(&self.image(), &self.kernel(), self.place)]
    }

    fn says(&self) -> String {
        let (row, column) = self.place;
        let sum = sums(&self.image(), &self.kernel())[[row, column]];
        format!(
            "Row {}, column {} of the output: the nine products add up to {}.",
            row + 1,
            column + 1,
            plain(&sum)
        )
    }

    fn numbers(&self) -> Vec<f64> {
        sums(&self.image(), &self.kernel()).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use figures::FIGURES;

    use super::*;

    fn drawing(figure: &Window) -> String {
        figure.drawings().remove(0).unwrap()
    }

    fn with(changes: &[(&str, f64)]) -> Window {
        let mut figure = Window::new();
        changes.iter().for_each(|(name, value)| figure.set(name, *value));
        figure
    }

    #[test]
    fn it_begins_with_the_figure_of_the_page() {
        let page = FIGURES.iter().find(|figure| figure.name == "convolution-window");
        let page = (page.unwrap().draw)().unwrap();
        assert_eq!(drawing(&Window::new()), page);
        let mut figure = with(&[("kernel", 2.0), ("image", 1.0), ("row", 3.0)]);
        assert_ne!(drawing(&figure), page);
        figure.press("reset");
        assert_eq!(drawing(&figure), page);
    }

    #[test]
    fn the_numbers_are_those_of_the_page() {
        let edges = [3.0, 2.0, -3.0, 5.0, 3.0, -5.0, 5.0, 2.0, -5.0];
        assert_eq!(Window::new().numbers(), edges);
    }

    #[test]
    fn the_pattern_moves_and_the_numbers_with_it() {
        let (here, left) =
            (Window::new().numbers(), with(&[("image", 1.0)]).numbers());
        for row in 0..3 {
            assert_eq!(left[3 * row..3 * row + 2], here[3 * row + 1..3 * row + 3]);
        }
    }

    /// (Those whose weights add up to 0: three.)
    #[test]
    fn each_kernel_does_what_its_name_says() {
        let of = |kernel: f64| with(&[("kernel", kernel)]).numbers();
        // Below minus above: the row under the bar of the 7 less the empty first row.
        assert_eq!(of(1.0)[..3], [1.0, 3.0, 3.0]);
        // An outline is 0 where all is alike, as in the middle of the disc.
        let disc =
            |kernel: f64| with(&[("image", 2.0), ("kernel", kernel)]).numbers();
        assert_eq!(disc(2.0)[4], 0.0);
        let kernel = |kernel| Window { kernel, ..Window::new() }.kernel();
        let cancels = |&at: &usize| kernel(at).sum().abs() < 1e-12;
        let is_blank = |&at: &usize| disc(at as f64)[4] == 0.0;
        let all = 0..KERNELS.len();
        assert!(all.clone().all(|at| cancels(&at) == is_blank(&at)));
        assert_eq!(all.filter(cancels).count(), 3);
        assert_eq!(disc(3.0)[4], 2.0);
        assert!((disc(4.0)[4] - 2.0).abs() < 1e-12);
        // The pixels to the right of the middle of each place.
        assert_eq!(of(5.0), [2.0, 2.0, 0.0, 1.0, 2.0, 0.0, 2.0, 1.0, 0.0]);
    }

    #[test]
    fn pointing_at_a_pixel_lays_the_kernel_on_it() {
        let pointed = |x, y| {
            let mut figure = Window::new();
            figure.point(x, y);
            figure.place
        };
        // The image begins at (16, 80), the output at (768, 152); a square has 72 units.
        assert_eq!(pointed(16.0 + 3.5 * 72.0, 80.0 + 1.5 * 72.0), (0, 2));
        assert_eq!(pointed(17.0, 80.0 + 4.9 * 72.0), (2, 0));
        assert_eq!(pointed(768.0 + 2.5 * 72.0, 152.0 + 0.5 * 72.0), (0, 2));
        for (x, y) in
            [(500.0, 300.0), (-1.0, 100.0), (f64::NAN, 1.0), (1e300, -1e300)]
        {
            assert_eq!(pointed(x, y), (1, 1), "nothing is at ({x}, {y})");
        }
    }

    #[test]
    fn every_place_of_every_kernel_and_image_can_be_drawn_and_said() {
        for (kernel, image) in (0..6).flat_map(|k| [(k, 0), (k, 1), (k, 2)]) {
            for place in 0..9 {
                let figure = with(&[
                    ("kernel", f64::from(kernel)),
                    ("image", f64::from(image)),
                    ("row", f64::from(place / 3 + 1)),
                    ("column", f64::from(place % 3 + 1)),
                ]);
                let sum = plain(&figure.numbers()[place as usize]);
                assert!(figure.says().ends_with(&format!("add up to {sum}.")));
                assert!(drawing(&figure).contains(&format!("= {sum}\n")), "{sum}");
            }
        }
    }

    #[test]
    fn values_that_no_control_has_do_no_harm() {
        for value in [-1.0, 0.0, 1e9, f64::NAN, f64::INFINITY, -f64::INFINITY] {
            for name in ["kernel", "image", "row", "column", "no control"] {
                drawing(&with(&[(name, value)]));
            }
        }
    }
}
