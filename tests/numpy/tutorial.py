"""The tutorial's network in NumPy, in our own words, and the fixture that it gives.

    python3 tests/numpy/tutorial.py > tests/numpy/fixture.json

The fixture holds the initial weights, the loss before each iteration and after the last, and
the final weights. `tests/numpy.rs` checks that the Rust crate computes the same numbers.
"""

import json

import numpy as np


# ANCHOR: np_sigmoid
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
# ANCHOR_END: np_sigmoid


# ANCHOR: np_sigmoid_prime
def sigmoid_prime_from_output(a):
    return a * (1 - a)
# ANCHOR_END: np_sigmoid_prime


# ANCHOR: np_data
x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
# ANCHOR_END: np_data


# ANCHOR: np_network
rng = np.random.default_rng(2)
w1 = rng.random((3, 4))
w2 = rng.random((4, 1))
# ANCHOR_END: np_network
initial = {"w1": w1.tolist(), "w2": w2.tolist()}


# ANCHOR: np_forward
def forward():
    a1 = sigmoid(x @ w1)
    return a1, sigmoid(a1 @ w2)
# ANCHOR_END: np_forward


# ANCHOR: np_loss
def loss(y_hat):
    return ((y_hat - y) ** 2).sum()
# ANCHOR_END: np_loss


# ANCHOR: np_backward
def backward(a1, y_hat):
    dz2 = 2 * (y_hat - y) * sigmoid_prime_from_output(y_hat)
    dz1 = dz2 @ w2.T * sigmoid_prime_from_output(a1)
    return x.T @ dz1, a1.T @ dz2
# ANCHOR_END: np_backward


# ANCHOR: np_train
losses = []
for _ in range(1500):
    a1, y_hat = forward()
    losses.append(loss(y_hat))
    dw1, dw2 = backward(a1, y_hat)
    w1 -= 1.0 * dw1
    w2 -= 1.0 * dw2
losses.append(loss(forward()[1]))
# ANCHOR_END: np_train

final = {"w1": w1.tolist(), "w2": w2.tolist()}
print(json.dumps({"initial": initial, "losses": losses, "final": final}))
