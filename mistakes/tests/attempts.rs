//! What is said where no mistake of the catalog explains the answer, or where there is none.

use std::env;
use std::process::Command;
use std::thread;
use std::time::Duration;

use backprop::activation::sigmoid_prime_from_output;
use backprop::classification::Dataset;
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::loss::sum_of_squares_gradient;
use backprop::network::Network;
use mistakes::{
    Diagnosis, activation, backpropagation, classification, convolution, feedforward,
    generalization, training,
};
use ndarray::{Array2, Axis};

type Backward = fn(&Network, &Array2<f64>, &Array2<f64>, &Trace) -> Gradients;

/// What is said of a pass backward, in one line.
fn said(yours: Backward) -> String {
    let diagnosis = backpropagation::backward(yours).unwrap_err();
    assert!(diagnosis.names().is_empty(), "{diagnosis}");
    one_line(&diagnosis)
}

fn one_line(diagnosis: &Diagnosis) -> String {
    let words: Vec<String> =
        diagnosis.to_string().split_whitespace().map(str::to_string).collect();
    words.join(" ")
}

#[track_caller]
fn assert_says(yours: Backward, sentence: &str) {
    let said = said(yours);
    assert!(said.contains(sentence), "{said}");
}

#[test]
fn a_todo_is_nothing_written_yet() {
    assert_says(
        |_, _, _, _| todo!(),
        "no answer yet. * Nothing is written yet: the `todo!()` is still there.",
    );
}

#[test]
fn a_panic_is_told_in_its_own_words() {
    assert_says(
        |net, _, _, trace| Gradients {
            dw1: net.w1.clone(),
            dw2: trace.a1.select(Axis(1), &[4]),
        },
        "The program stopped: ",
    );
}

#[test]
fn a_product_that_does_not_fit_is_told_with_both_shapes_in_words() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, .. } = net.backward(x, y, trace);
            Gradients { dw1, dw2: trace.a1.dot(&trace.y_hat) }
        },
        "a product of matrices that do not fit. The left one is (5, 4), that is (rows, \
         hidden); the right one is (5, 2), that is (rows, outputs).",
    );
}

#[test]
fn a_product_that_fits_by_accident_elsewhere_is_named_where_it_does_not() {
    let yours: Backward = |net, x, y, trace| {
        let dz2 = sum_of_squares_gradient(&trace.y_hat, y)
            * trace.y_hat.mapv(sigmoid_prime_from_output);
        let Gradients { dw1, .. } = net.backward(x, y, trace);
        Gradients { dw1, dw2: trace.a1.dot(&dz2) }
    };
    let diagnosis = backpropagation::backward(yours).unwrap_err();
    assert_eq!(diagnosis.names(), ["dw2-without-transpose"]);
    assert!(
        one_line(&diagnosis)
            .contains("You see it here: The program stopped: a product")
    );
}

#[test]
fn a_product_that_would_fit_the_other_way_round_is_told_so() {
    let diagnosis = feedforward::layer(|x, w| {
        let z = w.dot(x);
        (z.clone(), z)
    });
    let said = one_line(&diagnosis.unwrap_err());
    assert!(said.contains("In the other order they would fit."), "{said}");
}

#[test]
fn arrays_that_do_not_fit_number_by_number_are_told_so() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, .. } = net.backward(x, y, trace);
            Gradients { dw1, dw2: &trace.a1 * &trace.y_hat }
        },
        "which go number by number, two arrays must have the same shape, and these have not. \
         One of the two may be wrong since the line that made it. `dbg!(a.shape());` ahead of \
         it prints the shape of `a`.",
    );
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, .. } = net.backward(x, y, trace);
            let mut dw2 = trace.a1.clone();
            dw2 -= &trace.y_hat;
            Gradients { dw1, dw2 }
        },
        "One is (5, 2), that is (rows, outputs); the other is (5, 4), that is (rows, hidden).",
    );
}

#[test]
fn a_function_that_never_ends_is_not_waited_for() {
    assert_says(
        |_, _, _, _| {
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        },
        "It does not come to an end: after five seconds there was no answer.",
    );
}

#[test]
fn what_is_not_a_number_is_told_with_the_place_where_it_begins() {
    assert_says(
        |net, x, y, trace| {
            let mut gradients = net.backward(x, y, trace);
            gradients.dw1[[1, 2]] = f64::NAN;
            gradients.dw1[[2, 0]] = f64::NAN;
            gradients
        },
        "`dw1[[1, 2]]` is NaN and should be 0.0825, the first that is no finite number. * \
         Right already: `dw2`.",
    );
}

#[test]
fn a_wrong_shape_is_told_with_the_right_one_and_the_product_that_has_it() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, .. } = net.backward(x, y, trace);
            Gradients { dw1, dw2: trace.y_hat.clone() }
        },
        "`dw2` has the shape (5, 2), that is (rows, outputs); it should be (4, 2), that is \
         (hidden, outputs). * A product of a matrix (hidden, rows) with one (rows, outputs) \
         has that shape. * Right already: `dw1`.",
    );
}

/// Where none of them gives your numbers, it says so, and what it sees: which array is wrong, in
/// which rows or columns, by which factor.
#[test]
fn a_constant_ratio_is_told() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, dw2 } = net.backward(x, y, trace);
            Gradients { dw1: 3.0 * dw1, dw2 }
        },
        "Every number of `dw1` is 3.000 times what it should be. * Right already: `dw2`.",
    );
}

/// Where none of them gives your numbers, it says so, and what it sees: which array is wrong, in
/// which rows or columns, by which factor.
#[test]
fn the_only_wrong_column_is_told() {
    assert_says(
        |net, x, y, trace| {
            let mut gradients = net.backward(x, y, trace);
            gradients.dw1.column_mut(3).fill(0.5);
            gradients
        },
        "`dw1` is wrong only in column 3. * Right already: `dw2`.",
    );
}

#[test]
fn nothing_is_printed_of_a_panic_in_the_readers_function() {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "a_panic_is_told_in_its_own_words"])
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    assert!(
        !printed.contains("panicked") && !printed.contains("backtrace"),
        "{printed}"
    );
}

#[test]
fn of_two_mistakes_nothing_is_said_that_is_true_of_one_alone() {
    let half: Backward = |net, x, y, trace| {
        let Gradients { dw1, dw2 } = net.backward(x, y, trace);
        Gradients { dw1: 0.5 * dw1, dw2: 0.5 * dw2 }
    };
    let turned: Backward = |net, x, y, trace| {
        let Gradients { dw1, dw2 } = net.backward(x, y, trace);
        Gradients { dw1: -0.5 * dw1, dw2: -0.5 * dw2 }
    };
    let alone = backpropagation::backward(half).unwrap_err();
    assert_eq!(alone.names(), ["no-two"]);
    assert!(one_line(&alone).contains("It looks right since the direction is"));
    let both = backpropagation::backward(turned).unwrap_err();
    assert_eq!(both.names().len(), 2);
    assert!(one_line(&both).contains("The 2 is missing."));
    assert!(!one_line(&both).contains("It looks right since the direction is"));
}

#[test]
fn two_numbers_that_differ_late_are_told_with_all_the_digits_it_takes() {
    let diagnosis = activation::sigmoid(|z| 1.0 / (1.0 + (-z).exp()) + 1e-5);
    let said = one_line(&diagnosis.unwrap_err());
    assert!(
        said.contains("`sigmoid(-3.0)` is 0.04744 and should be 0.04743."),
        "{said}"
    );
}

#[test]
fn an_array_that_is_0_everywhere_is_told_so() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, dw2 } = net.backward(x, y, trace);
            Gradients { dw1, dw2: 0.0 * dw2 }
        },
        "Every number of `dw2` is 0. * Right already: `dw1`.",
    );
}

/// Three losses are not three inputs.
#[test]
fn a_list_is_told_with_how_many_numbers_it_has() {
    let diagnosis = training::train(|_, _, _, _, _| vec![0.5]);
    let said = one_line(&diagnosis.unwrap_err());
    assert!(said.contains("`losses` has 1 number; it should have "), "{said}");
}

#[test]
fn one_reads_on_in_a_file_of_the_book_under_a_heading() {
    let diagnosis = activation::sigmoid(f64::tanh).unwrap_err();
    assert!(
        one_line(&diagnosis).contains("Read on: ../book/activation.md, “The curve”"),
        "{diagnosis}"
    );
}

/// What is said of one-hot targets, and which mistakes are named.
fn one_hot(yours: fn(&Dataset) -> Array2<f64>) -> (String, Vec<&'static str>) {
    let diagnosis = classification::one_hot(yours).unwrap_err();
    (one_line(&diagnosis), diagnosis.names())
}

/// The panic of an index of `ndarray`, of which only some builds say the place.
fn index(y: &mut Array2<f64>, place: [usize; 2]) -> &mut f64 {
    let shape = y.shape().to_vec();
    y.get_mut(place).unwrap_or_else(|| {
        panic!(
            "ndarray: index {place:?} is out of bounds for array of shape {shape:?}"
        )
    })
}

#[test]
fn a_mistake_that_stops_the_program_every_time_is_told_by_its_panic() {
    let (said, names) = one_hot(|data| {
        let mut y = Array2::zeros((data.labels.len(), 3));
        for (i, &label) in data.labels.iter().enumerate() {
            *index(&mut y, [i, label]) = 1.0;
        }
        y
    });
    assert_eq!(names, ["three-columns"], "{said}");
    assert!(
        said.starts_with(
            "no answer yet. * The program stopped: it asks for row 2, column 3, and the \
             array has 5 rows and 3 columns, counted from 0. This may be why: * Your rows \
             have 3 columns."
        ),
        "{said}"
    );
    let (said, names) = one_hot(|data| {
        let mut y = vec![vec![0.0; 3]; data.labels.len()];
        for (row, &label) in y.iter_mut().zip(&data.labels) {
            row[label] = 1.0;
        }
        Array2::from_shape_vec((y.len(), 3), y.concat()).unwrap()
    });
    assert_eq!(names, ["three-columns"], "{said}");
    let (said, names) = one_hot(|data| {
        let mut y = Array2::zeros((data.labels.len(), data.classes));
        for (i, &label) in data.labels.iter().enumerate() {
            *index(&mut y, [i, label - 1]) = 1.0;
        }
        y
    });
    assert_eq!(names, ["label-less-one"], "{said}");
    let (said, names) = one_hot(|data| {
        let mut y = Array2::zeros((data.labels.len(), data.classes));
        for (i, &label) in data.labels.iter().enumerate() {
            *index(&mut y, [label, i]) = 1.0;
        }
        y
    });
    assert_eq!(names, ["label-for-row"], "{said}");
}

/// Two columns, or rows and columns of the array exchanged: none of them is in the catalog.
#[test]
fn a_panic_that_no_mistake_has_names_none() {
    let (said, names) = one_hot(|data| {
        let mut y = Array2::zeros((data.labels.len(), 2));
        for (i, &label) in data.labels.iter().enumerate() {
            *index(&mut y, [i, label]) = 1.0;
        }
        y
    });
    assert!(names.is_empty(), "{said}");
    let (said, names) = one_hot(|data| {
        let mut y = Array2::zeros((data.classes, data.labels.len()));
        for (i, &label) in data.labels.iter().enumerate() {
            *index(&mut y, [i, label]) = 1.0;
        }
        y
    });
    assert!(names.is_empty(), "{said}");
}

#[test]
fn a_panic_of_the_standard_library_is_told_in_words_of_the_book() {
    assert_says(
        |net, x, _, _| {
            let columns: Vec<usize> = (0..x.ncols()).collect();
            let last = columns[columns.len()];
            Gradients { dw1: net.w1.clone(), dw2: last as f64 * &net.w2 }
        },
        "it asks for place 3, and there are 3, counted from 0: the last is 2.",
    );
    assert_says(
        |net, x, _, _| {
            let fewer = x.ncols() - x.nrows();
            Gradients { dw1: net.w1.clone(), dw2: fewer as f64 * &net.w2 }
        },
        "it takes a larger whole number from a smaller one. A count, a label or a place \
         (`usize`) is never below 0.",
    );
    assert_says(
        |net, x, _, _| {
            let columns: Vec<usize> = (0..x.ncols()).collect();
            let many = columns[..columns.len() + 2].len();
            Gradients { dw1: net.w1.clone(), dw2: many as f64 * &net.w2 }
        },
        "it asks for a range that ends at 5, where there are 3.",
    );
    assert_says(
        |net, _, _, _| {
            let none: Option<&f64> = [].last();
            Gradients { dw1: net.w1.clone(), dw2: *none.unwrap() * &net.w2 }
        },
        "it calls `unwrap` where there is no value, only `None`.",
    );
    assert_says(
        |net, _, _, trace| Gradients {
            dw1: net.w1.clone(),
            dw2: trace.a1.sum_axis(Axis(2)).insert_axis(Axis(1)),
        },
        "it asks for axis 2 of an array that has 2. Axes are counted from 0.",
    );
    assert_says(
        |net, _, _, trace| Gradients {
            dw1: net.w1.clone(),
            dw2: Array2::from_shape_vec((3, 3), trace.a1.column(0).to_vec()).unwrap(),
        },
        "an array can't take the shape that is asked for",
    );
}

#[test]
fn whole_numbers_are_told_without_a_point() {
    let diagnosis = convolution::places(|_, _, _, _| 11).unwrap_err();
    let said = one_line(&diagnosis);
    assert!(said.contains("is 11 and should be "), "{said}");
    assert!(!said.contains(".000 and"), "{said}");
}

#[test]
fn a_number_is_told_with_what_the_function_was_called_with() {
    let diagnosis = feedforward::neuron(|_, _| 0.25).unwrap_err();
    assert!(
        one_line(&diagnosis).contains(
            "Called with the inputs [0.4, -1.5, 0.8] and the weights [1.2, 0.3, -0.7]: \
             `a` is 0.2500 and should be "
        ),
        "{diagnosis}"
    );
    let diagnosis = generalization::early_stopping(|_, _| (77, 99)).unwrap_err();
    assert!(
        one_line(&diagnosis).contains(
            "Called with the losses [1.0, 0.9, 1.1] and patience 4: `kept` is 77 and \
             should be 2. * `stopped` is 99 and should be 3."
        ),
        "{diagnosis}"
    );
}

#[test]
fn several_wrong_columns_are_columns() {
    assert_says(
        |net, x, y, trace| {
            let mut gradients = net.backward(x, y, trace);
            gradients.dw1.column_mut(1).fill(0.5);
            gradients.dw1.column_mut(3).fill(0.5);
            gradients
        },
        "`dw1` is wrong only in columns 1, 3. * Right already: `dw2`.",
    );
}

#[test]
fn one_ratio_of_several_arrays_is_told_once() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, dw2 } = net.backward(x, y, trace);
            Gradients { dw1: 3.0 * dw1, dw2: 3.0 * dw2 }
        },
        "Every number of these is 3.000 times what it should be: `dw2`, `dw1`.",
    );
}

#[test]
fn of_many_wrong_parts_the_first_is_told_and_the_others_are_listed() {
    let diagnosis = convolution::places(|side, _, _, _| 2 * side + 11).unwrap_err();
    let said = one_line(&diagnosis);
    assert_eq!(said.matches("should be").count(), 1, "{said}");
    assert!(said.contains("Wrong as well: `places("), "{said}");
}

/// The numbers of two arrays are shown: of one alone it might be the wrong one.
#[test]
fn a_mistake_is_seen_in_two_arrays() {
    let half: Backward = |net, x, y, trace| {
        let Gradients { dw1, dw2 } = net.backward(x, y, trace);
        Gradients { dw1: 0.5 * dw1, dw2: 0.5 * dw2 }
    };
    let said = one_line(&backpropagation::backward(half).unwrap_err());
    let (_, seen) = said.split_once("You see it here: `dw2[[").unwrap();
    assert!(seen.contains("`dw1[["), "{said}");
}

/// The right shape is (hidden, outputs), (4, 2): the 2 of the first axis stands for nothing.
#[test]
fn a_length_that_is_by_chance_that_of_another_axis_has_no_name() {
    assert_says(
        |net, x, y, trace| {
            let Gradients { dw1, .. } = net.backward(x, y, trace);
            Gradients { dw1, dw2: Array2::zeros((2, 2)) }
        },
        "`dw2` has the shape (2, 2); it should be (4, 2), that is (hidden, outputs).",
    );
}
