//! A function that the reader writes: the steps that compute it, and the wrong ones.

use std::panic::RefUnwindSafe;

use crate::answer::Answer;
use crate::attempt::{Failure, attempt, quietly};
use crate::diagnosis::{Diagnosis, Verdict, seen};

/// One function that the reader writes. `S` holds the steps that compute it, as functions; `P`
/// is what it is called with.
pub struct Lesson<S: 'static, P: 'static> {
    /// The name of its exercise in the workbook.
    pub exercise: &'static str,
    /// The right steps.
    pub steps: S,
    /// What the function is called with. No number in it is one at which a wrong step gives the
    /// right answer, and no two sizes are equal. Where a wrong step fits only if they are, a
    /// probe with equal sizes comes first.
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
    /// What you did, and why it looks right.
    pub told: &'static str,
    /// Where the book explains it: a page and a heading, `loss.md#the-slope-of-the-loss`.
    pub section: &'static str,
    /// Where it was made in public, if we know: a repository and a number, or an address.
    pub source: Option<&'static str>,
    /// Puts the wrong step in the place of the right one.
    pub plant: fn(&mut S),
}

/// What the catalogue of the book shows of a mistake.
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
        for probe in (self.probes)() {
            let yours = yours.clone();
            match attempt(move || yours(&probe)) {
                Ok(answer) => given.push(answer),
                Err(failure) => return Err(self.stopped(&given, failure)),
            }
        }
        self.diagnose(&given)
    }

    /// What is wrong with a function that gave these answers and then none.
    fn stopped(&self, given: &[Answer], failure: Failure) -> Diagnosis {
        match self.diagnose(given) {
            Err(known @ Diagnosis::Known { .. }) => known,
            _ => Diagnosis::of_failure(failure, self.sizes),
        }
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
            Diagnosis::Known { entries, seen }
                if entries.iter().any(|entry| entry.name == planted) =>
            {
                Diagnosis::StillThere { seen }
            }
            other => other,
        })
    }

    /// Whether these are the answers to the probes, and if not, which mistakes they come from.
    /// If there are fewer, the function stopped at the next probe.
    ///
    /// # Errors
    ///
    /// The fewest mistakes that give these answers; or what can be seen of them.
    pub fn diagnose(&self, given: &[Answer]) -> Verdict {
        let probes = (self.probes)();
        let explains = |planted: &[usize]| {
            let steps = self.planted(planted);
            let replayed = |probe| quietly(|| (self.answer)(&steps, probe));
            probes.iter().zip(given).all(|(probe, given)| {
                replayed(probe).is_some_and(|replayed| replayed.is(given))
            }) && probes.get(given.len()).is_none_or(|next| replayed(next).is_none())
        };
        let right: Vec<Answer> =
            probes.iter().map(|probe| (self.answer)(&self.steps, probe)).collect();
        if right.iter().zip(given).all(|(right, given)| right.is(given)) {
            return Ok(());
        }
        let found = (1..=AT_ONCE).find_map(|n| {
            subsets(self.mistakes.len(), n)
                .into_iter()
                .find(|planted| explains(planted))
        });
        let seen = seen(&right, given, self.sizes);
        Err(match found {
            Some(planted) => Diagnosis::Known {
                entries: planted.into_iter().map(|i| self.entry(i)).collect(),
                seen,
            },
            None => Diagnosis::Unknown { seen },
        })
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
pub trait Catalogued: Sync {
    /// The name of the exercise.
    fn exercise(&self) -> &'static str;

    /// The mistakes, in order.
    fn entries(&self) -> Vec<Entry>;

    /// What is said of the answers that come from the mistakes of these numbers. `None` if they
    /// can't be made together: one undoes the other, or nothing comes out.
    fn diagnosis_of(&self, planted: &[usize]) -> Option<Verdict>;
}

impl<S, P> Catalogued for Lesson<S, P>
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
        let answers = |planted: &[usize]| -> Option<Vec<Answer>> {
            let steps = self.planted(planted);
            let answer = |probe| quietly(|| (self.answer)(&steps, &probe));
            let answers: Vec<Answer> =
                (self.probes)().into_iter().map_while(answer).collect();
            (!answers.is_empty()).then_some(answers)
        };
        let same = |a: &[Answer], b: &[Answer]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b))
        };
        let given = answers(planted)?;
        let backward: Vec<usize> = planted.iter().rev().copied().collect();
        if !same(&given, &answers(&backward)?) {
            return None;
        }
        let is_less = (0..planted.len()).any(|left_out| {
            let mut fewer = planted.to_vec();
            fewer.remove(left_out);
            answers(&fewer).is_some_and(|fewer| same(&fewer, &given))
        });
        (!is_less).then(|| self.diagnose(&given))
    }
}
