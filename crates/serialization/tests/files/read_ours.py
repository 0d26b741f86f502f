"""Reads what flambeau wrote into a folder, with PyTorch, NumPy and safetensors: `python read_ours.py FOLDER`."""

import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import load_file

folder = pathlib.Path(sys.argv[1])
TYPES = ["float32", "float64", "int64", "bool", "uint8", "int8", "int16", "int32", "float16", "bfloat16"]


def expected(dtype):
    return (torch.arange(6).reshape(2, 3) % 2 if dtype == "bool" else torch.arange(6).reshape(2, 3)).to(getattr(torch, dtype))


def check(tensors):
    for dtype in TYPES:
        got = tensors["layers." + dtype]
        assert got.dtype == getattr(torch, dtype) and torch.equal(got, expected(dtype)), dtype
    assert tensors["scalar"].shape == () and tensors["scalar"].item() == 4.25
    assert tensors["empty"].shape == (0, 3)
    assert tensors["turned"].tolist() == [[1, 4], [2, 5], [3, 6]]


state = torch.load(folder / "state.pt", weights_only=True)
assert state.pop("note") == "a 'remark'\nü"
check(state)
assert list(state) == ["layers." + dtype for dtype in TYPES] + ["scalar", "empty", "turned"]
state["scalar"] += 1  # each tensor has memory of its own, which can be written to
check({**torch.load(folder / "state.pt", weights_only=True, mmap=True)})

value = torch.load(folder / "value.pt", weights_only=True)
assert value["plain"] == [None, True, -3, 2**40, 2**80, 0.5, "ü", b"\x00\xff", {1, 2}, (1,), {}], value["plain"]
assert value["torch"] == [torch.float32, torch.device("cuda:1")]
assert torch.equal(value["nested"][0][1]["x"], torch.ones(2))

model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1))
model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
prediction = model(torch.tensor([[0.5, -0.25]])).item()
assert abs(prediction - float((folder / "prediction.txt").read_text())) < 1e-6

check(load_file(folder / "state.safetensors"))

for dtype in TYPES[:-1]:
    array = np.load(folder / f"{dtype}.npy")
    assert array.dtype == dtype and (array == expected(dtype).numpy()).all(), dtype
assert np.load(folder / "scalar.npy").shape == ()
for name in ("stored.npz", "deflated.npz"):
    arrays = np.load(folder / name)
    assert arrays.files == ["a.b", "empty"] and arrays["a.b"].tolist() == [[1, 2], [3, 4]]
    assert arrays["empty"].shape == (0, 3)
print("read all")
