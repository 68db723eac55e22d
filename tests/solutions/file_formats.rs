//! Solutions of the page *File formats*.

use std::fs::{self, File};
use std::path::Path;

use backprop::digits::{SMALL, mlp};
use files::mnist::mnist;
use files::network::{load, save};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// The test images: `00 00 08 03`, `00 00 27 10` for 10,000, then 28 twice as on the
/// page. The training labels have one axis: `00 00 08 01`, `00 00 ea 60`. The
/// program names the file and says of the header alone: `0 bytes follow its header,
/// not 47040000`. Of the header of the test images it says: `it holds [10000, 28,
/// 28] bytes, not [60000, 28, 28]`.
// ANCHOR: file_formats_1
#[test]
fn a_header_alone_is_told_from_a_file_and_from_the_header_of_another() {
    let training_images = *b"\0\0\x08\x03\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c";
    let test_images = *b"\0\0\x08\x03\0\0\x27\x10\0\0\0\x1c\0\0\0\x1c";
    let training_labels = *b"\0\0\x08\x01\0\0\xea\x60";

    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("train-images-idx3-ubyte");
    let says = || mnist(folder.path()).unwrap_err().to_string();
    fs::write(&images, training_images).unwrap();
    assert!(says().ends_with("0 bytes follow its header, not 47040000"));
    fs::write(&images, test_images).unwrap();
    assert!(says().ends_with("it holds [10000, 28, 28] bytes, not [60000, 28, 28]"));

    // With as many bytes as the header says, it goes on to the labels.
    fs::write(&images, training_images).unwrap();
    File::options().write(true).open(&images).unwrap().set_len(47_040_016).unwrap();
    fs::write(folder.path().join("train-labels-idx1-ubyte"), training_labels)
        .unwrap();
    assert!(
        says().ends_with("labels-idx1-ubyte: 0 bytes follow its header, not 60000")
    );
}
// ANCHOR_END: file_formats_1

/// A parameter of the other sign is a parameter like any other.
// ANCHOR: file_formats_2
#[test]
fn a_changed_number_is_loaded_unless_it_is_not_finite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.safetensors");
    let net = || mlp(SMALL, 8, &mut ChaCha8Rng::seed_from_u64(0));
    save(&net(), &path).unwrap();
    let mut bytes = fs::read(&path).unwrap();

    // The lowest byte is the first of the eight. The highest bit of the last is the sign.
    *bytes.last_mut().unwrap() ^= 0x80;
    fs::write(&path, &bytes).unwrap();
    let loaded = load(net(), &path).unwrap();
    let pairs = loaded.parameters().into_iter().zip(net().parameters());
    let changed: Vec<(f64, f64)> =
        pairs.filter(|(after, before)| after != before).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0, -changed[0].1);

    // All bits of the exponent: an infinity, or no number.
    let n = bytes.len();
    bytes[n - 2..].copy_from_slice(&[0xf8, 0x7f]);
    fs::write(&path, &bytes).unwrap();
    let error = load(net(), &path).unwrap_err().to_string();
    assert!(error.ends_with("it holds a parameter that is not finite"));
}
// ANCHOR_END: file_formats_2

/// `data/lenet.safetensors` holds 13,706 numbers. The file has 110,232 bytes. 8 are
/// the length of the header, $`8 \times 13706 = 109648`$ are the numbers, and 576
/// are left.
// ANCHOR: file_formats_3
#[test]
fn the_length_of_the_header_is_in_the_first_eight_bytes() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    let bytes = fs::read(file).unwrap();
    let (length, rest) = bytes.split_first_chunk().unwrap();
    let header = u64::from_le_bytes(*length) as usize;
    assert_eq!(header, bytes.len() - 8 - 8 * 13_706);
    assert_eq!((bytes.len(), header), (110_232, 576));
    assert!(rest.starts_with(b"{"));
}
// ANCHOR_END: file_formats_3
