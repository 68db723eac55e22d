//! The programs `pictures` and `read_picture`, as their users start them: what they refuse, what they
//! warn of, and what they save.

use std::env::{self, consts::EXE_EXTENSION};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use files::pictures::scenes::{Scene, drawn};
use files::pictures::{Folder, Picture, load, predict};
use files::small::small;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgba, RgbaImage};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// What a program gave: whether it succeeded, its output, and its errors.
fn run(name: &str, folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let test = env::current_exe().unwrap();
    let examples = test.ancestors().nth(2).unwrap().join("examples");
    let mut program = Command::new(examples.join(name).with_extension(EXE_EXTENSION));
    program.args(arguments).current_dir(folder).stdin(Stdio::null());
    let Output { status, stdout, stderr } = program.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout), text(stderr))
}

fn gray(brightness: &Array2<f64>) -> DynamicImage {
    let (height, width) = brightness.dim();
    let image = GrayImage::from_fn(width as u32, height as u32, |x, y| {
        Luma([(255.0 * brightness[[y as usize, x as usize]]).round() as u8])
    });
    image.into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(image: &DynamicImage) -> Vec<u8> {
    encoded(image, ImageFormat::Png)
}

fn jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = vec![];
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(image).unwrap();
    bytes
}

/// The `i`-th digit that shows `label`, in a scene.
fn digit(label: usize, i: usize, scene: Scene) -> DynamicImage {
    let data = small();
    let mut all = (0..data.len()).filter(|&k| data.labels[k] == label);
    let rng = &mut ChaCha8Rng::seed_from_u64(i as u64);
    gray(&drawn(data.x.row(all.nth(i).unwrap()), scene, rng))
}

/// A folder `my` with so many ones and sevens.
fn with_two_labels(each: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for label in [1, 7] {
        let path = folder.path().join("my").join(label.to_string());
        fs::create_dir_all(&path).unwrap();
        for i in 0..each {
            let image = digit(label, i, Scene::Smaller);
            fs::write(path.join(format!("{i:02}.png")), png(&image)).unwrap();
        }
    }
    folder
}

/// A part of a PNG: how long it is, its kind, what it holds, and a checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    let (length, sum) = ((data.len() as u32).to_be_bytes(), sum.sum().to_be_bytes());
    [&length, &kind[..], data, &sum].concat()
}

/// The bytes of a PNG with another width and height in its header, its checksum
/// mended.
fn with_size(mut bytes: Vec<u8>, width: u32, height: u32) -> Vec<u8> {
    let sizes = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = chunk(b"IHDR", &[&sizes, &bytes[24..29]].concat());
    bytes.splice(8..33, header);
    bytes
}

/// A PNG with a chunk that says that it is animated, before its pixels.
fn animated() -> Vec<u8> {
    let mut bytes = png(&gray(&Array2::ones((8, 8))));
    bytes.splice(33..33, chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]));
    bytes
}

/// A PNG of 4 by 3 pixels with a palette: a column in red, one in green, one in blue,
/// and one that is transparent.
fn with_palette() -> Vec<u8> {
    let mut header = [0; 13];
    // 2 bits for each pixel, which are the number of its color.
    (header[3], header[7], header[8], header[9]) = (4, 3, 2, 3);
    let palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9];
    let mut pixels = ZlibEncoder::new(vec![], Compression::default());
    pixels.write_all(&[0, 0b_00_01_10_11].repeat(3)).unwrap();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"PLTE", &palette),
        chunk(b"tRNS", &[255, 255, 255, 0]),
        chunk(b"IDAT", &pixels.finish().unwrap()),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

/// A JPEG of 8 by 8 pixels in cyan, magenta, yellow and black: all of it red.
const CMYK: &str = "\
    ffd8ffee000e41646f626500640000000000ffdb004300a06e788c7864a08c828cb4aaa0bef0\
    fffff0dcdcf0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
    ffffffffffffffffffffffffc000140800080008044311004d11005911004b1100ffc4001400\
    0100000000000000000000000000000003ffc400141001000000000000000000000000000000\
    00ffda000e0443004d0059004b00003f006084cfffd9";

fn cmyk() -> Vec<u8> {
    let byte = |i| u8::from_str_radix(&CMYK[i..i + 2], 16).unwrap();
    (0..CMYK.len()).step_by(2).map(byte).collect()
}

/// Asserts that the program refuses a folder that was changed so, with this error, in
/// one line, prints nothing else, and writes nothing.
fn refused(change: impl Fn(&Path), error: &str) {
    let folder = with_two_labels(10);
    change(&folder.path().join("my"));
    let before = fs::read_dir(folder.path()).unwrap().count();
    let (succeeds, out, errors) = run("pictures", folder.path(), &["my"]);
    assert!(!succeeds, "{error}");
    assert!(errors.starts_with(&format!("error: {error}")), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert_eq!(out, "");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}

/// Asserts that a picture of these bytes among the others is refused.
fn refused_picture(bytes: &[u8], cause: &str) {
    refused(
        |my| fs::write(my.join("7/new.png"), bytes).unwrap(),
        &format!("my/7/new.png: {cause}"),
    );
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("new.png"), bytes).unwrap();
    let (succeeds, out, errors) =
        run("read_picture", folder.path(), &["new.png", "--save", "seen.png"]);
    assert!(!succeeds && out.is_empty());
    assert!(errors.starts_with(&format!("error: new.png: {cause}")), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A bad picture or folder gets one sentence with its name and the cause, and nothing
/// is written.
#[test]
fn bad_pictures_get_one_sentence_each_and_nothing_is_written() {
    let picture = digit(7, 1, Scene::Drawn);
    refused_picture(b"", "it is empty\n");
    refused_picture(b"just a text", "it is no picture: neither PNG nor JPEG\n");
    let cut = "it is cut short: its end is missing\n";
    for length in [20, 60, 200, png(&picture).len() - 20] {
        refused_picture(&png(&picture)[..length], cut);
    }
    let jpeg = jpeg(&picture);
    refused_picture(&jpeg[..jpeg.len() / 2], cut);
    refused_picture(&jpeg[..jpeg.len() - 2], cut);
    refused_picture(&[255, 0xd8, 255], "it is ");
    let mut broken = png(&picture);
    let middle = broken.len() / 2;
    broken[middle] ^= 255;
    refused_picture(&broken, "it is broken: ");
    refused_picture(&with_size(png(&picture), 0, 8), "it is broken: ");
    let large =
        "it has 60000 by 60000 pixels, more than 100 million: make it smaller\n";
    refused_picture(&with_size(png(&picture), 60_000, 60_000), large);
    refused_picture(&animated(), "it is animated: save one picture of it\n");
    refused_picture(b"%PDF-1.7", "it is PDF and neither PNG nor JPEG");
    refused_picture(b"<svg xmlns=\"\"/>", "it is SVG and neither PNG nor JPEG");
    refused_picture(b"RIFF\x24\0\0\0WEBPVP8 ", "it is WEBP and neither PNG nor JPEG");

    // From public issues. tensorflow/tensorflow#38901: a BMP under the name of another format.
    refused_picture(
        b"BM\"\xf0\x03\0\0\0\0\x006\0",
        "it is BMP and neither PNG nor JPEG",
    );
    // tensorflow/tensorflow#45019: a file of zeros.
    refused_picture(&[0; 64], "it holds zeros and nothing else\n");
    // tensorflow/models#2194: a GIF.
    refused_picture(
        b"GIF89a\x01\0\x01\0",
        "it is GIF and neither PNG nor JPEG: save it as one",
    );
    // pytorch/vision#138: the last bytes are missing.
    refused_picture(&jpeg[..jpeg.len() - 54], cut);
    // image-rs/image-png#692: 41 bytes that promise 8,000,000 by 4,294,967,295 pixels.
    let bytes = with_size(png(&picture), 8_000_000, u32::MAX);
    refused_picture(&bytes[..41], "it ");
    // image-rs/image#1748: more than the memory.
    let bomb = with_size(png(&picture), 2_000_000_000, 2_000_000_000);
    refused_picture(&bomb, "it ");
}

/// A bad picture or folder gets one sentence with its name and the cause, and nothing
/// is written.
#[test]
fn bad_folders_get_one_sentence_each_and_nothing_is_written() {
    let clear = |my: &Path| fs::remove_dir_all(my).unwrap();
    let none = "my: it has no folders: put the pictures of each label into a folder of that name\n";
    refused(clear, "my: No such file");
    refused(|my| (clear(my), fs::write(my, "").unwrap()).1, "my: Not a directory");
    refused(|my| (clear(my), fs::create_dir(my).unwrap()).1, none);
    let pictures = |my: &Path| {
        clear(my);
        fs::create_dir(my).unwrap();
        fs::write(my.join("a.png"), png(&digit(1, 1, Scene::Drawn))).unwrap();
    };
    refused(pictures, none);
    let one = "my: it has one label, \"1\", so nothing is to be told\n";
    refused(|my| fs::remove_dir_all(my.join("7")).unwrap(), one);
    let thousand = |my: &Path| {
        let picture = png(&digit(1, 1, Scene::Drawn));
        for label in 0..1000 {
            fs::create_dir(my.join(format!("label{label}"))).unwrap();
            fs::write(my.join(format!("label{label}/a.png")), &picture).unwrap();
        }
    };
    let many = "my: it has 1002 labels and 1020 pictures, and fewer than 5 pictures of a label \
                teach nothing\n";
    refused(thousand, many);
    let single = |my: &Path| {
        fs::create_dir(my.join("8")).unwrap();
        fs::write(my.join("8/a.png"), png(&digit(8, 1, Scene::Drawn))).unwrap();
    };
    let label = "my: label \"8\" has 1 of 21 pictures, and to train and to test takes at least 5\n";
    refused(single, label);
    let few = |my: &Path| {
        for i in 4..10 {
            fs::remove_file(my.join(format!("1/{i:02}.png"))).unwrap();
        }
    };
    refused(
        few,
        "my: it has 14 pictures, and to train and to test takes at least 20\n",
    );
    refused(
        |my| fs::write(my.join("1/notes.txt"), "a").unwrap(),
        "my/1/notes.txt: it is no picture",
    );
    let inner = "my/1/more: it is a folder in the folder of a label: which label has what is in it?\n";
    refused(|my| fs::create_dir(my.join("1/more")).unwrap(), inner);
    // pytorch/vision#4925: a folder of a label without pictures.
    refused(
        |my| fs::create_dir(my.join("empty")).unwrap(),
        "my/empty: it has no picture\n",
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        refused(
            |my| symlink("loop", my.join("loop")).unwrap(),
            "my/loop: it is a link that leads",
        );
        refused(|my| symlink(".", my.join("loop")).unwrap(), "my/loop/");
        refused(
            |my| symlink("new.png", my.join("7/new.png")).unwrap(),
            "my/7/new.png: ",
        );
        // An unreadable file, unless one may read all.
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.png");
        fs::write(&path, png(&digit(1, 1, Scene::Drawn))).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
        if fs::read(&path).is_err() {
            let error = Picture::read(&path).unwrap_err().to_string();
            assert!(error.contains("ermission"), "{error}");
        }
    }
}

/// Asserts that training succeeds on a folder that was changed so; its warnings.
fn warnings(change: impl Fn(&Path)) -> String {
    let folder = with_two_labels(10);
    change(&folder.path().join("my"));
    let (succeeds, out, errors) =
        run("pictures", folder.path(), &["my", "--side", "8"]);
    assert!(succeeds, "{errors}");
    assert!(out.contains("saved: my.safetensors, my.svg\n"), "{out}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    errors
}

/// Files that systems leave behind, as `.DS_Store`, are passed over, and pictures of 16
/// bits, in gray, with a palette, transparent, in CMYK or of another size are read.
#[test]
fn what_is_fine_works() {
    // pytorch/vision#109 and pytorch/vision#2831: what a system and a notebook leave behind.
    let left = |my: &Path| {
        fs::write(my.join("1/.DS_Store"), "\0").unwrap();
        fs::write(my.join("7/Thumbs.db"), "\0").unwrap();
        fs::write(my.join(".DS_Store"), "\0").unwrap();
        fs::create_dir(my.join(".ipynb_checkpoints")).unwrap();
    };
    assert_eq!(warnings(left), "");
    let kinds = |my: &Path| {
        fs::rename(my.join("7"), my.join("sieben \u{fc}\u{4e03}")).unwrap();
        let picture = digit(1, 20, Scene::Smaller);
        let larger =
            picture.resize_exact(120, 90, image::imageops::FilterType::Triangle);
        let all = [
            png(&DynamicImage::ImageLuma16(picture.to_luma16())),
            png(&DynamicImage::ImageRgba16(picture.to_rgba16())),
            png(&DynamicImage::ImageLumaA8(picture.to_luma_alpha8())),
            png(&DynamicImage::ImageRgba8(picture.to_rgba8())),
            jpeg(&DynamicImage::ImageRgb8(picture.to_rgb8())),
            jpeg(&larger),
        ];
        for (i, bytes) in all.iter().enumerate() {
            fs::write(my.join(format!("1/kind{i}.PNG")), bytes).unwrap();
        }
    };
    let said = warnings(kinds);
    assert!(
        said.lines().all(|line| line.contains("held-out pictures were trained on")),
        "{said}"
    );

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        Picture::read(&path).unwrap()
    };
    let red = read(&cmyk());
    assert!(red.is_colored());
    let color = |c: usize| red.colors[[c, 4, 4]];
    assert!(color(0) > 0.9 && color(1) < 0.1 && color(2) < 0.1, "{:?}", red.colors);
    let palette = read(&with_palette());
    assert_eq!(palette.colors.dim(), (3, 3, 4));
    for (y, x) in (0..3).flat_map(|y| (0..4).map(move |x| (y, x))) {
        // What is transparent is white.
        let color = |c: usize| f64::from(x == c || x == 3);
        assert!((0..3).all(|c| palette.colors[[c, y, x]] == color(c)), "{y}, {x}");
    }
    // Where it is transparent, it is white, whatever stands there.
    let glass = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
    assert!(read(&png(&glass.into())).colors.iter().all(|&bright| bright == 1.0));
    // A large one is made smaller.
    let wide = read(&png(&GrayImage::new(3000, 1000).into()));
    assert_eq!(wide.colors.dim(), (3, 341, 1024));
}

/// What a camera writes down of how it was held, as one of eight numbers: a list of one
/// entry, with its numbers from the first byte on or from the last.
fn held(number: u16, from_last: bool) -> Vec<u8> {
    let two = |n: u16| if from_last { n.to_le_bytes() } else { n.to_be_bytes() };
    let four = |n: u32| if from_last { n.to_le_bytes() } else { n.to_be_bytes() };
    let mut bytes = if from_last { b"II".to_vec() } else { b"MM".to_vec() };
    bytes.extend([two(42).to_vec(), four(8).to_vec(), two(1).to_vec()].concat());
    bytes.extend([two(0x112).to_vec(), two(3).to_vec(), four(1).to_vec()].concat());
    bytes.extend([two(number).to_vec(), two(0).to_vec(), four(0).to_vec()].concat());
    bytes
}

/// A JPEG with what its camera writes down.
fn jpeg_held(image: &DynamicImage, held: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg(image);
    let part = [&b"Exif\0\0"[..], held].concat();
    let length = (part.len() as u16 + 2).to_be_bytes();
    bytes.splice(2..2, [&[255, 0xe1], &length, &part[..]].concat());
    bytes
}

/// A PNG with what its camera writes down.
fn png_held(image: &DynamicImage, held: &[u8]) -> Vec<u8> {
    let mut bytes = png(image);
    bytes.splice(33..33, chunk(b"eXIf", held));
    bytes
}

/// Whether two pictures are the same, but for what a JPEG loses.
fn is_near(a: &Array2<f64>, b: &Array2<f64>) -> bool {
    a.dim() == b.dim() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.05)
}

/// Here a photo is read upright, however its camera was held.
#[test]
fn a_photo_is_read_upright_however_its_camera_was_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jpg");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        Picture::read(&path).unwrap().gray()
    };
    let (height, width) = (48, 32);
    let upright = Array2::from_shape_fn((height, width), |(y, x)| {
        if y >= 16 { 1.0 } else { [0.0, 0.4][usize::from(x >= 16)] }
    });
    // Where the pixel in a row and a column of the file belongs. Exif says of
    // each number at which side of the scene row 0 is, and at which column 0.
    let (bottom, right) = (height - 1, width - 1);
    type Place = (usize, usize);
    let places: [Box<dyn Fn(Place) -> Place>; 8] = [
        Box::new(|(row, column)| (row, column)),
        Box::new(|(row, column)| (row, right - column)),
        Box::new(|(row, column)| (bottom - row, right - column)),
        Box::new(|(row, column)| (bottom - row, column)),
        Box::new(|(row, column)| (column, row)),
        Box::new(|(row, column)| (column, right - row)),
        Box::new(|(row, column)| (bottom - column, right - row)),
        Box::new(|(row, column)| (bottom - column, row)),
    ];
    for (number, place) in (1..).zip(&places) {
        let size = if number < 5 { (height, width) } else { (width, height) };
        let stored = gray(&Array2::from_shape_fn(size, |at| upright[place(at)]));
        for held in [held(number, false), held(number, true)] {
            for bytes in [jpeg_held(&stored, &held), png_held(&stored, &held)] {
                let read = read(&bytes);
                assert_eq!(read.dim(), (height, width), "{number}");
                assert!(is_near(&read, &upright), "{number}: {read}");
            }
        }
    }

    // One that is made smaller is turned, too.
    let wide = DynamicImage::from(GrayImage::new(3000, 1000));
    assert_eq!(read(&jpeg_held(&wide, &held(6, false))).dim(), (1024, 341));
    // What no camera writes turns nothing.
    let wrong = read(&jpeg_held(&gray(&upright), &held(9, false)));
    assert!(is_near(&wrong, &upright));
    let broken = read(&jpeg_held(&gray(&upright), b"MM\0"));
    assert!(is_near(&broken, &upright));
}

/// The program warns of a held-out picture that was also trained on. It warns as well of one picture
/// under two labels, of labels that are rare, and of pictures of very different shapes.
#[test]
fn leakage_and_labels_of_unequal_size_are_warned_of() {
    let twice = |my: &Path| {
        for i in 0..10 {
            fs::copy(
                my.join(format!("1/{i:02}.png")),
                my.join(format!("1/{i:02}-copy.png")),
            )
            .unwrap();
        }
    };
    let said = warnings(twice);
    assert!(
        said.contains("held-out pictures were trained on, too, as my/1/"),
        "{said}"
    );
    let both = |my: &Path| {
        fs::copy(my.join("1/00.png"), my.join("7/again.png")).unwrap();
    };
    let said = warnings(both);
    assert!(said.contains(
        "my/1/00.png and my/7/again.png are the same picture under two labels"
    ));
    let rare = |my: &Path| {
        for i in 5..10 {
            fs::remove_file(my.join(format!("1/{i:02}.png"))).unwrap();
        }
        for i in 10..25 {
            fs::write(
                my.join(format!("7/{i}.png")),
                png(&digit(7, i, Scene::Smaller)),
            )
            .unwrap();
        }
        let wide = digit(7, 30, Scene::Smaller).resize_exact(
            120,
            40,
            image::imageops::FilterType::Triangle,
        );
        fs::write(my.join("7/wide.png"), png(&wide)).unwrap();
        fs::write(my.join("readme.txt"), "").unwrap();
    };
    let said = warnings(rare);
    assert!(said.contains("warning: 83 % of the pictures are \"7\""), "{said}");
    assert!(
        said.contains("warning: only 5 of 31 pictures are \"1\": too few"),
        "{said}"
    );
    assert!(
        said.contains("some pictures are 3.0 times as wide as high, others 1.0"),
        "{said}"
    );
    assert!(said.contains("which are left out: 1"), "{said}");
    assert_eq!(warnings(|_| ()), "");
}

/// What is loaded gives the same shares to the last bit.
#[test]
fn a_saved_network_gives_the_same_shares_and_what_does_not_fit_is_refused() {
    let folder = with_two_labels(20);
    let (succeeds, out, errors) =
        run("pictures", folder.path(), &["my", "--moved", "--save", "net"]);
    assert!(succeeds && errors.is_empty(), "{errors}");
    assert!(out.contains("24 pictures to train on, 8 to choose epoch"), "{out}");
    assert!(out.contains("of 8; always \"7\": 4\n"), "{out}");
    let my = folder.path().join("my");
    let trained = files::pictures::train(
        &Folder::list(&my).unwrap(),
        &files::pictures::Choice { moved: true, ..Default::default() },
        |_| {},
    )
    .unwrap();
    let (recipe, net) = load(&folder.path().join("net")).unwrap();
    assert_eq!(recipe, trained.recipe);
    assert_eq!(recipe.channels, 1);
    assert_eq!(net.parameters(), trained.net.parameters());
    let picture = Picture::read(&my.join("7/03.png")).unwrap();
    let shares = predict(&recipe, &net, &picture);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let with = ["--with", "net", "my/7/03.png", "my/1/03.png"];
    let (succeeds, out, _) = run("pictures", folder.path(), &with);
    assert!(succeeds);
    assert!(out.starts_with("my/7/03.png: 7 "), "{out}");
    assert!(out.contains("\nmy/1/03.png: 1 "), "{out}");

    let lenet =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    fs::copy(lenet, folder.path().join("lenet")).unwrap();
    fs::write(folder.path().join("text"), "a").unwrap();
    for (model, picture, error) in [
        ("lenet", "my/7/03.png", "lenet: it is no network for pictures\n"),
        ("text", "my/7/03.png", "text: it is no safetensors file: "),
        ("no", "my/7/03.png", "no: No such file"),
        ("net", "text", "text: it is no picture"),
        ("net", "my", "my: it is a folder and no picture\n"),
    ] {
        let (succeeds, out, errors) =
            run("pictures", folder.path(), &["--with", model, picture]);
        assert!(!succeeds && out.is_empty());
        assert!(errors.starts_with(&format!("error: {error}")), "{errors}");
    }
    let (succeeds, _, errors) =
        run("pictures", folder.path(), &["my", "--side", "10"]);
    assert!(!succeeds && errors.contains("it is a multiple of 4 from 8 to 64"));
    let (succeeds, _, errors) =
        run("pictures", folder.path(), &["my", "--save", "no/such"]);
    assert!(!succeeds && errors.starts_with("error: no/such: "), "{errors}");
}

/// A photo without ink, with two digits, or too small to read is refused.
#[test]
fn a_photo_that_holds_no_digit_or_two_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |image: DynamicImage, cause: &str| {
        fs::write(folder.path().join("new.png"), png(&image)).unwrap();
        let (succeeds, out, errors) =
            run("read_picture", folder.path(), &["new.png"]);
        assert!(!succeeds && out.is_empty(), "{out}");
        assert!(errors.starts_with(&format!("error: new.png: {cause}")), "{errors}");
        assert_eq!(errors.lines().count(), 1);
    };
    let shade = |bright: f64| gray(&Array2::from_elem((90, 120), bright));
    let none = "it is of one shade: there is no ink in it\n";
    refused(shade(1.0), none);
    refused(shade(0.0), none);
    refused(shade(0.5), none);
    let noise = Array2::from_shape_fn((90, 120), |(y, x)| {
        0.7 + 0.05 * (12.9898 * y as f64 + 78.233 * x as f64).sin()
    });
    refused(gray(&noise), none);
    let mut two = RgbaImage::from_pixel(240, 120, Rgba([255; 4]));
    for (at, label) in [(10, 3), (130, 4)] {
        image::imageops::overlay(
            &mut two,
            &digit(label, 2, Scene::Smaller).to_rgba8(),
            at,
            12,
        );
    }
    refused(two.into(), "it has 2 shapes of about one size: cut out one digit\n");
    refused(
        gray(&Array2::ones((4, 9))),
        "it has 9 by 4 pixels: too few to hold a digit\n",
    );
    let mut dot = Array2::ones((200, 200));
    for (y, x) in (90..94).flat_map(|y| (80..84).map(move |x| (y, x))) {
        dot[[y, x]] = 0.0;
    }
    refused(gray(&dot), "what is written has 4 by 4 pixels: too few to read\n");
}

/// The program shows what the network sees and the shares, and saves it.
#[test]
fn a_photo_is_read_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    let photo = jpeg(&digit(3, 5, Scene::Photographed));
    fs::write(folder.path().join("photo.jpg"), photo).unwrap();
    let (succeeds, out, errors) =
        run("read_picture", folder.path(), &["photo.jpg", "--save", "seen.png"]);
    assert!(succeeds, "{errors}");
    assert_eq!(out.lines().count(), 18);
    let surest =
        out.lines().skip(8).max_by_key(|line| line.matches('#').count()).unwrap();
    assert!(surest.starts_with("3 "), "{out}");
    let seen = Picture::read(&folder.path().join("seen.png")).unwrap();
    assert_eq!(seen.colors.dim(), (3, 8, 8));
    let mnist = ["photo.jpg", "--mnist", "--save", "seen.png"];
    let (succeeds, out, _) = run("read_picture", folder.path(), &mnist);
    assert!(succeeds);
    assert_eq!(out.lines().count(), 28);
    let seen = Picture::read(&folder.path().join("seen.png")).unwrap();
    assert_eq!(seen.colors.dim(), (3, 28, 28));
}
