//! Figure and values of the chapter *Autograd: the program that writes backward*.

use backprop::autograd::Tape;
use ndarray::array;
use plotters::style::text_anchor::HPos;

use crate::style::{BLUE, Drawing, INK, VERMILION, arrow, frame, plain, svg, write};
use crate::value::{Value, number};

const FIRST_ROW: i32 = 130;
const ROW: i32 = 190;

/// The tape of b = a + a; c = b + b: its values from the first entry to the last, and the
/// slopes of c from the last to the first.
pub fn tape(a: f64) -> Drawing {
    let tape = Tape::default();
    let a = tape.var(array![[a]]);
    let b = a + a;
    let c = b + b;
    let slopes = c.backward();
    let entries = [("a", a), ("b = a + a", b), ("c = b + b", c)]
        .map(|(name, var)| (name, var.value()[[0, 0]], slopes[var][[0, 0]]));
    let told = entries
        .map(|(name, value, slope)| format!("{name}, value {value}, slope {slope}"));
    let words = format!(
        "Three entries, from top to bottom: {}. Between them two arrows down and two up.",
        told.join("; ")
    );
    svg(600, "A tape: values go down, slopes come up", &words, |canvas| {
        write(canvas, (500, 36), "value", BLUE, HPos::Center)?;
        write(canvas, (800, 36), "slope of c", VERMILION, HPos::Center)?;
        for (i, (name, value, slope)) in entries.into_iter().enumerate() {
            let middle = FIRST_ROW + ROW * i as i32;
            frame(canvas, [(40, middle - 44), (330, middle + 44)], INK, 3)?;
            write(canvas, (185, middle), name, INK, HPos::Center)?;
            write(canvas, (500, middle), &plain(&value), BLUE, HPos::Center)?;
            write(canvas, (800, middle), &plain(&slope), VERMILION, HPos::Center)?;
            if i == 0 {
                continue;
            }
            // One of each for every use of the entry above.
            let (upper, lower) = (middle - ROW + 34, middle - 34);
            for x in [-30, 30] {
                arrow(canvas, (500 + x, upper), (500 + x, lower), BLUE)?;
                arrow(canvas, (800 + x, lower), (800 + x, upper), VERMILION)?;
            }
            let share = format!("+ {}", plain(&slope));
            for (x, side) in [(750, HPos::Right), (850, HPos::Left)] {
                write(canvas, (x, (upper + lower) / 2), &share, VERMILION, side)?;
            }
        }
        Ok(())
    })
}

/// The numbers that the chapter refers to, from the times in `data/autograd.csv`.
pub(crate) fn values() -> Vec<Value> {
    let ratio = |network, what, to| seconds(network, what) / seconds(network, to);
    let by_hand = |network| ratio(network, "both on the tape", "both by hand");
    let with_data = "both by hand and the slopes of the data";
    let mut values = vec![
        number("autograd.part_one", 1, by_hand("part one")),
        number(
            "autograd.recorded",
            1,
            ratio("part one", "forward recorded", "forward by hand"),
        ),
    ];
    for network in ["8", "32", "128", "512"] {
        let data = ratio(network, "both on the tape", with_data);
        values.push(number(&format!("autograd.{network}"), 1, by_hand(network)));
        values.push(number(&format!("autograd.{network}.data"), 1, data));
    }
    values
}

const TABLE: &str = include_str!("../../data/autograd.csv");

/// How long something of a network took.
fn seconds(network: &str, what: &str) -> f64 {
    let start = format!("{network},{what},");
    let found = TABLE.lines().find_map(|line| line.strip_prefix(&start));
    let text = found.expect("data/autograd.csv has a line for each network");
    text.parse().expect("data/autograd.csv has seconds in its last column")
}
