//! From a drawing to the bytes of a picture, and from there to a file.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::drawing::IntoDrawingArea;

use crate::canvas::{Canvas, Drawn, UNITS};
use crate::error::Error;
use crate::raster::Raster;

/// Something that can be drawn on a canvas of its own size.
pub(crate) trait Draw {
    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);
    /// What the picture shows, for a reader who cannot see it.
    fn title(&self) -> &str;
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Drawn<DB>;
}

/// The public methods that every picture has.
macro_rules! picture_methods {
    ($picture:ty) => {
        impl $picture {
            /// Writes the picture to a file whose extension decides the format: `.svg` or `.png`.
            ///
            /// Missing directories are created. The file appears whole or not at all.
            ///
            /// # Errors
            ///
            /// [`Error::Extension`](crate::Error::Extension) for another extension,
            /// [`Error::Io`](crate::Error::Io) if the file cannot be written.
            pub fn save(&self, path: impl AsRef<std::path::Path>) -> Result<(), crate::Error> {
                crate::picture::save(self, path.as_ref())
            }

            /// The picture as the text of an SVG document.
            pub fn to_svg(&self) -> String {
                crate::picture::svg(self)
            }

            /// The picture as the bytes of a PNG file: RGB, 8 bits a channel.
            pub fn to_png(&self) -> Vec<u8> {
                crate::picture::png(self)
            }

            /// Shows the picture below the cell of a notebook: [`show::in_notebook`].
            pub fn evcxr_display(&self) {
                show::in_notebook(&[("image/svg+xml", &self.to_svg())]);
            }
        }
    };
}
pub(crate) use picture_methods;

pub(crate) fn svg(picture: &impl Draw) -> String {
    let (width, height) = picture.size();
    let units = |pixels: u32| (f64::from(pixels) * UNITS) as u32;
    let mut drawn = String::new();
    {
        let area = SVGBackend::with_string(&mut drawn, (units(width), units(height))).into_drawing_area();
        let canvas = Canvas(area);
        picture.draw(&canvas).expect("drawing into a string cannot fail");
        canvas.0.present().expect("finishing a string cannot fail");
    }
    // The library's own root element counts in units and has butt ends and mitred corners, which a zigzagging loss
    // turns into spikes. Ours counts in pixels and names the picture.
    let body = drawn.split_once(">\n").map_or("", |(_root, body)| body);
    let title = match picture.title() {
        "" => String::new(),
        text => format!("<title>{}</title>\n", show::escaped(text)),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n{title}\
         <rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n{body}",
        units(width),
        units(height),
    )
}

pub(crate) fn png(picture: &impl Draw) -> Vec<u8> {
    let size = picture.size();
    let mut pixels = vec![0xFF; 3 * size.0 as usize * size.1 as usize];
    let canvas = Canvas(Raster::new(&mut pixels, size).into_drawing_area());
    picture.draw(&canvas).expect("drawing into memory cannot fail");
    drop(canvas);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a header fits into memory");
    writer
        .write_image_data(&pixels)
        .expect("the buffer has the size that the header states");
    writer.finish().expect("the end fits into memory");
    bytes
}

pub(crate) fn save(picture: &impl Draw, path: &Path) -> Result<(), Error> {
    let extension = path.extension().map(|e| e.to_string_lossy().into_owned());
    let bytes = match extension.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => svg(picture).into_bytes(),
        Some("png") => png(picture),
        _ => {
            return Err(Error::Extension {
                path: path.to_owned(),
                extension,
            });
        }
    };
    let failed = |action: String| {
        move |source| Error::Io {
            path: path.to_owned(),
            action,
            source,
        }
    };
    if let Some(directory) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
        let action = format!("creating the directory {}", directory.display());
        fs::create_dir_all(directory).map_err(failed(action))?;
    }
    replace(path, &bytes).map_err(failed("writing the file".to_owned()))
}

/// Writes beside the file and then renames, so that a reader never sees half a picture.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = unique_neighbour(path);
    let result = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if result.is_err() {
        // The first error is the one to report; what is left of the attempt may not even exist.
        let _ = fs::remove_file(&beside);
    }
    result
}

/// A name in the same directory that no other thread or process writes to.
fn unique_neighbour(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(
        ".{}.{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    ));
    path.with_file_name(name)
}
