#!/usr/bin/env python3
"""The steps of W3, W4, W10 to W13 and W16 in JAX, each compiled as one function: one line of JSON for each figure.

usage: jax_bench.py THREADS [W3,W4,...]
"""

import functools
import os

import figures
from figures import THREADS, batches, seconds

# XLA takes as many threads as it finds cores.
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import jax_networks as networks
import numpy as np

report = functools.partial(figures.report, "jax")


def network(sizes, seed=1):
    """Weights and biases as PyTorch draws them: uniform up to 1 / sqrt(inputs)."""
    random = np.random.default_rng(seed)
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        bound = inputs**-0.5
        shapes = ((inputs, outputs), (outputs,))
        layers.append(tuple(random.uniform(-bound, bound, s).astype(np.float32) for s in shapes))
    return jax.tree.map(jnp.asarray, layers)


def forward(layers, x):
    for weight, bias in layers[:-1]:
        x = jax.nn.relu(x @ weight + bias)
    weight, bias = layers[-1]
    return x @ weight + bias


def mean_squared_error(layers, x, y):
    return jnp.mean((forward(layers, x) - y) ** 2)


def cross_entropy(layers, x, y):
    scores = jax.nn.log_softmax(forward(layers, x))
    return -jnp.mean(jnp.take_along_axis(scores, y[:, None], axis=1))


@jax.jit
def descend(layers, x, y):
    slopes = jax.grad(mean_squared_error)(layers, x, y)
    return jax.tree.map(lambda p, g: p - 0.04 * g, layers, slopes)


def descend_with_momentum(layers, velocity, x, y):
    slopes = jax.grad(cross_entropy)(layers, x, y)
    velocity = jax.tree.map(lambda v, g: 0.9 * v + g, velocity, slopes)
    return jax.tree.map(lambda p, v: p - 0.01 * v, layers, velocity), velocity


def w3():
    random = np.random.default_rng(0)
    x = np.linspace(-10, 10, 40, dtype=np.float32)[:, None]
    y = np.sin(0.5 * x) + 0.1 * random.standard_normal(x.shape, dtype=np.float32)

    def train():
        layers = network([1, 20, 20, 20, 20, 1])
        for _epoch in range(160):
            for rows in random.permutation(40).reshape(4, 10):
                layers = descend(layers, x[rows], y[rows])
        jax.block_until_ready(layers)

    report("W3", "160ep", "train_median", seconds(train) * 1e3, "ms")
    layers = network([1, 20, 20, 20, 20, 1])
    x, y = jnp.asarray(x[:10]), jnp.asarray(y[:10])
    time_ = seconds(lambda: jax.block_until_ready(descend(layers, x, y)))
    report("W3", "step", "step_median", time_ * 1e6, "us")


def w4():
    random = np.random.default_rng(0)
    x = random.standard_normal((60_000, 784), dtype=np.float32)
    y = random.integers(0, 10, 60_000)
    step = jax.jit(descend_with_momentum, donate_argnums=(0, 1))
    for batch_size in (64, 512):
        layers = network([784, 512, 256, 10])
        state = [layers, jax.tree.map(jnp.zeros_like, layers)]
        rows = batches(60_000, batch_size)

        def next_step():
            batch = next(rows)
            state[:] = jax.block_until_ready(step(*state, x[batch], y[batch]))

        report("W4", f"b{batch_size}", "step_median", seconds(next_step) * 1e6, "us")


def sgd(momentum):
    """What a parameter becomes, and what is kept for it, by its gradient in step `t`."""

    def update(p, g, v, t):
        v = momentum * v + g
        return p - 0.01 * v, v

    return update


def adam(decay):
    def update(p, g, moments, t):
        m, v = 0.9 * moments[0] + 0.1 * g, 0.999 * moments[1] + 0.001 * g * g
        p = p * (1 - 1e-3 * decay)
        return p - 1e-3 * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8), jnp.stack([m, v])

    return update


def training(workload, size, parameters, loss, update, kept, *batch):
    """Reports a step; of each parameter are `kept` numbers as many as it has, if more than one."""

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def step(parameters, state, t, *batch):
        leaves, tree = jax.tree.flatten(parameters)
        slopes = jax.tree.leaves(jax.grad(loss)(parameters, *batch))
        updated = [update(p, g, s, t) for p, g, s in zip(leaves, slopes, state)]
        return jax.tree.unflatten(tree, [p for p, _ in updated]), [s for _, s in updated], t + 1

    leaves = jax.tree.leaves(parameters)
    zeros = [jnp.zeros((kept, *p.shape) if kept > 1 else p.shape) for p in leaves]
    state = [jax.tree.map(jnp.copy, parameters), zeros, jnp.float32(1)]

    def next_step():
        state[:] = jax.block_until_ready(step(*state, *batch))

    report(workload, size, "step_median", seconds(next_step) * 1e6, "us")


def classification(workload, size, network, update, kept, x, classes):
    parameters, scores = network
    y = jnp.asarray(np.random.default_rng(0).integers(0, classes, scores(parameters, x).shape[0]))

    def loss(parameters, x, y):
        logits = jax.nn.log_softmax(scores(parameters, x))
        return -jnp.mean(jnp.take_along_axis(logits, y[:, None], axis=1))

    training(workload, size, parameters, loss, update, kept, x, y)


def w10():
    for name, network, side, batch_size in (("mnist", networks.mnist, 28, 64), ("digits", networks.digits, 8, 32)):
        x = networks.normal(batch_size, 1, side, side)
        classification("W10", f"{name}:b{batch_size}", network(), sgd(0.9), 1, x, 10)


def letters(*shape, count=networks.LETTERS):
    return jnp.asarray(np.random.default_rng(0).integers(0, count, shape))


def w11():
    for name, cell, gates, embedding, width, steps, batch_size in (
        ("lstm", networks.lstm_cell, 4, 64, 128, 64, 32),
        ("gru", networks.gru_cell, 3, 16, 32, 20, 16),
    ):
        network = networks.recurrent(cell, gates, embedding, width)
        size = f"{name}:{embedding}-{width},t{steps},b{batch_size}"
        classification("W11", size, network, adam(0), 2, letters(batch_size, steps), networks.LETTERS)


def w12():
    heads = 4
    for batch_size, size, steps in ((16, 64, 64), (4, 32, 16)):
        network = networks.transformer(size, steps, heads)
        name = f"d{size},h{heads},l2,t{steps},b{batch_size}"
        classification("W12", name, network, adam(0.01), 2, letters(batch_size, steps), networks.LETTERS)


def w13():
    classification("W13", "b32", networks.characters(), sgd(0), 1, letters(32, 3, count=27), 27)


def w16():
    parameters, loss = networks.oscillator()
    training("W16", "64", parameters, loss, adam(0), 2, jnp.linspace(0, 3, 64))


if __name__ == "__main__":
    workloads = (w3, w4, w10, w11, w12, w13, w16)
    figures.run({workload.__name__.upper(): workload for workload in workloads})
