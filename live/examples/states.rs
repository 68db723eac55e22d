//! What every live figure shows before anybody touches it, and the training run of the book:
//! as JSON, for the browser's tests to compare with.

use std::error::Error;
use std::io::{Write, stdout};

use backprop::figures::style::DrawError;
use live::{Figure, NAMES, figure};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut states = Map::new();
    for name in NAMES {
        if let Some(figure) = figure(name) {
            states.insert(name.to_string(), state(&*figure)?);
        }
    }
    if let Some(mut training) = figure("training") {
        training.advance(1500);
        states.insert("training, 1500".to_string(), state(&*training)?);
    }
    Ok(writeln!(stdout(), "{}", Value::Object(states))?)
}

fn state(figure: &dyn Figure) -> Result<Value, DrawError> {
    let drawings = figure.drawings().into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "numbers": figure.numbers(), "says": figure.says(), "drawings": drawings
    }))
}
