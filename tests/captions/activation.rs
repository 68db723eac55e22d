//! The captions of the chapter *The sigmoid*.

use backprop::activation::sigmoid;

use crate::{
    drawn::{BLUE, Drawn, GRID, Text, VERMILION},
    picture::{Picture, shown, untrained, words},
};

/// The network again, pale but for one hidden unit. The sum z goes into its left half,
/// and the activation a comes out of its right half. At the lower right stands its
/// sigmoid: z along the bottom, a at the side.
#[test]
fn the_sum_of_a_unit_and_its_activation_stand_at_its_sigmoid() {
    let picture = Picture::of("activation");
    let [lit] = picture.lit_units()[..] else { panic!("one unit is lit") };
    assert!(!picture.output().is_lit() && picture.lit_lines().is_empty());
    assert!(picture.inputs().iter().all(|input| input.color == GRID));

    let trace = untrained().forward(&picture.row());
    let (z, a) = (trace.z1[[0, lit]], trace.a1[[0, lit]]);
    let unit = &picture.hidden()[lit];
    assert_eq!(words(&unit.left()), ["z", &shown(z, 3)]);
    assert_eq!(words(&unit.right()), ["a", &shown(a, 3)]);

    let curve = picture.0.curves_in(BLUE)[0];
    let axes = picture.0.curves_in(GRID);
    let axes = axes.into_iter().find(|line| line.points.len() == 3).unwrap();
    let [(left, top), (right, bottom)] = axes.corners();
    let middle = picture.hidden()[2].middle();
    assert!(left > middle.0 && top > middle.1);
    let at = |(x, y): (f64, f64)| {
        (12.0 * (x - left) / (right - left) - 6.0, (bottom - y) / (bottom - top))
    };
    for &point in &curve.points {
        let (z, a) = at(point);
        assert!((a - sigmoid(z)).abs() < 0.01, "{a} at {z}");
    }
    let dot = picture.0.circles.iter().find(|circle| circle.color == BLUE).unwrap();
    let (dot_z, dot_a) = at(dot.center);
    assert!((dot_z - z).abs() < 0.03 && (dot_a - a).abs() < 0.01);
    let below = |text: &&&Text| text.at.1 > bottom;
    assert_eq!(
        picture.0.find(&shown(z, 3)).iter().find(below).unwrap().at.0,
        dot.center.0
    );
    let aside = picture.0.find(&shown(a, 3));
    let aside = aside.iter().find(|text| text.at.1 == dot.center.1).unwrap();
    assert!(aside.at.0 < left);
}

/// The sigmoid (blue) and its slope (orange).
#[test]
fn the_sigmoid_is_blue_and_its_slope_orange() {
    let figure = Drawn::of("sigmoid");
    let axes = &figure.axes()[0];
    for (z, y) in axes.along(figure.curves_in(BLUE)[0]) {
        assert!((y - sigmoid(z)).abs() < 0.01, "{y} at {z}");
    }
    for (z, y) in axes.along(figure.curves_in(VERMILION)[0]) {
        assert!((y - sigmoid(z) * (1.0 - sigmoid(z))).abs() < 0.01, "{y} at {z}");
    }
}
