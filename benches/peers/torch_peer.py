"""The three workloads in PyTorch: `python torch_peer.py NAME REPS`, the bench's JSON."""

import json
import os
import sys
import time
from pathlib import Path

import torch
from torch import nn

from workloads import BATCH, DTYPE, W2, W3, load

torch.set_num_threads(1)
torch.set_default_dtype(getattr(torch, DTYPE.name))


def w1(init):
    x = torch.tensor([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], dtype=torch.get_default_dtype())
    y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    net = nn.Sequential(
        nn.Linear(3, 4, bias=False), nn.Sigmoid(), nn.Linear(4, 1, bias=False), nn.Sigmoid()
    )
    start = [torch.tensor(init[name]).T for name in ("weights1", "weights2")]
    squares = nn.MSELoss(reduction="sum")
    return net, start, [(x, y)] * 1500, squares, 1.0, lambda: net(x).ravel()


def images(net, rate, name, shapes):
    x, y, start = load(Path(os.environ["BENCH_DATA"]), name, shapes)
    x, y = torch.tensor(x), torch.tensor(y)
    x = x if isinstance(net[0], nn.Linear) else x.reshape(-1, 1, 28, 28)
    batches = [
        (x[i : i + BATCH], y[i : i + BATCH]) for i in range(0, len(x) - BATCH + 1, BATCH)
    ]
    # PyTorch keeps the weights of a dense layer turned.
    start = [torch.tensor(p.T if p.ndim == 2 else p) for p in start]
    return net, start, batches, nn.CrossEntropyLoss(), rate, lambda: net(x).argmax(dim=1)


def main(name, reps):
    if name == "w1":
        parts = w1(json.loads(Path(os.environ["BENCH_W1_INIT"]).read_text()))
    elif name == "w2":
        net = nn.Sequential(nn.Linear(784, 128), nn.Sigmoid(), nn.Linear(128, 10))
        parts = images(net, 0.5, "w2.f32", W2)
    else:
        first, second = nn.Conv2d(1, 8, 3), nn.Conv2d(8, 16, 3)
        pool, flatten = nn.MaxPool2d(2), nn.Flatten()
        layers = [first, nn.ReLU(), pool, second, nn.ReLU(), pool, flatten, nn.Linear(400, 10)]
        parts = images(nn.Sequential(*layers), 0.1, "w3.f32", W3)
    net, start, batches, loss, rate, decide = parts
    parameters = list(net.parameters())
    seconds = []
    for _ in range(reps):
        with torch.no_grad():
            for parameter, value in zip(parameters, start):
                parameter.copy_(value)
        losses = []
        optimizer = torch.optim.SGD(parameters, lr=rate)
        begin = time.perf_counter()
        for x, y in batches:
            optimizer.zero_grad()
            value = loss(net(x), y)
            value.backward()
            optimizer.step()
            losses.append(value.item())
        seconds.append(time.perf_counter() - begin)
    with torch.no_grad():
        predictions = decide().tolist()
    print(json.dumps({"seconds": seconds, "losses": losses, "predictions": predictions}))


main(sys.argv[1], int(sys.argv[2]))
