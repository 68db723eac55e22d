//! A function that the reader writes: the steps that compute it, and the wrong ones.

use std::collections::BTreeMap;
use std::panic::RefUnwindSafe;

use crate::answer::{Answer, are_close};
use crate::attempt::{Failure, attempt, quietly};
use crate::diagnosis::{Diagnosis, Seen, Verdict};
use crate::stop;

/// One function that the reader writes. `S` holds the steps that compute it, as functions; `P`
/// is what it is called with.
pub struct Lesson<S: 'static, P: 'static> {
    /// The name of its exercise in the workbook.
    pub exercise: &'static str,
    /// The right steps.
    pub steps: S,
    /// What the function is called with. In some probe no two sizes are equal, and no number is one
    /// at which a wrong step gives the right answer.
    pub probes: fn() -> Vec<P>,
    /// What the steps give for a probe.
    pub answer: fn(&S, &P) -> Answer,
    /// What the sizes of the probes stand for, to say a shape in words.
    pub sizes: &'static [(usize, &'static str)],
    /// The steps that are known to be done otherwise.
    pub mistakes: &'static [Mistake<S>],
}

/// A step done otherwise, and what to say to those who did.
pub struct Mistake<S> {
    /// A name for tests and tables: words joined by hyphens.
    pub name: &'static str,
    /// What you did, and why it looks right. What stands after a line break, up to the next one,
    /// is said only where the mistake is alone: beside another it may be false.
    pub told: &'static str,
    /// Where the book explains it: a page and a heading, `loss.md#the-slope-of-the-loss`.
    pub section: &'static str,
    /// Where it was made in public, if we know: a repository and a number, or an address.
    pub source: Option<&'static str>,
    /// Puts the wrong step in the place of the right one.
    pub plant: fn(&mut S),
}

/// What the catalog of the book shows of a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The name of the exercise in which it is made.
    pub exercise: &'static str,
    /// See [`Mistake::name`].
    pub name: &'static str,
    /// See [`Mistake::told`].
    pub told: &'static str,
    /// See [`Mistake::section`].
    pub section: &'static str,
    /// See [`Mistake::source`].
    pub source: Option<&'static str>,
}

impl Entry {
    /// What is said of the mistake, where it is alone and where it is not.
    pub fn said(&self, alone: bool) -> String {
        let lines = self.told.split('\n').enumerate();
        let said =
            lines.filter(|(i, line)| !line.is_empty() && (alone || i % 2 == 0));
        said.map(|(_, line)| line).collect::<Vec<_>>().join(" ")
    }
}

/// What a function gave, or the words with which it panicked.
pub(crate) type Outcome = Result<Answer, String>;

/// As many mistakes as we look for in one answer.
const AT_ONCE: usize = 3;

impl<S, P> Lesson<S, P>
where
    S: Copy + Sync + RefUnwindSafe,
    P: Clone + Send + Sync + RefUnwindSafe + 'static,
{
    /// Calls `yours` with every probe, and says whether it gives what the steps do.
    ///
    /// # Errors
    ///
    /// What is wrong, as far as it can be told: see [`Diagnosis`].
    pub fn check(
        &self,
        yours: impl Fn(&P) -> Answer + Clone + Send + 'static,
    ) -> Verdict {
        let mut given = Vec::new();
        let mut first = None;
        for probe in (self.probes)() {
            let yours = yours.clone();
            match attempt(move || yours(&probe)) {
                Ok(answer) => given.push(Ok(answer)),
                Err(Failure::Panic { words, line, in_library }) => {
                    given.push(Err(words.clone()));
                    first.get_or_insert(Failure::Panic { words, line, in_library });
                }
                Err(failure) => {
                    return Err(Diagnosis::of_failure(failure, self.sizes));
                }
            }
        }
        self.diagnose(&given, first)
    }

    /// [`Lesson::check`] for a function in which the mistake of this name was planted: as long
    /// as it is there, it is not named.
    ///
    /// # Errors
    ///
    /// What is wrong.
    pub fn check_found(
        &self,
        planted: &'static str,
        yours: impl Fn(&P) -> Answer + Clone + Send + 'static,
    ) -> Verdict {
        self.check(yours).map_err(|diagnosis| match diagnosis {
            Diagnosis::Known { entries, seen, .. }
                if entries.iter().any(|entry| entry.name == planted) =>
            {
                Diagnosis::StillThere { seen }
            }
            Diagnosis::Suspected { entry, why } if entry.name == planted => {
                Diagnosis::Nothing { why }
            }
            other => other,
        })
    }

    /// Whether these are the answers to the probes, and if not, which mistakes they come from, or
    /// what can be seen of them. Where the function panicked, it did so first like this.
    fn diagnose(&self, given: &[Outcome], panic: Option<Failure>) -> Verdict {
        let right = self.answers(&[]);
        if are_same(&right, given) {
            return Ok(());
        }
        let explanation = self.explanation(&right, given).map(|planted| {
            planted.into_iter().map(|i| self.entry(i)).collect::<Vec<Entry>>()
        });
        let Some(panic) = panic else {
            let Seen { instance, all: seen } = Seen::of(&right, given, self.sizes);
            return Err(match explanation {
                Some(entries) => Diagnosis::Known { entries, instance, seen },
                None => Diagnosis::Unknown { seen },
            });
        };
        let stopped = Diagnosis::of_failure(panic, self.sizes);
        Err(match (explanation, self.suspect(given)) {
            (Some(entries), _) => stopped.explained_by(entries),
            (None, Some(i)) => stopped.suspecting(self.entry(i)),
            (None, None) => stopped,
        })
    }

    /// The mistake that panics at every probe as the reader's function does, if only one does.
    fn suspect(&self, given: &[Outcome]) -> Option<usize> {
        let panics = |i: &usize| {
            self.answers(&[*i]).iter().zip(given).all(|both| match both {
                (Err(one), Err(other)) => stop::agree(one, other),
                _ => false,
            })
        };
        let mut suspects = (0..self.mistakes.len()).filter(panics);
        suspects.next().filter(|_| suspects.next().is_none())
    }

    /// The fewest mistakes that give these answers, and panic where there is none.
    fn explanation(
        &self,
        right: &[Outcome],
        given: &[Outcome],
    ) -> Option<Vec<usize>> {
        if given.iter().all(Result::is_err) {
            return None;
        }
        let probes = (self.probes)();
        let explains = |planted: &[usize]| {
            let steps = self.planted(planted);
            probes
                .iter()
                .zip(given)
                .all(|(probe, given)| is_same(&self.answer(&steps, probe), given))
        };
        let possible: Vec<usize> = (0..self.mistakes.len())
            .filter(|&i| self.spares(i, given, right))
            .collect();
        (1..=at_once(right, given)).find_map(|n| {
            let sets = subsets(possible.len(), n).into_iter();
            let mut sets =
                sets.map(|set| set.into_iter().map(|i| possible[i]).collect());
            sets.find(|planted: &Vec<usize>| explains(planted))
        })
    }

    /// Whether what is right in the answers `given` is right in those of the mistake `i`, too. If it
    /// is not, it was not made: nobody makes one, and another that takes it back in a part.
    fn spares(&self, i: usize, given: &[Outcome], right: &[Outcome]) -> bool {
        let steps = self.planted(&[i]);
        let probes = (self.probes)();
        let mut answers = probes.iter().zip(given).zip(right);
        answers.all(|((probe, given), right)| {
            let (Ok(given), Ok(right)) = (given, right) else { return true };
            let is_right: Vec<bool> = parts_alike(given, right).collect();
            // What is wrong throughout says nothing of a mistake.
            !is_right.contains(&true)
                || self.answer(&steps, probe).is_ok_and(|mistaken| {
                    let spared = parts_alike(&mistaken, right);
                    is_right
                        .iter()
                        .zip(spared)
                        .all(|(right, spared)| !right || spared)
                })
        })
    }

    /// What the steps with these mistakes give for each probe.
    fn answers(&self, planted: &[usize]) -> Vec<Outcome> {
        let steps = self.planted(planted);
        (self.probes)().iter().map(|probe| self.answer(&steps, probe)).collect()
    }

    /// What these steps give, or how they panic.
    fn answer(&self, steps: &S, probe: &P) -> Outcome {
        quietly(|| (self.answer)(steps, probe))
    }

    /// The steps with these mistakes in them.
    fn planted(&self, planted: &[usize]) -> S {
        let mut steps = self.steps;
        for &i in planted {
            (self.mistakes[i].plant)(&mut steps);
        }
        steps
    }

    fn entry(&self, i: usize) -> Entry {
        let Mistake { name, told, section, source, .. } = self.mistakes[i];
        Entry { exercise: self.exercise, name, told, section, source }
    }
}

/// Whether these are the same answers, and panics at the same probes.
fn are_same(a: &[Outcome], b: &[Outcome]) -> bool {
    a.iter().zip(b).all(|(a, b)| is_same(a, b))
}

fn is_same(a: &Outcome, b: &Outcome) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => a.is(b),
        (a, b) => a.is_err() && b.is_err(),
    }
}

/// Of each part of two answers, whether it is the same.
fn parts_alike(a: &Answer, b: &Answer) -> impl Iterator<Item = bool> {
    a.parts().zip(b.parts()).map(|((_, a), (_, b))| are_close(a, b))
}

/// As many mistakes as these answers can tell. Where a part is wrong and, whatever the function was
/// called with, holds zeros alone or nothing that is a number, that is one: many wrong steps come
/// to nothing together, and nothing says which of them were taken.
fn at_once(right: &[Outcome], given: &[Outcome]) -> usize {
    let mut tells: BTreeMap<&str, bool> = BTreeMap::new();
    let answers = right.iter().zip(given);
    for (right, given) in
        answers.filter_map(|(a, b)| a.as_ref().ok().zip(b.as_ref().ok()))
    {
        for ((name, right), (_, given)) in right.parts().zip(given.parts()) {
            if !are_close(right, given) {
                *tells.entry(name).or_default() |=
                    given.iter().any(|number| !number.is_nan() && *number != 0.0);
            }
        }
    }
    if tells.values().all(|&tells| tells) { AT_ONCE } else { 1 }
}

/// All ways to choose `size` of the numbers from 0 to `n`, each in rising order.
fn subsets(n: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let last = |last: usize| {
        let mut chosen = subsets(last, size - 1);
        chosen.iter_mut().for_each(|chosen| chosen.push(last));
        chosen
    };
    (size - 1..n).flat_map(last).collect()
}

/// What all lessons have in common, whatever their steps: the tests walk through them.
pub trait Cataloged: Sync {
    /// The name of the exercise.
    fn exercise(&self) -> &'static str;

    /// The mistakes, in order.
    fn entries(&self) -> Vec<Entry>;

    /// What is said of the answers that come from the mistakes of these numbers. `None` if they
    /// can't be made together: one undoes the other, in a part at least, or nothing comes out.
    fn diagnosis_of(&self, planted: &[usize]) -> Option<Verdict>;
}

impl<S, P> Cataloged for Lesson<S, P>
where
    S: Copy + Sync + RefUnwindSafe,
    P: Clone + Send + Sync + RefUnwindSafe + 'static,
{
    fn exercise(&self) -> &'static str {
        self.exercise
    }

    fn entries(&self) -> Vec<Entry> {
        (0..self.mistakes.len()).map(|i| self.entry(i)).collect()
    }

    fn diagnosis_of(&self, planted: &[usize]) -> Option<Verdict> {
        let given = self.answers(planted);
        let backward: Vec<usize> = planted.iter().rev().copied().collect();
        let right = self.answers(&[]);
        let is_told = planted.len() <= at_once(&right, &given)
            && planted.iter().all(|&i| self.spares(i, &given, &right));
        if (planted.len() > 1 && given.iter().all(Result::is_err))
            || !is_told
            || !are_same(&given, &self.answers(&backward))
        {
            return None;
        }
        let is_less = (0..planted.len()).any(|size| {
            subsets(planted.len(), size).iter().any(|kept| {
                let fewer: Vec<usize> = kept.iter().map(|&i| planted[i]).collect();
                are_same(&given, &self.answers(&fewer))
            })
        });
        let words = given.iter().find_map(|it| it.as_ref().err().cloned());
        let panic = words.map(Failure::panic);
        (!is_less).then(|| self.diagnose(&given, panic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_line_breaks_is_said_of_a_mistake_alone() {
        let said = |told, alone| {
            let (exercise, name, section) = ("layer", "sign", "loss.md#sum-or-mean");
            Entry { exercise, name, told, section, source: None }.said(alone)
        };
        assert_eq!(said("It falls.\nIt learns.", true), "It falls. It learns.");
        assert_eq!(said("It falls.\nIt learns.", false), "It falls.");
        assert_eq!(
            said("It falls.\nIt learns.\nIt rises.", true),
            "It falls. It learns. It rises."
        );
        assert_eq!(
            said("It falls.\nIt learns.\nIt rises.", false),
            "It falls. It rises."
        );
        assert_eq!(said("\nIt learns.\nIt rises.", true), "It learns. It rises.");
        assert_eq!(said("\nIt learns.\nIt rises.", false), "It rises.");
    }
}
