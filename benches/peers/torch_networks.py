"""The networks of W10 to W13 in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F

LETTERS = 65


def convolutions():
    """Name, network, side of a picture and batch size."""
    mnist = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip
    digits = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64, 10),
    )  # fmt: skip
    return [("mnist", mnist, 28, 64), ("digits", digits, 8, 32)]


class Writer(nn.Module):
    """Letters as vectors, a recurrent layer, and scores of the letters that follow."""

    def __init__(self, kind, embedding, hidden):
        super().__init__()
        self.letters = nn.Embedding(LETTERS, embedding)
        self.rnn = kind(embedding, hidden, batch_first=True)
        self.head = nn.Linear(hidden, LETTERS)

    def forward(self, x):
        return self.head(self.rnn(self.letters(x))[0]).flatten(0, 1)


class Block(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads, self.ln1, self.ln2 = heads, nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.proj = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.mlp = nn.Sequential(nn.Linear(size, 4 * size), nn.GELU(), nn.Linear(4 * size, size))

    def attend(self, x):
        batch, steps, size = x.shape
        heads = (
            part.view(batch, steps, self.heads, size // self.heads).transpose(1, 2)
            for part in self.qkv(x).split(size, 2)
        )
        mixed = F.scaled_dot_product_attention(*heads, is_causal=True)
        return self.proj(mixed.transpose(1, 2).reshape(batch, steps, size))

    def forward(self, x):
        x = x + self.attend(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class Transformer(nn.Module):
    def __init__(self, size, steps, heads):
        super().__init__()
        self.letters, self.places = nn.Embedding(LETTERS, size), nn.Embedding(steps, size)
        self.blocks = nn.Sequential(Block(size, heads), Block(size, heads))
        self.norm, self.head = nn.LayerNorm(size), nn.Linear(size, LETTERS, bias=False)

    def forward(self, x):
        x = self.letters(x) + self.places(torch.arange(x.shape[1]))
        return self.head(self.norm(self.blocks(x))).flatten(0, 1)


def characters():
    return nn.Sequential(
        nn.Embedding(27, 10), nn.Flatten(), nn.Linear(30, 200, bias=False), nn.BatchNorm1d(200), nn.Tanh(),
        nn.Linear(200, 27),
    )  # fmt: skip
