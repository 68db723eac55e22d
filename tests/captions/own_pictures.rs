//! The captions of the chapter *Your own pictures*.

use figures::own_pictures::percents;
use files::pictures::scenes::Scene;

use crate::drawn::{BLUE, Drawn, GRID, INK, VERMILION};

/// From a photo to what the network sees. The light falls off to one side. The paper
/// is what is left when the writing is not counted; what is darker than it is ink;
/// one shape is cut out, and comes into the frame of the small digits.
#[test]
fn the_steps_from_a_photo_to_what_the_network_sees() {
    let figure = Drawn::of("photo-to-digit");
    let names =
        ["the photo", "its paper", "the ink", "cut out", "as small digits are"];
    let frames = figure.frames_in(GRID);
    assert_eq!(frames.len(), 5);
    // The mean darkness of the four corners, and of all, of each picture.
    let mut pictures = vec![];
    for (name, frame) in names.into_iter().zip(&frames) {
        let (at, [(left, top), (right, bottom)]) =
            (figure.text(name).at, frame.corners());
        assert!(at.1 < top && at.0 > left && at.0 < right, "{name}");
        let boxes = figure.boxes_in(INK);
        let inside = boxes.iter().filter(|shade| frame.holds(shade.corner));
        let dark = |(x, y): (f64, f64)| {
            let holds = |shade: &&&&crate::drawn::Box| {
                let [(left, top), (right, bottom)] = shade.corners();
                (left..right).contains(&x) && (top..bottom).contains(&y)
            };
            let inside = inside.clone();
            inside
                .clone()
                .find(|shade| holds(&shade))
                .map_or(0.0, |shade| shade.opacity)
        };
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)]
            .map(|(x, y)| {
                dark((
                    0.95 * x + 0.05 * (left + right) / 2.0,
                    0.95 * y + 0.05 * (top + bottom) / 2.0,
                ))
            });
        let mass: f64 =
            inside.map(|shade| shade.opacity * shade.width * shade.height).sum();
        pictures.push((corners, mass / ((right - left) * (bottom - top))));
    }
    let [(photo, all), (paper, without), (ink, little), (_, more), (_, seen)] =
        pictures[..]
    else {
        panic!()
    };
    let spread = |corners: [f64; 4]| {
        corners.iter().fold(0.0_f64, |a, &b| a.max(b))
            - corners.iter().fold(1.0_f64, |a, &b| a.min(b))
    };
    assert!(spread(photo) > 0.15 && spread(paper) > 0.15);
    assert!(spread(ink) < 0.15);
    assert!(without < all && little < more);
    assert!((seen - 0.305).abs() < 0.06, "{seen}");
}

/// The same as a picture: a line goes from the lowest seed to the highest, rings are
/// pictures as they are, discs prepared ones.
#[test]
fn each_scene_has_its_marks_at_the_means_of_the_table() {
    let figure = Drawn::of("accuracy-by-scene");
    let (zero, hundred) = (figure.text("0").at.0, figure.text("100").at.0);
    let percent = |x: f64| 100.0 * (x - zero) / (hundred - zero);
    assert_eq!(figure.text("plain").color, VERMILION);
    assert_eq!(figure.text("varied").color, BLUE);
    for scene in Scene::ALL {
        let name = scene.name();
        let row = figure.text(&name).at.1;
        for (training, color) in [("plain", VERMILION), ("varied", BLUE)] {
            for prepared in [false, true] {
                let all = percents(training, &name, prepared);
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                let circles = figure.circles_in(color);
                let is_here = |center: (f64, f64)| {
                    (center.1 - row).abs() < 20.0
                        && (percent(center.0) - mean).abs() < 0.2
                };
                let at: Vec<_> =
                    circles.iter().filter(|c| is_here(c.center)).collect();
                assert!(!at.is_empty(), "{name} {training} {prepared}");
                assert!(
                    !prepared || at.iter().any(|c| c.filled),
                    "{name} {training}"
                );
                let low = all.iter().copied().fold(100.0_f64, f64::min);
                let high = all.iter().copied().fold(0.0_f64, f64::max);
                let spans = |line: &&crate::drawn::Line| {
                    let [(left, y), (right, _)] = line.corners();
                    (y - row).abs() < 20.0
                        && (percent(left) - low).abs() < 0.2
                        && (percent(right) - high).abs() < 0.2
                };
                assert!(
                    figure.lines_in(color).into_iter().any(|l| spans(&l)),
                    "{name}"
                );
            }
        }
    }
}
