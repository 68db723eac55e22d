//! Figures of the chapters *The chain rule* and *Backpropagation*: what goes back through the
//! network of Part I, and the slopes that come of it.

use backprop::activation::sigmoid_prime_from_output;
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::{Array2, Axis, array};
use plotters::style::text_anchor::HPos;

use crate::network::{self, largest};
use crate::picture::{HEIGHT, Line, Picture, ink, numbers};
use crate::runs::SEEDS;
use crate::style::{BLUE, Drawing, INK, VERMILION, plain, signed, svg, write};
use crate::value::{Value, count, number};

/// The hidden unit through which the paths go.
const UNIT: usize = 1;
/// The weight from the first input to it, and the one from it to the output.
const BEFORE: Line = (0, 0, UNIT);
const BEHIND: Line = (1, UNIT, 0);

/// The way from the weight between hidden unit 2 and the output to the loss of one row `x`
/// `(1, inputs)` with the target `y` `(1, 1)`: values forward, and below each the slope of the
/// loss along it.
pub fn one_path(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Drawing {
    let Trace { a1, z2, y_hat, .. } = net.forward(x);
    let [a, v] = [a1[[0, UNIT]], net.w2[[UNIT, 0]]];
    let [z2, y_hat, y] = [z2[[0, 0]], y_hat[[0, 0]], y[[0, 0]]];
    let error = y_hat - y;
    let path = Path::of(net, x, y);
    let dv = path.dz2 * a;
    let words = format!(
        "The network, pale but for the way from hidden unit 2 to the loss. For the row {}, the \
         activation {a:.3} times the weight {v:.3} enters the sum {}, the prediction is \
         {y_hat:.3}, the error {} and its square {:.3}. The slopes of the loss along them, from the \
         end: 1, {}, {}, {}, and along the weight {}.",
        numbers(x).join(" "),
        signed(z2, 3),
        signed(error, 3),
        error * error,
        signed(path.d_y_hat, 3),
        signed(path.d_y_hat, 3),
        signed(path.dz2, 3),
        signed(dv, 3),
    );
    svg(HEIGHT, "The chain behind one weight", &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.pale(&numbers(x))?;
        picture.beside(BEHIND, [0.06, 0.94], -9, BLUE)?;
        picture.beside(BEHIND, [0.94, 0.06], 9, VERMILION)?;
        picture.to_loss(-14, false, BLUE)?;
        picture.to_loss(14, true, VERMILION)?;
        let pair =
            |value, slope| [(signed(value, 3), BLUE), (signed(slope, 3), VERMILION)];
        picture.unit((0, UNIT), [&[], &[(signed(a, 3), BLUE)]], true)?;
        picture.on_paper(picture.along(BEHIND, 0.5, 70), &pair(v, dv))?;
        let output = [pair(z2, path.dz2), pair(y_hat, path.d_y_hat)];
        picture.unit((1, 0), [&output[0], &output[1]], true)?;
        // The slope of the error is that of the prediction, and L along itself has 1.
        let loss = [pair(error, path.d_y_hat), pair(error * error, 1.0)];
        picture.loss([&loss[0], &loss[1]], y)
    })
}

/// The paths by which the weight from input 1 to hidden unit 2 reaches the loss, one through
/// each of two rows of the data: the slope of the loss along each number on the way back.
pub fn two_paths(net: &Network, rows: [usize; 2]) -> Drawing {
    let (x, y) = four_rows();
    let paths = rows.map(|i| Path::of(net, &x.select(Axis(0), &[i]), y[[i, 0]]));
    let told: Vec<String> = rows
        .iter()
        .zip(&paths)
        .map(|(i, path)| format!("in row {} {}", i + 1, path.told()))
        .collect();
    let sum: f64 = paths.iter().map(|path| path.dw).sum();
    let words = format!(
        "The network, pale but for the way from the loss back to the weight from input 1 to hidden \
         unit 2. The slope of the loss is {}. Their sum is {}.",
        told.join("; "),
        signed(sum, 4),
    );
    svg(HEIGHT, "Two paths to one weight", &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.pale(&["", "", ""].map(String::from))?;
        let colors = [VERMILION, BLUE];
        for (color, aside) in colors.into_iter().zip([-9, 9]) {
            picture.beside(BEFORE, [0.95, 0.66], aside, color)?;
            picture.beside(BEHIND, [0.94, 0.06], aside, color)?;
            picture.to_loss(2 * aside, true, color)?;
        }
        let slopes = |of: fn(&Path) -> f64| {
            [0, 1].map(|i| (signed(of(&paths[i]), 3), colors[i]))
        };
        let factors = |of: fn(&Path) -> f64| {
            [0, 1].map(|i| (format!("× {}", signed(of(&paths[i]), 3)), colors[i]))
        };
        picture.whole_loss("L")?;
        let output = [slopes(|path| path.dz2), slopes(|path| path.d_y_hat)];
        picture.unit((1, 0), [&output[0], &output[1]], true)?;
        picture.above((1, 0), &factors(|path| path.dz2 / path.d_y_hat))?;
        let v = format!("× {}", signed(net.w2[[UNIT, 0]], 3));
        picture.on_paper(picture.along(BEHIND, 0.5, 56), &ink(&v))?;
        let hidden = [slopes(|path| path.dz1), slopes(|path| path.da1)];
        picture.unit((0, UNIT), [&hidden[0], &hidden[1]], true)?;
        picture.above((0, UNIT), &factors(|path| path.dz1 / path.da1))?;
        picture.input(0, &format!("× {}", plain(&x[[rows[0], 0]])))?;
        picture.on_paper(picture.along(BEFORE, 0.42, 0), &ink(&signed(sum, 4)))?;
        for (i, row) in rows.into_iter().enumerate() {
            let at = (870, 110 + 40 * i as i32);
            write(canvas, at, &format!("row {}", row + 1), colors[i], HPos::Center)?;
        }
        let [a, b] = [0, 1].map(|i| signed(paths[i].dw, 4));
        let meet = format!("{a} + {b} = {}", signed(sum, 4));
        write(canvas, (14, 664), &meet, INK, HPos::Left)
    })
}

/// The network with the gradients of the loss on the four rows in the place of the weights.
pub fn gradients(net: &Network) -> Drawing {
    let (x, y) = four_rows();
    let Gradients { dw1, dw2 } = net.backward(&x, &y, &net.forward(&x));
    let words = format!(
        "The network with a slope on each line. The largest slope of the second layer is \
         {:.3}, the largest of the first {:.3}. Blue slopes are positive, orange ones negative.",
        largest(&dw2),
        largest(&dw1),
    );
    svg(HEIGHT, "The slope along every weight", &words, |canvas| {
        let picture = Picture::with(canvas, [&dw1, &dw2]);
        picture.lines(|_| true)?;
        picture.inputs(&network::names("x", dw1.nrows()), |_| true)?;
        network::units(&picture, net, None)
    })
}

/// The slopes of the loss of one row along the numbers between it and the weight from input 1
/// to hidden unit 2.
struct Path {
    d_y_hat: f64,
    dz2: f64,
    da1: f64,
    dz1: f64,
    dw: f64,
}

impl Path {
    fn of(net: &Network, x: &Array2<f64>, y: f64) -> Self {
        let Trace { a1, y_hat, .. } = net.forward(x);
        let d_y_hat = sum_of_squares_gradient(&y_hat, &array![[y]])[[0, 0]];
        let dz2 = d_y_hat * sigmoid_prime_from_output(y_hat[[0, 0]]);
        let da1 = dz2 * net.w2[[UNIT, 0]];
        let dz1 = da1 * sigmoid_prime_from_output(a1[[0, UNIT]]);
        Path { d_y_hat, dz2, da1, dz1, dw: dz1 * x[[0, 0]] }
    }

    fn told(&self) -> String {
        format!(
            "{} along the prediction, {} along the output's sum, {} along the activation of the \
             unit, {} along its sum and {} along the weight",
            signed(self.d_y_hat, 3),
            signed(self.dz2, 3),
            signed(self.da1, 3),
            signed(self.dz1, 3),
            signed(self.dw, 4),
        )
    }
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let (x, y) = four_rows();
    let mut stepped = Network::seeded(2);
    train(&mut stepped, &x, &y, 1.0, 1);
    let net = Network::seeded(2);
    let Gradients { dw1, dw2 } = net.backward(&x, &y, &net.forward(&x));
    vec![
        number("backpropagation.largest_slope", 3, largest(&dw1).max(largest(&dw2))),
        count("backpropagation.not_four_times", not_four_times()),
        number(
            "backpropagation.loss_after_step",
            3,
            sum_of_squares(&stepped.predict(&x), &y),
        ),
    ]
}

/// From how many seeds some slope of `dw1` is less than four times as large without the slope
/// of the hidden sigmoid.
fn not_four_times() -> usize {
    let (x, y) = four_rows();
    let fewer = |&seed: &u64| {
        let net = Network::seeded(seed);
        let trace = net.forward(&x);
        let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
        let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
        let without = x.t().dot(&dz2.dot(&net.w2.t()));
        let Gradients { dw1, .. } = net.backward(&x, &y, &trace);
        (without / dw1).iter().any(|&times| times < 4.0)
    };
    (0..SEEDS).filter(fewer).count()
}
