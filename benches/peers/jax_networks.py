"""The networks of W10 to W13 and W16 in JAX: of each its parameters, and its scores from them."""

import jax
import jax.numpy as jnp
import numpy as np

LETTERS = 65
random = np.random.default_rng(0)


def normal(*shape):
    return jnp.asarray(0.05 * random.standard_normal(shape), jnp.float32)


def dense(inputs, outputs):
    return normal(inputs, outputs), normal(outputs)


def apply(layer, x):
    return x @ layer[0] + layer[1]


def convolve(layer, x, padding):
    y = jax.lax.conv_general_dilated(x, layer[0], (1, 1), padding, dimension_numbers=("NCHW", "OIHW", "NCHW"))
    return y + layer[1][:, None, None]


def pool(x):
    return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")


def kernels(inputs, outputs):
    return normal(outputs, inputs, 3, 3), normal(outputs)


def mnist():
    def scores(p, x):
        x = jax.nn.relu(convolve(p[1], jax.nn.relu(convolve(p[0], x, "VALID")), "VALID"))
        return apply(p[3], jax.nn.relu(apply(p[2], pool(x).reshape(x.shape[0], -1))))

    return [kernels(1, 32), kernels(32, 64), dense(9216, 128), dense(128, 10)], scores


def digits():
    def scores(p, x):
        for layer in p[:2]:
            x = pool(jax.nn.relu(convolve(layer, x, "SAME")))
        return apply(p[2], x.reshape(x.shape[0], -1))

    return [kernels(1, 8), kernels(8, 16), dense(64, 10)], scores


def lstm_cell(hidden, state, x):
    h, c = state
    i, f, g, o = jnp.split(x + apply(hidden, h), 4, 1)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    h = jax.nn.sigmoid(o) * jnp.tanh(c)
    return (h, c), h


def gru_cell(hidden, state, x):
    h = state[0]
    (r, z, n), (of_r, of_z, of_n) = jnp.split(x, 3, 1), jnp.split(apply(hidden, h), 3, 1)
    n = jnp.tanh(n + jax.nn.sigmoid(r + of_r) * of_n)
    z = jax.nn.sigmoid(z + of_z)
    h = (1 - z) * n + z * h
    return (h, h), h


def recurrent(cell, gates, embedding, width):
    parameters = (
        normal(LETTERS, embedding), dense(embedding, gates * width), dense(width, gates * width), dense(width, LETTERS),
    )  # fmt: skip

    def scores(p, x):
        letters, inputs, hidden, head = p
        steps = jnp.swapaxes(apply(inputs, letters[x]), 0, 1)
        zeros = jnp.zeros((x.shape[0], width))
        states = jax.lax.scan(lambda state, x: cell(hidden, state, x), (zeros, zeros), steps)[1]
        return apply(head, jnp.swapaxes(states, 0, 1)).reshape(-1, LETTERS)

    return parameters, scores


def norm(layer, x):
    x = (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + 1e-5)
    return x * layer[0] + layer[1]


def attend(x, heads):
    batch, steps, size = x.shape[0], x.shape[1], x.shape[2] // 3
    parts = (part.reshape(batch, steps, heads, -1) for part in jnp.split(x, 3, 2))
    query, key, value = (jnp.swapaxes(part, 1, 2) for part in parts)
    seen = jnp.tril(jnp.ones((steps, steps), bool))
    weights = query @ jnp.swapaxes(key, 2, 3) / np.sqrt(size / heads)
    mixed = jax.nn.softmax(jnp.where(seen, weights, -jnp.inf)) @ value
    return jnp.swapaxes(mixed, 1, 2).reshape(batch, steps, size)


def transformer(size, steps, heads):
    def one():
        return jnp.ones(size), jnp.zeros(size)

    def block():
        return one(), dense(size, 3 * size), dense(size, size), one(), dense(size, 4 * size), dense(4 * size, size)

    def scores(p, x):
        letters, places, blocks, last, head = p
        x = letters[x] + places
        for norm1, qkv, proj, norm2, up, down in blocks:
            x = x + apply(proj, attend(apply(qkv, norm(norm1, x)), heads))
            x = x + apply(down, jax.nn.gelu(apply(up, norm(norm2, x)), approximate=False))
        return (norm(last, x) @ head).reshape(-1, LETTERS)

    parameters = (normal(LETTERS, size), normal(steps, size), (block(), block()), one(), normal(size, LETTERS))
    return parameters, scores


def characters():
    def scores(p, x):
        letters, first, (scale, shift), last = p
        x = letters[x].reshape(x.shape[0], 30) @ first
        x = (x - x.mean(0)) / jnp.sqrt(x.var(0) + 1e-5) * scale + shift
        return apply(last, jnp.tanh(x))

    return (normal(27, 10), normal(30, 200), (jnp.ones(200), jnp.zeros(200)), dense(200, 27)), scores


def oscillator():
    """The parameters, and the loss of `u'' + u = 0`, `u(0) = 1`."""

    def u(p, t):
        x = t[None, None]
        return apply(p[2], jnp.tanh(apply(p[1], jnp.tanh(apply(p[0], x)))))[0, 0]

    def loss(p, x):
        def at(t):
            return u(p, t)

        residual = jax.vmap(jax.grad(jax.grad(at)))(x) + jax.vmap(at)(x)
        return jnp.mean(residual**2) + (at(jnp.float32(0)) - 1) ** 2

    return [dense(1, 32), dense(32, 32), dense(32, 1)], loss
