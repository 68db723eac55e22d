//! The captions of the chapter *Schedules*.

use backprop::schedules::{Schedule, noisy_descent};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::drawn::Drawn;

const STEPS: Schedule = Schedule::Steps { every: 50, factor: 0.3 };

/// What each schedule multiplies the rate by, over 200 epochs. The steps come every 50 epochs,
/// with the factor 0.3.
#[test]
fn the_factors_of_the_three_schedules_are_drawn_over_200_epochs() {
    let figure = Drawn::of("schedules");
    let axes = &figure.axes()[0];
    let schedules = [
        ("constant", Schedule::Constant),
        ("steps", STEPS),
        ("cosine", Schedule::Cosine),
    ];
    for (name, schedule) in schedules {
        let curve = figure.curves_in(&figure.text(name).color)[0];
        let factors =
            (0..200).map(|epoch| (epoch as f64, schedule.factor(epoch, 200)));
        axes.assert_through(curve, factors);
    }
    let steps = axes.along(figure.curves_in(&figure.text("steps").color)[0]);
    for (i, pair) in steps.windows(2).enumerate() {
        let [(_, before), (_, after)] = pair else { unreachable!() };
        let factor = if (i + 1) % 50 == 0 { 0.3 } else { 1.0 };
        assert!((after - factor * before).abs() < 0.01, "after epoch {i}");
    }
}

/// The typical distance from the bottom, over 200 steps with noisy slopes. The constant rate of
/// 0.5 is quick and stays at its floor. The one of 0.01 has not arrived. The two that fall get
/// below both.
#[test]
fn the_typical_distances_are_drawn_over_200_noisy_steps() {
    let figure = Drawn::of("jitter");
    let [tenth, one] = ["0.1", "1"].map(|number| figure.text(number).at.1);
    let distance = |height: f64| 10_f64.powf((one - height) / (tenth - one));
    let schedules = [
        ("constant 0.5", Schedule::Constant, 0.5),
        ("constant 0.01", Schedule::Constant, 0.01),
        ("steps", STEPS, 0.5),
        ("cosine", Schedule::Cosine, 0.5),
    ];
    let [quick, slow, steps, cosine] = schedules.map(|(name, schedule, rate)| {
        let curve = figure.curves_in(&figure.text(name).color)[0];
        let drawn: Vec<f64> = curve.points.iter().map(|at| distance(at.1)).collect();
        let paths: Vec<Vec<f64>> = (0..1000)
            .map(|seed| {
                let rng = &mut ChaCha8Rng::seed_from_u64(seed);
                noisy_descent(schedule, rate, 3.0, 200, rng)
            })
            .collect();
        assert_eq!(drawn.len(), 201);
        for (step, drawn) in drawn.iter().enumerate() {
            let squares = paths.iter().map(|path| path[step] * path[step]);
            let typical = (squares.sum::<f64>() / 1000.0).sqrt();
            assert!(
                (drawn / typical - 1.0).abs() < 0.03,
                "{name}: {drawn}, {typical}"
            );
        }
        drawn
    });
    let floor = quick[200];
    assert!(quick[20..].iter().all(|at| (at / floor - 1.0).abs() < 0.2));
    assert!(slow[200] > floor && slow[200] < slow[150]);
    assert!(steps[200] < floor && cosine[200] < floor);
}
