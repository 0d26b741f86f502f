//! Pictures in files: what is read, what is refused, and folders of them.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use data::images::{Error, ImageFolder, Reader};
use data::transforms::{CenterCrop, Compose, Resize, ToTensor};
use data::{DataLoader, Dataset, random_split};
use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, Rgb, Rgba};

/// A file of a picture.
fn file(picture: impl Into<DynamicImage>, kind: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, kind).unwrap();
    bytes.into_inner()
}

/// A coloured picture with something in it.
fn coloured(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, y| Rgb([(x * 11) as u8, (y * 17) as u8, (x * y) as u8]);
    ImageBuffer::from_fn(width, height, pixel).into()
}

fn pixels(bytes: &[u8]) -> Vec<u8> {
    Reader::new()
        .read_from(bytes, "a")
        .unwrap()
        .pixels()
        .to_vec::<u8>()
}

fn refusal(bytes: &[u8]) -> String {
    Reader::new().read_from(bytes, "a.png").unwrap_err().to_string()
}

#[test]
fn kinds_are_told_by_content() {
    let picture = coloured(5, 3);
    let plain = picture.to_rgb8().into_raw();
    assert_eq!(pixels(&file(picture.clone(), ImageFormat::Png)), plain);
    assert_eq!(pixels(&file(picture.clone(), ImageFormat::Bmp)), plain);
    let lossy = pixels(&file(picture, ImageFormat::Jpeg));
    assert_eq!(lossy.len(), plain.len());
    assert_eq!(
        refusal(b"GIF89a\x01\0\x01\0"),
        "a.png: a picture of the kind image/gif: PNG, JPEG and BMP are read"
    );
    assert_eq!(
        refusal(b""),
        "a.png: no picture by its first bytes: PNG, JPEG and BMP are read"
    );
}

#[test]
fn every_picture_becomes_red_green_and_blue_bytes() {
    let grey16 = ImageBuffer::from_fn(3, 1, |x, _| Luma([[0_u16, 0x8000, 0xffff][x as usize]]));
    let grey16 = file(DynamicImage::ImageLuma16(grey16), ImageFormat::Png);
    assert_eq!(pixels(&grey16), [0, 0, 0, 128, 128, 128, 255, 255, 255]);
    let clear = ImageBuffer::from_pixel(1, 1, Rgba([10_u8, 20, 30, 0]));
    assert_eq!(pixels(&file(clear, ImageFormat::Png)), [10, 20, 30]);
}

#[test]
fn print_colours_are_refused() {
    assert_eq!(
        refusal(include_bytes!("../files/cmyk.jpg")),
        "a.png: the picture has the four colours of print (CMYK), not red, green and blue"
    );
}

#[test]
fn a_file_that_ends_early_is_refused_wherever_it_ends() {
    let picture = coloured(24, 16);
    let progressive = include_bytes!("../files/progressive.jpg").to_vec();
    let whole = [
        file(picture.clone(), ImageFormat::Png),
        file(picture.clone(), ImageFormat::Jpeg),
        file(picture, ImageFormat::Bmp),
        progressive,
    ];
    for bytes in whole {
        assert_eq!(pixels(&bytes).len(), 24 * 16 * 3);
        for end in 0..bytes.len() {
            let problem = Reader::new().read_from(&bytes[..end], "a.png");
            assert!(problem.is_err(), "{end} of {} bytes were enough", bytes.len());
        }
    }
}

#[test]
fn a_wrong_checksum_is_refused() {
    let bytes = file(coloured(24, 16), ImageFormat::Png);
    // The last four bytes are the checksum of a chunk that holds nothing.
    for at in 8..bytes.len() - 4 {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 0x10;
        let read = Reader::new().read_from(&spoilt, "a.png");
        assert!(read.is_err(), "byte {at} of {} may be anything", bytes.len());
    }
}

#[test]
fn a_claim_beyond_the_limit_is_refused() {
    let bytes = file(coloured(24, 16), ImageFormat::Bmp);
    let narrow = Reader::new().max_pixels(383);
    assert_eq!(
        narrow.read_from(&bytes, "a.bmp").unwrap_err().to_string(),
        "a.bmp: it claims 24 x 16 pixels, more than the 383 that `Reader::max_pixels` allows"
    );
    assert!(narrow.max_pixels(384).read_from(&bytes, "a.bmp").is_ok());
    // 65,535 x 65,535 pixels, which take 12 GB.
    let mut vast = file(coloured(24, 16), ImageFormat::Jpeg);
    let frame = vast.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    vast[frame + 5..frame + 9].fill(0xff);
    assert!(
        refusal(&vast).contains("it claims 65535 x 65535 pixels"),
        "{}",
        refusal(&vast)
    );
}

#[test]
fn a_picture_is_turned_as_it_was_taken_if_asked() {
    // APP1 with a table of one entry: the orientation 6, a quarter turn to the right.
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut bytes = file(coloured(24, 16), ImageFormat::Jpeg);
    bytes.splice(2..2, exif.iter().copied());
    let lying = Reader::new().read_from(&bytes, "a").unwrap();
    assert_eq!((lying.height(), lying.width()), (16, 24));
    let upright = Reader::new().orientation(true).read_from(&bytes, "a").unwrap();
    assert_eq!((upright.height(), upright.width()), (24, 16));
}

/// A folder of files that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("flambeau-images-{name}-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    fn with(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn problem(&self) -> String {
        let problem = ImageFolder::new(&self.0).unwrap_err().to_string();
        problem.replace(&self.0.display().to_string(), "ROOT")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn classes_are_sorted_folders_and_samples_sorted_files() {
    let png = file(coloured(4, 4), ImageFormat::Png);
    let folder = Folder::new("order")
        .with("dog/b.JPG", &png)
        .with("dog/a.png", &png)
        .with("cat/more/deep.bmp", &png)
        .with("cat/z.png", &png)
        .with("cat/.hidden.png", b"x")
        .with("cat/notes.txt", b"x")
        .with(".git/a.png", b"x")
        .with("README", b"x");
    let images = ImageFolder::new(&folder.0).unwrap();
    assert_eq!(images.classes(), ["cat", "dog"]);
    assert_eq!(
        (images.class_to_idx("dog"), images.class_to_idx("cow")),
        (Some(1), None)
    );
    assert_eq!(images.targets(), [0, 0, 1, 1]);
    let short = |path: &PathBuf| path.strip_prefix(&folder.0).unwrap().to_owned();
    let files: Vec<PathBuf> = images.files().iter().map(short).collect();
    assert_eq!(
        files,
        ["cat/z.png", "cat/more/deep.bmp", "dog/a.png", "dog/b.JPG"].map(Path::new)
    );
    let (x, target) = images.get(3).unwrap();
    assert_eq!((x.shape(), target), (&[3, 4, 4][..], 1));
}

#[test]
fn an_empty_class_is_an_error() {
    let folder = Folder::new("empty").with("cat/a.txt", b"x");
    assert_eq!(
        folder.problem(),
        "ROOT/cat: there is no picture of this class (jpg, jpeg, png, ppm, bmp, pgm, tif, tiff, webp)"
    );
    assert_eq!(
        Folder::new("none").with("a.png", b"x").problem(),
        "ROOT: there is no folder of a class in it"
    );
    assert!(
        ImageFolder::new("nowhere")
            .unwrap_err()
            .to_string()
            .starts_with("nowhere: cannot be read: ")
    );
}

#[test]
fn mixed_sizes_name_two_files_and_a_resize_helps() {
    let folder = Folder::new("sizes")
        .with("cat/a.png", &file(coloured(4, 4), ImageFormat::Png))
        .with("cat/b.png", &file(coloured(6, 4), ImageFormat::Png))
        .with("dog/c.png", &file(coloured(4, 4), ImageFormat::Png));
    let images = ImageFolder::new(&folder.0).unwrap();
    let batch = images.get_batch(&[2, 0, 1]);
    let problem = batch.unwrap_err();
    assert!(matches!(problem, Error::Sizes { .. }));
    let problem = problem
        .to_string()
        .replace(&folder.0.display().to_string(), "ROOT");
    assert!(
        problem.starts_with("ROOT/dog/c.png gives [3, 4, 4] and ROOT/cat/b.png gives [3, 4, 6], but"),
        "{problem}"
    );
    let images = images.transform(Compose::new((Resize::new(4), CenterCrop::new(4), ToTensor)));
    let [all] = random_split(images, [3]);
    let loader = DataLoader::new(all).batch_size(3).num_workers(2);
    let (x, y) = loader.iter().next().unwrap().unwrap();
    assert_eq!((x.shape(), y.shape()), (&[3, 3, 4, 4][..], &[3][..]));
}

#[test]
fn a_spoilt_file_is_named_where_it_is_needed() {
    let folder = Folder::new("spoilt")
        .with("cat/a.png", &file(coloured(4, 4), ImageFormat::Png))
        .with("cat/b.png", b"<html>not found</html>");
    let loader = DataLoader::new(ImageFolder::new(&folder.0).unwrap()).num_workers(1);
    let batches: Vec<_> = loader.iter().collect();
    assert!(batches[0].is_ok());
    let problem = batches[1].as_ref().unwrap_err().to_string();
    assert!(
        problem.contains("b.png: no picture by its first bytes"),
        "{problem}"
    );
}
