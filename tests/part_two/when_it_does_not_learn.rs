//! Claims of the chapter *When it does not learn*.

use std::thread::{self, ScopedJoinHandle};

use backprop::classification::{cross_entropy, softmax};
use backprop::mini_batches::{Epoch, Score};
use backprop::optimizers::{Adam, Optimizer};
use backprop::when_it_does_not_learn::faults::{
    FAULTS, fault, right, softmax_twice, spoil,
};
use backprop::when_it_does_not_learn::{DECADES, Program, Shape};
use figures::when_it_does_not_learn::{SEEDS, found, ladder};
use ndarray::{Array2, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("when-it-does-not-learn", words);
}

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// So we plant eighteen faults, one at a time, in a program that learns, and count.
/// Ours is the program of [Mini-batches](mini-batches.md), made smaller: `hidden(32,
/// 12)` has layers of 2, 32, 12 and 3 numbers, with ReLU between them. `spoil`
/// replaces a layer with one that computes the same, but changes what `backward`
/// gives. `NoSlope` is ReLU, but the slope that it gives is 1 everywhere. **Sizes
/// that all differ**: 5 samples, layers of 2, 32, 12 and 3.
#[test]
fn the_program_of_the_ladder_and_its_faults_are_what_the_page_says() {
    // The first is none.
    assert_eq!((FAULTS.len(), FAULTS[0].name), (19, "nothing"));
    let mut program = right(0);
    let stages = &program.net.stages;
    let mut sizes = vec![stages[0].layer.inputs()];
    sizes.extend(stages.iter().map(|stage| stage.layer.outputs()));
    assert_eq!(sizes, [2, 32, 12, 3]);
    let value = |at: usize, z: f64| stages[at].activation.value(z);
    for z in [-2.0, -0.5, 0.5, 3.0] {
        assert_eq!([0, 1, 2].map(|at| value(at, z)), [z.max(0.0), z.max(0.0), z]);
        let spoiled = fault("no slope of ReLU").planted(0);
        let no_slope = spoiled.net.stages[1].activation;
        assert_eq!(
            (no_slope.value(z), no_slope.slope(z, z.max(0.0))),
            (z.max(0.0), 1.0)
        );
    }
    let x = program.train.x.clone();
    let (before, pass) = (program.net.predict(&x), program.net.forward(&x));
    let slope = Array2::ones(before.dim());
    let gradients = program.net.backward(&x, &pass, &slope).gradients;
    spoil(&mut program, 1, |_, dx, _| *dx *= 0.5);
    assert_eq!(program.net.predict(&x), before);
    let spoiled = program.net.backward(&x, &pass, &slope).gradients;
    assert_eq!(spoiled[1..], gradients[1..]);
    assert_eq!(spoiled[0].dw, &gradients[0].dw * 0.5);
}

/// Before any step, the result should be about 1.
#[test]
fn before_training_the_loss_is_about_the_logarithm_of_the_number_of_classes() {
    let starts = (0..SEEDS as u64).map(|seed| right(seed).loss_before_training());
    let mean = starts.sum::<f64>() / SEEDS as f64;
    assert!((0.9..1.2).contains(&mean), "{mean}");
}

/// Weights from 0 to 1 exceed our limit of 1.8 from [value:ladder.unit_loss] of them
/// only.
#[test]
fn weights_from_0_to_1_exceed_the_first_limit_from_some_seeds_only() {
    let start =
        |seed| fault("weights from 0 to 1").planted(seed).loss_before_training();
    let exceed = (0..SEEDS as u64).filter(|&seed| start(seed) >= 1.8).count();
    // On another processor a seed or two go the other way.
    let table = found("weights from 0 to 1", 1);
    assert!(exceed.abs_diff(table) <= 3 && table < SEEDS, "{exceed} {table}");
}

/// We ask for all twenty right and a loss below 0.1. Our limits: the best loss is
/// below nine tenths of $`\ln 3`$, and the own rate ends less than three tenths of
/// $`\ln 3`$ above it. `climb` asks all five with the limits above.
#[test]
fn climb_asks_with_the_limits_of_the_page() {
    let ln_3 = 3.0_f64.ln();
    for fault in FAULTS {
        let (program, rng) = (&mut fault.planted(1), &mut rng(1));
        let start = program.loss_before_training();
        let few = program.by_heart(20, rng);
        let slopes = program.check_slopes(5, rng);
        let losses = program.sweep(&DECADES, 5, rng);
        let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
        let epochs = program.curves(rng);
        let alarms = [
            !(0.6..1.8).contains(&start),
            few.accuracy < 1.0 || few.loss >= 0.1,
            slopes.iter().any(|slope| slope.apart >= 0.0001),
            best >= 0.9 * ln_3 || losses[3] >= best + 0.3 * ln_3,
            Shape::of(&epochs, 3) != Shape::Falls,
        ];
        assert_eq!(
            fault.planted(1).climb(&mut self::rng(1)),
            alarms,
            "{}",
            fault.name
        );
    }
}

/// This rung alarms below 0.6 and from 1.8 on:
#[test]
fn the_first_rung_alarms_below_0_6_and_from_1_8_on() {
    /// A loss of so many thousandths of ln 3 for each sample, whatever the network gives.
    fn constant<const THOUSANDTHS: usize>(
        logits: &Array2<f64>,
        _: &Array2<f64>,
    ) -> (f64, Array2<f64>) {
        let each = THOUSANDTHS as f64 / 1000.0 * 3.0_f64.ln();
        (each * logits.nrows() as f64, Array2::zeros(logits.dim()))
    }
    let mut program = right(0);
    for (loss, alarm) in [
        (constant::<599> as backprop::classification::Loss, true),
        (constant::<601>, false),
        (constant::<1799>, false),
        (constant::<1801>, true),
    ] {
        program.training.loss = loss;
        assert_eq!(program.climb(&mut rng(0))[0], alarm);
    }
}

/// From a share of 0.0001 on we call an array wrong.
#[test]
fn an_array_of_slopes_is_wrong_from_a_share_of_0_0001_on() {
    for seed in 0..3 {
        let mut program = right(seed);
        spoil(&mut program, 1, |_, _, gradients| gradients.db *= 1.00012);
        assert!(program.climb(&mut rng(seed))[2], "{seed}");
        let mut program = right(seed);
        spoil(&mut program, 1, |_, _, gradients| gradients.db *= 1.00008);
        assert!(!program.climb(&mut rng(seed))[2], "{seed}");
    }
}

/// For *both fall* it wants the training loss never above 1.5 times $`\ln 3`$, in
/// the end below nine tenths of $`\ln 3`$, and the validation loss less than three
/// tenths of $`\ln 3`$ above the training loss.
#[test]
fn both_fall_within_the_limits_of_the_page() {
    // In multiples of ln 3: the highest training loss, the last, and the validation loss.
    let shape = |highest: f64, last: f64, validation: f64| {
        let epoch = |loss: f64, validation: f64| Epoch {
            number: 1,
            loss: loss * 3.0_f64.ln(),
            validation: Score { loss: validation * 3.0_f64.ln(), accuracy: 0.5 },
        };
        Shape::of(&[epoch(highest, 1.0), epoch(last, validation)], 3)
    };
    assert_eq!(shape(1.499, 0.899, 1.198), Shape::Falls);
    assert_eq!(shape(1.501, 0.899, 1.198), Shape::Jumps);
    assert_eq!(shape(1.499, 0.901, 1.198), Shape::Flat);
    assert_eq!(shape(1.499, 0.899, 1.2), Shape::Parts);
}

/// Of 3 classes, each gets $`\frac{1}{3}`$, and the [cross
/// entropy](classification.md#cross-entropy) is $`-\ln \frac{1}{3} = \ln 3 =
/// 1.0986`$. Of 10 classes, each gets $`\frac{1}{10}`$, and it is $`\ln 10 =
/// 2.3026`$.
#[test]
fn equal_shares_cost_the_logarithm_of_the_number_of_classes() {
    for classes in [3, 10] {
        let logits = ndarray::Array2::zeros((1, classes));
        let mut y = logits.clone();
        y[[0, 1]] = 1.0;
        let (loss, _) = cross_entropy(&logits, &y);
        assert!((loss - (classes as f64).ln()).abs() < 1e-14);
        says(&format!(r"\ln {classes} = {loss:.4}"));
    }
}

/// ```math
/// \ln (\mathrm{e}^1 + \mathrm{e}^0 + \mathrm{e}^0) - 1 = \ln 4.718 - 1 = 0.5514
/// ```
///
/// Softmax twice can't do better: shares lie between 0 and 1, and taken as logits
/// they are at best 1, 0 and 0, which costs
///
/// However long you train, the loss stops there.
#[test]
fn softmax_twice_costs_at_least_0_5514() {
    let e = 1.0_f64.exp();
    let (loss, _) =
        softmax_twice(&array![[1000.0, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]);
    assert!((loss - ((e + 2.0).ln() - 1.0)).abs() < 1e-12);
    says(&format!(r"\ln {:.3} - 1 = {loss:.4}", e + 2.0));
    for seed in 0..SEEDS as u64 {
        let score = fault("softmax twice").planted(seed).by_heart(20, &mut rng(seed));
        assert!(score.loss > loss - 1e-9, "{seed}: {}", score.loss);
    }
}

/// From how many of the first `seeds` each rung finds each fault, the faults in their order.
fn measured(seeds: u64) -> Vec<[usize; 5]> {
    thread::scope(|scope| {
        let halves = FAULTS.split_at(FAULTS.len() / 2);
        let [first, second] = [halves.0, halves.1].map(|half| {
            scope.spawn(move || {
                half.iter().map(|fault| fault.found(0..seeds)).collect()
            })
        });
        let join = |half: ScopedJoinHandle<'_, Vec<_>>| half.join().unwrap();
        [join(first), join(second)].concat()
    })
}

#[test]
fn the_first_twenty_seeds_find_what_the_table_says_of_all_or_of_none() {
    for ((name, stored), measured) in ladder().into_iter().zip(measured(20)) {
        for (stored, measured) in stored.into_iter().zip(measured) {
            // On another processor a seed or two go the other way.
            let fits = match stored {
                0 => measured <= 2,
                SEEDS => measured >= 18,
                _ => true,
            };
            assert!(fits, "{name}: {stored} of all, {measured} of 20");
        }
    }
}

#[test]
#[ignore = "trains for a minute; in release mode"]
fn each_rung_finds_the_faults_that_the_table_says() {
    let table = ladder();
    assert_eq!(table.len(), FAULTS.len());
    let measured = measured(SEEDS as u64);
    for (i, (name, stored)) in table.into_iter().enumerate() {
        assert_eq!(name, FAULTS[i].name);
        for (stored, measured) in stored.into_iter().zip(measured[i]) {
            // On another processor some seeds go the other way.
            assert!(stored.abs_diff(measured) <= 10, "{name}: {stored} {measured}");
        }
    }
}

/// The right program passes from all [value:ladder.seeds] seeds.
/// A network with hundreds of parameters has room to [learn them by
/// heart](generalization.md#overfitting).
#[test]
fn the_right_program_passes_every_rung() {
    for rung in 1..=5 {
        assert_eq!(found("nothing", rung), 0);
    }
}

/// Of 200 other seeds it fails from a few, with one or two of the twenty wrong.
#[test]
fn of_more_seeds_the_right_program_learns_twenty_points_from_nearly_all() {
    let seeds = 200..400;
    let alarms = seeds.filter(|&seed| {
        let score = right(seed).by_heart(20, &mut rng(seed));
        score.loss >= 0.1 || score.accuracy < 1.0
    });
    let alarms = alarms.count();
    println!("{alarms}");
    assert!((1..=8).contains(&alarms));
    for seed in 200..400 {
        let score = right(seed).by_heart(20, &mut rng(seed));
        assert!(20.0 * (1.0 - score.accuracy) < 2.5, "{seed}: {score:?}");
    }
}

/// Only the last two faults get past all five from more than half of the seeds. Two
/// rows are as good as empty. *Two arms exchanged*: if two labels are exchanged in
/// all the data, the network learns the exchange as it learns the truth.
#[test]
fn no_rung_finds_a_leak_or_labels_exchanged_everywhere() {
    for name in ["validation trained on", "two arms exchanged"] {
        let most = (1..=5).map(|rung| found(name, rung)).max();
        assert!(most <= Some(2), "{name}: {most:?}");
    }
}

/// *No slope of ReLU*, *mean slope of biases* and *a layer without steps* are found
/// here from every seed, and by no other rung from more than a few. What this rung
/// can't see is a right slope of the wrong thing: softmax twice has a pass backward
/// that fits it.
#[test]
fn three_wrong_passes_backward_are_found_by_the_measured_slopes_only() {
    for name in ["no slope of ReLU", "mean slope of biases", "a layer without steps"]
    {
        assert_eq!(found(name, 3), SEEDS);
        for rung in [1, 2, 4, 5] {
            assert!(found(name, rung) <= 3, "{name}: {rung}");
        }
    }
    // A right slope of the wrong thing.
    assert_eq!(found("softmax twice", 3), 0);
}

/// | what is wrong first | look at |
/// |---|---|
/// | the biases of a layer, or its weights, alone | that line of its `backward` |
/// | both | its own `backward`, that of its activation, or the `dx` of the layer after it; in the last layer, the slope of the loss |
#[test]
fn what_is_wrong_first_says_where_to_look() {
    // The last layer with a wrong array, and its wrong arrays.
    let first = |program: &mut Program<Adam>| {
        let slopes = program.check_slopes(5, &mut rng(0));
        let wrong = slopes.into_iter().filter(|slope| slope.apart > 1e-4);
        let wrong: Vec<_> = wrong.map(|slope| (slope.layer, slope.array)).collect();
        let last = wrong.last().expect("something is wrong").0;
        let arrays = wrong.iter().filter(|(layer, _)| *layer == last);
        (last, arrays.map(|(_, array)| *array).collect::<Vec<_>>())
    };
    let spoiled = |layer, how| {
        let mut program = right(0);
        spoil(&mut program, layer, how);
        program
    };
    let both = vec!["weights", "biases"];
    let biases = first(&mut spoiled(1, |_, _, gradients| gradients.db *= 2.0));
    assert_eq!(biases, (1, vec!["biases"]));
    let weights = first(&mut spoiled(1, |_, _, gradients| gradients.dw *= 2.0));
    assert_eq!(weights, (1, vec!["weights"]));
    let own = first(&mut spoiled(1, |_, _, gradients| {
        gradients.dw *= 2.0;
        gradients.db *= 2.0;
    }));
    assert_eq!(own, (1, both.clone()));
    let after = first(&mut spoiled(2, |_, dx, _| *dx *= 2.0));
    assert_eq!(after, (1, both.clone()));
    let activation = first(&mut fault("no slope of ReLU").planted(0));
    assert_eq!(activation, (1, both.clone()));
    let of_the_loss = first(&mut fault("plus for minus").planted(0));
    assert_eq!(of_the_loss, (2, both));
}

/// Four wrong passes backward learn all the same. A mean for a sum is a factor, and
/// [Adam](optimizers.md) divides each slope by its usual size, so the factor drops
/// out. And a blame with a minus, a wrong sign below the last layer, alarms the
/// curves from few seeds. In a network of several layers a wrong sign can go
/// unnoticed. Around a layer without steps, the two others learn from what its
/// random weights give.
#[test]
fn four_wrong_passes_backward_learn_all_the_same() {
    for name in [
        "no slope of ReLU",
        "mean slope of biases",
        "blame with a minus",
        "a layer without steps",
    ] {
        assert!(found(name, 5) <= 10, "{name}");
    }
    // Adam's steps with slopes that are all a fifth.
    let end = |factor: f64| {
        let (mut w, mut adam) = ([1.0], Adam::default());
        for slope in [0.5, -0.2, 0.9, 0.7] {
            adam.step(0.03, &mut w, &[factor * slope]);
        }
        w[0]
    };
    assert!((end(1.0) - end(0.2)).abs() < 1e-6);
}

/// Labels that belong to the row before pass from all but
/// [value:ladder.late_by_heart] of [value:ladder.seeds] seeds: **wrong labels can be
/// learned by heart like right ones.**
#[test]
fn wrong_labels_are_learned_by_heart_from_most_seeds() {
    assert!(found("labels one row late", 2) < SEEDS / 5);
    assert!(found("ReLU on the logits", 2) > SEEDS / 2);
}

/// In the right program it stands at the bottom of the U. If the bottom lies to the
/// left, the rate is too large; to the right, too small. In the last row there is no
/// bottom: no rate learns, so it is not the rate.
///
/// (In each row the batches are shuffled anew, so one rate need not give one
/// number.)
#[test]
fn the_sweep_says_on_which_side_the_rate_is_wrong() {
    let ln_3 = 3.0_f64.ln();
    for seed in 0..5 {
        let sweep =
            |name| fault(name).planted(seed).sweep(&DECADES, 5, &mut rng(seed));
        let bottom = |losses: &[f64]| {
            let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
            losses.iter().position(|&loss| loss == lowest).unwrap()
        };
        // The rate of the right program, or one of ten times as much that learns as well.
        assert!((3..=4).contains(&bottom(&sweep("nothing"))), "{seed}");
        assert!(bottom(&sweep("rate 100 times too large")) < 3, "{seed}");
        assert!(bottom(&sweep("rate 100 times too small")) > 3, "{seed}");
        let late = sweep("labels one row late");
        assert!(late.iter().all(|&loss| loss > 0.9 * ln_3), "{seed}: {late:?}");
    }
    assert_eq!(DECADES[3], 1.0);
    // The batches are others each time.
    let twice = right(0).sweep(&[1.0, 1.0], 5, &mut rng(0));
    assert_ne!(twice[0], twice[1]);
    let own = fault("nothing").planted(0).sweep(&DECADES, 5, &mut rng(0));
    assert!(own.iter().all(|&loss| loss >= own[3]), "{own:?}");
}

/// With all weights 0, both curves stay near $`\ln 3`$. 20 training points are
/// learned by heart, and the validation loss rises; the two part from
/// [value:ladder.few_curves] of [value:ladder.seeds] seeds. At 100 times the rate,
/// the training loss begins far above $`\ln 3`$. *Split by class* trained on two
/// arms and was asked about the third: without a shuffle before `split`, the order
/// of the file makes the split. Its curves part; the training loss alone would show
/// a program that learns well.
#[test]
fn the_curves_of_the_faults_are_what_the_page_says() {
    let ln_3 = 3.0_f64.ln();
    let curves = |name| fault(name).planted(0).curves(&mut rng(0));
    let flat = |epoch: &Epoch| {
        [epoch.loss, epoch.validation.loss].iter().all(|l| (l - ln_3).abs() < 0.1)
    };
    assert!(curves("all weights 0").iter().all(flat));
    let few = curves("20 training points");
    let (first, last) = (few[0], few[few.len() - 1]);
    assert!(last.loss < 0.05 && last.validation.loss > first.validation.loss + 0.5);
    assert!(curves("rate 100 times too large")[0].loss > 3.0 * ln_3);
    assert!(found("20 training points", 5) > SEEDS * 9 / 10);
    let by_class = fault("split by class").planted(0);
    assert!(by_class.train.labels.iter().all(|&label| label < 2));
    assert!(by_class.validation.labels.iter().all(|&label| label == 2));
    let split = curves("split by class");
    assert!(split[split.len() - 1].loss < 0.3);
}

/// The mean of five is a fifth of their sum, so four fifths are missing: 0.8. The
/// blame with a minus leaves layer 1 and is wrong in layer 0: two equal sizes of
/// opposite sign are 2 apart. The first array that is wrong names the place. (From
/// about one seed in [value:ladder.seeds] one more array is reported. Without the
/// slope of ReLU, the last layer still gets right slopes, and here it would do
/// alone: with no steps in the two others, the curves fall from all
/// [value:ladder.seeds] seeds.
#[test]
fn the_slopes_name_the_layer_and_what_is_wrong_in_it_from_nearly_every_seed() {
    let named = |seed: &u64| {
        let wrong = |name| {
            let slopes = fault(name).planted(*seed).check_slopes(5, &mut rng(*seed));
            let wrong = slopes.into_iter().filter(|slope| slope.apart > 1e-4);
            let wrong = wrong.map(|slope| (slope.layer, slope.array, slope.apart));
            wrong.collect::<Vec<_>>()
        };
        let biases = wrong("mean slope of biases");
        let blame = wrong("blame with a minus");
        let relu = wrong("no slope of ReLU");
        let stuck = wrong("a layer without steps");
        let mean = |&(layer, array, apart): &(usize, &str, f64)| {
            (layer, array) == (1, "biases") && (apart - 0.8).abs() < 1e-5
        };
        biases.len() == 1
            && biases.iter().all(mean)
            && blame.len() == 2
            && blame
                .iter()
                .all(|&(layer, _, apart)| layer == 0 && (apart - 2.0).abs() < 1e-4)
            && relu.len() == 4
            && relu.iter().all(|&(layer, ..)| layer < 2)
            && stuck.len() == 2
            && stuck.iter().all(|&(layer, ..)| layer == 0)
    };
    let named = (0..SEEDS as u64).filter(named).count();
    println!("{named}");
    // From about one seed one array more.
    assert!(named >= 197);
}

/// | rung | what it costs | what only it finds, from nearly every seed |
/// |---|---|---|
/// | 1. the loss before training | one pass forward | nothing: it is there because it costs so little |
/// | 2. twenty by heart | 300 steps of 20 samples | softmax twice, two units a layer |
/// | 3. slopes, measured | two passes of 5 samples for each of the 531 parameters: 1062 passes forward | no slope of ReLU, a mean for a sum, a layer without steps |
/// | 4. the rate, swept | seven trainings of a sixth of the length | nothing: it names the cause |
/// | 5. the curves | one training | 20 training points, split by class |
#[test]
fn the_network_of_the_ladder_has_531_parameters() {
    let parameters = right(0).net.parameters().len();
    says(&format!("the {parameters} parameters"));
    says(&format!("{} passes forward", 2 * parameters));
    assert_eq!((DECADES.len(), right(0).training.epochs), (7, 6 * 5));
}

/// Only the last two faults get past all five from more than half of the seeds.
#[test]
fn every_fault_but_the_last_two_is_found_by_some_rung_from_half_of_the_seeds() {
    for (name, found) in &ladder()[1..FAULTS.len() - 2] {
        assert!(found.iter().any(|&seeds| seeds >= SEEDS / 2), "{name}: {found:?}");
    }
}

/// Rungs 2, 3 and 5 each find what no other does.
///
/// | rung | what it costs | what only it finds, from nearly every seed |
/// |---|---|---|
/// | 1. the loss before training | one pass forward | nothing: it is there because it costs so little |
/// | 2. twenty by heart | 300 steps of 20 samples | softmax twice, two units a layer |
/// | 3. slopes, measured | two passes of 5 samples for each of the 531 parameters: 1062 passes forward | no slope of ReLU, a mean for a sum, a layer without steps |
/// | 4. the rate, swept | seven trainings of a sixth of the length | nothing: it names the cause |
/// | 5. the curves | one training | 20 training points, split by class |
#[test]
fn some_faults_are_found_by_one_rung_only() {
    // From nearly every seed by this rung, and by no other.
    let only = |name: &str, rung: usize| {
        assert!(found(name, rung) >= 185, "{name}");
        let others = (1..=5).filter(|&other| other != rung);
        assert!(others.into_iter().all(|other| found(name, other) < 75), "{name}");
    };
    only("softmax twice", 2);
    only("two units a layer", 2);
    only("no slope of ReLU", 3);
    only("mean slope of biases", 3);
    only("a layer without steps", 3);
    only("20 training points", 5);
    only("split by class", 5);
}

/// Inputs that nobody scaled do that from each of [value:ladder.seeds] seeds. A
/// second softmax passes: it makes shares more equal, and equal shares are what this
/// rung asks for. This rung can't see wrong labels, either: a network that knows
/// nothing is no more wrong about them. Far above 1 the network is sure, and wrong: its logits are
/// too wide.
#[test]
fn inputs_that_nobody_scaled_are_found_before_training_and_wrong_labels_are_not() {
    assert_eq!(found("inputs 100 times as large", 1), SEEDS);
    // Sure, and wrong: the largest shares are near 1, and many of them are of another arm.
    let Program { net, train, .. } = fault("inputs 100 times as large").planted(0);
    let shares = softmax(&net.outputs(&train));
    let largest =
        shares.rows().into_iter().map(|row| row.iter().copied().fold(0.0, f64::max));
    assert!(largest.sum::<f64>() / train.len() as f64 > 0.9);
    assert!(net.score(&train, cross_entropy).accuracy < 0.6);
    for name in ["labels one row late", "softmax twice", "two arms exchanged"] {
        assert_eq!(found(name, 1), 0, "{name}");
    }
}

/// Its curves part; the training loss alone would show a program that learns well.
/// With *validation trained on*, both fall.
///
/// | shape | what it says |
/// |---|---|
/// | both fall | it learns, and what it learns holds for new samples |
/// | flat from the start | no step gets anywhere: a dead network, labels that belong to other rows |
/// | the two part | it learns what new samples don't share: too few samples, or others than those it is asked about |
/// | far above $`\ln 3`$, jumping, NaN | the steps are too long, or uphill |
#[test]
fn each_shape_of_curves_comes_from_the_fault_that_the_page_names() {
    for (name, expected) in [
        ("nothing", Shape::Falls),
        ("all weights 0", Shape::Flat),
        ("labels one row late", Shape::Flat),
        ("20 training points", Shape::Parts),
        ("split by class", Shape::Parts),
        ("rate 100 times too large", Shape::Jumps),
        ("plus for minus", Shape::Jumps),
        ("validation trained on", Shape::Falls),
    ] {
        let epochs = fault(name).planted(0).curves(&mut rng(0));
        if name != "20 training points" {
            says(&format!("of the first {} epochs", epochs.len()));
        }
        assert_eq!(Shape::of(&epochs, 3), expected, "{name}");
    }
}

/// Rung 1 finds weights from 0 to 1 from more seeds than any other rung. A wrong
/// rate alarms rung 2, too, but the sweep says that it is the rate, and on which
/// side.
///
/// | rung | what it costs | what only it finds, from nearly every seed |
/// |---|---|---|
/// | 1. the loss before training | one pass forward | nothing: it is there because it costs so little |
/// | 2. twenty by heart | 300 steps of 20 samples | softmax twice, two units a layer |
/// | 3. slopes, measured | two passes of 5 samples for each of the 531 parameters: 1062 passes forward | no slope of ReLU, a mean for a sum, a layer without steps |
/// | 4. the rate, swept | seven trainings of a sixth of the length | nothing: it names the cause |
/// | 5. the curves | one training | 20 training points, split by class |
#[test]
fn the_first_and_the_fourth_rung_find_nothing_alone() {
    for (name, seeds) in &ladder()[1..] {
        for rung in [1, 4] {
            let most = (1..=5).filter(|&other| other != rung);
            let most = most.map(|other| found(name, other)).max().unwrap();
            let alone = seeds[rung - 1] >= 185 && most < 75;
            assert!(!alone, "{name}: {rung}");
        }
    }
    for rung in 2..=5 {
        assert!(found("weights from 0 to 1", 1) > found("weights from 0 to 1", rung));
    }
    for name in ["rate 100 times too large", "rate 100 times too small"] {
        assert!(found(name, 2) >= 185 && found(name, 4) == SEEDS, "{name}");
    }
}

/// Without the slope of ReLU, the last layer still gets right slopes, and here it
/// would do alone: with no steps in the two others, the curves fall from all
/// [value:ladder.seeds] seeds.
#[test]
fn the_last_layer_learns_while_the_two_others_take_no_step() {
    for seed in 0..SEEDS as u64 {
        let mut program = right(seed);
        for layer in [0, 1] {
            spoil(&mut program, layer, |_, _, gradients| {
                gradients.dw.fill(0.0);
                gradients.db.fill(0.0);
            });
        }
        let epochs = program.curves(&mut rng(seed));
        assert_eq!(Shape::of(&epochs, 3), Shape::Falls, "{seed}");
    }
}
