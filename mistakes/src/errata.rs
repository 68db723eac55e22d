//! The mistakes of *Errata*, each to be found in a whole program: they are those of *Training*.

use crate::Verdict;
use crate::training::{Train, whole_program_without};

/// Checks a whole program that comes to a smaller loss than the book, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn better_than_the_book(yours: Train) -> Verdict {
    whole_program_without("output-slope-twice", yours)
}

/// Checks a whole program that is ahead of the book at iteration 100, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn ahead_at_iteration_100(yours: Train) -> Verdict {
    whole_program_without("error-sent-back", yours)
}

/// Checks a whole program that stays at a loss of three quarters, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn stuck_at_three_quarters(yours: Train) -> Verdict {
    whole_program_without("slopes-kept", yours)
}
