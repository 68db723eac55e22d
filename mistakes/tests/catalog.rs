//! Every mistake of the catalog is told from every other, alone and two at a time.

use std::collections::BTreeSet;
use std::thread;

use mistakes::{Cataloged, lessons};

/// The diagnosis of these mistakes of `lesson` names exactly them.
fn assert_named(lesson: &dyn Cataloged, planted: &[usize]) {
    let entries = lesson.entries();
    let mut expected: Vec<&str> = planted.iter().map(|&i| entries[i].name).collect();
    let Some(verdict) = lesson.diagnosis_of(planted) else { return };
    let Err(diagnosis) = verdict else {
        panic!("{}: {expected:?} passes", lesson.exercise())
    };
    let mut named = diagnosis.names();
    expected.sort_unstable();
    named.sort_unstable();
    assert_eq!(named, expected, "{}: {diagnosis}", lesson.exercise());
}

#[test]
fn every_mistake_is_named_and_no_other() {
    for lesson in lessons() {
        for i in 0..lesson.entries().len() {
            assert!(
                lesson.diagnosis_of(&[i]).is_some(),
                "{}: {i}",
                lesson.exercise()
            );
            assert_named(lesson, &[i]);
        }
    }
}

#[test]
fn two_mistakes_made_together_are_named_both() {
    thread::scope(|scope| {
        for lesson in lessons() {
            scope.spawn(move || {
                for j in 0..lesson.entries().len() {
                    (0..j).for_each(|i| assert_named(lesson, &[i, j]));
                }
            });
        }
    });
}

/// It knows more than 700.
#[test]
fn the_catalog_knows_more_than_700_mistakes() {
    let entries = lessons().into_iter().flat_map(|lesson| lesson.entries());
    // One that is made in several exercises counts once.
    let different: BTreeSet<&str> = entries.map(|entry| entry.told).collect();
    assert!(different.len() > 700, "{}", different.len());
}

#[test]
fn no_two_mistakes_share_a_name() {
    let mut names: Vec<(&str, &str)> = lessons()
        .iter()
        .flat_map(|lesson| lesson.entries())
        .map(|entry| (entry.exercise, entry.name))
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// Beside others a mistake is still told, in whole sentences.
#[test]
fn something_is_said_of_every_mistake_beside_others() {
    for entry in lessons().iter().flat_map(|lesson| lesson.entries()) {
        for line in entry.told.split('\n').filter(|line| !line.is_empty()) {
            assert_eq!(line, line.trim(), "{}", entry.name);
            assert!(line.ends_with(['.', '?', '`', ')']), "{}: {line}", entry.name);
        }
        assert!(!entry.said(false).is_empty(), "{}", entry.name);
    }
}
