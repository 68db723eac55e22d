//! The mistakes of *Autograd: the program that writes backward*.

use std::collections::{BTreeSet, VecDeque};

use ndarray::{Array2, ArrayView2, Axis};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the two slopes of a product, number by number, are computed.
#[derive(Clone, Copy)]
struct Product {
    /// The slope along the first factor.
    da: Rule,
    /// The slope along the second.
    db: Rule,
    /// What both are multiplied by.
    factor: f64,
    /// In which order they are given.
    given: fn(Slopes) -> Slopes,
}

/// From the slope along a product, a factor and the other one: the slope along that factor.
type Rule =
    fn(d: &Array2<f64>, own: &Array2<f64>, other: &Array2<f64>) -> Array2<f64>;

/// The slopes along two factors.
pub type Slopes = (Array2<f64>, Array2<f64>);

/// The slope along a product, and its factors.
#[derive(Clone)]
struct Factors {
    d: Array2<f64>,
    a: Array2<f64>,
    b: Array2<f64>,
}

/// Factors of 5 rows and 3 columns, and square ones, of which there is a matrix product, too.
fn factors() -> Vec<Factors> {
    let of = |shape, seed| Factors {
        d: numbers(shape, seed),
        a: numbers(shape, seed + 1),
        b: numbers(shape, seed + 2),
    };
    vec![of((4, 4), 700), of((5, 3), 710)]
}

fn slopes((da, db): Slopes) -> Answer {
    Answer::of("da", da).with("db", db)
}

const RULES: &str = "autograd.md#a-rule-beside-each-operation";

static PRODUCT: Lesson<Product, Factors> = Lesson {
    exercise: "tape_product",
    steps: Product {
        da: |d, _, b| d * b,
        db: |d, _, a| d * a,
        factor: 1.0,
        given: |slopes| slopes,
    },
    probes: factors,
    answer: |steps, Factors { d, a, b }| {
        let da = (steps.da)(d, a, b) * steps.factor;
        let db = (steps.db)(d, b, a) * steps.factor;
        slopes((steps.given)((da, db)))
    },
    sizes: &[(5, "rows"), (3, "columns"), (4, "rows or columns")],
    mistakes: &[
        Mistake {
            name: "exchanged",
            told: "The two slopes have changed places. The slope along a factor holds the \
                   *other* factor, d ⊙ b along a, since that is how far the product moves when \
                   a does. They come back as `(da, db)`.",
            section: RULES,
            source: None,
            plant: |steps| steps.given = |(da, db)| (db, da),
        },
        Mistake {
            name: "d-forgotten",
            told: "You gave the other factors alone.\nAt the end of a tape, where the slope \
                   that arrives is 1, that is right.\nAlong a path slopes multiply: what \
                   arrives, d, times the other factor.",
            section: RULES,
            source: None,
            plant: |steps| {
                steps.da = |_, _, other| other.clone();
                steps.db = |_, _, other| other.clone();
            },
        },
        Mistake {
            name: "only-d",
            told: "You handed on d as it came. That is the rule of the sum. In a product each \
                   factor moves the result by the other one, so d is multiplied by it.",
            section: RULES,
            source: None,
            plant: |steps| {
                steps.da = |d, _, _| d.clone();
                steps.db = |d, _, _| d.clone();
            },
        },
        Mistake {
            name: "d-added",
            told: "You added d to the other factor. Slopes add where paths meet; along a path, \
                   through an operation, they multiply.",
            section: RULES,
            source: None,
            plant: |steps| {
                steps.da = |d, _, other| d + other;
                steps.db = |d, _, other| d + other;
            },
        },
        Mistake {
            name: "times-the-product",
            told: "You multiplied d by the product, a ⊙ b. The value of the result is not its \
                   slope: along a it is b alone, and along b it is a.",
            section: RULES,
            source: None,
            plant: |steps| {
                steps.da = |d, own, other| d * own * other;
                steps.db = |d, own, other| d * own * other;
            },
        },
        Mistake {
            name: "db-of-the-same-factor",
            told: "`db` is d ⊙ b, as `da` is. A line that was copied keeps its factor. Along b \
                   the other factor is a.",
            section: RULES,
            source: None,
            plant: |steps| steps.db = |d, own, _| d * own,
        },
        Mistake {
            name: "db-negative",
            told: "`db` has its sign turned round. That is the rule of the difference. More of b \
                   moves a product by a times as much, with the sign that a has.",
            section: RULES,
            source: None,
            plant: |steps| steps.db = |d, _, other| -(d * other),
        },
        Mistake {
            name: "divided",
            told: "You divided d by the other factor. If the product moves by b times as much \
                   as a, then so does the loss: d times b.",
            section: RULES,
            source: None,
            plant: |steps| {
                steps.da = |d, _, other| d / other;
                steps.db = |d, _, other| d / other;
            },
        },
        Mistake {
            name: "matrix-product",
            told: "These are the rules of the matrix product, d·bᵀ and aᵀ·d.\nWhere all \
                   matrices are square they fit.\nHere the product goes number by number, and \
                   so do its slopes: `*` in the place of `dot`.",
            section: RULES,
            source: None,
            plant: |steps| {
                steps.da = |d, _, b| d.dot(&b.t());
                steps.db = |d, _, a| a.t().dot(d);
            },
        },
        Mistake {
            name: "halved",
            told: "Both slopes are half of what they should be. d is not shared out between \
                   the factors: each gets all of it, times the other one.",
            section: RULES,
            source: None,
            plant: |steps| steps.factor = 0.5,
        },
        Mistake {
            name: "doubled",
            told: "Both slopes are twice what they should be. For a square, a · a, the slope \
                   has a factor of two; it comes by itself, from the two shares that add up \
                   at a.",
            section: "autograd.md#part-i-without-a-line-that-goes-backward",
            source: None,
            plant: |steps| steps.factor = 2.0,
        },
    ],
};

/// Checks the slopes along both factors of a product, number by number, from the slope along
/// the product and the factors.
///
/// # Errors
///
/// What is wrong with them.
pub fn tape_product(
    yours: fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Slopes,
) -> Verdict {
    PRODUCT.check(move |Factors { d, a, b }| slopes(yours(d, a, b)))
}

/// How the slope along what was stretched is computed.
#[derive(Clone, Copy)]
struct Unstretch {
    /// Whether rows are added up, of so many, if so many were there before.
    rows: fn(many: usize, before: usize) -> bool,
    /// The same of columns.
    columns: fn(many: usize, before: usize) -> bool,
    /// Whether columns are looked at, when rows were added up or not.
    then: fn(added: bool) -> bool,
    /// Along which axis copies are added up that lie along this one.
    along: fn(Axis) -> Axis,
    /// What becomes of the copies along an axis, which stays.
    fold: fn(ArrayView2<f64>, Axis) -> Array2<f64>,
    /// What becomes of it at the end, for slopes of this shape.
    end: fn(Array2<f64>, (usize, usize)) -> Array2<f64>,
}

/// The slope along the stretched array, and the shape before.
#[derive(Clone)]
struct Stretched {
    d: Array2<f64>,
    shape: (usize, usize),
}

/// A row, a column and a number that were stretched to 5 rows of 4, and an array that was not.
fn stretched() -> Vec<Stretched> {
    let shapes = [(1, 4), (5, 1), (1, 1), (5, 4)];
    let of = |shape| Stretched { d: numbers((5, 4), 720), shape };
    shapes.map(of).to_vec()
}

/// The sums along an axis, which stays.
fn sums(d: ArrayView2<f64>, axis: Axis) -> Array2<f64> {
    d.sum_axis(axis).insert_axis(axis)
}

const STRETCH: &str = "autograd.md#a-rule-beside-each-operation";

static UNSTRETCH: Lesson<Unstretch, Stretched> = Lesson {
    exercise: "unstretch",
    steps: Unstretch {
        rows: |many, before| many != before,
        columns: |many, before| many != before,
        then: |_| true,
        along: |axis| axis,
        fold: sums,
        end: |slope, _| slope,
    },
    probes: stretched,
    answer: |steps, Stretched { d, shape }| {
        let mut slope = d.clone();
        let added = (steps.rows)(d.nrows(), shape.0);
        if added {
            slope = (steps.fold)(slope.view(), (steps.along)(Axis(0)));
        }
        if (steps.then)(added) && (steps.columns)(d.ncols(), shape.1) {
            slope = (steps.fold)(slope.view(), (steps.along)(Axis(1)));
        }
        Answer::of("slope", (steps.end)(slope, d.dim()))
            .called_with(format!("the shape {shape:?}"))
    },
    sizes: &[(5, "rows"), (4, "columns")],
    mistakes: &[
        Mistake {
            name: "mean-of-the-copies",
            told: "You took the mean of the copies, and it should be their sum.\nThe sign is \
                   right, so a bias would still move the right way.\nEvery copy is a path to \
                   the loss, and where paths meet, they add.",
            section: STRETCH,
            source: None,
            plant: |steps| {
                steps.fold = |d, axis| {
                    let many = d.len_of(axis) as f64;
                    sums(d, axis) / many
                };
            },
        },
        Mistake {
            name: "first-copy",
            told: "You took the slope of the first copy, and the others are lost.\nWith a \
                   single row you would not notice.\nEach copy has moved the loss, so their \
                   slopes add up.",
            section: STRETCH,
            source: None,
            plant: |steps| {
                steps.fold =
                    |d, axis| d.index_axis(axis, 0).to_owned().insert_axis(axis);
            },
        },
        Mistake {
            name: "last-copy",
            told: "You have the slope of the last copy alone. A loop with = in the place of += \
                   does this: each copy replaces the one before. They add up.",
            section: STRETCH,
            source: None,
            plant: |steps| {
                steps.fold = |d, axis| {
                    let last = d.len_of(axis) - 1;
                    d.index_axis(axis, last).to_owned().insert_axis(axis)
                };
            },
        },
        Mistake {
            name: "along-the-wrong-axis",
            told: "You added up along the wrong axis. `Axis(0)` is the one along which rows \
                   follow each other: copies of a row lie there, one below the other. Copies \
                   of a column lie along `Axis(1)`.",
            section: STRETCH,
            source: None,
            plant: |steps| steps.along = |axis| Axis(1 - axis.index()),
        },
        Mistake {
            name: "rows-only",
            told: "A stretched row gets its sum, and a stretched column does not.\nBiases are \
                   rows, so a network would not show it.\nBoth axes may have been stretched, \
                   and a single number along both.",
            section: "autograd.md#back-from-the-end",
            source: None,
            plant: |steps| steps.columns = |_, _| false,
        },
        Mistake {
            name: "one-axis-only",
            told: "A single number is added up along one axis and not along the other: `else` \
                   lets only one of them happen. It was stretched to rows *and* columns, so \
                   look at both axes.",
            section: "autograd.md#back-from-the-end",
            source: None,
            plant: |steps| steps.then = |added| !added,
        },
        Mistake {
            name: "still-stretched",
            told: "The slope still has the stretched shape. A step would then stretch the \
                   weights, too: a row of biases minus five rows of slopes is five rows. What \
                   was copied gets the sum over its copies, and has its own shape again.",
            section: STRETCH,
            source: Some("jimfleming/differentiation#1"),
            plant: |steps| {
                steps.rows = |_, _| false;
                steps.columns = |_, _| false;
            },
        },
        Mistake {
            name: "rows-always",
            told: "You add up the rows even where none was a copy.\nOf a stretched row that is \
                   right.\nAn array that had as many rows before has a slope for each of them: \
                   compare the shapes first.",
            section: "autograd.md#back-from-the-end",
            source: None,
            plant: |steps| {
                steps.rows = |_, _| true;
                // After `else` no column would ever be looked at.
                steps.then = UNSTRETCH.steps.then;
            },
        },
        Mistake {
            name: "columns-always",
            told: "You add up the columns even where none was a copy.\nOf a stretched column \
                   that is right.\nAn array that had as many columns before has a slope for \
                   each of them: compare the shapes first.",
            section: "autograd.md#back-from-the-end",
            source: None,
            plant: |steps| steps.columns = |_, _| true,
        },
        Mistake {
            name: "turned",
            told: "The slope lies the other way: a row became a column, or a column a row. \
                   `sum_axis` takes an axis away. Put it back where it was: \
                   `insert_axis(Axis(0))` after `sum_axis(Axis(0))`.",
            section: STRETCH,
            source: None,
            plant: |steps| {
                steps.end = |slope, shape| {
                    if slope.dim() == shape { slope } else { slope.t().to_owned() }
                };
            },
        },
        Mistake {
            name: "stretched-again",
            told: "The sums are right, but they are stretched again over all rows and columns. \
                   The slope has the shape of what it is for: each sum stands there once.",
            section: STRETCH,
            source: None,
            plant: |steps| {
                steps.end = |slope, shape| Array2::zeros(shape) + slope;
            },
        },
        Mistake {
            name: "minus",
            told: "The sums have their sign turned round. Stretching copies numbers, and a copy \
                   moves as its number does. The minus comes with the step.",
            section: STRETCH,
            source: None,
            plant: |steps| steps.fold = |d, axis| -sums(d, axis),
        },
    ],
};

/// Checks the slope along an array of a shape, from the slope along what it was stretched to.
///
/// # Errors
///
/// What is wrong with it.
pub fn unstretch(yours: fn(&Array2<f64>, (usize, usize)) -> Array2<f64>) -> Verdict {
    UNSTRETCH.check(move |Stretched { d, shape }| {
        Answer::of("slope", yours(d, *shape))
            .called_with(format!("the shape {shape:?}"))
    })
}

/// What a number was computed from: its place on the tape, and the slope along it.
pub type Terms = Vec<(usize, f64)>;

/// How a tape of numbers is walked back.
#[derive(Clone, Copy)]
struct Walk {
    /// The slope along the last number.
    start: f64,
    /// What the other slopes begin with.
    others: f64,
    /// The places of the tape, as they are come to.
    order: fn(&[Terms]) -> Vec<usize>,
    /// Of the terms of an entry, those that get a share.
    terms: fn(&[(usize, f64)]) -> Terms,
    /// The share of a term: of the slope that arrives, and the slope along the term.
    share: fn(d: f64, along: f64) -> f64,
    /// What the shares of an entry of so many terms are divided by.
    divisor: fn(terms: usize) -> f64,
    /// What a slope becomes when a share comes to it.
    put: fn(old: f64, share: f64) -> f64,
    /// What is given at the end.
    given: fn(Vec<f64>, &[Terms]) -> Vec<f64>,
}

/// The tape of the chapter's first section, with other slopes; and a longer one, on which ways of
/// different lengths meet.
fn tapes() -> Vec<Vec<Terms>> {
    let twice = vec![vec![], vec![(0, 0.5), (0, 3.0)], vec![(1, -2.0), (1, 0.7)]];
    let long = vec![
        vec![],
        vec![],
        vec![(0, 0.7), (1, -1.3)],
        vec![(2, 0.6), (2, 0.6)],
        vec![(3, -0.4), (2, 2.1)],
        vec![(1, 1.1), (3, 0.8)],
        vec![(4, 0.9), (5, -1.6), (3, 0.35)],
        vec![(6, 0.45), (2, 1.7), (0, 2.3)],
    ];
    vec![twice, long]
}

/// The places that a function comes to which calls itself for each term.
fn by_itself(tape: &[Terms], place: usize) -> Vec<usize> {
    let mut places = vec![place];
    for &(term, _) in &tape[place] {
        places.extend(by_itself(tape, term));
    }
    places
}

/// Each place once, where it first stands.
fn once(places: Vec<usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    places.into_iter().filter(|&place| seen.insert(place)).collect()
}

/// The places from the end, the nearest first, each once.
fn nearest_first(tape: &[Terms]) -> Vec<usize> {
    let mut waiting = VecDeque::from([tape.len() - 1]);
    let mut places = vec![];
    while let Some(place) = waiting.pop_front() {
        if !places.contains(&place) {
            places.push(place);
            waiting.extend(tape[place].iter().map(|&(term, _)| term));
        }
    }
    places
}

const TWICE: &str = "autograd.md#a-number-that-is-used-twice";
const BACK: &str = "autograd.md#back-from-the-end";

static WALK: Lesson<Walk, Vec<Terms>> = Lesson {
    exercise: "walk_back",
    steps: Walk {
        start: 1.0,
        others: 0.0,
        order: |tape| (0..tape.len()).rev().collect(),
        terms: <[_]>::to_vec,
        share: |d, along| d * along,
        divisor: |_| 1.0,
        put: |old, share| old + share,
        given: |slopes, _| slopes,
    },
    probes: tapes,
    answer: |steps, tape| {
        let mut slopes = vec![steps.others; tape.len()];
        slopes[tape.len() - 1] = steps.start;
        for place in (steps.order)(tape) {
            let terms = &tape[place];
            for (term, along) in (steps.terms)(terms) {
                let share = (steps.share)(slopes[place], along)
                    / (steps.divisor)(terms.len());
                slopes[term] = (steps.put)(slopes[term], share);
            }
        }
        Answer::of("slopes", (steps.given)(slopes, tape))
    },
    sizes: &[(3, "entries"), (8, "entries")],
    mistakes: &[
        Mistake {
            name: "overwritten",
            told: "Where two paths meet, the second share replaces the first: = stands where \
                   += belongs.\nIn a chain, where each number is used once, nothing shows.\n\
                   Where paths meet, they add.",
            section: TWICE,
            source: Some("karpathy/micrograd#72"),
            plant: |steps| steps.put = |_, share| share,
        },
        Mistake {
            name: "subtracted",
            told: "You subtract each share where it arrives. The minus belongs to the step of \
                   gradient descent. Slopes that meet are added.",
            section: BACK,
            source: None,
            plant: |steps| steps.put = |old, share| old - share,
        },
        Mistake {
            name: "from-the-front",
            told: "The tape is read from its front, or each entry after its terms. Then an \
                   entry hands on its slope before any has arrived, and only the terms of the \
                   last one get something. Read from the end.",
            section: "autograd.md#a-tape",
            source: Some("karpathy/micrograd#96"),
            plant: |steps| steps.order = |tape| (0..tape.len()).collect(),
        },
        Mistake {
            name: "each-path-again",
            told: "Your function calls itself for each term, so it comes to a shared entry once \
                   for every path, and hands on what has already been handed on. In a chain \
                   that is right. Go through the tape once, from the end: there all of a slope \
                   has arrived before it is handed on.",
            section: TWICE,
            source: Some("karpathy/micrograd#64"),
            plant: |steps| steps.order = |tape| by_itself(tape, tape.len() - 1),
        },
        Mistake {
            name: "at-the-first-visit",
            told: "Each entry hands on its slope once, but at the first visit. What arrives \
                   there later, by a longer way, goes no further. On the tape every use stands \
                   after the entry: from the end, all has arrived in time.",
            section: TWICE,
            source: Some("lucasdelimanogueira/PyNorch#90"),
            plant: |steps| {
                steps.order = |tape| once(by_itself(tape, tape.len() - 1));
            },
        },
        Mistake {
            name: "nearest-first",
            told: "You go to the entries by how few steps they are from the end. One that is \
                   near by one way may be far by another, and hands on its slope before that \
                   has arrived. The order of the tape, from the end, waits for both.",
            section: TWICE,
            source: None,
            plant: |steps| steps.order = nearest_first,
        },
        Mistake {
            name: "starts-with-0",
            told: "All slopes are 0, since none was set to begin with. The walk starts with the \
                   slope of the last number along itself, and that is 1.",
            section: BACK,
            source: None,
            plant: |steps| steps.start = 0.0,
        },
        Mistake {
            name: "all-start-with-1",
            told: "Every slope begins with 1, and only the last one should. The others begin \
                   with 0, since what arrives is added to them.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.others = 1.0;
                // If what has arrived is not handed on, it is the same from the front.
                steps.share = WALK.steps.share;
            },
        },
        Mistake {
            name: "last-entry-left-out",
            told: "The walk begins one entry too early, so the last one hands on nothing, and \
                   the others have nothing to hand on. `0..n - 1` ends before n − 1: the places \
                   of n entries are `0..n`.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.order = |tape| (0..tape.len() - 1).rev().collect();
            },
        },
        Mistake {
            name: "stops-early",
            told: "The walk stops before the front. An entry near it was computed from others, \
                   and these got nothing from it. Go on to the very first place; an entry \
                   without terms hands on nothing by itself.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.order = |tape| {
                    let is_made = |&place: &usize| !tape[place].is_empty();
                    let first = (0..tape.len()).find(is_made).unwrap_or(0);
                    (first + 1..tape.len()).rev().collect()
                };
            },
        },
        Mistake {
            name: "only-the-first-term",
            told: "Only the first term of each entry gets a share. A sum or a product has two, \
                   and each moves the result.",
            section: TWICE,
            source: None,
            plant: |steps| steps.terms = |terms| terms[..terms.len().min(1)].to_vec(),
        },
        Mistake {
            name: "the-same-term-once",
            told: "A term that an entry names twice gets one share. In a + a there are two \
                   paths from a, and each brings its slope. A set or a map of terms forgets \
                   the second.",
            section: TWICE,
            source: None,
            plant: |steps| {
                steps.terms = |terms| {
                    let mut seen = BTreeSet::new();
                    let first = |(term, _): &&(usize, f64)| seen.insert(*term);
                    terms.iter().filter(first).copied().collect()
                };
            },
        },
        Mistake {
            name: "slope-of-the-operation-alone",
            told: "Each term gets the slope of its own operation alone, and what has arrived \
                   at the entry is not in it.\nNext to the end, where 1 has arrived, that is \
                   right.\nAlong a path slopes multiply.",
            section: BACK,
            source: None,
            plant: |steps| steps.share = |_, along| along,
        },
        Mistake {
            name: "handed-on-as-it-is",
            told: "Each entry hands on its slope as it is.\nFor sums, whose slopes are 1, that \
                   is right.\nA share is the slope that has arrived times that along the \
                   term, which stands beside its place.",
            section: BACK,
            source: None,
            plant: |steps| steps.share = |d, _| d,
        },
        Mistake {
            name: "added-along-the-path",
            told: "You add the slope that has arrived and that along the term. Slopes add where \
                   paths meet. Along a path they multiply.",
            section: BACK,
            source: None,
            plant: |steps| steps.share = |d, along| d + along,
        },
        Mistake {
            name: "shared-out",
            told: "You divide the slope of an entry among its terms. Nothing is used up on the \
                   way: each term moves the result by its own slope, whatever the others do.",
            section: TWICE,
            source: None,
            plant: |steps| steps.divisor = |terms| terms as f64,
        },
        Mistake {
            name: "from-the-end",
            told: "The slopes come in the order of the walk, the last number's first. Each \
                   stands at the place that its number has on the tape.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.given = |mut slopes, _| {
                    slopes.reverse();
                    slopes
                };
            },
        },
        Mistake {
            name: "handed-on-and-gone",
            told: "An entry that has handed on its slope has 0 for one at the end. A slope that \
                   is handed on is not used up: it is still how far the result moves with that \
                   number.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.given = |mut slopes, tape| {
                    for (slope, terms) in slopes.iter_mut().zip(tape) {
                        if !terms.is_empty() {
                            *slope = 0.0;
                        }
                    }
                    slopes
                };
            },
        },
    ],
};

/// Checks the slopes of the last number of a tape along all of its numbers. The tape has, for each
/// number, the places of what it was computed from, and the slope along each.
///
/// # Errors
///
/// What is wrong with them.
pub fn walk_back(yours: fn(&[Terms]) -> Vec<f64>) -> Verdict {
    WALK.check(move |tape| Answer::of("slopes", yours(tape)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&PRODUCT, &UNSTRETCH, &WALK]
}
