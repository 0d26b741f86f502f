"""Writes the files beside this script, with PyTorch, NumPy and safetensors themselves.

    python make.py        # needs torch, numpy and safetensors

The tests know what is in them: see `tests/it/written_by_python.rs`.
"""

import io
import pathlib
import zipfile

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent


def network():
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 1))


def checkpoint():
    """A model, an optimizer with momenta, and plain values of every kind."""
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model(torch.ones(5, 3)).sum().backward()
    optimizer.step()
    return {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": 7,
        "plain": [None, True, -3, 2**40, 2**80, -(2**80), 0.5, "ü", b"\x00\xff", b"", {1, 2}, (1,), (), {}],
        "torch": [torch.float32, torch.device("cuda", 1), torch.Size([2, 3])],
    }


def numbered(dtype=torch.float32):
    return torch.arange(6).reshape(2, 3).to(dtype)


def big_endian(path):
    """What torch.save writes on a big-endian machine: the archive says so, and its elements are turned round."""
    buffer = io.BytesIO()
    torch.save({"x": numbered(), "i": numbered(torch.int16)}, buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename.endswith("byteorder"):
                data = b"big"
            elif "/data/" in info.filename:
                width = len(data) // 6
                data = np.frombuffer(data, dtype=f"<u{width}").byteswap().tobytes()
            target.writestr(info.filename, data)
    assert torch.equal(torch.load(path, weights_only=True)["x"], numbered())


def main():
    for protocol in (2, 3, 4, 5):
        torch.save(checkpoint(), HERE / f"checkpoint_{protocol}.pt", pickle_protocol=protocol)
    torch.save({"x": numbered()}, HERE / "legacy.pt", _use_new_zipfile_serialization=False)
    big_endian(HERE / "big_endian.pt")
    torch.save({"x": torch.zeros(1).expand(3), "half": numbered(torch.float16), "complex": 1}, HERE / "expanded.pt")
    torch.save({"x": numbered(torch.complex64)}, HERE / "complex.pt")
    torch.save({"x": network()}, HERE / "module.pt")
    torch.jit.script(torch.nn.Linear(1, 1)).save(HERE / "script.pt")

    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(HERE / f"version_{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, array, version=version)
    np.save(HERE / "fortran_big.npy", np.asfortranarray(array.astype(">i2")))
    for name, other in {
        "u2": array.astype(np.uint16),
        "u8": array.astype(np.uint64),
        "c8": array.astype(np.complex64),
        "text": np.array(["a", "bc"]),
        "date": np.array(["2020-01-01"], dtype="datetime64[D]"),
        "record": np.zeros(2, dtype=[("x", "<i4"), ("y", "<f4")]),
        "object": np.array([None]),
    }.items():
        np.save(HERE / f"other_{name}.npy", other)
    np.savez(HERE / "stored.npz", a=array, b=np.float64(2.5))
    np.savez_compressed(HERE / "deflated.npz", a=array, b=np.float64(2.5))


if __name__ == "__main__":
    main()
