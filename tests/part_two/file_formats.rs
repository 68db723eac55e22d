//! Claims of the page *File formats*.

use std::fs;

use files::mnist::mnist;

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
