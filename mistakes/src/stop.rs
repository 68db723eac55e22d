//! What a panic of the libraries says, in the words of the book.

use crate::diagnosis::shape;

/// What is said of a panic, after "Line 12 stopped the program:".
pub(crate) fn told(words: &str, in_library: bool, sizes: &[(usize, &str)]) -> String {
    two_shapes(words, sizes)
        .or_else(|| place(words, in_library, sizes))
        .or_else(|| range(words))
        .or_else(|| value(words, in_library))
        .unwrap_or_else(|| words.to_string())
}

/// Whether two panics are the same. Who takes a row first and then a place in it asks for the same
/// as who takes both at once.
pub(crate) fn agree(one: &str, other: &str) -> bool {
    match (out_of_bounds(one), out_of_bounds(other)) {
        (Some(one), Some(other)) => ends(&one, &other) || ends(&other, &one),
        _ => one == other,
    }
}

/// A place that was asked for, and the shape of the array that does not have it.
type OutOfBounds = [Vec<usize>; 2];

fn ends(all: &OutOfBounds, end: &OutOfBounds) -> bool {
    all.iter().zip(end).all(|(all, end)| all.ends_with(end))
}

fn out_of_bounds(words: &str) -> Option<OutOfBounds> {
    let [place, shape] = [
        " is out of bounds for array of shape ",
        " is out of bounds in array of len ",
    ]
    .iter()
    .find_map(|between| halves(words, between))
    .or_else(|| {
        let [length, place] = halves(words, " but the index is ")?;
        Some([place, length])
    })?;
    (place.len() == shape.len()).then_some([place, shape])
}

/// The whole numbers before and after these words.
fn halves(words: &str, between: &str) -> Option<[Vec<usize>; 2]> {
    let (before, after) = words.split_once(between)?;
    let halves = [before, after].map(numbers);
    halves.iter().all(|half| !half.is_empty()).then_some(halves)
}

fn numbers(words: &str) -> Vec<usize> {
    let digits = words.split(|c: char| !c.is_ascii_digit());
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

const LINE_BEFORE: &str = "One of the two may be wrong since the line that made it.";

const NUMBER_BY_NUMBER: &str = "with `+`, `-`, `*` and `/`, which go number by number, two \
                                arrays must have the same shape";

/// Of two arrays that do not fit each other.
fn two_shapes(words: &str, sizes: &[(usize, &str)]) -> Option<String> {
    if words.contains("matrix multiplication") {
        let [left, right] = halves(words, " and ")?;
        let [left_is, right_is] = [&left, &right].map(|it| shape(it, sizes));
        let exchanged = if right.last() == left.first() {
            " In the other order they would fit."
        } else {
            ""
        };
        return Some(format!(
            "a product of matrices that do not fit. The left one is {left_is}; the right one \
             is {right_is}. The left one needs as many columns as the right one has rows. \
             `t()` exchanges rows and columns.{exchanged}"
        ));
    }
    if words.contains("could not broadcast") {
        let [one, other] = halves(words, " to: ")?.map(|it| shape(&it, sizes));
        return Some(format!(
            "{NUMBER_BY_NUMBER}. One is {one}; the other is {other}. {LINE_BEFORE}"
        ));
    }
    if words.contains("Producer dimension mismatch") {
        let [one, other] = halves(words, ", got: ")?.map(|it| shape(&it, sizes));
        return Some(format!(
            "arrays that `Zip` goes through together, number by number, must have the same \
             shape. The first is {one}; another is {other}. {LINE_BEFORE}"
        ));
    }
    None
}

/// Of a place that an array or a list does not have.
fn place(words: &str, in_library: bool, sizes: &[(usize, &str)]) -> Option<String> {
    if words == "ndarray: index out of bounds" {
        return Some("it asks for a place that the array does not have.".to_string());
    }
    let [place, sides] = out_of_bounds(words)?;
    if in_library && words.contains("the len is") {
        return Some(format!(
            "it asks for axis {} of an array that has {}. Axes are counted from 0.",
            place[0], sides[0]
        ));
    }
    let stands_for = shape(&sides, sizes);
    let stands_for = match stands_for.split_once(", that is ") {
        Some((_, words)) => format!(" Its shape is {words}."),
        None => String::new(),
    };
    Some(match (&place[..], &sides[..]) {
        ([_], [0]) => "it asks for a number of a list that is empty.".to_string(),
        ([place], [length]) => format!(
            "it asks for place {place}, and there are {length}, counted from 0: the last \
             is {}.",
            length - 1
        ),
        ([row, column], [rows, columns]) => format!(
            "it asks for row {row}, column {column}, and the array has {rows} rows and \
             {columns} columns, counted from 0.{stands_for}"
        ),
        _ => format!(
            "it asks for the place {place:?}, and the array has the shape {}. Places are \
             counted from 0, so along each axis the last is one less than its length.",
            shape(&sides, sizes)
        ),
    })
}

/// Of a range that a list or an axis does not have.
fn range(words: &str) -> Option<String> {
    let &[first, second, ..] = &numbers(words)[..] else { return None };
    let begins = words.starts_with("range start") || words.starts_with("Slice begin");
    let ends = words.starts_with("range end") || words.starts_with("Slice end");
    if words.starts_with("slice index starts at") {
        Some(format!(
            "it asks for a range that starts at {first} and ends at {second}, before it \
             starts."
        ))
    } else if words.starts_with("collapse_axis") {
        Some(format!(
            "it asks for row or column {first} where there are {second}, counted from 0."
        ))
    } else if begins || ends {
        let does = if begins { "starts" } else { "ends" };
        Some(format!(
            "it asks for a range that {does} at {first}, where there are {second}."
        ))
    } else {
        None
    }
}

/// Of a number or a value that can't be.
fn value(words: &str, in_library: bool) -> Option<String> {
    let said = if words == "attempt to subtract with overflow" {
        "it takes a larger whole number from a smaller one. A count, a label or a place \
         (`usize`) is never below 0."
    } else if words.starts_with("attempt to") && words.ends_with("with overflow") {
        "a whole number becomes too large for its type."
    } else if words == "attempt to divide by zero"
        || words.ends_with("with a divisor of zero")
    {
        "it divides a whole number by 0."
    } else if words.contains("`Option::unwrap()` on a `None`") {
        "it calls `unwrap` where there is no value, only `None`. `first`, `last`, `max` and \
         `get` give `None` where they find nothing."
    } else if words.contains("IncompatibleShape") && in_library {
        return Some(format!(
            "{NUMBER_BY_NUMBER}, and these have not. {LINE_BEFORE} `dbg!(a.shape());` ahead \
             of it prints the shape of `a`. For the product of matrices there is `dot`."
        ));
    } else if words.contains("ShapeError") {
        "an array can't take the shape that is asked for: it has more numbers or fewer, or \
         another number of axes."
    } else if words.starts_with("assertion `left == right` failed\n") && in_library {
        let &[one, other] = &numbers(words)[..] else { return None };
        return Some(format!(
            "two lengths that must be the same are {one} and {other}."
        ));
    } else {
        return None;
    };
    Some(said.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: &[(usize, &str)] = &[(5, "samples"), (4, "classes")];

    #[track_caller]
    fn assert_told(words: &str, said: &str) {
        assert_eq!(told(words, false, SIZES), said);
    }

    #[test]
    fn a_place_out_of_bounds_is_told_in_rows_and_columns() {
        assert_told(
            "ndarray: index [2, 4] is out of bounds for array of shape [5, 4]",
            "it asks for row 2, column 4, and the array has 5 rows and 4 columns, counted \
             from 0. Its shape is (samples, classes).",
        );
        assert_told(
            "ndarray: index (2, 3) is out of bounds for array of shape [5, 3]",
            "it asks for row 2, column 3, and the array has 5 rows and 3 columns, counted \
             from 0.",
        );
        for words in [
            "index out of bounds: the len is 3 but the index is 7",
            "ndarray: index 7 is out of bounds for array of shape [3]",
            "ndarray: index 7 is out of bounds in array of len 3",
        ] {
            assert_told(
                words,
                "it asks for place 7, and there are 3, counted from 0: the last is 2.",
            );
        }
        assert_told(
            "index out of bounds: the len is 0 but the index is 0",
            "it asks for a number of a list that is empty.",
        );
        assert_told(
            "ndarray: index [0, 0, 9] is out of bounds for array of shape [2, 9, 9]",
            "it asks for the place [0, 0, 9], and the array has the shape (2, 9, 9). Places \
             are counted from 0, so along each axis the last is one less than its length.",
        );
    }

    #[test]
    fn an_axis_out_of_bounds_is_no_place() {
        assert_eq!(
            told("index out of bounds: the len is 2 but the index is 3", true, SIZES),
            "it asks for axis 3 of an array that has 2. Axes are counted from 0."
        );
    }

    #[test]
    fn a_panic_of_zip_is_told_with_both_shapes_in_words() {
        assert_told(
            "Zip: Producer dimension mismatch, expected: [5, 4], got: [5, 3]",
            "arrays that `Zip` goes through together, number by number, must have the same \
             shape. The first is (5, 4), that is (samples, classes); another is (5, 3). One \
             of the two may be wrong since the line that made it.",
        );
    }

    #[test]
    fn two_panics_agree_where_one_indexes_a_row_by_itself() {
        let both = "ndarray: index [2, 3] is out of bounds for array of shape [5, 3]";
        let alone = "ndarray: index 3 is out of bounds for array of shape [3]";
        let std = "index out of bounds: the len is 3 but the index is 3";
        let other =
            "ndarray: index [2, 4] is out of bounds for array of shape [5, 4]";
        assert!(agree(both, alone) && agree(alone, both) && agree(std, both));
        assert!(!agree(both, other) && !agree(other, alone));
        assert!(!agree(both, "attempt to subtract with overflow"));
    }
}
