//! The masks of a call, as one that is added to scores.

use autograd::{Array, DType, Error, Tensor};

use super::call::AttentionCall;
use crate::layer_error::LayerError;

/// The sizes that masks are for.
pub(super) struct Masks {
    /// Batch, heads, queries, keys that were given.
    pub(super) sizes: [usize; 4],
    /// Keys that the layer adds, which nobody is kept from.
    pub(super) more: usize,
    pub(super) unbatched: bool,
}

impl Masks {
    /// Both masks as one that is added to scores.
    pub(super) fn joined(
        &self,
        call: &AttentionCall<'_>,
        causal: bool,
        dtype: DType,
    ) -> Result<Option<Tensor>, LayerError> {
        if call.is_causal && call.attn_mask.is_none() {
            return Err(LayerError::from(Error::argument(
                "is_causal says that attn_mask is the causal mask, and there is none",
            )));
        }
        let [batch, heads, queries, keys] = self.sizes;
        let mut joined = None;
        if let Some(mask) = call.attn_mask {
            let mask4 = match *mask.shape() {
                [rows, cols] if [rows, cols] == [queries, keys] => mask.reshape([1, 1, queries, keys]),
                [all, rows, cols] if [all, rows, cols] == [batch * heads, queries, keys] => {
                    mask.reshape([batch, heads, queries, keys])
                }
                ref shape => {
                    return Err(LayerError::from(Error::shape(format!(
                        "attn_mask has shape {shape:?}, and must have {:?} or {:?}",
                        [queries, keys],
                        [batch * heads, queries, keys]
                    ))));
                }
            };
            if !causal {
                joined = Some(self.longer(&added(&mask4, dtype)));
            }
        }
        if let Some(mask) = call.key_padding_mask {
            let wanted = if self.unbatched {
                vec![keys]
            } else {
                vec![batch, keys]
            };
            if mask.shape() != wanted {
                return Err(LayerError::from(Error::shape(format!(
                    "key_padding_mask has shape {:?}, and must have {wanted:?}",
                    mask.shape()
                ))));
            }
            let own = self.longer(&added(&mask.reshape([batch, 1, 1, keys]), dtype));
            joined = Some(match joined {
                Some(mask) => mask + own,
                None => own,
            });
        }
        Ok(joined)
    }

    /// A mask over the keys that the layer adds as well.
    fn longer(&self, mask: &Tensor) -> Tensor {
        if self.more == 0 {
            mask.clone()
        } else {
            mask.pad_with([0, self.more as isize], 0)
        }
    }
}

/// A mask as numbers that are added: minus infinity where it is true.
fn added(mask: &Tensor, dtype: DType) -> Tensor {
    if mask.dtype() != DType::Bool {
        return mask.to_dtype(dtype);
    }
    Tensor::from(Array::zeros(mask.shape(), dtype)).masked_fill(mask, f64::NEG_INFINITY)
}
