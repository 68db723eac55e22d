//! What every live figure shows before anybody touches it, and the training run of the book:
//! as JSON, for the browser's tests to compare with.

use std::error::Error;
use std::io::{Write, stdout};

use figures::style::DrawError;
use files::small::small;
use live::{Figure, NAMES, figure};
use ndarray::ArrayView1;
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut states = Map::new();
    for name in NAMES {
        if let Some(mut figure) = figure(name) {
            if name == "digits" {
                figure.read(&digits());
            }
            states.insert(name.to_string(), state(&*figure)?);
        }
    }
    if let Some(mut training) = figure("training") {
        training.advance(1500);
        states.insert("training, 1500".to_string(), state(&*training)?);
    }
    Ok(writeln!(stdout(), "{}", Value::Object(states))?)
}

/// The text of the digits, as a page hands it on.
fn digits() -> String {
    let data = small();
    let line = |(x, label): (ArrayView1<f64>, &usize)| {
        let pixels = x.iter().map(|ink| format!("{},", 16.0 * ink));
        format!("{}{label}\n", pixels.collect::<String>())
    };
    data.x.rows().into_iter().zip(&data.labels).map(line).collect()
}

fn state(figure: &dyn Figure) -> Result<Value, DrawError> {
    let drawings = figure.drawings().into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "numbers": figure.numbers(), "says": figure.says(), "drawings": drawings
    }))
}
