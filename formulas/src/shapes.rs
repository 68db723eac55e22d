//! The shapes that stand beside an equation.

use anyhow::{Result, ensure};
use ndarray::{ArrayD, IxDyn};

use crate::evaluate::Scope;
use crate::names::Function;
use crate::tree::{Expr, Join, Name};
use crate::value::{Interval, Value};

/// Sizes, axis by axis.
type Shape = Vec<usize>;

/// Checks that `operands` give `result`, as far as they are a sum or a product of shapes.
///
/// # Errors
///
/// If they give another shape, or do not fit together.
pub fn calculate(scope: &Scope, operands: &[Expr], result: &Expr) -> Result<()> {
    let [operand @ (Expr::Sum(_) | Expr::Product(_))] = operands else {
        return Ok(());
    };
    let (is, said) = (zeros(scope, operand)?, zeros(scope, result)?);
    ensure!(
        is.shape() == said.shape(),
        "the shapes give {:?}, not {:?}",
        is.shape(),
        said.shape()
    );
    Ok(())
}

/// Checks that `operands` and `result` are the shapes of the equation with these `sides`.
///
/// # Errors
///
/// If the left side has another shape than `result`, or the operands of no other side have
/// those of `operands`, in order.
pub fn beside(
    scope: &Scope,
    operands: &[Expr],
    result: &Expr,
    sides: &[Expr],
) -> Result<()> {
    let left = shape_of(scope, &sides[0])?;
    let said = zeros(scope, result)?;
    ensure!(
        left == said.shape(),
        "the left side has the shape {left:?}, not {:?}",
        said.shape()
    );
    if operands.is_empty() {
        return Ok(());
    }
    let mut listed = Vec::new();
    for operand in operands {
        listed_in(scope, operand, &mut listed)?;
    }
    let right = if sides.len() > 1 { &sides[1..] } else { sides };
    let shapes = right.iter().map(|side| operands_of(scope, side));
    let shapes = shapes.collect::<Result<Vec<_>>>()?;
    ensure!(
        shapes.contains(&listed),
        "the right side has the shapes {shapes:?}, not {listed:?}"
    );
    Ok(())
}

/// An array of the shape that `expr` gives. Words, as *a number*, have none.
fn zeros(scope: &Scope, expr: &Expr) -> Result<Value> {
    match expr {
        Expr::Name(_) => Ok(0.0.into()),
        Expr::Fenced('(', sizes) => {
            let shape = sizes
                .iter()
                .map(|size| scope.whole(size))
                .collect::<Result<Shape>>()?;
            Ok(zeros_of(&shape))
        }
        Expr::Sum(terms) => {
            let mut terms = terms.iter().map(|(_, term)| zeros(scope, term));
            let first = terms.next().unwrap_or(Ok(0.0.into()))?;
            terms.try_fold(first, |sum, term| sum.plus(&term?))
        }
        Expr::Product(factors) => {
            let mut factors =
                factors.iter().map(|(join, factor)| (*join, zeros(scope, factor)));
            let (_, first) = factors.next().unwrap_or((Join::Times, Ok(0.0.into())));
            factors.try_fold(first?, |product, (join, factor)| match join {
                Join::Entrywise => product.entrywise(&factor?, |a, _| a),
                _ => times(&product, &factor?),
            })
        }
        _ => anyhow::bail!("no shape can be read here"),
    }
}

fn zeros_of(shape: &[usize]) -> Value {
    Value(ArrayD::from_elem(IxDyn(shape), Interval::exactly(0.0)))
}

/// The product of zeros: that of two matrices is known without calculating its entries.
fn times(a: &Value, b: &Value) -> Result<Value> {
    match (a.shape(), b.shape()) {
        (&[n, k], &[l, m]) if k == l => Ok(zeros_of(&[n, m])),
        _ => a.times(b),
    }
}

/// Adds the shapes that `expr` lists to `listed`.
fn listed_in(scope: &Scope, expr: &Expr, listed: &mut Vec<Shape>) -> Result<()> {
    match expr {
        Expr::Sum(terms) => {
            terms.iter().try_for_each(|(_, t)| listed_in(scope, t, listed))
        }
        Expr::Product(factors) => {
            factors.iter().try_for_each(|(_, f)| listed_in(scope, f, listed))
        }
        shape => {
            listed.push(zeros(scope, shape)?.shape().to_vec());
            Ok(())
        }
    }
}

/// The shape of `expr`; of an entry of an array, that of the array.
fn shape_of(scope: &Scope, expr: &Expr) -> Result<Shape> {
    let whole = match expr {
        Expr::Name(name) => array_of(scope, name)?,
        Expr::Slope { along, .. } => array_of(scope, along)?,
        _ => None,
    };
    match whole {
        Some(shape) => Ok(shape),
        None => Ok(scope.value(expr)?.shape().to_vec()),
    }
}

/// The shape of the array whose entry `name` is, if it is no name itself.
fn array_of(scope: &Scope, name: &Name) -> Result<Option<Shape>> {
    if scope.names.knows(&name.key()) {
        return Ok(None);
    }
    Ok(scope.array_of(name)?.map(|array| array.shape().to_vec()))
}

/// The shapes of the arrays that `expr` combines, in order; numbers are none. An array that is
/// named entry by entry counts once.
fn operands_of(scope: &Scope, expr: &Expr) -> Result<Vec<Shape>> {
    let mut operands = Vec::new();
    collect(scope, expr, &mut operands)?;
    let mut shapes: Vec<(Option<String>, Shape)> = Vec::new();
    for (name, shape) in operands {
        let is_new =
            name.is_none() || shapes.iter().all(|(before, _)| *before != name);
        if is_new && !shape.is_empty() {
            shapes.push((name, shape));
        }
    }
    Ok(shapes.into_iter().map(|(_, shape)| shape).collect())
}

fn collect(
    scope: &Scope,
    expr: &Expr,
    operands: &mut Vec<(Option<String>, Shape)>,
) -> Result<()> {
    match expr {
        Expr::Number(_) | Expr::Large(..) | Expr::Matrix(_) => Ok(()),
        Expr::Name(name) | Expr::Slope { along: name, .. } => {
            let entry_of = array_of(scope, name)?.map(|_| name.bare());
            operands.push((entry_of, shape_of(scope, expr)?));
            Ok(())
        }
        Expr::Transpose(_) => {
            operands.push((None, shape_of(scope, expr)?));
            Ok(())
        }
        Expr::Sum(terms) => {
            terms.iter().try_for_each(|(_, term)| collect(scope, term, operands))
        }
        Expr::Fraction(a, b) => {
            collect(scope, a, operands)?;
            collect(scope, b, operands)
        }
        Expr::Power(base, exponent) => {
            collect(scope, base, operands)?;
            collect(scope, exponent, operands)
        }
        Expr::Root(inner) => collect(scope, inner, operands),
        Expr::Fenced(_, inner) => {
            inner.iter().try_for_each(|expr| collect(scope, expr, operands))
        }
        Expr::Product(factors) => collect_factors(scope, factors, operands),
    }
}

/// As [`collect`]: a function of each number of an array is one operand; one of a number, or of
/// whole arrays, is what it is of.
fn collect_factors(
    scope: &Scope,
    factors: &[(Join, Expr)],
    operands: &mut Vec<(Option<String>, Shape)>,
) -> Result<()> {
    match factors {
        [] => Ok(()),
        [(_, Expr::Name(name)), argument, rest @ ..]
            if scope.function(name).is_some() =>
        {
            let pair = Expr::Product(vec![factors[0].clone(), argument.clone()]);
            let is_whole = matches!(scope.function(name), Some(Function::Whole(_)));
            match scope.value(&pair) {
                Ok(value) if !is_whole && !value.shape().is_empty() => {
                    operands.push((None, value.shape().to_vec()));
                }
                _ => collect(scope, &argument.1, operands)?,
            }
            collect_factors(scope, rest, operands)
        }
        [(_, factor), rest @ ..] => {
            collect(scope, factor, operands)?;
            collect_factors(scope, rest, operands)
        }
    }
}
