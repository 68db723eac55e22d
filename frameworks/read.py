"""The logits of the digits in a file of numbers, by a network that the book's code saved."""

import sys

# ANCHOR: read_in_python
import numpy as np
from safetensors.numpy import load_file


def logits(path, x):
    net = load_file(path)
    a1 = np.maximum(x @ net["0.weights"] + net["0.biases"], 0)
    return a1 @ net["1.weights"] + net["1.biases"]
# ANCHOR_END: read_in_python


network, digits, written = sys.argv[1:]
x = np.loadtxt(digits, delimiter=",")
np.savetxt(written, logits(network, x), delimiter=",", fmt="%.17g")
