//! The mistakes of *Gradient descent*.

use std::cell::Cell;

use backprop::gradient_descent::{Gradients, measured_gradients as measured};
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use ndarray::{Array2, Axis};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How a central difference is computed.
#[derive(Clone, Copy)]
struct Difference {
    /// The distance.
    h: fn(w: f64) -> f64,
    /// The point to the right.
    right: fn(w: f64, h: f64) -> f64,
    /// The point to the left.
    left: fn(w: f64, h: f64) -> f64,
    /// The rise, from the heights at the two points, that far apart.
    rise: fn(right: f64, left: f64, apart: f64) -> f64,
    /// What the rise is divided by: as far as the points are apart.
    run: fn(apart: f64, h: f64) -> f64,
}

/// A function with a corner at `w`, two straight lines that meet there: whatever the distance,
/// each side has one slope, and a central difference gives their mean.
#[derive(Clone, Copy)]
struct Corner {
    w: f64,
    height: f64,
    left: f64,
    right: f64,
}

impl Corner {
    /// What a central difference of this function gives, and how far from `w` it looked.
    fn seen_by(self, difference: impl Fn(&dyn Fn(f64) -> f64, f64) -> f64) -> Answer {
        let Corner { w, height, left, right } = self;
        let furthest = Cell::new(0.0_f64);
        let f = |at: f64| {
            let moved = at - w;
            furthest.set(furthest.get().max(moved.abs()));
            height + moved * if moved < 0.0 { left } else { right }
        };
        let slope = difference(&f, w);
        let h = furthest.get();
        let slope =
            if h < TOO_LARGE { slope * (H / h).powi(power(slope, h)) } else { slope };
        let rated = match h {
            h if h < TOO_SMALL => 1e-13,
            h if h < TOO_LARGE => H,
            h => digits(1, h),
        };
        Answer::of("slope, as with h = 1e-5", digits(2, slope))
            .with("h (1e-13 for any that is too small)", rated)
    }
}

/// The distance of the book.
const H: f64 = 1e-5;

/// Over less than this distance, rounding spoils the digits of a slope.
const TOO_SMALL: f64 = 5e-8;

/// Over this distance and more, curves bend.
const TOO_LARGE: f64 = 5e-3;

/// The number with so many digits: no more count in a measured slope.
fn digits(count: usize, number: f64) -> f64 {
    format!("{number:.*e}", count - 1).parse().unwrap_or(number)
}

/// The power of the distance that a wrong slope is proportional to, the right ones being near 1.
fn power(slope: f64, distance: f64) -> i32 {
    let power = slope.abs().log10() / distance.log10();
    if power.is_finite() { power.round() as i32 } else { 0 }
}

static CENTRAL_DIFFERENCE: Lesson<Difference, Corner> = Lesson {
    exercise: "central_difference",
    steps: Difference {
        h: |_| H,
        right: |w, h| w + h,
        left: |w, h| w - h,
        rise: |right, left, _| right - left,
        run: |apart, _| apart,
    },
    probes: || {
        vec![
            Corner { w: 0.03, height: 1.0, left: -1.6, right: 3.6 },
            Corner { w: -0.02, height: 0.0, left: 5.0, right: -2.0 },
            Corner { w: 0.011, height: 0.0, left: 0.8, right: 2.6 },
            Corner { w: 0.0, height: 0.0, left: -0.7, right: 3.1 },
        ]
    },
    answer: |steps, corner| {
        corner.seen_by(|f, w| {
            let h = (steps.h)(w);
            let (right, left) = ((steps.right)(w, h), (steps.left)(w, h));
            let apart = right - left;
            (steps.rise)(f(right), f(left), apart) / (steps.run)(apart, h)
        })
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "one-sided",
            told: "You measured to the right only, from w to w + h. On a smooth curve that is \
                   close, if h is small; where it has a corner at w, as here, half of it is not \
                   seen. The error of this shrinks as h does; that of a central difference shrinks \
                   as h² does.",
            section: "gradient-descent.md#measuring-a-slope",
            source: Some("apache/mxnet#3693"),
            plant: |steps| steps.left = |w, _| w,
        },
        Mistake {
            name: "one-sided-left",
            told: "You measured to the left only, from w − h to w. On a smooth curve that is \
                   close, if h is small; where it has a corner at w, as here, half of it is not \
                   seen. The error of this shrinks as h does; that of a central difference shrinks \
                   as h² does.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.right = |w, _| w;
                steps.left = |w, h| w - h;
            },
        },
        Mistake {
            name: "divided-by-h",
            told: "You divided by h. The points w − h and w + h are 2h apart, so your slope is \
                   twice what it should be.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |apart, _| apart / 2.0,
        },
        Mistake {
            name: "one-sided-divided-by-2h",
            told: "You measured from w to w + h, and divided by 2h. These two points are h apart. \
                   The other point is w − h: then the divisor is right.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.left = |w, _| w;
                steps.run = |apart, _| 2.0 * apart;
            },
        },
        Mistake {
            name: "not-divided",
            told: "You gave the rise, and did not divide it by the run, 2h. A slope is rise over \
                   run.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, _| 1.0,
        },
        Mistake {
            name: "divided-by-two",
            told: "You divided the rise by 2, and not by 2h. A slope is rise over run, and the \
                   run is as small as h.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, _| 2.0,
        },
        Mistake {
            name: "parentheses",
            told: "Parentheses are missing: `/ 2.0 * h` divides by 2 and then multiplies by h. \
                   Write `/ (2.0 * h)`.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, h| 2.0 / h,
        },
        Mistake {
            name: "multiplied",
            told: "You multiplied the rise by 2h, and it is divided by it. A slope is rise over \
                   run.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, h| 1.0 / (2.0 * h),
        },
        Mistake {
            name: "parentheses-around-the-rise",
            told: "Parentheses are missing: a division comes before a difference, so only the \
                   height at the left is divided by 2h. Write `(f(w + h) - f(w - h)) / …`.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.rise = |right, left, apart| right - left / apart;
                steps.run = |_, _| 1.0;
            },
        },
        Mistake {
            name: "sign",
            told: "The sign is turned round: you took the height at the left minus that at the \
                   right. Where the curve rises to the right, the slope is positive.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.rise = |right, left, _| left - right,
        },
        Mistake {
            name: "heights-added",
            told: "You added the two heights. The rise is their difference.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.rise = |right, left, _| right + left,
        },
        Mistake {
            name: "h-too-large",
            told: "Your h is too large: a curve bends between the two points. With h = 0.1 the \
                   slope of w³ at 1 comes out as 3.01, and it is 3. The book takes h = 10⁻⁵.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.h = |_| 0.1,
        },
        Mistake {
            name: "h-of-a-hundredth",
            told: "Your h is too large: a curve bends between the two points. With h = 0.01 the \
                   slope of w³ at 1 comes out as 3.0001, and it is 3. The book takes h = 10⁻⁵.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.h = |_| 0.01,
        },
        Mistake {
            name: "h-times-w",
            told: "Your h is a part of w: where w is 0, so is h, and 0 divided by 0 is no number. \
                   Take the same h everywhere. The book takes 10⁻⁵.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.h = |w| H * w,
        },
        Mistake {
            name: "h-too-small",
            told: "Your h is too small. The two heights agree in most of their digits, so their \
                   difference has few left: with h = 10⁻¹³ the slope of w² at 3 comes out as \
                   5.995, and it is 6. The book takes h = 10⁻⁵.",
            section: "gradient-descent.md#measuring-a-slope",
            source: Some("pasteurlabs/tesseract-core#740"),
            plant: |steps| steps.h = |_| 1e-13,
        },
        Mistake {
            name: "not-at-w",
            told: "You measured between −h and h. That is the slope at 0, and the one at w is \
                   asked for: from w − h to w + h.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.right = |_, h| h;
                steps.left = |_, h| -h;
            },
        },
        Mistake {
            name: "no-distance",
            told: "Your h is 0, and 0 divided by 0 is no number. If you wrote `1 / 100000`, \
                   whole numbers were divided, and nothing is left: `1.0 / 100000.0`, or `1e-5`.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.h = |_| 0.0,
        },
    ],
};

/// How descent along one weight is computed.
#[derive(Clone, Copy)]
struct Descent {
    /// Where the slope is taken.
    at: fn(start: f64, w: f64) -> f64,
    /// What of the slope counts.
    counted: fn(slope: f64) -> f64,
    /// The slope is multiplied by this.
    rate: fn(learning_rate: f64) -> f64,
    /// Where a step leads.
    moved: fn(start: f64, w: f64, step: f64) -> f64,
    /// The first point that is given.
    from: usize,
    /// The last one.
    to: fn(steps: usize) -> usize,
    /// What is noted of a step: the point to which it led, or the slope.
    noted: fn(point: f64, slope: f64) -> f64,
    /// What is given of the points.
    given: fn(path: Vec<f64>) -> Vec<f64>,
}

/// A call of `descend`.
#[derive(Clone, Copy)]
struct Walk {
    slope: fn(f64) -> f64,
    start: f64,
    learning_rate: f64,
    steps: usize,
}

/// A function that walks down a curve, and gives the points.
type Descend = fn(&dyn Fn(f64) -> f64, f64, f64, usize) -> Vec<f64>;

static DESCEND: Lesson<Descent, Walk> = Lesson {
    exercise: "descend",
    steps: Descent {
        at: |_, w| w,
        counted: |slope| slope,
        rate: |learning_rate| learning_rate,
        moved: |_, w, step| w - step,
        from: 0,
        to: |steps| steps,
        noted: |point, _| point,
        given: |path| path,
    },
    probes: || {
        vec![
            Walk {
                slope: |w| 2.0 * w - 1.0,
                start: 3.0,
                learning_rate: 0.2,
                steps: 4,
            },
            Walk { slope: f64::sin, start: -0.7, learning_rate: 0.3, steps: 5 },
        ]
    },
    answer: |steps, &Walk { slope, start, learning_rate, steps: n }| {
        let rate = (steps.rate)(learning_rate);
        let mut path = vec![start];
        let mut w = start;
        for _ in 0..=n {
            let slope = slope((steps.at)(start, w));
            w = (steps.moved)(start, w, rate * (steps.counted)(slope));
            path.push((steps.noted)(w, slope));
        }
        let given = path[steps.from..=(steps.to)(n)].to_vec();
        Answer::of("path", (steps.given)(given))
    },
    sizes: &[(5, "a start and 4 steps"), (6, "a start and 5 steps")],
    mistakes: &[
        Mistake {
            name: "climbs",
            told: "You added the step, and it is subtracted. Where the slope is positive the \
                   curve rises to the right, so lower ground lies to the left. Yours climbs.",
            section: "gradient-descent.md#taking-steps",
            source: Some("pytorch/pytorch#1871"),
            plant: |steps| steps.moved = |_, w, step| w + step,
        },
        Mistake {
            name: "slope-of-the-start",
            told: "You took the slope at the start for every step.\nThe first step is right.\n\
                   After it w stands elsewhere, and the slope there is another one.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.at = |start, _| start,
        },
        Mistake {
            name: "from-the-start",
            told: "You took each step from the start: w = start − η f′(w).\nThe first one is \
                   right.\nEach begins where the last one ended.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.at = |_, w| w;
                steps.moved = |start, _, step| start - step;
            },
        },
        Mistake {
            name: "never-moved",
            told: "w never moves: every step begins at the start, with the slope there, so all \
                   points after it are the same. Keep where the step led, with `w -= …`.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.at = |start, _| start;
                steps.moved = |start, _, step| start - step;
            },
        },
        Mistake {
            name: "replaced",
            told: "You put the step in the place of the weight: w became −η f′(w). The weight \
                   moves by the step: w − η f′(w).",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.moved = |_, _, step| -step,
        },
        Mistake {
            name: "without-the-rate",
            told: "The learning rate is forgotten: you moved by the slope itself. That is the \
                   rate 1, and it may jump over the valley.",
            section: "gradient-descent.md#the-learning-rate",
            source: None,
            plant: |steps| steps.rate = |_| 1.0,
        },
        Mistake {
            name: "rate-squared",
            told: "The learning rate counts twice: your steps are η² times the slope.\nAt a rate \
                   of 1 nobody would see it.",
            section: "gradient-descent.md#the-learning-rate",
            source: None,
            plant: |steps| steps.rate = |learning_rate| learning_rate * learning_rate,
        },
        Mistake {
            name: "divided-by-the-rate",
            told: "You divided the slope by the learning rate, and it is multiplied by it. A \
                   smaller rate must give smaller steps.",
            section: "gradient-descent.md#the-learning-rate",
            source: None,
            plant: |steps| steps.rate = f64::recip,
        },
        Mistake {
            name: "without-the-start",
            told: "The start is missing from the path. It is the first point, before any step.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.from = 1,
        },
        Mistake {
            name: "one-step-too-many",
            told: "The path goes one step too far. `0..steps` runs `steps` times; `0..=steps` \
                   runs once more.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.to = |steps| steps + 1,
        },
        Mistake {
            name: "one-step-too-few",
            told: "The path ends one step early. `steps` steps have one point more than that: the \
                   start, and one after each step. If you note the point before you move, the \
                   last one is never noted.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.to = |steps| steps - 1,
        },
        Mistake {
            name: "start-twice",
            told: "The start stands in the path twice, and the last point is missing: you noted \
                   each point before the step, and the start stood there already. Move first, \
                   then note.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.given = |mut path| {
                    path.pop();
                    path.insert(0, path[0]);
                    path
                };
            },
        },
        Mistake {
            name: "end-only",
            told: "You gave the last point alone. All of them are asked for: the start, and one \
                   after each step.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.given = |path| path.last().copied().into_iter().collect()
            },
        },
        Mistake {
            name: "sign-of-the-slope",
            told: "You took the sign of the slope alone, so every step is as long as the \
                   learning rate. A step is η f′(w): where the curve is nearly level it is \
                   short, and so it comes to rest.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.counted = f64::signum;
                steps.moved = |_, w, step| w - step;
            },
        },
        Mistake {
            name: "slopes-for-points",
            told: "You noted the slopes. The points are asked for: w, after each step.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.noted = |_, slope| slope;
                steps.at = |_, w| w;
                steps.moved = |_, w, step| w - step;
            },
        },
    ],
};

/// How the slopes along all weights are measured.
#[derive(Clone, Copy)]
struct Measuring {
    /// The distance.
    h: fn(f64) -> f64,
    /// The weight to the right.
    right: fn(w: f64, h: f64) -> f64,
    /// The weight to the left.
    left: fn(w: f64, h: f64) -> f64,
    /// Puts a weight in its place.
    put: fn(weights: &mut Array2<f64>, place: (usize, usize), w: f64),
    /// The loss of the predictions.
    loss: fn(y_hat: &Array2<f64>, y: &Array2<f64>) -> f64,
    /// What the loss is multiplied by.
    factor: f64,
    /// The rise, from the losses at the two points.
    rise: fn(right: f64, left: f64) -> f64,
    /// What the rise is divided by: as far as the points are apart.
    run: fn(apart: f64, h: f64) -> f64,
    /// What the weight is afterwards, in the network to the left and in that to the right.
    after: fn(w: f64, left: f64, right: f64) -> [f64; 2],
    /// The networks along whose second weights slopes are measured, after the first ones.
    second: fn(used: [Network; 2], net: &Network) -> [Network; 2],
    /// How many rows and columns of W₁ are measured, of those that it has.
    first_size: fn((usize, usize)) -> (usize, usize),
    /// The same of W₂.
    second_size: fn((usize, usize)) -> (usize, usize),
}

/// A call of `measured_gradients`: a network, rows, their targets, and a distance.
#[derive(Clone)]
struct Measured {
    net: Network,
    x: Array2<f64>,
    y: Array2<f64>,
    h: f64,
}

/// Points at the weights of one layer.
type Weights = fn(&mut Network) -> &mut Array2<f64>;

impl Measuring {
    /// The slopes along the weights of one layer, in the order in which one reads; 0 for those that
    /// are not measured.
    fn along(
        &self,
        weights: Weights,
        size: fn((usize, usize)) -> (usize, usize),
        nets: &mut [Network; 2],
        Measured { net, x, y, h }: &Measured,
    ) -> Array2<f64> {
        let h = (self.h)(*h);
        let all = weights(&mut net.clone()).clone();
        let (rows, columns) = size(all.dim());
        Array2::from_shape_fn(all.dim(), |place| {
            if place.0 >= rows || place.1 >= columns {
                return 0.0;
            }
            let w = all[place];
            let (right, left) = ((self.right)(w, h), (self.left)(w, h));
            let loss_at = |net: &Network, w| {
                let mut moved = net.clone();
                (self.put)(weights(&mut moved), place, w);
                self.factor * (self.loss)(&moved.predict(x), y)
            };
            let rise = (self.rise)(loss_at(&nets[1], right), loss_at(&nets[0], left));
            let after = (self.after)(w, left, right);
            for (net, w) in nets.iter_mut().zip(after) {
                weights(net)[place] = w;
            }
            rise / (self.run)(right - left, h)
        })
    }
}

fn gradients(Gradients { dw1, dw2 }: Gradients) -> Answer {
    Answer::of("dw1", dw1).with("dw2", dw2)
}

/// A network of 3 inputs, 4 hidden units and some outputs, and 5 rows with their targets.
fn network_and_rows(
    outputs: usize,
    seed: u64,
) -> (Network, Array2<f64>, Array2<f64>) {
    let net = Network::new(numbers((3, 4), seed), numbers((4, outputs), seed + 1));
    (net, numbers((5, 3), seed + 2), numbers((5, outputs), seed + 3))
}

const MEASURING: Measuring = Measuring {
    h: |h| h,
    right: |w, h| w + h,
    left: |w, h| w - h,
    put: |weights, place, w| weights[place] = w,
    loss: sum_of_squares,
    factor: 1.0,
    rise: |right, left| right - left,
    run: |apart, _| apart,
    after: |w, _, _| [w, w],
    second: |_, net| [net.clone(), net.clone()],
    first_size: |all| all,
    second_size: |all| all,
};

static MEASURED_GRADIENTS: Lesson<Measuring, Measured> = Lesson {
    exercise: "measured_gradients",
    steps: MEASURING,
    probes: || {
        let (net, x, y) = network_and_rows(2, 90);
        let of_the_book = Measured { net, x, y, h: 0.5 };
        let larger = Measured {
            net: Network::new(numbers((6, 7), 100), numbers((7, 1), 101)),
            x: numbers((8, 6), 102),
            y: numbers((8, 1), 103),
            h: 0.3,
        };
        vec![of_the_book, larger]
    },
    answer: |steps, probe| {
        let mut nets = [probe.net.clone(), probe.net.clone()];
        let dw1 = steps.along(|net| &mut net.w1, steps.first_size, &mut nets, probe);
        let mut nets = (steps.second)(nets, &probe.net);
        let dw2 = steps.along(|net| &mut net.w2, steps.second_size, &mut nets, probe);
        gradients(Gradients { dw1, dw2 })
    },
    sizes: &[
        (5, "rows"),
        (3, "inputs"),
        (4, "hidden"),
        (2, "outputs"),
        (8, "rows"),
        (6, "inputs"),
        (7, "hidden"),
        (1, "outputs"),
    ],
    mistakes: &[
        Mistake {
            name: "not-put-back",
            told: "You did not put the weight back: it stays at w − h while the others are \
                   measured.\nThe first slope is right. With a small h all of them look right, \
                   and each is a slope of a slightly different network.",
            section: "gradient-descent.md#sixteen-weights",
            source: Some("hanbt/learn_dl#20"),
            plant: |steps| {
                steps.after = |_, left, _| [left, left];
                steps.second = |used, _| used;
            },
        },
        Mistake {
            name: "not-put-back-right",
            told: "You did not put the weight back: it stays at w + h while the others are \
                   measured.\nThe first slope is right. With a small h all of them look right, \
                   and each is a slope of a slightly different network.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.after = |_, _, right| [right, right];
                steps.second = |used, _| used;
            },
        },
        Mistake {
            name: "not-put-back-in-its-layer",
            told: "You did not put the weight back: it stays at w − h while the others of its \
                   layer are measured.\nThe first slope of each layer is right, since you copy \
                   the network anew for the second one. With a small h all of them look right.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.after = |_, left, _| [left, left];
                steps.second = |_, net| [net.clone(), net.clone()];
            },
        },
        Mistake {
            name: "all-at-once",
            told: "You moved all weights of a layer together. Then every slope is the same, that \
                   of all of them. Move one, while all others stay.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.put = |weights, place, w| *weights += w - weights[place];
            },
        },
        Mistake {
            name: "one-sided",
            told: "You measured to one side only, from w to w + h. It takes half of the runs if \
                   you keep the loss at w; its error shrinks as h does, and not as h².",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.left = |w, _| w,
        },
        Mistake {
            name: "one-sided-left",
            told: "You measured to one side only, from w − h to w. Its error shrinks as h does, \
                   and not as h².",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.right = |w, _| w;
                steps.left = |w, h| w - h;
            },
        },
        Mistake {
            name: "divided-by-h",
            told: "You divided by h. The weights w − h and w + h are 2h apart, so every slope is \
                   twice what it should be.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |apart, _| apart / 2.0,
        },
        Mistake {
            name: "one-sided-divided-by-2h",
            told: "Every slope is half of one that is measured from w to w + h. If you divided by \
                   2h: these two are h apart. If you add h and then subtract h, you are back at w: \
                   subtract 2h. If you took half of the loss: ours is the whole sum. And both \
                   sides count.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.left = |w, _| w;
                steps.run = |apart, _| 2.0 * apart;
            },
        },
        Mistake {
            name: "parentheses",
            told: "Parentheses are missing: `/ 2.0 * h` divides by 2 and then multiplies by h. \
                   Write `/ (2.0 * h)`.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, h| 2.0 / h,
        },
        Mistake {
            name: "divided-by-two",
            told: "You divided the rise by 2, and not by 2h. A slope is rise over run, and the \
                   points are 2h apart.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, _| 2.0,
        },
        Mistake {
            name: "not-divided",
            told: "You gave the rise of the loss, and did not divide it by the run, 2h.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.run = |_, _| 1.0,
        },
        Mistake {
            name: "sign",
            told: "The sign is turned round: you took the loss at w − h minus that at w + h. \
                   Where the loss rises with the weight, the slope is positive.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.rise = |right, left| left - right,
        },
        Mistake {
            name: "replaced",
            told: "You put h and −h in the place of the weight. It moves by h from where it is: \
                   w + h and w − h. Yours is the slope at a weight of 0.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| {
                steps.right = |_, h| h;
                steps.left = |_, h| -h;
            },
        },
        Mistake {
            name: "mean-for-sum",
            told: "You took the mean over the rows for the loss, and ours is the sum of squares. \
                   Every slope is divided by the number of rows.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| {
                steps.loss = |y_hat, y| sum_of_squares(y_hat, y) / y.nrows() as f64;
            },
        },
        Mistake {
            name: "predictions-for-the-loss",
            told: "You measured how the predictions change, and not how the loss does. The \
                   targets are not used: slopes of the loss need them.",
            section: "gradient-descent.md#sixteen-weights",
            source: Some("https://stats.stackexchange.com/questions/188678"),
            plant: |steps| steps.loss = |y_hat, _| y_hat.sum(),
        },
        Mistake {
            name: "other-distance",
            told: "You measured with the book's h = 10⁻⁵, and not with the h that you were given.\n\
                   The slopes are good ones; but here h is an argument, so that the test can see \
                   what a small h hides.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.h = |_| 1e-5,
        },
        Mistake {
            name: "half-of-the-loss",
            told: "Every slope is half of what it should be: yours are those of half of the \
                   loss. Many take it, since the 2 of the slope then cancels. This book keeps \
                   the whole sum.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.factor = 0.5;
                steps.left = MEASURING.left;
                steps.run = MEASURING.run;
            },
        },
        Mistake {
            name: "mean-over-outputs",
            told: "You divided the loss by the number of outputs, and ours is the sum of \
                   squares. With a single output you would not see it.",
            section: "loss.md#sum-or-mean",
            source: Some("https://z.id.vn/?p=348969"),
            plant: |steps| {
                steps.loss = |y_hat, y| sum_of_squares(y_hat, y) / y.ncols() as f64;
            },
        },
        Mistake {
            name: "mean-over-all",
            told: "You took the mean of all squares for the loss, and ours is their sum. Every \
                   slope is divided by rows times outputs.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| {
                steps.loss = |y_hat, y| sum_of_squares(y_hat, y) / y.len() as f64;
            },
        },
        Mistake {
            name: "first-row-only",
            told: "Your loss is that of the first row alone. L is the sum of squares of all \
                   rows.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.loss = |y_hat, y| {
                    let [y_hat, y] =
                        [y_hat, y].map(|array| array.select(Axis(0), &[0]));
                    sum_of_squares(&y_hat, &y)
                };
            },
        },
        Mistake {
            name: "nothing-moved",
            told: "Every slope is 0: both losses are those of the same network. Either no weight \
                   moved, or one moved in a copy, and the loss was that of the network that you \
                   copied.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| *steps = Measuring { rise: |_, _| 0.0, ..MEASURING },
        },
        Mistake {
            name: "copies-kept",
            told: "You made a copy for w + h and one for w − h, and used them for all weights. \
                   Those that you moved stay where they are while the others are measured.\nThe \
                   first slope is right. With a small h all of them look right.\nMake the copies \
                   anew for each weight, or put the weight back.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.after = |_, left, right| [left, right];
                steps.second = |used, _| used;
            },
        },
        Mistake {
            name: "copies-kept-in-their-layer",
            told: "You made a copy for w + h and one for w − h, and used them for all weights of \
                   a layer. Those that you moved stay where they are while the others are \
                   measured.\nThe first slope of each layer is right. With a small h all of them \
                   look right.\nMake the copies anew for each weight, or put the weight back.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.after = |_, left, right| [left, right];
                steps.second = |_, net| [net.clone(), net.clone()];
            },
        },
        Mistake {
            name: "three-by-four-only",
            told: "Of W₁ you measured three rows and four columns, as many as the network of the \
                   book has. Another network has others: `net.w1.dim()`.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.first_size = |_| (3, 4),
        },
        Mistake {
            name: "one-output-only",
            told: "Of W₂ you measured the first column alone. The network of the book has one \
                   output, and another may have more: `net.w2.dim()`.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.second_size = |(rows, _)| (rows, 1),
        },
        Mistake {
            name: "four-by-one-only",
            told: "Of W₂ you measured four rows and one column, as many as the network of the \
                   book has. Another network has others: `net.w2.dim()`.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.second_size = |_| (4, 1),
        },
        Mistake {
            name: "half-of-h",
            told: "You moved by half of h to each side. The points are w − h and w + h, 2h \
                   apart.",
            section: "gradient-descent.md#measuring-a-slope",
            source: None,
            plant: |steps| steps.h = |h| h / 2.0,
        },
    ],
};

/// How a network is trained by measured slopes.
#[derive(Clone, Copy)]
struct Training {
    /// The network whose slopes are measured, of the one at the start and the one now.
    measured: for<'a> fn(start: &'a Network, now: &'a Network) -> &'a Network,
    /// The slopes along the first weights, where the second ones have moved in `net`.
    first: fn(net: &Network, before: &Gradients, rows: &Trained) -> Array2<f64>,
    /// The slopes along the second weights, where the first ones have moved in `net`.
    second: fn(net: &Network, before: &Gradients, rows: &Trained) -> Array2<f64>,
    /// The slopes are multiplied by this.
    rate: fn(learning_rate: f64) -> f64,
    /// What they are divided by, for `n` rows.
    divisor: fn(n: f64) -> f64,
    /// −1 goes down, 1 climbs.
    direction: f64,
    /// Which of the two layers learn: 1 for those that do, 0 for others.
    learns: [f64; 2],
    /// How many iterations there are.
    iterations: fn(usize) -> usize,
    /// The loss that is noted.
    loss: fn(y_hat: &Array2<f64>, y: &Array2<f64>) -> f64,
    /// Which losses are given, of those before every step and that at the end.
    given: fn(Vec<f64>) -> Vec<f64>,
    /// The network that is given back, of the one at the start and the one at the end.
    left: fn(start: Network, end: Network) -> Network,
}

/// A call of `train_by_measuring`.
#[derive(Clone)]
struct Trained {
    net: Network,
    x: Array2<f64>,
    y: Array2<f64>,
    learning_rate: f64,
    iterations: usize,
}

/// A function that trains a network, and gives its losses.
type Train = fn(&mut Network, &Array2<f64>, &Array2<f64>, f64, usize) -> Vec<f64>;

/// The losses and the network, to five decimals: further ones depend on how the slopes were
/// measured.
fn trained(losses: Vec<f64>, Network { w1, w2 }: Network) -> Answer {
    let rounded = |number: f64| (1e5 * number).round() / 1e5;
    Answer::of("losses", losses.into_iter().map(rounded).collect::<Vec<f64>>())
        .with("net.w1", w1.mapv(rounded))
        .with("net.w2", w2.mapv(rounded))
}

fn before_each_step(losses: Vec<f64>) -> Vec<f64> {
    losses[..losses.len() - 1].to_vec()
}

static TRAIN_BY_MEASURING: Lesson<Training, Trained> = Lesson {
    exercise: "train_by_measuring",
    steps: Training {
        measured: |_, now| now,
        first: |_, before, _| before.dw1.clone(),
        second: |_, before, _| before.dw2.clone(),
        rate: |learning_rate| learning_rate,
        divisor: |_| 1.0,
        direction: -1.0,
        learns: [1.0, 1.0],
        iterations: |iterations| iterations,
        loss: sum_of_squares,
        given: before_each_step,
        left: |_, end| end,
    },
    probes: || {
        let probe = |seed, learning_rate, iterations| {
            let (net, x, y) = network_and_rows(1, seed);
            Trained { net, x, y, learning_rate, iterations }
        };
        vec![probe(110, 0.4, 2), probe(120, 0.7, 6)]
    },
    answer: |steps, probe| {
        let Trained { net: start, x, y, learning_rate, iterations } = probe;
        let far = steps.direction * (steps.rate)(*learning_rate)
            / (steps.divisor)(y.nrows() as f64);
        let [far_first, far_second] = steps.learns.map(|learns| far * learns);
        let mut net = start.clone();
        let mut losses = vec![(steps.loss)(&net.predict(x), y)];
        for _ in 0..(steps.iterations)(*iterations) {
            let slopes = measured((steps.measured)(start, &net), x, y);
            let (mut one, mut other) = (net.clone(), net);
            one.w1.scaled_add(far_first, &slopes.dw1);
            other.w2.scaled_add(far_second, &slopes.dw2);
            let dw1 = (steps.first)(&other, &slopes, probe);
            let dw2 = (steps.second)(&one, &slopes, probe);
            one.w2.scaled_add(far_second, &dw2);
            other.w1.scaled_add(far_first, &dw1);
            net = Network { w1: other.w1, w2: one.w2 };
            losses.push((steps.loss)(&net.predict(x), y));
        }
        trained((steps.given)(losses), (steps.left)(start.clone(), net))
    },
    sizes: &[
        (5, "rows"),
        (3, "inputs"),
        (4, "hidden"),
        (1, "outputs"),
        (2, "iterations"),
    ],
    mistakes: &[
        Mistake {
            name: "measured-once",
            told: "You measured the slopes once, before the loop.\nThe first step is right.\nAfter \
                   it the network stands elsewhere, and its slopes are others: measure in each \
                   iteration.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.measured = |start, _| start,
        },
        Mistake {
            name: "second-slopes-too-late",
            told: "You measured the slopes along W₂ after W₁ had moved.\nThe first loss is right, so it \
                   looks right.\nBut all slopes are taken at the same place, before any weight moves.",
            section: "gradient-descent.md#two-weights",
            source: None,
            plant: |steps| {
                steps.second = |net, _, Trained { x, y, .. }| measured(net, x, y).dw2;
            },
        },
        Mistake {
            name: "first-slopes-too-late",
            told: "You measured the slopes along W₁ after W₂ had moved. Published programs do so, and \
                   still learn. But all slopes are taken at the same place, before any weight moves.",
            section: "gradient-descent.md#two-weights",
            source: Some("joelgrus/data-science-from-scratch#31"),
            plant: |steps| {
                steps.first = |net, _, Trained { x, y, .. }| measured(net, x, y).dw1;
            },
        },
        Mistake {
            name: "climbs",
            told: "You moved along the slopes, and it is against them. `step` has the minus \
                   already: the learning rate that you give it is positive.\nThe losses rise.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.direction = 1.0,
        },
        Mistake {
            name: "without-the-rate",
            told: "The learning rate that you were given is not used: you took 1.",
            section: "gradient-descent.md#the-learning-rate",
            source: None,
            plant: |steps| steps.rate = |_| 1.0,
        },
        Mistake {
            name: "rate-squared",
            told: "The learning rate counts twice: your steps are η² times the slopes. `step` \
                   multiplies by it already.\nAt a rate of 1 nobody would see it.",
            section: "gradient-descent.md#the-learning-rate",
            source: None,
            plant: |steps| steps.rate = |learning_rate| learning_rate * learning_rate,
        },
        Mistake {
            name: "divided-by-the-rows",
            told: "You divided the slopes by the number of rows. The loss is the sum of all rows, \
                   and the step goes against its slope as it is.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |n| n,
        },
        Mistake {
            name: "first-layer-only",
            told: "Only W₁ moves; W₂ stays as it was drawn.\nThe losses change all the same, so it looks \
                   as if the network learned: but only half of it does.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.learns = [1.0, 0.0],
        },
        Mistake {
            name: "second-layer-only",
            told: "Only W₂ moves; W₁ stays as it was drawn.\nThe losses change all the same, so it looks \
                   as if the network learned: but only half of it does.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.learns = [0.0, 1.0],
        },
        Mistake {
            name: "nothing-learns",
            told: "The network never moves, and every loss is the same. Either no step is taken, \
                   or a copy takes it: step the `net` that you were given.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.learns = [0.0, 0.0];
                steps.given = before_each_step;
            },
        },
        Mistake {
            name: "copy-trained",
            told: "You trained a copy.\nThe losses are right, but the network that you were given \
                   is as it was: whoever called you finds nothing learned.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.left = |start, _| start;
                steps.given = before_each_step;
            },
        },
        Mistake {
            name: "one-iteration-too-many",
            told: "There is one iteration too many. `0..iterations` runs `iterations` times; \
                   `0..=iterations` runs once more.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.iterations = |iterations| iterations + 1,
        },
        Mistake {
            name: "loss-after-the-step",
            told: "You noted each loss after its step, and it is asked for before it. So the loss \
                   of the untrained network is missing, the one that tells where the training \
                   began.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.given = |losses| losses[1..].to_vec(),
        },
        Mistake {
            name: "last-loss-too",
            told: "You noted one loss more, that after the last step. One for each iteration is \
                   asked for: the loss before its step.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| steps.given = |losses| losses,
        },
        Mistake {
            name: "loss-of-the-start",
            told: "All your losses are the first one, although the network learns: you computed \
                   the loss, or the predictions, once before the loop.",
            section: "gradient-descent.md#sixteen-weights",
            source: None,
            plant: |steps| {
                steps.given = |losses| vec![losses[0]; losses.len() - 1];
            },
        },
        Mistake {
            name: "mean-for-sum",
            told: "You noted the mean over the rows, and the loss is the sum of squares.\nThe \
                   network learns as it should.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| {
                steps.loss = |y_hat, y| sum_of_squares(y_hat, y) / y.nrows() as f64;
            },
        },
        Mistake {
            name: "half-noted",
            told: "You noted half of the loss, and it is the sum of squares.\nThe network learns \
                   as it should.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.loss = |y_hat, y| sum_of_squares(y_hat, y) / 2.0;
            },
        },
    ],
};

/// Checks a central difference: a function and a point in, the slope there out.
///
/// # Errors
///
/// What is wrong with it.
pub fn central_difference(yours: fn(&dyn Fn(f64) -> f64, f64) -> f64) -> Verdict {
    CENTRAL_DIFFERENCE.check(move |corner| corner.seen_by(yours))
}

/// Checks descent along one weight.
///
/// # Errors
///
/// What is wrong with it.
pub fn descend(yours: Descend) -> Verdict {
    DESCEND.check(move |&Walk { slope, start, learning_rate, steps }| {
        Answer::of("path", yours(&slope, start, learning_rate, steps))
    })
}

/// Checks the slopes along all weights of a network, measured over a distance.
///
/// # Errors
///
/// What is wrong with it.
pub fn measured_gradients(
    yours: fn(&Network, &Array2<f64>, &Array2<f64>, f64) -> Gradients,
) -> Verdict {
    MEASURED_GRADIENTS
        .check(move |Measured { net, x, y, h }| gradients(yours(net, x, y, *h)))
}

/// Checks training by measured slopes.
///
/// # Errors
///
/// What is wrong with it.
pub fn train_by_measuring(yours: Train) -> Verdict {
    TRAIN_BY_MEASURING.check(move |probe| {
        let mut net = probe.net.clone();
        let losses = yours(
            &mut net,
            &probe.x,
            &probe.y,
            probe.learning_rate,
            probe.iterations,
        );
        trained(losses, net)
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&CENTRAL_DIFFERENCE, &DESCEND, &MEASURED_GRADIENTS, &TRAIN_BY_MEASURING]
}
