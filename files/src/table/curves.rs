//! The losses of a training as a figure.

use crate::table::train::Epoch;

/// The width and the height of the figure, and the margin around its axes.
const SIZE: (f64, f64, f64) = (640.0, 360.0, 60.0);

/// An SVG of the losses of all epochs, with a mark at the best one.
pub fn curves(history: &[Epoch], best: usize) -> String {
    let (width, height, margin) = SIZE;
    let losses = history.iter().flat_map(|epoch| [epoch.train, epoch.validation]);
    let top = losses.filter(|loss| loss.is_finite()).fold(1e-9, f64::max);
    let epochs = history.len().max(2) as f64;
    let x = |number: usize| {
        margin + (width - 2.0 * margin) * (number as f64 - 1.0) / (epochs - 1.0)
    };
    let y = |loss: f64| height - margin - (height - 2.0 * margin) * (loss / top);
    let line = |color: &str, dash: &str, loss: fn(&Epoch) -> f64| {
        let points = history.iter().filter(|epoch| loss(epoch).is_finite());
        let points: Vec<String> = points
            .map(|epoch| format!("{:.1},{:.1}", x(epoch.number), y(loss(epoch))))
            .collect();
        format!(
            "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" \
             stroke-dasharray=\"{dash}\" points=\"{}\"/>\n",
            points.join(" ")
        )
    };
    let text = |x: f64, y: f64, anchor: &str, color: &str, text: &str| {
        format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" \
             fill=\"{color}\">{text}</text>\n"
        )
    };
    let (left, right, low) = (margin, width - margin, height - margin);
    let at = x(best);
    [
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"sans-serif\" font-size=\"14\" role=\"img\">\n\
             <title>The loss in each epoch</title>\n\
             <desc>The best of {} epochs is epoch {best}.</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
             <path d=\"M{left},{margin} V{low} H{right}\" fill=\"none\" stroke=\"#444444\"/>\n\
             <path d=\"M{at:.1},{margin} V{low}\" stroke=\"#999999\" \
             stroke-dasharray=\"3 3\"/>\n",
            history.len()
        ),
        line("#0072B2", "none", |epoch| epoch.train),
        line("#D55E00", "6 3", |epoch| epoch.validation),
        text(left - 8.0, margin + 5.0, "end", "#444444", &format!("{top:.2}")),
        text(left - 8.0, low + 5.0, "end", "#444444", "0"),
        text(left, low + 22.0, "middle", "#444444", "1"),
        text(right, low + 22.0, "middle", "#444444", &history.len().to_string()),
        text((left + right) / 2.0, low + 40.0, "middle", "#444444", "epoch"),
        text(at, margin - 8.0, "middle", "#444444", &format!("epoch {best} is kept")),
        text(right, margin + 14.0, "end", "#0072B2", "training rows"),
        text(right, margin + 32.0, "end", "#D55E00", "validation rows (dashed)"),
        "</svg>\n".to_string(),
    ]
    .concat()
}
