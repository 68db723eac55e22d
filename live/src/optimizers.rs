//! The race of four rules down one valley, each at the learning rate that the reader gives it.

use figures::optimizers::{Rule, STEPS, optimizer_paths, rules};
use figures::style::{Drawing, plain};

use crate::control::tenths;
use crate::{Control, Figure};

/// From where to where the powers of ten of a rate go, and by which steps: those among which
/// the chapter looks for the best.
const POWERS: [f64; 3] = [-3.0, 1.0, 0.1];

/// The powers of ten of the rates that suit the rules, as the chapter found them.
const BEST: [f64; 4] = [-1.8, -2.4, -1.0, -0.5];

/// The four rules, and how many of their steps are shown.
pub struct Race {
    rules: [Rule; 4],
    shown: usize,
}

impl Race {
    /// The race of the page, after its last step.
    pub fn new() -> Self {
        Race { rules: rules(BEST.map(rate)), shown: STEPS }
    }

    /// Goes on by so many steps. After the last step, the next is the start.
    fn go_on(&mut self, steps: usize) {
        self.shown = match self.shown {
            STEPS => 0,
            shown => STEPS.min(shown.saturating_add(steps)),
        };
    }

    fn heights(&self) -> [f64; 4] {
        self.rules.each_ref().map(|rule| rule.height(self.shown))
    }
}

impl Figure for Race {
    fn controls(&self) -> Vec<Control> {
        let slider = |rule: &Rule| {
            let label = format!("{}, power of ten of η", rule.name);
            Control::range(rule.name, label, POWERS, tenths(rule.rate().log10()))
        };
        let steps = [0.0, STEPS as f64, 1.0];
        let mut controls: Vec<Control> = self.rules.iter().map(slider).collect();
        controls.extend([
            Control::range("steps", "steps taken", steps, self.shown as f64),
            Control::run(1),
            Control::button("step", "One step"),
            Control::button("reset", "Reset"),
        ]);
        controls
    }

    fn change(&mut self, name: &str, value: f64) {
        if name == "steps" {
            self.shown = value as usize;
        }
        for rule in self.rules.iter_mut().filter(|rule| rule.name == name) {
            rule.set_rate(rate(tenths(value)));
        }
    }

    fn press(&mut self, name: &str) {
        match name {
            "step" => self.go_on(1),
            _ => *self = Race::new(),
        }
    }

    fn advance(&mut self, steps: u32) -> bool {
        self.go_on(steps as usize);
        self.shown < STEPS
    }

    fn drawings(&self) -> Vec<Drawing> {
        vec![optimizer_paths(&self.rules, self.shown)]
    }

    fn says(&self) -> String {
        let heights = self.heights();
        if self.shown == 0 {
            return format!("All four start at height {}.", in_words(heights[0]));
        }
        let told = self.rules.iter().zip(heights);
        let told =
            told.map(|(rule, height)| format!("{} {}", rule.name, in_words(height)));
        let told: Vec<String> = told.collect();
        let lowest = (0..4).min_by(|&a, &b| heights[a].total_cmp(&heights[b]));
        let lowest = self.rules[lowest.unwrap_or(0)].name;
        format!(
            "Height after {}: {}. Lowest: {lowest}.",
            match self.shown {
                1 => "1 step".to_string(),
                steps => format!("{steps} steps"),
            },
            told.join(", ")
        )
    }

    fn numbers(&self) -> Vec<f64> {
        self.heights().to_vec()
    }
}

/// The rate of this power of ten.
fn rate(power: f64) -> f64 {
    10_f64.powf(power)
}

/// A height with two digits that count; the highest and the lowest are not told in numbers.
fn in_words(height: f64) -> String {
    if height.is_nan() || height >= 10_000.0 {
        return "far out of the picture".to_string();
    }
    if height < 1e-6 {
        return "below 0.000001".to_string();
    }
    let unit = 10_f64.powf(1.0 - height.log10().floor());
    plain(&((height * unit).round() / unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use backprop::optimizers::{
        Adam, GradientDescent, Momentum, Optimizer, RmsProp, best_rate, valley,
        valley_path,
    };

    /// The height of a rule after so many steps at a rate of this power of ten.
    fn height<O: Optimizer + Default>(power: f64, step: usize) -> f64 {
        let (u, v) = valley_path::<O>(10_f64.powf(power))[step];
        valley(u, v)
    }

    fn drawing(race: &Race) -> String {
        race.drawings().remove(0).unwrap()
    }

    fn value(race: &Race, name: &str) -> f64 {
        let controls = race.controls();
        controls.iter().find(|control| control.name == name).unwrap().value
    }

    #[test]
    fn the_race_begins_as_the_figure_of_the_page() {
        let page = include_str!("../../book/figures/optimizer-paths.svg");
        assert_eq!(drawing(&Race::new()), page);
    }

    #[test]
    fn the_sliders_begin_at_the_best_rates() {
        let race = Race::new();
        for (name, best) in [
            ("descent", best_rate::<GradientDescent>()),
            ("momentum", best_rate::<Momentum>()),
            ("RMSProp", best_rate::<RmsProp>()),
            ("Adam", best_rate::<Adam>()),
        ] {
            assert_eq!(10_f64.powf(value(&race, name)), best);
        }
    }

    #[test]
    fn each_slider_gives_its_own_rule_another_path() {
        let of_race = Race::new().numbers();
        let after: [(&str, f64); 4] = [
            ("descent", height::<GradientDescent>(-2.5, STEPS)),
            ("momentum", height::<Momentum>(-2.5, STEPS)),
            ("RMSProp", height::<RmsProp>(-2.5, STEPS)),
            ("Adam", height::<Adam>(-2.5, STEPS)),
        ];
        for (i, (name, height)) in after.into_iter().enumerate() {
            let mut race = Race::new();
            race.set(name, -2.5);
            let mut expected = of_race.clone();
            expected[i] = height;
            assert_eq!(race.numbers(), expected);
            assert_ne!(height, of_race[i]);
            assert_eq!(value(&race, name), -2.5);
        }
    }

    #[test]
    fn the_steps_go_on_to_the_last_and_then_begin_again() {
        let mut race = Race::new();
        assert!(race.advance(1));
        assert_eq!(value(&race, "steps"), 0.0);
        assert_eq!(race.says(), "All four start at height 40.");
        race.press("step");
        assert_eq!(race.numbers()[3], height::<Adam>(-0.5, 1));
        let runs = (0..100).take_while(|_| race.advance(1)).count();
        assert_eq!((runs, race.shown), (STEPS - 2, STEPS));
        race.set("steps", 20.0);
        assert!(!race.advance(u32::MAX) && race.shown == STEPS);
    }

    #[test]
    fn fewer_steps_are_a_shorter_path_and_reset_is_the_beginning() {
        let mut race = Race::new();
        race.set("steps", 20.0);
        race.set("Adam", 0.0);
        let dots = |svg: &str| svg.matches("<circle").count();
        assert_eq!(dots(&drawing(&race)), 4 * 21);
        race.press("reset");
        assert_eq!(drawing(&race), drawing(&Race::new()));
    }

    #[test]
    fn the_heights_are_told_as_the_chapter_prints_them() {
        let says = Race::new().says();
        let heights = "descent 1.2, momentum 0.013, RMSProp 0.000052, Adam 0.003.";
        assert_eq!(
            says,
            format!("Height after 60 steps: {heights} Lowest: RMSProp.")
        );
        assert_eq!(in_words(39.96), "40");
        assert_eq!(in_words(1234.0), "1200");
        for far in [1e5, f64::INFINITY, f64::NAN] {
            assert_eq!(in_words(far), "far out of the picture");
        }
        assert_eq!(in_words(0.0), "below 0.000001");
    }

    /// What the page asks the reader to find.
    #[test]
    fn descent_leaves_the_picture_where_the_rate_times_the_curvature_is_above_2() {
        let mut race = Race::new();
        race.set("descent", -1.7);
        assert!(race.heights()[0] < 40.0);
        race.set("descent", -1.6);
        assert!(race.says().contains("descent far out of the picture"));
    }

    #[test]
    fn whatever_is_set_the_paths_stay_in_the_picture() {
        let names = ["descent", "momentum", "RMSProp", "Adam", "steps", "nonsense"];
        for value in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, -1.0, 0.55] {
            let mut race = Race::new();
            names.into_iter().for_each(|name| race.set(name, value));
            race.press("nonsense of another kind");
            names.into_iter().for_each(|name| race.set(name, value));
            race.set("steps", STEPS as f64);
            race.says();
            let drawing = drawing(&race);
            let places = drawing.split("cx=\"").skip(1);
            let xs = places.map(|rest| rest.split('"').next().unwrap());
            assert!(
                xs.map(|x| x.parse::<i32>().unwrap())
                    .all(|x| { (112..=944).contains(&x) })
            );
            assert!(!drawing.contains("NaN"));
        }
    }
}
