"""What crates/distributed/examples/measure.rs measures, by PyTorch's DDP over gloo: `torchrun` is not needed.

    python3 ddp_bench.py [RANKS]
"""
import os
import sys
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn

BATCH = 64
SIZES = [1_000, 100_000, 2_000_000, 25_000_000]


def median(times, f):
    for _ in range(times // 10):
        f()
    dist.barrier()
    measured = []
    for _ in range(times):
        started = time.perf_counter()
        f()
        measured.append(time.perf_counter() - started)
    return sorted(measured)[times // 2] * 1e6


def run(rank, ranks):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29517")
    torch.set_num_threads(1)
    dist.init_process_group("gloo", rank=rank, world_size=ranks)
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))
    model = nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), 0.01)
    x, y = torch.randn(BATCH, 784), torch.arange(BATCH) % 10

    def step():
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def alone():
        with model.no_sync():
            step()

    without, exchanged = median(200, alone), median(200, step)
    if rank == 0:
        print(f"step without exchange {without:.0f} us, with {exchanged:.0f} us: {exchanged / without:.2f} times")
    for size in SIZES:
        tensor = torch.ones(size // 4)
        taken = median(max(10, min(2000, 50_000_000 // size)), lambda: dist.all_reduce(tensor))
        if rank == 0:
            print(f"all_reduce of {size} bytes: {taken:.0f} us")
        tensor.zero_()
    dist.destroy_process_group()


if __name__ == "__main__":
    ranks = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    mp.spawn(run, args=(ranks,), nprocs=ranks)
