"""What `benches/peers/workloads.py` gives for a small made-up data set, as a fixture.

    python3 tests/numpy/bench.py > tests/numpy/bench.json

`tests/bench.rs` makes the same data, and checks that `benches/bench.rs` gives the same losses
and predictions.
"""

import json
import sys
from pathlib import Path

import numpy as np

# No __pycache__ beside the peer.
sys.dont_write_bytecode = True
sys.path.append(str(Path(__file__).parents[2] / "benches" / "peers"))
import workloads

IMAGES = 200


def random(seed, n):
    """Numbers from 0 to 1 of G. Marsaglia's generator xorshift64 (*Xorshift RNGs*, 2003)."""
    numbers = []
    for _ in range(n):
        seed ^= seed << 13 & 0xFFFF_FFFF_FFFF_FFFF
        seed ^= seed >> 7
        seed ^= seed << 17 & 0xFFFF_FFFF_FFFF_FFFF
        numbers.append((seed >> 40) / 2**24)
    return np.array(numbers)


labels = np.arange(IMAGES) % 10
x = random(1, IMAGES * 784).reshape(IMAGES, 784)
# Ink everywhere, and more of it in a band of the image, which says the class.
x[np.arange(784) // 79 != labels[:, None]] /= 4


def run(program, shapes):
    """The parameters lie between -1/4 and 1/4, biases too, and fit in 32 bits."""
    numbers = random(2, sum(int(np.prod(shape)) for shape in shapes))
    numbers = numbers / 2 - 1 / 4
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    parts = np.split(numbers, ends[:-1])
    parameters = [part.reshape(shape) for part, shape in zip(parts, shapes)]
    _, losses, predictions = program(x, labels, parameters)
    return {"losses": losses, "predictions": predictions}


w2, w3 = run(workloads.w2, workloads.W2), run(workloads.w3, workloads.W3)
print(json.dumps({"w2": w2, "w3": w3}))
