//! [`ImageFolder`]: a folder of pictures, with a folder for each class.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use autograd::{Error as Misuse, Tensor};

use super::{Error, Reader};
use crate::collate::Collate;
use crate::dataset::{Dataset, item};
use crate::transforms::{Image, ToTensor, Transform};

/// The endings by which torchvision knows a picture.
const ENDINGS: [&str; 9] = ["jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp"];

/// Pictures in a folder for each class: `torchvision.datasets.ImageFolder`.
///
/// ```text
/// pets/cat/1.png      pets/dog/a.jpg
/// pets/cat/2.png      pets/dog/more/b.jpg
/// ```
///
/// The classes are the names of the folders, sorted, and numbered in that order. Within one, all files count whose names
/// end as pictures' do, sorted, also in folders further down; what is in a file, and not its name, says of which kind it
/// is. What is hidden (its name begins with a point) is passed over.
///
/// A sample is a picture, as the [`transform`](Self::transform) has made it, and the number of its class. It is read when
/// it is fetched, and so is a `Result`; a batch is one, too:
///
/// ```
/// use data::images::ImageFolder;
/// use data::transforms::{CenterCrop, Compose, Resize, ToTensor};
/// use data::{DataLoader, Dataset};
///
/// # let root = std::env::temp_dir().join(format!("flambeau-folder-doc-{}", std::process::id()));
/// # for class in ["cat", "dog"] {
/// #     std::fs::create_dir_all(root.join(class))?;
/// #     let header = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0";
/// #     std::fs::write(root.join(class).join("1.bmp"), [&header[..], &[0; 24], b"\x01\x02\x03\0"].concat())?;
/// # }
/// let transform = Compose::new((Resize::new(40), CenterCrop::new(32), ToTensor));
/// let pets = ImageFolder::new(&root)?.transform(transform);
/// assert_eq!(pets.classes(), ["cat", "dog"]);
/// for batch in &DataLoader::new(pets).batch_size(2).shuffle(true).num_workers(2) {
///     let (pictures, classes) = batch?;
///     assert_eq!((pictures.shape(), classes.shape()), (&[2, 3, 32, 32][..], &[2][..]));
/// }
/// # std::fs::remove_dir_all(&root)?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ImageFolder<T = ToTensor> {
    root: PathBuf,
    classes: Vec<String>,
    files: Vec<PathBuf>,
    targets: Vec<i64>,
    reader: Reader,
    transform: T,
}

impl ImageFolder {
    /// The pictures under `root`, as [`ToTensor`] makes them.
    ///
    /// # Errors
    /// If a folder cannot be read, there are no classes, or a class has no pictures.
    pub fn new(root: impl Into<PathBuf>) -> Result<Self, Error> {
        let root = root.into();
        let mut folders = entries(&root)?;
        folders.retain(|path| path.is_dir());
        if folders.is_empty() {
            return Err(refused(&root, "there is no folder of a class in it"));
        }
        let (mut classes, mut files, mut targets) = (Vec::new(), Vec::new(), Vec::new());
        for (target, folder) in folders.iter().enumerate() {
            let begin = files.len();
            pictures(folder, &mut files)?;
            if files.len() == begin {
                let endings = ENDINGS.join(", ");
                return Err(refused(
                    folder,
                    &format!("there is no picture of this class ({endings})"),
                ));
            }
            classes.push(name(folder));
            targets.resize(files.len(), target as i64);
        }
        Ok(Self {
            root,
            classes,
            files,
            targets,
            reader: Reader::new(),
            transform: ToTensor,
        })
    }
}

impl<T> ImageFolder<T> {
    /// The same pictures, as `transform` makes them of what is in their files.
    #[must_use]
    pub fn transform<U: Transform<Image, Output = Tensor>>(self, transform: U) -> ImageFolder<U> {
        ImageFolder {
            root: self.root,
            classes: self.classes,
            files: self.files,
            targets: self.targets,
            reader: self.reader,
            transform,
        }
    }

    /// Reads the files with `reader`, which may turn pictures as they were taken, and has another limit.
    #[must_use]
    pub fn reader(mut self, reader: Reader) -> Self {
        self.reader = reader;
        self
    }

    /// The names of the classes; a class's number is its place here.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The number of the class of this name: `class_to_idx`.
    pub fn class_to_idx(&self, class: &str) -> Option<i64> {
        self.classes
            .iter()
            .position(|name| name == class)
            .map(|at| at as i64)
    }

    /// The number of each sample's class.
    pub fn targets(&self) -> &[i64] {
        &self.targets
    }

    /// The file of each sample.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// That the pictures of a batch have one size, or which two have not.
    fn check_sizes(&self, indices: &[usize], samples: &[(Tensor, i64)]) -> Result<(), Error> {
        let Some((first, _)) = samples.first() else {
            return Ok(());
        };
        let Some(at) = samples.iter().position(|(x, _)| x.shape() != first.shape()) else {
            return Ok(());
        };
        let file = |at: usize| self.files[indices[at]].display().to_string();
        Err(Error::Sizes {
            file: file(0),
            shape: first.shape().to_vec(),
            other: file(at),
            other_shape: samples[at].0.shape().to_vec(),
        })
    }
}

impl<T: Transform<Image, Output = Tensor>> Dataset for ImageFolder<T> {
    type Item = Result<(Tensor, i64), Error>;

    fn len(&self) -> usize {
        self.files.len()
    }

    /// # Panics
    /// If there is no such sample, or the transform refuses the picture.
    #[track_caller]
    fn get(&self, index: usize) -> Self::Item {
        let Some(file) = self.files.get(index) else {
            Misuse::index(format!(
                "ImageFolder: there is no index {index} in a folder of {} pictures",
                self.files.len()
            ))
            .raise()
        };
        let image = self.reader.read(file)?;
        Ok((self.transform.apply(image), self.targets[index]))
    }

    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    fn get_batch(&self, indices: &[usize]) -> Result<(Tensor, Tensor), Error> {
        let mut samples = Vec::with_capacity(indices.len());
        for &index in indices {
            samples.push(item::get(self, index)?);
        }
        self.check_sizes(indices, &samples)?;
        Ok(Collate::collate(samples))
    }
}

impl<T> fmt::Debug for ImageFolder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImageFolder")
            .field("root", &self.root)
            .field("classes", &self.classes.len())
            .field("samples", &self.files.len())
            .finish_non_exhaustive()
    }
}

/// Appends the pictures of a folder and of those in it, each folder sorted, an outer one before those in it.
fn pictures(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let (folders, others): (Vec<PathBuf>, _) = entries(folder)?.into_iter().partition(|path| path.is_dir());
    files.extend(others.into_iter().filter(|path| is_picture(path)));
    folders.iter().try_for_each(|inner| pictures(inner, files))
}

fn is_picture(path: &Path) -> bool {
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    ENDINGS.contains(&&*ending)
}

/// What is in a folder and not hidden, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
        let path = entry.map_err(Error::io(folder))?.path();
        if !name(&path).starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn refused(folder: &Path, problem: &str) -> Error {
    Error::Folder {
        folder: folder.display().to_string(),
        problem: problem.to_owned(),
    }
}
