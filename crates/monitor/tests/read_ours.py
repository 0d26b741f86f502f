"""Reads the event file that tests/it/python.rs writes, with TensorBoard's own reader."""

import io
import math
import sys

import numpy as np
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0, "histograms": 0, "tensors": 0})
events.Reload()

losses = events.Scalars("loss/train")
assert [e.step for e in losses] == list(range(200))
assert all(e.value == np.float32(1 / (e.step + 1)) for e in losses)
assert abs(losses[0].wall_time - losses[-1].wall_time) < 60
(none,) = events.Scalars("loss/none")
assert math.isnan(none.value) and none.step == 1 << 40

(weights,) = events.Histograms("weights")
value = weights.histogram_value
assert (value.min, value.max, value.num, value.sum, value.sum_squares) == (-1, 2, 5, 2, 5.5)
assert len(value.bucket) == len(value.bucket_limit) == 591
assert [(i, n) for i, n in enumerate(value.bucket) if n] == [(1, 1), (292, 1), (575, 2), (590, 1)]
(nothing,) = events.Histograms("nothing")
assert nothing.histogram_value.num == 0


def image(tag):
    (event,) = events.Images(tag)
    picture = Image.open(io.BytesIO(event.encoded_image_string))
    picture.load()
    assert (event.width, event.height) == picture.size, tag
    return np.array(picture)


levels = (np.arange(12, dtype=np.float32) / np.float32(11) * 255).astype(np.uint8)
assert (image("grey") == levels.reshape(3, 4)).all()
assert (image("colour") == levels.reshape(3, 2, 2).transpose(1, 2, 0)).all()
assert (image("alpha") == levels.reshape(4, 1, 3).transpose(1, 2, 0)).all()
assert image("large").shape == (200, 300, 3) and (image("large") == 255).all()
assert image("chart").shape == (600, 900, 3)

(text,) = events.Tensors("options/text_summary")
assert text.tensor_proto.string_val[0].decode() == "**lr** = 0.1, ü" and text.step == 5
assert events.SummaryMetadata("options/text_summary").plugin_data.plugin_name == "text"
print("read all")
