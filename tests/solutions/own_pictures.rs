//! Solutions of the chapter *Your own pictures*.

use backprop::classification::decide;
use backprop::digits::{SMALL, lenet};
use files::network::load;
use files::pictures::handwriting::paper;
use files::pictures::sample::bilinear;
use files::pictures::scenes::{Scene, drawn};
use files::small::small;
use ndarray::array;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::root::in_root;

// ANCHOR: own_pictures_1
#[test]
fn a_point_among_four_pixels_is_nearest_to_the_nearest() {
    let pixels = array![[2.0, 4.0], [6.0, 10.0]];
    assert_eq!(bilinear(&pixels, 1.25, 0.75), 5.875);
}
// ANCHOR_END: own_pictures_1

/// In more than half of 100 photos, some paper is darker than 0.5.
// ANCHOR: own_pictures_2
#[test]
fn in_more_than_half_of_the_photos_some_paper_is_darker_than_one_gray() {
    let data = small();
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let mut dark = 0;
    for i in 0..100 {
        let photo = drawn(data.x.row(i), Scene::Photographed, rng);
        let shades = paper(&photo);
        dark += usize::from(shades.iter().any(|&bright| bright < 0.5));
    }
    assert!(dark > 50, "{dark}");
}
// ANCHOR_END: own_pictures_2

/// More than half of the mirrored digits of 0, 1 and 8 are still read, and of no
/// other digit.
// ANCHOR: own_pictures_3
#[test]
fn mirrored_digits_are_still_read_where_the_mirror_changes_little() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let net = lenet(SMALL, 3, [16, 32], 64, rng);
    let net = load(net, &in_root("data/lenet.safetensors")).unwrap();
    let mut data = small();
    let mirrored =
        |(i, pixel): (usize, usize)| data.x[[i, pixel - pixel % 8 + 7 - pixel % 8]];
    data.x = ndarray::Array2::from_shape_fn(data.x.dim(), mirrored);
    let decided = decide(&net.outputs(&data));
    let still: Vec<usize> = (0..10)
        .filter(|&digit| {
            let all = (0..data.len()).filter(|&i| data.labels[i] == digit);
            let right = all.clone().filter(|&i| decided[i] == digit).count();
            2 * right > all.count()
        })
        .collect();
    assert_eq!(still, [0, 1, 8]);
}
// ANCHOR_END: own_pictures_3
