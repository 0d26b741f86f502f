//! Files as memory.

#[cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
pub(super) use self::linux::Mapping;
#[cfg(not(all(target_os = "linux", target_pointer_width = "64", not(miri))))]
pub(super) use self::none::Mapping;

#[cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
mod linux {
    use std::ffi::c_void;
    use std::fs::File;
    use std::io;
    use std::os::fd::AsRawFd;
    use std::ptr::{self, NonNull};

    use super::super::pages::ask_for_large_pages;

    const PROT_READ: i32 = 1;
    const PROT_WRITE: i32 = 2;
    const MAP_SHARED: i32 = 1;

    unsafe extern "C" {
        fn mmap(near: *mut c_void, len: usize, allowed: i32, flags: i32, file: i32, from: i64)
        -> *mut c_void;
        fn munmap(start: *mut c_void, len: usize) -> i32;
    }

    /// The bytes of a file, as whoever else has them mapped sees them; until it is dropped.
    pub(in super::super) struct Mapping {
        start: NonNull<u8>,
        len: usize,
    }

    // SAFETY: it is an address, and the memory there is the process's, not a thread's.
    unsafe impl Send for Mapping {}
    // SAFETY: as above; it hands out nothing but the address.
    unsafe impl Sync for Mapping {}

    impl Mapping {
        /// Maps the first `len` bytes of `file`, which has so many.
        pub(in super::super) fn of(file: &File, len: usize, writable: bool) -> io::Result<Self> {
            let allowed = if writable {
                PROT_READ | PROT_WRITE
            } else {
                PROT_READ
            };
            // SAFETY: the system chooses where, so that no memory of this process is touched.
            let start = unsafe { mmap(ptr::null_mut(), len, allowed, MAP_SHARED, file.as_raw_fd(), 0) };
            // It says -1 where it refuses.
            match NonNull::new(start.cast::<u8>()).filter(|start| start.addr().get() != usize::MAX) {
                Some(start) => {
                    // SAFETY: the range was just mapped, and begins at a page.
                    unsafe { ask_for_large_pages(start.as_ptr(), len) };
                    Ok(Self { start, len })
                }
                None => Err(io::Error::last_os_error()),
            }
        }

        pub(in super::super) fn start(&self) -> NonNull<u8> {
            self.start
        }

        pub(in super::super) fn len(&self) -> usize {
            self.len
        }
    }

    impl Drop for Mapping {
        fn drop(&mut self) {
            // SAFETY: it was mapped so, and who has taken its address lives no longer than it. The system refuses no
            // range that it has given.
            unsafe { munmap(self.start.as_ptr().cast(), self.len) };
        }
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64", not(miri))))]
mod none {
    use std::fs::File;
    use std::io;
    use std::ptr::NonNull;

    /// What there is not.
    pub(in super::super) enum Mapping {}

    impl Mapping {
        pub(in super::super) fn of(_: &File, _: usize, _: bool) -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(in super::super) fn start(&self) -> NonNull<u8> {
            match *self {}
        }

        pub(in super::super) fn len(&self) -> usize {
            match *self {}
        }
    }
}
