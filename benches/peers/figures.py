"""What the benches in Python share: their arguments, how a call is timed, batches, and the lines they print."""

import itertools
import json
import statistics
import sys
import time

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1


def report(peer, workload, size, metric, value, unit):
    figure = {"workload": workload, "peer": peer, "threads": THREADS, "size": str(size)}
    print(json.dumps(figure | {"metric": metric, "value": value, "unit": unit}), flush=True)


def seconds(call, prepare=tuple):
    """The median of a call's time over about a second; short calls are timed many at a time."""
    times = []
    start = time.perf_counter()
    while len(times) < 2 or time.perf_counter() - start < 0.3:
        prepared = prepare()
        begin = time.perf_counter()
        call(*prepared)
        times.append(time.perf_counter() - begin)
    once = statistics.median(times)
    calls = 1 if prepare is not tuple else max(1, round(2e-3 / once))
    times = []
    for _ in range(min(200, max(7, round(1 / (once * calls))))):
        prepared = prepare()
        begin = time.perf_counter()
        for _ in range(calls):
            call(*prepared)
        times.append((time.perf_counter() - begin) / calls)
    return statistics.median(times)


def batches(rows, size):
    """The rows of one whole batch after the other, over and over."""
    return itertools.cycle([slice(at, at + size) for at in range(0, rows - size + 1, size)])


def run(workloads):
    """Runs those that the command line names, or all."""
    chosen = sys.argv[2].upper().split(",") if len(sys.argv) > 2 else list(workloads)
    for name in chosen:
        if name in workloads:
            workloads[name]()
