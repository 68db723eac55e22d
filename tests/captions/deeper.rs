//! The captions of the chapter *Deeper*.

use backprop::deeper::Norm;
use figures::deeper::slope_sizes;

use crate::drawn::{BLUE, Drawn, GREEN, INK, PURPLE, VERMILION};

const NETWORKS: [(&str, &str); 5] = [
    ("plain", INK),
    ("He", BLUE),
    ("residual", GREEN),
    ("normalized", PURPLE),
    ("residual and normalized", VERMILION),
];

/// The size of the slopes along what goes into each of twenty blocks, before the first
/// step; the median of 20 seeds, with 90 digits. The plain network loses its slopes on
/// the way back, to the left.
#[test]
fn the_slopes_before_the_first_step_are_drawn_for_five_networks() {
    let figure = Drawn::of("deep-slopes");
    for (name, color) in NETWORKS {
        assert_eq!(figure.text(name).color, color);
        assert_eq!(figure.circles_in(color).len(), 21);
    }
    figure.text("size of ∂L/∂h, powers of ten");
    let plain = slope_sizes("default", 0.0, Norm::Off);
    assert_eq!(plain.len(), 21);
    assert!(plain.is_sorted());
    assert!(plain[0] < 1e-6 * plain[20]);
}

/// Digits read over the number of blocks, the median of ten seeds, each at its own best
/// rate.
#[test]
fn the_accuracies_are_drawn_over_the_number_of_blocks() {
    let figure = Drawn::of("accuracy-by-depth");
    for (name, color) in NETWORKS {
        assert_eq!(figure.text(name).color, color);
        assert_eq!(figure.circles_in(color).len(), 5);
    }
    figure.text("test digits read, percent");
    figure.text("blocks");
}
