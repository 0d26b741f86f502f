//! MNIST's own files: pictures and labels as IDX, compressed by gzip or not. Without a folder of them, the digits of `data/`
//! are first written in that format.
//!
//! `cargo run --release --example mnist_idx [FOLDER]`

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use examples::{Outcome, data, mean, out};
use flambeau::data::idx;
use flambeau::data::transforms::{
    Compose, Image, Interpolation, Normalize, RandomCrop, RandomRotation, ToTensor, Transform,
};
use flambeau::metrics::ConfusionMatrix;
use flambeau::prelude::*;
use flate2::Compression;
use flate2::write::GzEncoder;

const EPOCHS: usize = 12;
const BATCH_SIZE: usize = 64;

/// Bytes of pictures `[n, height, width]`, and their digits.
type Digits = TensorDataset<(Tensor, Tensor)>;

/// The dataset whose files begin like this: "train" or "t10k".
fn read(folder: &Path, part: &str) -> Result<Digits, idx::Error> {
    let file = |what: &str| {
        let plain = folder.join(format!("{part}-{what}-ubyte"));
        let packed = plain.with_extension("gz");
        idx::read(if plain.exists() { plain } else { packed })
    };
    Ok(TensorDataset::new((
        file("images-idx3")?,
        file("labels-idx1")?.long(),
    )))
}

/// Writes bytes as IDX: two bytes 0, 8 for bytes, the number of dimensions, their sizes, the elements.
fn write_idx(bytes: &Tensor, mut file: impl Write) -> io::Result<()> {
    file.write_all(&[0, 0, 8, bytes.rank() as u8])?;
    for size in bytes.shape() {
        file.write_all(&(*size as u32).to_be_bytes())?;
    }
    file.write_all(&bytes.to_vec::<u8>())?;
    file.flush()
}

/// A folder of the digits of `data/`, written as MNIST's are: a fifth of them held out, pictures compressed.
fn written() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let folder = out("mnist_idx");
    fs::create_dir_all(&folder)?;
    let (pixels, digits) = csv::read(data("digits.csv"))?.features_and_target::<f32, i64>("label")?;
    let pictures = (pixels * (255.0 / 16.0))
        .round()
        .view((-1, 8, 8))
        .to_dtype(DType::U8);
    let all = TensorDataset::new((pictures, digits.to_dtype(DType::U8)));
    let [train, held_out] = random_split(all, [0.8, 0.2]);
    for (part, samples) in [("train", train), ("t10k", held_out)] {
        let (pictures, digits) = samples.get_batch(&(0..samples.len()).collect::<Vec<_>>());
        let file = |name: String| File::create(folder.join(name));
        let packed = file(format!("{part}-images-idx3-ubyte.gz"))?;
        write_idx(&pictures, GzEncoder::new(packed, Compression::default()))?;
        write_idx(&digits, file(format!("{part}-labels-idx1-ubyte"))?)?;
    }
    Ok(folder)
}

fn network() -> Sequential {
    let block = |from, to| {
        sequential![
            Conv2d::options(from, to, 3).padding(1).bias(false).build(),
            BatchNorm2d::new(to),
            ReLU,
        ]
    };
    sequential![
        block(1, 16),
        block(16, 32),
        // So that pictures of any size will do.
        AdaptiveAvgPool2d::new(4),
        Flatten::new(),
        Linear::new(32 * 4 * 4, 10),
    ]
}

/// How often each digit was taken for each.
fn confusion<D>(model: &Sequential, loader: &DataLoader<D>) -> ConfusionMatrix
where
    D: Dataset<Item = (Tensor, i64)>,
{
    let mut confusion = ConfusionMatrix::new();
    model.eval();
    no_grad(|| {
        for (x, y) in loader {
            confusion.update(&y, &model.forward(&x).argmax_dim(1, false));
        }
    });
    model.train();
    confusion
}

fn main() -> Outcome {
    manual_seed(0);
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(written, |folder| Ok(folder.into()))?;
    let (train, held_out) = (read(&folder, "train")?, read(&folder, "t10k")?);
    let (pictures, _) = train.tensors();
    println!(
        "{} pictures of {:?} to learn from, {} held out",
        train.len(),
        &pictures.shape()[1..],
        held_out.len()
    );

    let edge = pictures.size(1);
    let plain = Compose::new((ToTensor, Normalize::new([0.1307], [0.3081])));
    let moved = Compose::new((
        RandomRotation::new(10.0).interpolation(Interpolation::Bilinear),
        RandomCrop::new(edge).padding(edge.div_ceil(14)),
        plain.clone(),
    ));
    let train = train.map(move |(x, y)| (moved.apply(Image::new(x)), y.item() as i64));
    let held_out = held_out.map(move |(x, y)| (plain.apply(Image::new(x)), y.item() as i64));
    let train_loader = DataLoader::new(train)
        .batch_size(BATCH_SIZE)
        .shuffle(true)
        .num_workers(2);
    let held_out_loader = DataLoader::new(held_out).batch_size(256);

    let model = network();
    let mut optimizer = AdamW::new(model.parameters(), 1e-3);
    let mut schedule = OneCycleLR::new(1e-2, EPOCHS * train_loader.len()).attach(&mut optimizer);
    for epoch in 1..=EPOCHS {
        let mut losses = vec![];
        for (x, y) in &train_loader {
            let loss = cross_entropy(&model.forward(&x), &y);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            schedule.step(&mut optimizer);
            losses.push(loss.item());
        }
        println!("epoch {epoch:>2}: loss {:.4}", mean(&losses));
    }

    let confusion = confusion(&model, &held_out_loader).compute();
    let table = confusion.to_tensor();
    println!("{confusion}");
    println!(
        "{:.2} % right of those held out",
        100.0 * table.trace().item() / table.sum().item()
    );
    let picture = out("mnist_idx.svg");
    confusion.picture("Digits held out").save(&picture)?;
    println!("the table is drawn in {}", picture.display());
    Ok(())
}
