//! A picture from a file, or what is wrong with it.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits, guess_format,
};
use ndarray::{Array2, Array3};

use crate::FileError;

/// A picture in colors.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// How bright red, green and blue are, from 0 to 1, `(3, height, width)`.
    pub colors: Array3<f64>,
}

/// More than so many pixels are refused, since they would fill the memory.
const PIXELS: u64 = 100_000_000;
/// The longest side that is kept: a larger picture is made smaller.
const SIDE: u32 = 1024;
/// The most bytes of a file.
const BYTES: u64 = 1 << 28;
/// The most bytes that a decoder may take.
const MEMORY: u64 = 1 << 29;

/// How bright the eye finds red, green and blue.
///
/// Source: ITU-R, Recommendation BT.601.
const LUMA: [f64; 3] = [0.299, 0.587, 0.114];

// ANCHOR: read_picture
impl Picture {
    /// The picture in a PNG or JPEG file, turned as its camera says. Where it is
    /// transparent, it is white. A side has at most 1024 pixels: a larger picture is
    /// made smaller.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is no PNG or JPEG, ends too early, is animated, or has
    /// more pixels than there should be memory for.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let error = |cause: String| FileError::new(path, cause);
        let size = fs::metadata(path).map_err(|cause| error(cause.to_string()))?;
        if size.is_dir() {
            return Err(error("it is a folder and no picture".into()));
        }
        if size.len() > BYTES {
            return Err(error("it has more than 256 megabytes".into()));
        }
        let bytes = fs::read(path).map_err(|cause| error(cause.to_string()))?;
        decoded(&bytes).map(Picture::of).map_err(error)
    }
}
// ANCHOR_END: read_picture

fn decoded(bytes: &[u8]) -> Result<DynamicImage, String> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    match kind(bytes)? {
        ImageFormat::Png => {
            let decoder =
                PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(cause)?;
            if decoder.is_apng().map_err(cause)? {
                return Err("it is animated: save one picture of it".into());
            }
            checked(decoder)
        }
        _ => {
            let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(cause)?;
            if !has_end(bytes) {
                return Err(CUT.into());
            }
            checked(decoder)
        }
    }
}

/// The picture of a decoder, unless it is too large, and how it is to be turned.
fn checked(mut decoder: impl ImageDecoder) -> Result<DynamicImage, String> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(format!(
            "it has {width} by {height} pixels, more than 100 million: make it smaller"
        ));
    }
    if decoder.total_bytes() > MEMORY {
        return Err(MUCH.into());
    }
    let turn = decoder.orientation().map_err(cause)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(cause)?;
    if width.max(height) > SIDE {
        image = image.thumbnail(SIDE, SIDE);
    }
    image.apply_orientation(turn);
    Ok(image)
}

const MUCH: &str = "it would take too much memory: make it smaller";
const CUT: &str = "it is cut short: its end is missing";

/// PNG or JPEG, as the first bytes say and not the name.
fn kind(bytes: &[u8]) -> Result<ImageFormat, String> {
    if bytes.is_empty() {
        return Err("it is empty".into());
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return Err("it holds zeros and nothing else".into());
    }
    let name = match guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => return Ok(format),
        Ok(format) => format!("{format:?}").to_uppercase(),
        Err(_) if bytes.get(4..8) == Some(b"ftyp") => "HEIC or AVIF".into(),
        Err(_) if bytes.starts_with(b"%PDF") => "PDF".into(),
        Err(_) if bytes.trim_ascii_start().starts_with(b"<svg") => "SVG".into(),
        Err(_) => return Err("it is no picture: neither PNG nor JPEG".into()),
    };
    Err(format!("it is {name} and neither PNG nor JPEG: save it as one of them"))
}

/// What a decoder did not like, in a line.
fn cause(error: ImageError) -> String {
    let text = error.to_string().replace('\n', " ");
    match &error {
        ImageError::Limits(_) => MUCH.into(),
        ImageError::IoError(_) => CUT.into(),
        _ if text.contains("unexpected end") || text.contains("Unexpected end") => {
            CUT.into()
        }
        _ => format!("it is broken: {text}"),
    }
}

/// Whether a JPEG comes to its end, since its decoder makes up for what is missing. A
/// part begins with the byte 255 and its kind; all but the pixels say how long they
/// are.
fn has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[mark, kind]) = bytes.get(at..at + 2) {
        at += match (mark, kind) {
            (255, 0xd9) => return true,
            // Pixels, in which 255 comes before 0 or a count; or filling.
            (255, 0 | 0xd0..=0xd7) => 2,
            (255, 255) | (..=254, _) => 1,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else {
                    return false;
                };
                2 + usize::from(u16::from_be_bytes([high, low]))
            }
        };
    }
    false
}

impl Picture {
    /// The numbers of an image, over white.
    fn of(image: DynamicImage) -> Self {
        let image = image.into_rgba8();
        let (width, height) = (image.width() as usize, image.height() as usize);
        let colors = Array3::from_shape_fn((3, height, width), |(color, y, x)| {
            let pixel =
                image.get_pixel(x as u32, y as u32).0.map(|v| f64::from(v) / 255.0);
            pixel[3] * pixel[color] + 1.0 - pixel[3]
        });
        Picture { colors }
    }

    /// How bright each pixel is, `(height, width)`.
    pub fn gray(&self) -> Array2<f64> {
        let (_, height, width) = self.colors.dim();
        Array2::from_shape_fn((height, width), |(y, x)| {
            (0..3).map(|color| LUMA[color] * self.colors[[color, y, x]]).sum()
        })
    }

    /// Whether a pixel has a color, by more than a decoder's rounding.
    pub fn is_colored(&self) -> bool {
        let (_, height, width) = self.colors.dim();
        (0..height * width).any(|i| {
            let color = |c: usize| self.colors[[c, i / width, i % width]];
            (color(0) - color(1)).abs() > 0.1 || (color(1) - color(2)).abs() > 0.1
        })
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;
    use image::{GrayImage, Luma, RgbaImage};

    use super::*;

    /// A picture of one color.
    fn of_color(color: [f64; 3]) -> Picture {
        Picture {
            colors: Array3::from_shape_fn((3, 2, 3), |(channel, _, _)| {
                color[channel]
            }),
        }
    }

    #[test]
    fn green_is_brighter_than_red_and_blue_and_white_is_1() {
        for (color, bright) in [
            ([1.0, 0.0, 0.0], 0.299),
            ([0.0, 1.0, 0.0], 0.587),
            ([0.0, 0.0, 1.0], 0.114),
            ([1.0, 1.0, 1.0], 1.0),
            ([0.5, 0.25, 0.0], 0.29625),
        ] {
            let gray = of_color(color).gray();
            assert_eq!(gray.dim(), (2, 3));
            assert!(gray.iter().all(|gray| (gray - bright).abs() < 1e-12));
        }
    }

    #[test]
    fn one_pixel_with_a_color_makes_a_colored_picture_and_rounding_does_not() {
        assert!(!of_color([0.5; 3]).is_colored());
        assert!(!of_color([0.55, 0.5, 0.45]).is_colored());
        for channel in 0..3 {
            for (y, x) in [(0, 0), (0, 2), (1, 0), (1, 2)] {
                let mut picture = of_color([0.5; 3]);
                picture.colors[[channel, y, x]] = 0.7;
                assert!(picture.is_colored(), "{channel} at {y}, {x}");
            }
        }
    }

    #[test]
    fn the_first_bytes_say_what_a_file_is() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), Ok(ImageFormat::Png));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Ok(ImageFormat::Jpeg));
        for (bytes, says) in [
            (&b""[..], "it is empty"),
            (b"\0\0\0\0", "it holds zeros and nothing else"),
            (b"GIF89a\x01\0", "it is GIF and neither"),
            (b"\0\0\0\x18ftypheic", "it is HEIC or AVIF and neither"),
            (b"%PDF-1.7", "it is PDF and neither"),
            (b"\n <svg>", "it is SVG and neither"),
            (b"0,1,2", "it is no picture"),
        ] {
            assert!(kind(bytes).unwrap_err().starts_with(says), "{says}");
        }
    }

    fn jpeg() -> Vec<u8> {
        let picture =
            GrayImage::from_fn(40, 24, |x, y| Luma([(7 * x * y % 256) as u8]));
        let mut bytes = vec![];
        JpegEncoder::new(&mut bytes).encode_image(&picture).unwrap();
        bytes
    }

    #[test]
    fn the_end_of_a_jpeg_is_that_of_its_pixels_and_not_of_a_small_one_in_it() {
        let bytes = jpeg();
        assert!(has_end(&bytes));
        for length in 2..bytes.len() {
            assert!(!has_end(&bytes[..length]), "{length}");
        }
        // Filling before a part.
        assert!(has_end(&[&bytes[..2], &[255, 255], &bytes[2..]].concat()));
        // As a camera stores a small copy, in a part of its own.
        let length = (bytes.len() as u16 + 2).to_be_bytes();
        let with_small =
            [&bytes[..2], &[255, 0xe1], &length, &bytes, &bytes[2..]].concat();
        assert!(has_end(&with_small));
        assert!(!has_end(&with_small[..with_small.len() - 2]));
    }

    #[test]
    fn what_is_transparent_lets_white_through() {
        let pixels = vec![0, 0, 0, 255, 0, 0, 0, 51, 255, 0, 0, 0];
        let picture = Picture::of(RgbaImage::from_raw(3, 1, pixels).unwrap().into());
        for (x, bright) in [0.0, 0.8, 1.0].into_iter().enumerate() {
            for channel in 0..3 {
                let is = picture.colors[[channel, 0, x]];
                assert!((is - bright).abs() < 1e-12, "{x}: {is}");
            }
        }
    }
}
