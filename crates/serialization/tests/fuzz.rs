//! Readers under attack: files that are mutated, spliced and random. None may panic, take long, or ask for much more memory
//! than the file has bytes.
//!
//! Each reader is given 2,000 inputs, always the same ones; `FLAMBEAU_FUZZ=1000000` gives it a million, for which
//! `cargo test --release` is the right build.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serialization::{npy, npz, pt, safetensors};
use tensor_core::kernel::threads::set_num_threads;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The variable of the environment that tells how many inputs each reader is given.
const COUNT: &str = "FLAMBEAU_FUZZ";
/// What a reader may allocate beyond twice the file.
const ALLOWANCE: u64 = 1 << 20;
/// What deflated bytes can become at most, for each of them.
const DEFLATE: u64 = 1032;
/// How long a reader may take for any of these inputs, on a machine that does other things too.
const TIME: Duration = Duration::from_secs(5);

/// A stream of numbers: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// The files of the tests with one of these endings, and those of the corpus.
fn seeds(endings: &[&str]) -> Vec<Vec<u8>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flambeau/tests/conformance/corpus/files");
    let mut paths: Vec<_> = [own, corpus]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
        })
        .collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths
        .iter()
        .map(|path| fs::read(path).expect("it is there"))
        .collect();
    assert!(seeds.len() > 3, "there are too few files to begin with");
    seeds
}

/// Changes bytes in up to four places.
fn mutate(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    const EXTREME: [u64; 8] = [
        0,
        1,
        0x7f,
        0xff,
        0xffff_ffff,
        0x7fff_ffff,
        u64::MAX,
        i64::MAX as u64,
    ];
    for _ in 0..1 + numbers.below(4) {
        if bytes.is_empty() {
            bytes.push(numbers.next() as u8);
        }
        let at = numbers.below(bytes.len());
        let length = 1 + numbers.below(16.min(bytes.len() - at));
        match numbers.below(8) {
            0 => bytes[at] ^= 1 << numbers.below(8),
            1 => bytes[at] = numbers.next() as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let again = bytes[at..at + length].to_vec();
                bytes.splice(at..at, again);
            }
            5 => {
                let value = EXTREME[numbers.below(EXTREME.len())].to_le_bytes();
                let width = [1, 2, 4, 8][numbers.below(4)].min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&value[..width]);
            }
            6 if !other.is_empty() => {
                let from = numbers.below(other.len());
                let piece = &other[from..(from + 1 + numbers.below(64)).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {
                let to = numbers.below(bytes.len());
                bytes.swap(at, to);
            }
        }
    }
}

/// An archive with the same records, of which one that `chosen` names is changed, under a right checksum.
fn with_changed_record(
    archive: &[u8],
    chosen: fn(&str) -> bool,
    other: &[u8],
    numbers: &mut Numbers,
) -> Option<Vec<u8>> {
    let mut source = ZipArchive::new(Cursor::new(archive)).ok()?;
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut record = source.by_index(index).ok()?;
        let name = record.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        record.read_to_end(&mut bytes).ok()?;
        if chosen(&name) {
            mutate(&mut bytes, other, numbers);
        }
        let method = if numbers.below(8) == 0 {
            CompressionMethod::Deflated
        } else {
            CompressionMethod::Stored
        };
        let options = SimpleFileOptions::default().compression_method(method);
        target.start_file(name, options).ok()?;
        target.write_all(&bytes).ok()?;
    }
    Some(target.finish().ok()?.into_inner())
}

/// How an input is made of two files.
type Make = fn(&[u8], &[u8], &mut Numbers) -> Vec<u8>;

/// Gives a reader its inputs.
fn attack(name: &str, endings: &[&str], make: Make, factor: u64, read: impl Fn(&[u8])) {
    let count = std::env::var(COUNT)
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(2_000);
    let seeds = seeds(endings);
    let (mut largest, mut longest) = (0.0_f64, Duration::ZERO);
    for input in 0..count {
        let mut numbers = Numbers(input);
        let (one, other) = (numbers.below(seeds.len()), numbers.below(seeds.len()));
        let bytes = match numbers.below(20) {
            // Bytes of no sense, but perhaps for the first ones.
            0 => {
                let kept = numbers.below(12).min(seeds[one].len());
                let random = (0..numbers.below(300)).map(|_| numbers.next() as u8);
                seeds[one][..kept]
                    .iter()
                    .copied()
                    .chain(random.collect::<Vec<u8>>())
                    .collect()
            }
            1..=6 => {
                let mut bytes = seeds[one].clone();
                mutate(&mut bytes, &seeds[other], &mut numbers);
                bytes
            }
            _ => make(&seeds[one], &seeds[other], &mut numbers),
        };
        let begun = Instant::now();
        let allocated = allocation_counter::measure(|| read(&bytes)).bytes_max;
        let took = begun.elapsed();
        let allowed = factor * bytes.len() as u64 + ALLOWANCE;
        assert!(
            allocated <= allowed,
            "{name}, input {input}: {allocated} bytes allocated for a file of {}",
            bytes.len()
        );
        assert!(took < TIME, "{name}, input {input}: it took {took:?}");
        largest = largest.max(allocated as f64 / allowed as f64);
        longest = longest.max(took);
    }
    println!("{name}: {count} inputs; at most {largest:.2} of the memory allowed, {longest:?} for one");
}

#[test]
fn safetensors_stands_it() {
    fn make(file: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
        let length = file
            .first_chunk()
            .map_or(0, |length| u64::from_le_bytes(*length) as usize);
        let (header, data) = file[8..].split_at(length.min(file.len() - 8));
        let mut header = header.to_vec();
        mutate(&mut header, other, numbers);
        [&(header.len() as u64).to_le_bytes()[..], &header, data].concat()
    }
    // Three files and the checkpoints, which are zip archives, to splice in.
    attack("safetensors", &["safetensors", "npy"], make, 2, |bytes| {
        drop(safetensors::from_bytes(bytes));
    });
}

#[test]
fn npy_stands_it() {
    fn make(file: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
        let (start, rest) = file.split_at(file.len().min(10));
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let (header, data) = rest.split_at(end);
        let mut header = header.to_vec();
        mutate(&mut header, other, numbers);
        let mut bytes = [start, &header, data].concat();
        if bytes.len() > 10 {
            bytes[8..10].copy_from_slice(&(header.len() as u16).to_le_bytes());
        }
        bytes
    }
    attack("npy", &["npy"], make, 2, |bytes| drop(npy::from_bytes(bytes)));
}

#[test]
fn npz_stands_it() {
    fn make(file: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
        with_changed_record(file, |_| true, other, numbers).unwrap_or_else(|| file.to_vec())
    }
    // A tensor's memory is a power of two.
    attack("npz", &["npz", "npy"], make, 2 * DEFLATE, |bytes| {
        drop(npz::from_bytes(bytes));
    });
}

#[test]
fn pt_stands_it() {
    fn make(file: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
        let chosen: fn(&str) -> bool = match numbers.below(8) {
            0 => |name| !name.ends_with(".pkl"),
            _ => |name| name.ends_with(".pkl"),
        };
        with_changed_record(file, chosen, other, numbers).unwrap_or_else(|| file.to_vec())
    }
    attack("pt", &["pt"], make, 2, |bytes| {
        if let Ok(value) = pt::from_bytes(bytes) {
            let _ = (value.to_string(), value.into_state_dict());
        }
    });
}

#[test]
fn loading_needs_little_more_memory_than_the_tensors() {
    use autograd::{StateDict, Tensor};
    let made = || -> StateDict {
        let tensors = (0..4).map(|at| (format!("layer{at}.weight"), Tensor::ones([1000, 1000])));
        tensors.collect()
    };
    // What is asked for is counted thread by thread, and a long file is read by several.
    set_num_threads(1);
    // On a thread of its own, which has no memory to use again.
    let peak = |run: &(dyn Fn() + Sync)| {
        let measured = || allocation_counter::measure(run).bytes_max as f64;
        thread::scope(|scope| scope.spawn(measured).join().expect("it does not panic"))
    };
    let own = peak(&|| drop(made()));
    let state = made();
    let folder = std::env::temp_dir();
    let own_way = |state: &StateDict, path: &Path| serialization::save(state, path);
    let deflated = |state: &StateDict, path: &Path| npz::save_compressed(state, path);
    type Save<'a> = &'a dyn Fn(&StateDict, &Path) -> Result<(), serialization::Error>;
    let ways: [(&str, Save<'_>); 4] = [
        ("safetensors", &own_way),
        ("pt", &own_way),
        ("npz", &own_way),
        ("npz", &deflated),
    ];
    for (ending, save) in ways {
        let path = folder.join(format!("flambeau-memory-{}.{ending}", std::process::id()));
        save(&state, &path).expect("there is room");
        let ratio = peak(&|| drop(serialization::load(&path).expect("it was just written"))) / own;
        fs::remove_file(&path).expect("it is there");
        assert!(
            (0.9..1.1).contains(&ratio),
            "{ending}: {ratio:.3} of the tensors' memory"
        );
    }
}
