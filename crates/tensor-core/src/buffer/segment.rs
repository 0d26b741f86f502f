//! Memory that the processes of one machine share: arrays of this one that others read where they lie.
//!
//! A [`SharedSegment`] is a file of words, by which processes tell each other how far they are, and of blocks, one for each
//! [`SharedPlace`]. A block is a block like all others, so that any array can lie in it; but when its last array is gone it
//! returns to its place, not to a list of free blocks. A place *lends* its block to the next array of its size that the
//! thread makes. Others map the file as a [`ForeignSegment`](super::ForeignSegment) and copy out of it; nobody but its maker writes to it.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fmt, mem};

use super::block::{self, ALIGN, Header, class_of};
use super::foreign::{words, words_end};
use super::mapping::Mapping;
use super::{Buffer, len_and_bytes, pool};
use crate::dtype::DType;

/// The states of a place, in the line of cache before its block's header.
const FREE: u64 = 0;
const TAKEN: u64 = 1;

/// From a place's state to its header.
pub(super) const STATE: usize = ALIGN;
/// From a place's state to its elements.
const BEFORE: usize = STATE + size_of::<Header>();

/// Memory of this process that others on the machine read.
///
/// ```
/// # #[cfg(target_os = "linux")] {
/// use tensor_core::{Array, DType, ForeignSegment, SharedSegment};
/// let path = std::env::temp_dir().join(format!("segment-{}", std::process::id()));
/// let segment = SharedSegment::create(&path, 1, &[(DType::F32, 2)])?;
/// let other = ForeignSegment::open(&path, 1)?; // in the other process
/// std::fs::remove_file(&path)?;
///
/// let place = &segment.places()[0];
/// let mut array = Array::in_place(place, &[2]).expect("nothing lies there");
/// array.as_mut_slice::<f32>().copy_from_slice(&[0.5, 2.0]);
/// assert!(array.lies_in(place));
///
/// let mut bytes = [0; 8];
/// other.read(place.offset(), &mut bytes);
/// assert_eq!(bytes, [0.5_f32.to_ne_bytes(), 2_f32.to_ne_bytes()].concat()[..]);
/// # }
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct SharedSegment(Arc<Own>);

struct Own {
    mapping: mem::ManuallyDrop<Mapping>,
    words: usize,
    places: Vec<Block>,
}

/// One place of a segment.
struct Block {
    header: NonNull<Header>,
    dtype: DType,
    len: usize,
    /// Where its elements begin.
    offset: usize,
}

// SAFETY: a header is touched by who has found its place free, or holds an array that lies there.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

/// A place in a segment for the elements of one array at a time.
#[derive(Clone)]
pub struct SharedPlace {
    segment: Arc<Own>,
    at: usize,
}

impl SharedSegment {
    /// Makes the file `path`, which is not there yet, of `words` words of zero and of places for arrays of these types and
    /// numbers of elements. Remove it when all have opened it: the memory stays until the last is gone.
    ///
    /// # Errors
    /// If the file cannot be made or has no room, an array is of bool or too large, or the machine has no such memory.
    pub fn create(path: &Path, words: usize, places: &[(DType, usize)]) -> io::Result<Self> {
        let too_large = || io::Error::from(io::ErrorKind::InvalidInput);
        let mut end = words_end(words).ok_or_else(too_large)?;
        let mut starts = Vec::new();
        for (dtype, len) in places {
            let (_, bytes) = len_and_bytes(*dtype, &[*len])
                .filter(|_| *dtype != DType::Bool)
                .ok_or_else(too_large)?;
            let room = 1_usize
                .checked_shl(u32::from(class_of(bytes)))
                .and_then(|of| of.checked_mul(ALIGN));
            starts.push(end);
            end = room
                .and_then(|room| end.checked_add(room)?.checked_add(BEFORE))
                .ok_or_else(too_large)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        // Written, not only made so long: memory that is not there would be found missing where it is used, by a signal.
        let zeros = vec![0_u8; end.min(1 << 20)];
        let mut left = end;
        while left > 0 {
            let part = left.min(zeros.len());
            file.write_all(&zeros[..part])?;
            left -= part;
        }
        let mapping = Mapping::of(&file, end, true)?;
        let places = places.iter().zip(starts).map(|((dtype, len), start)| {
            let class = class_of(len * dtype.size());
            // SAFETY: the file has room for a state, a header and the elements of its class from `start` on, a multiple
            // of `ALIGN`; nobody else knows of it, and its bytes are zero.
            let header = unsafe {
                let header = mapping.start().add(start + STATE).cast::<Header>();
                block::write_reserved(header, class);
                header
            };
            let offset = start + BEFORE;
            Block {
                header,
                dtype: *dtype,
                len: *len,
                offset,
            }
        });
        let places = places.collect();
        Ok(Self(Arc::new(Own {
            mapping: mem::ManuallyDrop::new(mapping),
            words,
            places,
        })))
    }

    /// The words, which others read.
    pub fn words(&self) -> &[AtomicU64] {
        // SAFETY: the file begins with so many words, and lives as long as `self`.
        unsafe { words(&self.0.mapping, self.0.words) }
    }

    /// The places, in the order in which they were asked for.
    pub fn places(&self) -> Vec<SharedPlace> {
        let segment = &self.0;
        (0..segment.places.len())
            .map(|at| SharedPlace {
                segment: segment.clone(),
                at,
            })
            .collect()
    }
}

impl SharedPlace {
    fn block(&self) -> &Block {
        &self.segment.places[self.at]
    }

    /// Takes the block, if no array lies in it.
    fn take(&self) -> Option<NonNull<Header>> {
        let block = self.block();
        // SAFETY: the place has a state, which lives as long as the segment.
        let state = unsafe { state(block.header) };
        // Acquire: what the last holder has done comes before.
        let taken = state.compare_exchange(FREE, TAKEN, Ordering::Acquire, Ordering::Relaxed);
        taken.is_ok().then_some(block.header)
    }

    /// Has the next array of this size that this thread makes lie here, if no array does.
    pub fn lend(&self) {
        if let Some(header) = self.take() {
            // SAFETY: the block was free, and is now this thread's alone.
            unsafe { pool::lend(header) }
        }
    }

    /// Takes back what was lent, if no array was made.
    pub fn take_back(&self) {
        let block = self.block();
        pool::take_back(block.header, class_of(block.len * block.dtype.size()));
    }

    /// An array of this shape that lies here, its elements unspecified; none if an array does already, or it would be of
    /// another number of elements.
    pub(crate) fn buffer(&self, shape: &[usize]) -> Option<Buffer> {
        self.take_back();
        let block = self.block();
        let (len, _) = len_and_bytes(block.dtype, shape).filter(|(len, _)| *len == block.len)?;
        let mut header = self.take()?;
        // SAFETY: the block was free, and is now this function's alone.
        let of = unsafe { header.as_mut() };
        of.owners = 1.into();
        of.len = len;
        of.dtype = block.dtype;
        of.layout.set_contiguous(shape);
        Some(Buffer { header })
    }

    /// Whether these are the elements that lie here, all of them, and nobody else holds them.
    pub(crate) fn holds(&self, buffer: &Buffer) -> bool {
        let block = self.block();
        buffer.header == block.header
            && buffer.len() == block.len
            && buffer.dtype() == block.dtype
            && buffer.is_unique()
    }

    /// Where the elements begin in the file.
    pub fn offset(&self) -> usize {
        self.block().offset
    }

    /// The type of the elements.
    pub fn dtype(&self) -> DType {
        self.block().dtype
    }

    /// How many elements lie here.
    pub fn numel(&self) -> usize {
        self.block().len
    }
}

/// The state of the place whose block has this header.
///
/// # Safety
/// The block is one of a live segment.
unsafe fn state<'a>(header: NonNull<Header>) -> &'a AtomicU64 {
    // SAFETY: the state lies before the header, and is only ever used as an atomic number.
    unsafe { header.cast::<u8>().sub(STATE).cast::<AtomicU64>().as_ref() }
}

/// Gives a block back to its place.
///
/// # Safety
/// The block is one of a live segment, and the caller holds it alone.
pub(super) unsafe fn give_back(header: NonNull<Header>) {
    // SAFETY: the caller's promise. Release: what was done here comes before what the next holder does.
    unsafe { state(header) }.store(FREE, Ordering::Release);
}

impl Drop for Own {
    fn drop(&mut self) {
        // Where an array lies still the memory stays, for as long as the process does.
        let free = |block: &Block| {
            // SAFETY: the places are of this segment.
            let state = unsafe { state(block.header) };
            state
                .compare_exchange(FREE, TAKEN, Ordering::Acquire, Ordering::Relaxed)
                .is_ok()
        };
        if self.places.iter().all(free) {
            // SAFETY: it is not used again, and nobody holds a block of it.
            unsafe { mem::ManuallyDrop::drop(&mut self.mapping) }
        }
    }
}

impl fmt::Debug for SharedSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedSegment({} places)", self.0.places.len())
    }
}

impl fmt::Debug for SharedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SharedPlace({} elements of {})",
            self.numel(),
            self.block().dtype
        )
    }
}

#[cfg(all(test, target_os = "linux", target_pointer_width = "64", not(miri)))]
mod tests {
    use super::*;
    use crate::array::Array;
    use crate::buffer::ForeignSegment;

    /// A segment of two places of 100 `f32` and 3 `f64`, also as another process sees it.
    fn segment(name: &str) -> (SharedSegment, ForeignSegment) {
        let path = std::env::temp_dir().join(format!("flambeau-segment-{name}-{}", std::process::id()));
        let places = [(DType::F32, 100), (DType::F64, 3)];
        let own = SharedSegment::create(&path, 5, &places).expect("there is room");
        assert!(
            SharedSegment::create(&path, 5, &places).is_err(),
            "the file is there"
        );
        let foreign = ForeignSegment::open(&path, 5).expect("it is there");
        assert!(ForeignSegment::open(&path, 5000).is_err(), "it has fewer words");
        std::fs::remove_file(&path).expect("it was made");
        (own, foreign)
    }

    fn read(foreign: &ForeignSegment, place: &SharedPlace) -> f32 {
        let mut bytes = [0; 4];
        foreign.read(place.offset() + 4 * (place.numel() - 1), &mut bytes);
        f32::from_le_bytes(bytes)
    }

    #[test]
    fn the_next_array_lies_where_it_was_lent() {
        let (own, foreign) = segment("lent");
        let place = &own.places()[0];
        for value in [1.0, 2.0] {
            place.lend();
            let array = Array::full([20, 5], value, DType::F32);
            assert!(array.lies_in(place));
            assert_eq!(f64::from(read(&foreign, place)), value);
            let other = array.clone();
            assert!(!array.lies_in(place), "somebody else holds it");
            place.lend();
            assert!(
                !Array::full([20, 5], 7.0, DType::F32).lies_in(place),
                "it is taken"
            );
            drop(other);
        }
        own.words()[4].store(9, Ordering::Relaxed);
        assert_eq!(foreign.words()[4].load(Ordering::Relaxed), 9);
    }

    #[test]
    fn what_was_not_used_is_taken_back() {
        let (own, _) = segment("back");
        let place = &own.places()[1];
        place.lend();
        // One of another size, and two of its own that are put before it.
        drop(Array::full([1000], 1.0, DType::F32));
        let others = [0; 2].map(|_| Array::full([1], 1.0, DType::F32));
        drop(others);
        place.take_back();
        assert!(!Array::zeros([3], DType::F64).lies_in(place));
        assert!(
            Array::in_place(place, &[2]).is_none(),
            "that is another number of elements"
        );
        let array = Array::in_place(place, &[3, 1]).expect("the place is free");
        assert!(array.lies_in(place) && array.shape() == [3, 1]);
        assert!(Array::in_place(place, &[3]).is_none(), "it is taken");
    }

    #[test]
    fn an_array_outlives_its_segment_and_its_thread() {
        let (own, foreign) = segment("outlives");
        let place = own.places().remove(0);
        let made = move || {
            place.lend();
            Array::full([100], 3.0, DType::F32)
        };
        let array = std::thread::spawn(made).join().expect("no panic");
        drop((own, foreign));
        assert_eq!(array.to_vec::<f32>(), [3.0; 100]);
    }

    #[test]
    fn what_has_no_room_is_refused() {
        let path = std::env::temp_dir().join(format!("flambeau-segment-refused-{}", std::process::id()));
        for (words, place) in [
            (1, (DType::Bool, 1)),
            (1, (DType::F32, usize::MAX / 8)),
            (usize::MAX, (DType::F32, 1)),
        ] {
            assert!(SharedSegment::create(&path, words, &[place]).is_err());
        }
        assert!(!path.exists());
    }
}
