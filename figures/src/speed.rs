//! Values of the chapter *Speed*, from the times in `data/speed.csv`.

use crate::times::{PRODUCT, faster, head, seconds};
use crate::value::Value;

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let step = |name: &str, workload, slow, fast| {
        let (slow, fast) = (seconds(workload, slow, 1), seconds(workload, fast, 1));
        faster(&format!("speed.{name}"), slow, fast)
    };
    vec![
        ("speed.date".to_string(), head("date").to_string()),
        ("speed.machine".to_string(), head("machine").to_string()),
        ("speed.rust".to_string(), head("rust").to_string()),
        step("rows", PRODUCT, "by_columns", "by_rows"),
        step("turned", PRODUCT, "by_columns", "with_turned"),
        step("sums", PRODUCT, "with_turned", "in_eight_sums"),
        step("vector", PRODUCT, "in_eight_sums", "by_rows"),
        step("library", PRODUCT, "by_rows", "library"),
        step("no_dx", "dense_batch", "plain", "twins"),
        step("im2col", "convolution", "six_loops", "one_product"),
        step("runs", "convolution", "one_product", "runs"),
        step("pool_branch", "pool", "plain true", "plain false"),
        step("pool", "pool", "plain true", "without_branch true"),
    ]
}
