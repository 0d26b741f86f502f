//! One register of windows that follow each other.

use crate::kernel::vector::{Lanes, MOST_LANES};

/// Up to a register of output places that follow each other: how the elements that they see of one tap are read.
#[derive(Clone, Copy)]
pub(in crate::kernel) struct Columns<V: Lanes> {
    /// Where the first window is.
    base: usize,
    count: usize,
    spread: Spread<V>,
}

/// How far apart the windows of a register are.
#[derive(Clone, Copy)]
enum Spread<V: Lanes> {
    /// They are contiguous.
    Run(V::Mask),
    /// They are within two registers' reach.
    Pair { masks: [V::Mask; 2], order: V::Order },
    /// They are anywhere; where each is.
    Far(*const u32),
}

impl<V: Lanes> Columns<V> {
    /// The `count` windows at `places`.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`. There are `count` places, at least one and at most a register of them,
    /// which rise, and behind them as many as fill a register can be read, for as long as the result lives.
    #[inline(always)]
    pub(in crate::kernel) unsafe fn new(places: *const u32, count: usize) -> Self {
        // SAFETY: the caller's promise.
        unsafe {
            let base = *places;
            let span = (*places.add(count - 1) - base) as usize + 1;
            let spread = if span == count {
                Spread::Run(V::mask(count))
            } else if span <= 2 * V::LANES {
                Spread::Pair {
                    masks: [V::mask(span), V::mask(span.saturating_sub(V::LANES))],
                    order: V::order(places, base),
                }
            } else {
                Spread::Far(places)
            };
            Self {
                base: base as usize,
                count,
                spread,
            }
        }
    }

    /// As many windows that are as far apart, within two registers' reach, the first at `base`.
    #[inline(always)]
    pub(in crate::kernel) fn moved_to(self, base: u32) -> Self {
        Self {
            base: base as usize,
            ..self
        }
    }

    /// What these windows see of one tap, which is `from` for a window at place 0. Lanes behind the last window hold
    /// arbitrary numbers.
    ///
    /// # Safety
    ///
    /// As for [`Columns::new`], and what the windows see can be read.
    #[inline(always)]
    pub(in crate::kernel) unsafe fn load(&self, from: *const V::Scalar) -> V {
        // SAFETY: the caller's promise; lanes behind the last window are masked or not used.
        unsafe {
            match &self.spread {
                Spread::Run(mask) => V::load_masked(from.add(self.base), *mask),
                Spread::Pair { masks, order } => pair(from.add(self.base), *masks, *order),
                Spread::Far(places) => {
                    let mut lanes = [*from.add(self.base); MOST_LANES];
                    for (lane, to) in lanes.iter_mut().enumerate().take(self.count) {
                        *to = *from.add(*places.add(lane) as usize);
                    }
                    V::load(lanes.as_ptr())
                }
            }
        }
    }

    /// Writes a register of these windows' elements for each of `taps`, `width` apart, without a decision for each.
    ///
    /// # Safety
    ///
    /// As for [`Columns::load`] of each tap; at `to` there is room.
    #[inline(always)]
    pub(in crate::kernel) unsafe fn pack(
        &self,
        from: *const V::Scalar,
        taps: &[usize],
        to: *mut V::Scalar,
        width: usize,
    ) {
        // SAFETY: the caller's promise.
        unsafe {
            match &self.spread {
                Spread::Run(_) if self.count == V::LANES => {
                    for (step, tap) in taps.iter().enumerate() {
                        V::load(from.add(tap + self.base)).store(to.add(step * width));
                    }
                }
                Spread::Pair { masks, order } => {
                    for (step, tap) in taps.iter().enumerate() {
                        pair::<V>(from.add(tap + self.base), *masks, *order).store(to.add(step * width));
                    }
                }
                _ => {
                    for (step, tap) in taps.iter().enumerate() {
                        self.load(from.add(*tap)).store(to.add(step * width));
                    }
                }
            }
        }
    }
}

/// Lanes picked from the two registers at `from`.
///
/// # Safety
///
/// As for [`Columns::load`].
#[inline(always)]
unsafe fn pair<V: Lanes>(from: *const V::Scalar, masks: [V::Mask; 2], order: V::Order) -> V {
    // SAFETY: the caller's promise.
    unsafe {
        let second = V::load_masked(from.wrapping_add(V::LANES), masks[1]);
        V::pick(V::load_masked(from, masks[0]), second, order)
    }
}
