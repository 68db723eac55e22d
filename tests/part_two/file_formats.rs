//! Claims of the page *File formats*.

use std::fs;

use files::mnist::mnist;

use crate::common::root::in_root;

#[test]
fn a_file_of_mnist_that_is_missing_or_in_the_place_of_another_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let says = || mnist(folder.path()).unwrap_err().to_string();
    let images = folder.path().join("train-images-idx3-ubyte");
    let missing = "it has no file train-images-idx3-ubyte or ";
    let expected = format!("{}: {missing}", folder.path().display());
    assert!(says().starts_with(&expected), "{}", says());
    let labels = [0, 0, 8, 1, 0, 0, 0xea, 0x60];
    for (header, found) in [
        (&labels[..], "[60000]"),
        (
            &[0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28],
            "[10000, 28, 28]",
        ),
    ] {
        fs::write(&images, header).unwrap();
        let reason = format!("it holds {found} bytes, not [60000, 28, 28]");
        assert_eq!(says(), format!("{}: {reason}", images.display()));
    }
}

/// in hexadecimal, which says three axes, 60,000 images, 28 rows, 28 columns.
#[test]
fn the_bytes_of_the_page_are_the_header_of_the_training_images() {
    let page = fs::read_to_string(in_root("book/file-formats.md")).unwrap();
    let (_, after) = page.split_once("```text\n").unwrap();
    let (words, _) = after.split_once("```").unwrap();
    let bytes = words.split_whitespace().map(|byte| u8::from_str_radix(byte, 16));
    let header: Vec<u8> = bytes.map(Result::unwrap).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("train-images-idx3-ubyte"), &header).unwrap();
    let error = mnist(folder.path()).unwrap_err().to_string();
    // The shape is as it must be: the digits alone are missing.
    let missing = 60_000 * 28 * 28;
    assert!(error.ends_with(&format!("0 bytes follow its header, not {missing}")));
    assert_eq!(header[3], 3);
}

/// It keeps its number all the same: the convolutional network of *Digits* has
/// layers 0, 2, 4 and 5 there.
#[test]
fn the_saved_network_has_arrays_of_layers_0_2_4_and_5() {
    let file = fs::read(in_root("data/lenet.safetensors")).unwrap();
    let (length, rest) = file.split_first_chunk().unwrap();
    let header = &rest[..u64::from_le_bytes(*length) as usize];
    let header = String::from_utf8(header.to_vec()).unwrap();
    let has = |layer: &usize| header.contains(&format!("\"{layer}.weights\""));
    assert_eq!((0..10).filter(has).collect::<Vec<_>>(), [0, 2, 4, 5]);
}
