#!/usr/bin/env python3
"""The steps of W3 and W4 in JAX, each compiled as one function: one line of JSON for each figure.

usage: jax_bench.py THREADS [W3,W4]
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


if __name__ == "__main__":
    figures.run({"W3": w3, "W4": w4})
