#!/usr/bin/env python3
"""The workloads of the benches in PyTorch, eager: one line of JSON for each figure.

usage: torch_bench.py THREADS [W1,W3,...]
"""

import functools
import os
import tempfile
import time

import figures
from figures import THREADS, batches, seconds

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

import torch_networks as networks

torch.set_num_threads(THREADS)
report = functools.partial(figures.report, "torch")


def lecture_network():
    hidden = [layer for _ in range(3) for layer in (nn.Linear(20, 20), nn.ReLU())]
    return nn.Sequential(nn.Linear(1, 20), nn.ReLU(), *hidden, nn.Linear(20, 1))


def classifier():
    return nn.Sequential(
        nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10)
    )


def pictures():
    return torch.randn(60_000, 784), torch.randint(0, 10, (60_000,))


def noisy_line():
    x = torch.arange(0, 10, 0.1)
    return x[:, None], 3 * x + torch.randn(100)


class LinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return torch.inner(x, self.w) + self.b


def regression_step(model, optimizer, x, y):
    loss = (model(x) - y).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def step(model, optimizer, criterion, x, y):
    loss = criterion(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def w1():
    x, y = noisy_line()
    model = LinearRegression()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    time_ = seconds(lambda: regression_step(model, optimizer, x, y))
    report("W1", "step", "step_median", time_ * 1e6, "us")


def w2():
    samples = TensorDataset(*noisy_line())
    for batch_size in (2, 4, 8):
        loader = DataLoader(samples, batch_size=batch_size, shuffle=True)
        model = LinearRegression()
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)

        def epoch():
            for x, y in loader:
                regression_step(model, optimizer, x, y)

        report("W2", batch_size, "epoch_median", seconds(epoch) * 1e3, "ms")


def w3():
    x = torch.linspace(-10, 10, 50)[:, None]
    y = torch.sin(0.5 * x) + 0.1 * torch.randn_like(x)
    samples = TensorDataset(x, y)
    criterion = nn.MSELoss()

    def start():
        torch.manual_seed(1)
        train, _validate = random_split(samples, [40, 10])
        model = lecture_network()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.04)
        return model, optimizer, DataLoader(train, batch_size=10, shuffle=True)

    def train(model, optimizer, loader):
        for _epoch in range(160):
            for x, y in loader:
                step(model, optimizer, criterion, x, y)

    report("W3", "160ep", "train_median", seconds(train, start) * 1e3, "ms")
    model, optimizer, _loader = start()
    x = torch.randn(10, 1)
    y = torch.sin(x)
    time_ = seconds(lambda: step(model, optimizer, criterion, x, y))
    report("W3", "step", "step_median", time_ * 1e6, "us")


def w4():
    x, y = pictures()
    criterion = nn.CrossEntropyLoss()
    for batch_size in (64, 512):
        model = classifier()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
        rows = batches(60_000, batch_size)

        def next_step():
            batch = next(rows)
            step(model, optimizer, criterion, x[batch], y[batch])

        report("W4", f"b{batch_size}", "step_median", seconds(next_step) * 1e6, "us")


SHAPES = [("nn", n, n, n) for n in (16, 32, 64, 128, 256, 512, 1024, 2048)] + [
    ("nn", 10, 20, 20),
    ("nn", 64, 784, 512),
    ("nn", 64, 512, 256),
    ("tn", 784, 64, 512),
    ("nt", 64, 512, 784),
    ("tn", 512, 64, 256),
    ("nt", 64, 256, 512),
    ("tn", 20, 10, 20),
    ("nt", 10, 20, 20),
]


@torch.no_grad()
def w5():
    for kind, m, k, n in SHAPES:
        a = torch.randn(k, m).t() if kind == "tn" else torch.randn(m, k)
        b = torch.randn(n, k).t() if kind == "nt" else torch.randn(k, n)
        gflops = 2e-9 * m * k * n / seconds(lambda: a.matmul(b))
        report("W5", f"{kind}:{m}x{k}x{n}", "gflops_median", gflops, "GFLOP/s")


@torch.no_grad()
def w6():
    for n in (1_000, 100_000, 10_000_000):
        a, b, row = torch.randn(n), torch.randn(n), torch.randn(1000)
        rows = a.view(-1, 1000)
        operations = {
            "add": lambda: a + b,
            "mul_row": lambda: rows * row,
            "relu": lambda: a.relu(),
            "exp": lambda: a.exp(),
            "tanh": lambda: a.tanh(),
            "sum": lambda: a.sum(),
            "mean_dim1": lambda: rows.mean(1),
            "mean_dim0": lambda: rows.mean(0),
            "softmax": lambda: rows.softmax(1),
        }
        for name, operation in operations.items():
            report("W6", n, f"{name}_median", seconds(operation) * 1e9 / n, "ns/el")


def w7():
    loader = DataLoader(TensorDataset(*pictures()), batch_size=64, shuffle=True)

    def epoch():
        for _batch in loader:
            pass

    report("W7", "samples_per_s", "samples_per_s", 60_000 / seconds(epoch), "1/s")
    beside_a_step()


def work(rounds):
    for _ in range(rounds):
        pass


class Costly(torch.utils.data.Dataset):
    """Samples that take some rounds of work or some seconds of waiting."""

    def __init__(self, rounds, waiting):
        self.rounds, self.waiting = rounds, waiting

    def __len__(self):
        return 100

    def __getitem__(self, index):
        work(self.rounds)
        if self.waiting:
            time.sleep(self.waiting)
        return index


def beside_a_step():
    """Epochs of 100 steps of 1.6 ms, whose samples take 1 ms of work or 3 ms of waiting."""
    per_ms = round(100_000 / min(seconds(lambda: work(100_000)) for _ in range(3)) / 1e3)
    step = round(1.6 * per_ms)
    report("W7", "steps", "epoch_median", seconds(lambda: [work(step) for _ in range(100)]) * 1e3, "ms")
    for name, samples in (("busy", Costly(per_ms, 0)), ("waiting", Costly(0, 3e-3))):
        for workers in (0, 1, 2):
            loader = DataLoader(samples, num_workers=workers, persistent_workers=workers > 0)

            def epoch():
                for _batch in loader:
                    work(step)

            report("W7", f"{name}:{workers}", "epoch_median", seconds(epoch) * 1e3, "ms")


@torch.no_grad()
def w8():
    for name, model, inputs in (("lecture", lecture_network(), 1), ("mnist", classifier(), 784)):
        x = torch.randn(1, inputs)
        report("W8", name, "latency_median", seconds(lambda: model(x)) * 1e6, "us")


def w14():
    """25 tensors of a million numbers; the files stay in the page cache. Tensors of safetensors are copied out of the mapped
    file, as training on needs them."""
    from safetensors.torch import load_file, save_file

    state = {f"layer{at}.weight": torch.randn(1000, 1000) for at in range(25)}
    with tempfile.TemporaryDirectory() as folder:
        for kind, save, load in (
            (
                "safetensors",
                lambda path: save_file(state, path),
                lambda path: {name: tensor.clone() for name, tensor in load_file(path).items()},
            ),
            ("pt", lambda path: torch.save(state, path), lambda path: torch.load(path, weights_only=True)),
        ):
            path = f"{folder}/state.{kind}"
            for what, call in (("save", save), ("load", load)):
                report("W14", kind, what + "_median", seconds(lambda: call(path)) * 1e9 / 25e6, "ns/el")


def training(workload, size, model, optimizer, x, y):
    """Reports the step of a classifier."""
    criterion = nn.CrossEntropyLoss()
    time_ = seconds(lambda: step(model, optimizer, criterion, x, y))
    report(workload, size, "step_median", time_ * 1e6, "us")


def w10():
    for name, model, side, batch_size in networks.convolutions():
        x, y = torch.randn(batch_size, 1, side, side), torch.randint(0, 10, (batch_size,))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
        training("W10", f"{name}:b{batch_size}", model, optimizer, x, y)
        model.eval()
        one = x[:1]
        with torch.no_grad():
            report("W10", f"{name}:b1", "latency_median", seconds(lambda: model(one)) * 1e6, "us")


def letters(batch_size, steps):
    shapes = ((batch_size, steps), (batch_size * steps,))
    return [torch.randint(0, networks.LETTERS, shape) for shape in shapes]


def w11():
    for name, kind, embedding, hidden, steps, batch_size in (
        ("lstm", nn.LSTM, 64, 128, 64, 32),
        ("gru", nn.GRU, 16, 32, 20, 16),
    ):
        model = networks.Writer(kind, embedding, hidden)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        size = f"{name}:{embedding}-{hidden},t{steps},b{batch_size}"
        training("W11", size, model, optimizer, *letters(batch_size, steps))


def w12():
    heads = 4
    for batch_size, size, steps in ((16, 64, 64), (4, 32, 16)):
        model = networks.Transformer(size, steps, heads)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
        name = f"d{size},h{heads},l2,t{steps},b{batch_size}"
        training("W12", name, model, optimizer, *letters(batch_size, steps))


def w13():
    model = networks.characters()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    training("W13", "b32", model, optimizer, torch.randint(0, 27, (32, 3)), torch.randint(0, 27, (32,)))


def w15():
    parameters = [nn.Parameter(torch.randn(1000, 1000)) for _ in range(10)]
    for parameter in parameters:
        parameter.grad = torch.randn_like(parameter)
    for peer, options in (("torch", {}), ("torch-fused", {"fused": True})):
        optimizer = torch.optim.Adam(parameters, lr=1e-3, **options)
        figures.report(peer, "W15", "1e7", "update_median", seconds(optimizer.step) * 1e9 / 1e7, "ns/el")


def w16():
    model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    x = torch.linspace(0, 3, 64)[:, None].requires_grad_(True)
    start = torch.zeros(1, 1)

    def derivative(y):
        return torch.autograd.grad(y.sum(), x, create_graph=True)[0]

    def next_step():
        u = model(x)
        loss = (derivative(derivative(u)) + u).pow(2).mean() + (model(start) - 1).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    report("W16", "64", "step_median", seconds(next_step) * 1e6, "us")


def main():
    torch.manual_seed(0)
    workloads = (w1, w2, w3, w4, w5, w6, w7, w8, w10, w11, w12, w13, w14, w15, w16)
    figures.run({workload.__name__.upper(): workload for workload in workloads})


if __name__ == "__main__":
    main()
