"""Part II in NumPy: a dense and a convolutional network, trained, and the fixture they give.

    python3 tests/numpy/part_two.py > tests/numpy/part_two.json

For each network the fixture holds the samples `x`, one in a row, and their `labels`, the
initial `parameters`, and for each run the size of its batches, the loss of every batch
before its step, and the `final` parameters. Parameters are in the order of the crate: the
weights of the first layer, its biases, those of the second layer. `tests/numpy.rs` checks that the Rust crate
computes the same numbers.
"""

import json

import numpy as np


# Each rule is made anew for every array of parameters, and turns slopes into steps.
def descent():
    return lambda slope: slope


def momentum(keep=0.9):
    velocity = 0

    def rule(slope):
        nonlocal velocity
        velocity = keep * velocity + slope
        return velocity

    return rule


def rms_prop(keep=0.9, epsilon=1e-8):
    mean_square = 0

    def rule(slope):
        nonlocal mean_square
        mean_square = keep * mean_square + (1 - keep) * slope**2
        return slope / (np.sqrt(mean_square) + epsilon)

    return rule


def adam(keep_mean=0.9, keep_square=0.999, epsilon=1e-8):
    steps = mean = mean_square = 0

    def rule(slope):
        nonlocal steps, mean, mean_square
        steps += 1
        mean = keep_mean * mean + (1 - keep_mean) * slope
        mean_square = keep_square * mean_square + (1 - keep_square) * slope**2
        corrected = mean / (1 - keep_mean**steps)
        return corrected / (np.sqrt(mean_square / (1 - keep_square**steps)) + epsilon)

    return rule


def cross_entropy(logits, labels):
    """The mean over the samples, and its slope along the logits."""
    samples = np.arange(len(labels))
    powers = np.exp(logits)
    shares = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(shares[samples, labels]).mean()
    shares[samples, labels] -= 1
    return loss, shares / len(labels)


def dense_slopes(x, labels, w1, b1, w2, b2):
    """Two dense layers, tanh after the first: the loss, and its slope along each array."""
    a1 = np.tanh(x @ w1 + b1)
    loss, dz2 = cross_entropy(a1 @ w2 + b2, labels)
    dz1 = dz2 @ w2.T * (1 - a1**2)
    return loss, [x.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)]


def pad(images):
    return np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)))


def windows(images, size, stride):
    """(n, channels, rows, columns, size, size): what the square covers, padding 1 around."""
    all_places = np.lib.stride_tricks.sliding_window_view(pad(images), (size, size), (2, 3))
    return all_places[:, :, ::stride, ::stride]


def convolve(images, kernels, biases, stride):
    covered = windows(images, kernels.shape[2], stride)
    return np.einsum("nchwij,fcij->nfhw", covered, kernels) + biases[:, None, None]


def convolve_slopes(images, kernels, stride, dz):
    """The slope along the kernels, the biases and the images."""
    rows, columns = dz.shape[2:]
    d_kernels = np.einsum("nchwij,nfhw->fcij", windows(images, kernels.shape[2], stride), dz)
    d_padded = np.zeros_like(pad(images))
    for y in range(rows):
        for x in range(columns):
            (top, left), size = (y * stride, x * stride), kernels.shape[2]
            square = np.s_[:, :, top : top + size, left : left + size]
            d_padded[square] += np.einsum("nf,fcij->ncij", dz[:, :, y, x], kernels)
    return d_kernels, dz.sum(axis=(0, 2, 3)), d_padded[:, :, 1:-1, 1:-1]


def pool_slopes(images, d_pooled):
    """Hands each slope to the largest of its 2 by 2 pixels."""
    d_images = np.zeros_like(images)
    for n, c, y, x in np.ndindex(d_pooled.shape):
        square = np.s_[n, c, 2 * y : 2 * y + 2, 2 * x : 2 * x + 2]
        i, j = np.unravel_index(images[square].argmax(), (2, 2))
        d_images[n, c, 2 * y + i, 2 * x + j] = d_pooled[n, c, y, x]
    return d_images


def convolution_slopes(x, labels, k1, b1, k2, b2, w, b):
    """Two convolutions with ReLU, a pool of 2 by 2, a dense layer."""
    images = x.reshape(-1, 2, 7, 8)
    z1 = convolve(images, k1, b1, stride=2)
    a1 = np.maximum(z1, 0)
    z2 = convolve(a1, k2, b2, stride=1)
    a2 = np.maximum(z2, 0)
    # Five rows and columns: the last ones are in no square.
    pooled = a2[:, :, :4, :4].reshape(-1, 3, 2, 2, 2, 2).max(axis=(3, 5))
    features = pooled.reshape(-1, 12)

    loss, d = cross_entropy(features @ w + b, labels)
    dz2 = pool_slopes(a2, (d @ w.T).reshape(pooled.shape)) * (z2 > 0)
    dk2, db2, da1 = convolve_slopes(a1, k2, 1, dz2)
    dk1, db1, _ = convolve_slopes(images, k1, 2, da1 * (z1 > 0))
    return loss, [dk1, db1, dk2, db2, features.T @ d, d.sum(axis=0)]


def flat(arrays):
    return np.concatenate([array.ravel() for array in arrays]).tolist()


def train(slopes, initial, x, labels, batch, epochs, learning_rate, rule):
    """Through the samples in order, the last batch of an epoch being what is left."""
    parameters = [array.copy() for array in initial]
    steps = [rule() for _ in parameters]
    losses = []
    for _ in range(epochs):
        for i in range(0, len(x), batch):
            loss, gradient = slopes(x[i : i + batch], labels[i : i + batch], *parameters)
            losses.append(float(loss))
            for array, step, slope in zip(parameters, steps, gradient):
                array -= learning_rate * step(slope)
    return {"batch": batch, "losses": losses, "final": flat(parameters)}


rng = np.random.default_rng(2)


def hundredths(*shape):
    """Numbers from -1 to 1 that are short to write."""
    return rng.integers(-100, 101, shape) / 100


def network(slopes, samples, batch, epochs, shapes, runs):
    x, labels = hundredths(*samples), np.arange(samples[0]) % 3
    initial = [hundredths(*shape) for shape in shapes]
    trained = {
        name: train(slopes, initial, x, labels, batch, epochs, learning_rate, rule)
        for name, (rule, learning_rate) in runs.items()
    }
    initial = {"x": x.tolist(), "labels": labels.tolist(), "parameters": flat(initial)}
    return {"initial": initial, "runs": trained}


rules = {
    "descent": (descent, 0.5),
    "momentum": (momentum, 0.1),
    "rms_prop": (rms_prop, 0.05),
    "adam": (adam, 0.05),
}
dense = network(dense_slopes, (12, 4), 5, 12, [(4, 5), (5,), (5, 3), (3,)], rules)
shapes = [(3, 2, 3, 3), (3,), (3, 3, 2, 2), (3,), (12, 3), (3,)]
convolution = network(
    convolution_slopes, (8, 2 * 7 * 8), 3, 12, shapes, {"descent": (descent, 0.1)}
)
print(json.dumps({"dense": dense, "convolution": convolution}))
