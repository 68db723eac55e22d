//! The mistakes of *Layers and biases*.

use backprop::activation::{sigmoid, sigmoid_prime_from_output};
use ndarray::{Array1, Array2, Axis};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How a dense layer goes forward.
#[derive(Clone, Copy)]
struct Forward {
    /// The products, added up.
    products: fn(x: &Array2<f64>, weights: &Array2<f64>) -> Array2<f64>,
    /// What becomes of a product before the bias is added.
    product: fn(f64) -> f64,
    /// What is added to the products of each unit.
    bias: fn(biases: &Array1<f64>, x: &Array2<f64>) -> Array1<f64>,
    /// The products with what is added to them.
    sums: AddBias,
    /// What becomes of a sum.
    end: fn(z: f64) -> f64,
}

/// Adds a bias for each unit to the products of the rows of `x`.
type AddBias =
    fn(products: Array2<f64>, bias: &Array1<f64>, x: &Array2<f64>) -> Array2<f64>;

/// A call of either function: rows, a layer, and the slopes along its sums.
#[derive(Clone)]
struct Probe {
    x: Array2<f64>,
    weights: Array2<f64>,
    biases: Array1<f64>,
    dz: Array2<f64>,
}

/// Five rows for a layer.
fn probe(inputs: usize, outputs: usize, seed: u64) -> Probe {
    Probe {
        x: numbers((5, inputs), seed),
        weights: numbers((inputs, outputs), seed + 1),
        biases: numbers(outputs, seed + 2),
        dz: numbers((5, outputs), seed + 3),
    }
}

/// A layer of as many outputs as inputs, which lets a wrong transpose pass; then one of 3 and 2.
fn probes() -> Vec<Probe> {
    vec![probe(4, 4, 30), probe(3, 2, 40)]
}

const SIZES: &[(usize, &str)] =
    &[(5, "rows"), (3, "inputs"), (2, "outputs"), (4, "inputs or outputs")];

static FORWARD: Lesson<Forward, Probe> = Lesson {
    exercise: "dense_forward",
    steps: Forward {
        products: |x, weights| x.dot(weights),
        product: |product| product,
        bias: |biases, _| biases.clone(),
        sums: |products, bias, _| products + bias,
        end: |z| z,
    },
    probes,
    answer: |steps, Probe { x, weights, biases, .. }| {
        let products = (steps.products)(x, weights).mapv_into(steps.product);
        let z = (steps.sums)(products, &(steps.bias)(biases, x), x);
        Answer::of("z", z.mapv_into(steps.end))
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "bias-forgotten",
            told: "The biases are not added.\nFrom biases of 0, as our networks start, you \
                   would not notice.\nAdd b to every row of x·W.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| {
                steps.bias = |biases, _| 0.0 * biases;
                // Without a bias nothing stands behind the activation.
                steps.product = |product| product;
            },
        },
        Mistake {
            name: "bias-twice",
            told: "The biases are added twice.\nTraining makes up for it with biases half as \
                   large, so the network still learns.\nEach sum gets its bias once.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| steps.bias = |biases, _| 2.0 * biases,
        },
        Mistake {
            name: "bias-subtracted",
            told: "You subtracted the biases. A threshold is subtracted in some texts; a bias \
                   is added, z = x·W + b, and its slope has the sign that follows from this.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| steps.bias = |biases, _| -biases,
        },
        Mistake {
            name: "bias-with-every-product",
            told: "The bias is added with every product, so a unit of three inputs gets it \
                   three times. In a loop, it belongs outside of the innermost one: once for \
                   each sum.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| steps.bias = |biases, x| x.ncols() as f64 * biases,
        },
        Mistake {
            name: "bias-with-every-row",
            told: "Each sum gets its bias as many times as there are rows. In a loop over the \
                   rows, that is what adding b to the whole matrix does. Row by row, add b to \
                   that row; or add it to the matrix once.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| steps.bias = |biases, x| x.nrows() as f64 * biases,
        },
        Mistake {
            name: "bias-in-the-first-row",
            told: "Only the first row gets the biases.\nWith a single row you would not \
                   notice.\nEvery row is a sample, and each unit adds its bias for all of them.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| {
                steps.sums = |mut products, bias, _| {
                    products.row_mut(0).scaled_add(1.0, bias);
                    products
                };
            },
        },
        Mistake {
            name: "bias-multiplied",
            told: "You multiplied the products by the biases. A bias shifts the sum, and is \
                   added to it. It is a weight, but the input that it belongs to is always 1.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| steps.sums = |products, bias, _| products * bias,
        },
        Mistake {
            name: "bias-added-to-the-weights",
            told: "You added the biases to the weights, so each is multiplied by the inputs, \
                   too. The bias is added to x·W, and no input changes it.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| {
                steps.sums = |products, bias, x| {
                    products + x.sum_axis(Axis(1)).insert_axis(Axis(1)) * bias
                };
            },
        },
        Mistake {
            name: "one-bias-for-all",
            told: "All units get the bias of the first one. The list b has one for each: \
                   column j of the sums gets `biases[j]`.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| {
                steps.bias = |biases, _| Array1::from_elem(biases.len(), biases[0]);
            },
        },
        Mistake {
            name: "biases-added-up",
            told: "Every unit gets the sum of all biases. It fits, since a number is added \
                   to any array. Each unit has a bias of its own.",
            section: "dense.md#the-column-of-ones-was-a-bias",
            source: None,
            plant: |steps| {
                steps.bias =
                    |biases, _| Array1::from_elem(biases.len(), biases.sum());
            },
        },
        Mistake {
            name: "weights-untransposed",
            told: "You turned the weights: x·Wᵀ.\nWith as many outputs as inputs it fits and \
                   nothing warns you.\nPyTorch computes so, with a row of W for each output. \
                   Ours has a row for each input, and x·W is right.",
            section: "dense.md#in-a-library",
            source: None,
            plant: |steps| steps.products = |x, weights| x.dot(&weights.t()),
        },
        Mistake {
            name: "last-input-left-out",
            told: "The last input takes part in no sum. A loop that ends one too early does \
                   this. The sum runs over all inputs.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| {
                steps.products = |x, weights| {
                    let last = x.ncols() - 1;
                    let all_but_last: Vec<usize> = (0..last).collect();
                    x.select(Axis(1), &all_but_last)
                        .dot(&weights.select(Axis(0), &all_but_last))
                };
            },
        },
        Mistake {
            name: "activation-inside",
            told: "You went one step too far and applied the sigmoid. In Part II a layer \
                   gives its sums z, and the activation comes after it, so that any can \
                   follow.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.end = sigmoid,
        },
        Mistake {
            name: "activation-before-the-bias",
            told: "You applied the sigmoid to x·W before the biases were added. An activation \
                   comes after the whole sum, x·W + b; and in Part II the layer leaves it to \
                   what follows.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.product = sigmoid,
        },
    ],
};

/// From rows, weights and biases to the sums of a layer.
type Sums = fn(&Array2<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64>;

/// Checks the sums of a dense layer for the rows of `x`, from its weights and biases.
///
/// # Errors
///
/// What is wrong with it.
pub fn dense_forward(yours: Sums) -> Verdict {
    FORWARD.check(move |Probe { x, weights, biases, .. }| {
        Answer::of("z", yours(x, weights, biases))
    })
}

/// How a dense layer goes backward.
#[derive(Clone, Copy)]
struct Backward {
    /// What the slopes along the sums are divided by, of `n` rows.
    divisor: fn(n: f64) -> f64,
    /// The slopes along the weights.
    dw: fn(x: &Array2<f64>, dz: &Array2<f64>) -> Array2<f64>,
    /// What those along the weights alone are divided by.
    dw_divisor: fn(n: f64) -> f64,
    /// The slopes along the biases.
    db: fn(dw: &Array2<f64>, dz: &Array2<f64>) -> Array1<f64>,
    /// The slopes along the inputs.
    dx: fn(dz: &Array2<f64>, weights: &Array2<f64>) -> Array2<f64>,
    /// What those along the inputs are divided by.
    dx_divisor: fn(n: f64) -> f64,
    /// What becomes of those along the inputs.
    before: fn(dx: Array2<f64>, x: &Array2<f64>) -> Array2<f64>,
    /// In which order all three are given.
    given: fn(Slopes) -> Slopes,
    /// The sign of those along the inputs.
    dx_sign: f64,
}

/// The slopes along the weights, the biases and the inputs of a layer.
pub type Slopes = (Array2<f64>, Array1<f64>, Array2<f64>);

fn slopes((dw, db, dx): Slopes) -> Answer {
    Answer::of("dw", dw).with("db", db).with("dx", dx)
}

/// The numbers of a matrix in their order, in rows as long as its columns were.
fn reshaped(matrix: &Array2<f64>) -> Array2<f64> {
    let shape = (matrix.ncols(), matrix.nrows());
    let numbers = matrix.iter().copied().collect();
    Array2::from_shape_vec(shape, numbers).expect("as many numbers as before")
}

static BACKWARD: Lesson<Backward, Probe> = Lesson {
    exercise: "dense_backward",
    steps: Backward {
        divisor: |_| 1.0,
        dw: |x, dz| x.t().dot(dz),
        dw_divisor: |_| 1.0,
        db: |_, dz| dz.sum_axis(Axis(0)),
        dx: |dz, weights| dz.dot(&weights.t()),
        dx_divisor: |_| 1.0,
        before: |dx, _| dx,
        given: |slopes| slopes,
        dx_sign: 1.0,
    },
    probes,
    answer: |steps, Probe { x, weights, dz, .. }| {
        let n = x.nrows() as f64;
        let dz = &(dz / (steps.divisor)(n));
        let dw = (steps.dw)(x, dz) / (steps.dw_divisor)(n);
        let db = (steps.db)(&dw, dz);
        let dx = (steps.dx)(dz, weights) * steps.dx_sign / (steps.dx_divisor)(n);
        slopes((steps.given)((dw, db, (steps.before)(dx, x))))
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "all-averaged",
            told: "All three slopes are divided by the number of rows. That is right for a \
                   loss that is a mean, whose `dz` brings the division along. A layer passes \
                   on the `dz` that it gets.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |n| n,
        },
        Mistake {
            name: "dw-averaged",
            told: "`dw` is divided by the number of rows.\nThe direction is right, so the \
                   network learns, with weights that move more slowly than they should.\nThe \
                   paths through all rows are added.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.dw_divisor = |n| n,
        },
        Mistake {
            name: "dw-of-the-last-row",
            told: "`dw` comes from the last row alone. A loop with = in the place of += does \
                   this: each row replaces the one before. The rows are added.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| {
                steps.dw = |x, dz| {
                    let last = |array: &Array2<f64>| {
                        array.select(Axis(0), &[array.nrows() - 1])
                    };
                    last(x).t().dot(&last(dz))
                };
            },
        },
        Mistake {
            name: "dw-turned",
            told: "`dw` is turned: you computed dzᵀ·x, with a row for each output. That is \
                   how PyTorch keeps weights. Ours have a row for each input, and their \
                   slopes xᵀ·dz do, too.",
            section: "dense.md#in-a-library",
            source: None,
            plant: |steps| steps.dw = |x, dz| dz.t().dot(x),
        },
        Mistake {
            name: "dz-turned",
            told: "For `dw` you turned the wrong one: x·dzᵀ has a number for each two rows.\n\
                   With as many outputs as inputs it fits.\nThe sum runs over the rows. So they \
                   have to meet in the middle: xᵀ·dz.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| {
                steps.dw = |x, dz| x.dot(&dz.t());
                // Where the layer is not square there is no answer that tells more of dx.
                steps.dx = BACKWARD.steps.dx;
            },
        },
        Mistake {
            name: "x-reshaped",
            told: "For `dw` you gave x another shape in the place of turning it. The product \
                   fits, but the numbers of one sample are now in several columns. `t()` \
                   turns; a new shape keeps the order of the numbers.",
            section: "dense.md#one-layer-in-rust",
            source: None,
            plant: |steps| steps.dw = |x, dz| reshaped(x).dot(dz),
        },
        Mistake {
            name: "db-averaged",
            told: "`db` is the mean over the rows, and it should be their sum.\nThe bias still \
                   moves the right way, so the network learns.\nA path leads from the bias \
                   through each row, and where paths meet, they add.",
            section: "dense.md#the-slope-along-a-bias",
            source: Some("kvfrans/notes#5"),
            plant: |steps| {
                steps.db = |_, dz| dz.sum_axis(Axis(0)) / dz.nrows() as f64;
            },
        },
        Mistake {
            name: "db-along-the-wrong-axis",
            told: "`db` adds up each row of `dz` and not each column, so it has a number for \
                   each row. `Axis(0)` is the axis that disappears: that of the rows.",
            section: "dense.md#the-slope-along-a-bias",
            source: None,
            plant: |steps| steps.db = |_, dz| dz.sum_axis(Axis(1)),
        },
        Mistake {
            name: "db-of-the-first-row",
            told: "`db` is the first row of `dz`, and the other rows are not added.\nWith a \
                   single row you would not notice.\nThe bias is used in every row.",
            section: "dense.md#the-slope-along-a-bias",
            source: None,
            plant: |steps| steps.db = |_, dz| dz.row(0).to_owned(),
        },
        Mistake {
            name: "db-of-the-last-row",
            told: "`db` is the last row of `dz`. A loop with = in the place of += does this: \
                   each row replaces the one before. The rows are added.",
            section: "dense.md#the-slope-along-a-bias",
            source: None,
            plant: |steps| steps.db = |_, dz| dz.row(dz.nrows() - 1).to_owned(),
        },
        Mistake {
            name: "db-of-zeros",
            told: "`db` is 0 for every unit. If it begins as zeros, nothing was added to it. \
                   The biases would never move; each has the sum of its column of `dz` for a \
                   slope.",
            section: "dense.md#the-slope-along-a-bias",
            source: None,
            plant: |steps| steps.db = |_, dz| Array1::zeros(dz.ncols()),
        },
        Mistake {
            name: "one-db-for-all",
            told: "Every bias gets the sum of all slopes in `dz`, over rows and columns. It \
                   is added to the biases without complaint. Each bias has its own column, \
                   and its slope is the sum of that one.",
            section: "dense.md#the-slope-along-a-bias",
            source: Some("rasbt/stat453-deep-learning-ss21#5"),
            plant: |steps| {
                steps.db = |_, dz| Array1::from_elem(dz.ncols(), dz.sum());
            },
        },
        Mistake {
            name: "db-from-dw",
            told: "`db` adds up the columns of `dw`, which are weighted with the inputs.\n\
                   Where the inputs of each row add up to 1 it comes out right, and nowhere \
                   else.\nAdd up the columns of `dz`.",
            section: "dense.md#the-slope-along-a-bias",
            source: Some(
                "rust0258/Deeplearning.ai-Natural-Language-Processing-Specialization#62",
            ),
            plant: |steps| steps.db = |dw, _| dw.sum_axis(Axis(0)),
        },
        Mistake {
            name: "weights-untransposed",
            told: "For `dx` the weights are not turned: you computed dz·W.\nWith as many \
                   outputs as inputs it fits, and nothing warns you.\nBack goes the way of \
                   each weight, from output to input: dz·Wᵀ.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.dx = |dz, weights| dz.dot(weights),
        },
        Mistake {
            name: "dx-turned",
            told: "`dx` is turned: you computed W·dzᵀ, with a column for each row of x. `dx` \
                   has the shape of x, a row for each sample: dz·Wᵀ.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.dx = |dz, weights| weights.dot(&dz.t()),
        },
        Mistake {
            name: "dx-averaged",
            told: "`dx` is divided by the number of rows. Each row of x has a path of its own \
                   to the loss, and nothing is added over the rows there. So there is nothing \
                   to take a mean of.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.dx_divisor = |n| n,
        },
        Mistake {
            name: "weights-reshaped",
            told: "For `dx` you gave the weights another shape in the place of turning them. \
                   The product fits, but the weights meet the wrong slopes. `t()` turns; a \
                   new shape keeps the order of the numbers.",
            section: "dense.md#one-layer-in-rust",
            source: None,
            plant: |steps| steps.dx = |dz, weights| dz.dot(&reshaped(weights)),
        },
        Mistake {
            name: "through-the-activation-before",
            told: "You multiplied `dx` by the slope of a sigmoid, x(1 − x). `dx` ends at what \
                   came into the layer. The activation before it is passed in the next move, \
                   so its slope would count twice.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| {
                steps.before = |dx, x| dx * x.mapv(sigmoid_prime_from_output);
            },
        },
        Mistake {
            name: "exchanged",
            told: "`dw` and `dx` have changed places. Both are matrices, so the compiler can't \
                   tell them apart. The slopes come back as `(dw, db, dx)`.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.given = |(dw, db, dx)| (dx, db, dw),
        },
        Mistake {
            name: "dx-sign",
            told: "`dx` has its sign turned round.\nThe layer itself gets right slopes, and \
                   only the layers before it are moved uphill, so the network may learn all \
                   the same.\nThe way back multiplies by Wᵀ and by nothing else; the minus \
                   comes with the step.",
            section: "dense.md#a-layer-owns-its-weights",
            source: None,
            plant: |steps| steps.dx_sign = -1.0,
        },
    ],
};

/// Checks the slopes along the weights, the biases and the inputs of a dense layer, from its
/// inputs, its weights and the slopes along its sums.
///
/// # Errors
///
/// What is wrong with them.
pub fn dense_backward(
    yours: fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Slopes,
) -> Verdict {
    BACKWARD.check(move |Probe { x, weights, dz, .. }| slopes(yours(x, weights, dz)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&FORWARD, &BACKWARD]
}
