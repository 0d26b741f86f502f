"""Trains the network whose weights `load_pytorch_weights` loads: `python sine_pytorch.py`, with torch."""

import pathlib

import torch
from torch import nn


class MultiLayerPerceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.sequential = nn.Sequential(
            nn.Linear(1, 20), nn.Tanh(), nn.Linear(20, 20), nn.Tanh(), nn.Linear(20, 1)
        )

    def forward(self, x):
        return self.sequential(x)


torch.manual_seed(0)
x = torch.linspace(-10, 10, 200)[:, None]
y = torch.sin(x / 2) + 0.2 * torch.randn(200, 1)
model = MultiLayerPerceptron()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(200):
    loss = ((model(x) - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

x = torch.linspace(-10, 10, 9)[:, None]
with torch.no_grad():
    prediction = model(x)
torch.save(
    {"model": model.state_dict(), "x": x, "prediction": prediction, "epochs": 200},
    pathlib.Path(__file__).with_name("sine_pytorch.pt"),
)
