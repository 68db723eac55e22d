"""The three workloads of `benches/bench.rs`, in NumPy: what the bench must agree with.

`python workloads.py prepare MNIST DIR` writes the data and the initial weights of all
workloads to DIR, from the 10,000 test images of MNIST. `python workloads.py run NAME` runs
one of them and prints the same line of JSON as the bench.

To time a program of your own beside these: `prepare` writes what it needs, and with BENCH_DATA naming
DIR and BENCH_W1_INIT naming DIR/w1.json, `cargo run --release --example bench -- WORKLOAD f64 THREADS
REPS` prints the seconds of each repetition, the losses and the predictions.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

BATCH = 64
# In how many bits the networks for images compute.
DTYPE = np.dtype(os.environ.get("BENCH_DTYPE", "float64"))


def prepare(mnist, folder):
    """Writes x.f32, y.u8, w1.json, w2.f32 and w3.f32."""
    folder.mkdir(parents=True, exist_ok=True)
    images = (mnist / "t10k-images-idx3-ubyte").read_bytes()[16:]
    pixels = np.frombuffer(images, np.uint8).astype("<f4") / np.float32(255)
    pixels.tofile(folder / "x.f32")
    labels = (mnist / "t10k-labels-idx1-ubyte").read_bytes()[8:]
    (folder / "y.u8").write_bytes(labels)

    rng = np.random.default_rng(0)
    weights = {"weights1": rng.random((3, 4)), "weights2": rng.random((4, 1))}
    text = json.dumps({name: w.tolist() for name, w in weights.items()})
    (folder / "w1.json").write_text(text)

    def layer(inputs, outputs, biases):
        spread = np.sqrt(6 / (inputs + outputs))
        weights = rng.uniform(-spread, spread, inputs * outputs)
        return np.concatenate([weights, np.zeros(biases)]).astype("<f4")

    np.concatenate([layer(784, 128, 128), layer(128, 10, 10)]).tofile(folder / "w2.f32")
    layers = [layer(9, 8, 8), layer(72, 16, 16), layer(400, 10, 10)]
    np.concatenate(layers).tofile(folder / "w3.f32")


def load(folder, name, shapes):
    """Images, labels and the parameters of these shapes."""
    x = np.fromfile(folder / "x.f32", "<f4").astype(DTYPE).reshape(-1, 784)
    y = np.fromfile(folder / "y.u8", np.uint8).astype(np.int64)
    numbers = np.fromfile(folder / name, "<f4").astype(DTYPE)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    parts = np.split(numbers, ends[:-1])
    return x, y, [part.reshape(shape) for part, shape in zip(parts, shapes)]


def tutorial(init):
    """The tutorial's way: its functions, a slope computed twice, an array for each step."""
    x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0], [1], [1], [0]])
    w1, w2 = np.array(init["weights1"]), np.array(init["weights2"])

    def sigmoid(z):
        return 1.0 / (1 + np.exp(-z))

    def slope(a):
        return a * (1.0 - a)

    losses = []
    start = time.perf_counter()
    for _ in range(1500):
        a1 = sigmoid(np.dot(x, w1))
        y_hat = sigmoid(np.dot(a1, w2))
        losses.append(float(((y - y_hat) ** 2).sum()))
        d2 = np.dot(a1.T, 2 * (y - y_hat) * slope(y_hat))
        d1 = np.dot(x.T, np.dot(2 * (y - y_hat) * slope(y_hat), w2.T) * slope(a1))
        w1 += d1
        w2 += d2
    seconds = time.perf_counter() - start
    y_hat = sigmoid(np.dot(sigmoid(np.dot(x, w1)), w2))
    return seconds, losses, y_hat.ravel().tolist()


def w1(init):
    """The same training with less work: each slope once, no copy where none is needed."""
    x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], float)
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    w1, w2 = np.array(init["weights1"]), np.array(init["weights2"])
    losses = []
    start = time.perf_counter()
    for _ in range(1500):
        a1 = 1 / (1 + np.exp(-(x @ w1)))
        y_hat = 1 / (1 + np.exp(-(a1 @ w2)))
        error = y_hat - y
        losses.append(float((error * error).sum()))
        dz2 = 2 * error * y_hat * (1 - y_hat)
        dz1 = (dz2 @ w2.T) * a1 * (1 - a1)
        w2 -= a1.T @ dz2
        w1 -= x.T @ dz1
    seconds = time.perf_counter() - start
    a1 = 1 / (1 + np.exp(-(x @ w1)))
    y_hat = 1 / (1 + np.exp(-(a1 @ w2)))
    return seconds, losses, y_hat.ravel().tolist()


def softmax_slope(logits, labels):
    """The mean cross entropy, and its slope along the logits."""
    n = len(labels)
    shifted = logits - logits.max(axis=1, keepdims=True)
    shares = np.exp(shifted)
    sums = shares.sum(axis=1, keepdims=True)
    loss = float((np.log(sums[:, 0]) - shifted[np.arange(n), labels]).mean())
    shares /= sums
    shares[np.arange(n), labels] -= 1
    shares /= n
    return loss, shares


def w2(x, y, parameters):
    """784-128-10, sigmoid and softmax."""
    w1, b1, w2, b2 = (p.copy() for p in parameters)
    losses = []
    start = time.perf_counter()
    for i in range(0, len(x) - BATCH + 1, BATCH):
        xs, ys = x[i : i + BATCH], y[i : i + BATCH]
        a = xs @ w1
        a += b1
        np.negative(a, out=a)
        np.exp(a, out=a)
        a += 1
        np.reciprocal(a, out=a)
        loss, dz2 = softmax_slope(a @ w2 + b2, ys)
        losses.append(loss)
        dz1 = dz2 @ w2.T
        dz1 *= a
        dz1 *= 1 - a
        w2 -= 0.5 * (a.T @ dz2)
        b2 -= 0.5 * dz2.sum(axis=0)
        w1 -= 0.5 * (xs.T @ dz1)
        b1 -= 0.5 * dz1.sum(axis=0)
    seconds = time.perf_counter() - start
    logits = 1 / (1 + np.exp(-(x @ w1 + b1))) @ w2 + b2
    return seconds, losses, logits.argmax(axis=1).tolist()


def patches(images, size):
    """(n, channels, height, width) to (n, channels · size², places)."""
    n, channels = images.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(2, 3))
    places = windows.shape[2] * windows.shape[3]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, channels * size * size, places)


def scatter(slopes, shape, size):
    """The way back from patches: adds each number to the pixel it came from."""
    n, channels, height, width = shape
    rows, columns = height - size + 1, width - size + 1
    slopes = slopes.reshape(n, channels, size, size, rows, columns)
    images = np.zeros(shape, DTYPE)
    for i in range(size):
        for j in range(size):
            images[:, :, i : i + rows, j : j + columns] += slopes[:, :, i, j]
    return images


def pool(images):
    """The largest of each 2 by 2, and which of the four it was."""
    n, channels, height, width = images.shape
    h, w = height // 2, width // 2
    squares = images[:, :, : 2 * h, : 2 * w].reshape(n, channels, h, 2, w, 2)
    squares = squares.transpose(0, 1, 2, 4, 3, 5).reshape(n, channels, h, w, 4)
    which = squares.argmax(axis=4)
    return np.take_along_axis(squares, which[..., None], axis=4)[..., 0], which


def unpool(slopes, which, shape):
    """Hands each slope to the pixel that was the largest."""
    n, channels, h, w = slopes.shape
    squares = np.zeros((n, channels, h, w, 4), DTYPE)
    np.put_along_axis(squares, which[..., None], slopes[..., None], axis=4)
    squares = squares.reshape(n, channels, h, w, 2, 2).transpose(0, 1, 2, 4, 3, 5)
    images = np.zeros(shape, DTYPE)
    images[:, :, : 2 * h, : 2 * w] = squares.reshape(n, channels, 2 * h, 2 * w)
    return images


def w3_forward(xs, k1, b1, k2, b2, w, b):
    """Everything that the backward pass needs, the logits last."""
    n = len(xs)
    p1 = patches(xs.reshape(n, 1, 28, 28), 3)
    z1 = (k1.reshape(8, 9) @ p1 + b1[:, None]).reshape(n, 8, 26, 26)
    a1, which1 = pool(np.maximum(z1, 0))
    p2 = patches(a1, 3)
    z2 = (k2.reshape(16, 72) @ p2 + b2[:, None]).reshape(n, 16, 11, 11)
    a2, which2 = pool(np.maximum(z2, 0))
    features = a2.reshape(n, 400)
    return p1, z1, a1, which1, p2, z2, a2, which2, features, features @ w + b


def w3(x, y, parameters):
    """Two convolutions with ReLU and pools, one dense layer."""
    k1, b1, k2, b2, w, b = (p.copy() for p in parameters)
    losses = []
    start = time.perf_counter()
    for i in range(0, len(x) - BATCH + 1, BATCH):
        xs, ys = x[i : i + BATCH], y[i : i + BATCH]
        n = len(xs)
        p1, z1, a1, which1, p2, z2, a2, which2, features, logits = w3_forward(
            xs, k1, b1, k2, b2, w, b
        )
        loss, d = softmax_slope(logits, ys)
        losses.append(loss)
        dw, db = features.T @ d, d.sum(axis=0)
        dz2 = unpool((d @ w.T).reshape(a2.shape), which2, z2.shape) * (z2 > 0)
        dz2 = dz2.reshape(n, 16, 121)
        dk2 = (dz2 @ p2.transpose(0, 2, 1)).sum(axis=0)
        da1 = scatter(k2.reshape(16, 72).T @ dz2, a1.shape, 3)
        dz1 = (unpool(da1, which1, z1.shape) * (z1 > 0)).reshape(n, 8, 676)
        dk1 = (dz1 @ p1.transpose(0, 2, 1)).sum(axis=0)
        w -= 0.1 * dw
        b -= 0.1 * db
        k2 -= 0.1 * dk2.reshape(k2.shape)
        b2 -= 0.1 * dz2.sum(axis=(0, 2))
        k1 -= 0.1 * dk1.reshape(k1.shape)
        b1 -= 0.1 * dz1.sum(axis=(0, 2))
    seconds = time.perf_counter() - start
    parts = [x[i : i + 500] for i in range(0, len(x), 500)]
    logits = [w3_forward(part, k1, b1, k2, b2, w, b)[-1] for part in parts]
    return seconds, losses, np.concatenate(logits).argmax(axis=1).tolist()


W2 = [(784, 128), (128,), (128, 10), (10,)]
W3 = [(8, 1, 3, 3), (8,), (16, 8, 3, 3), (16,), (400, 10), (10,)]


def run(name, reps):
    """The line that the bench prints, too."""
    if name in ("w1", "tutorial"):
        program = w1 if name == "w1" else tutorial
        init = json.loads(Path(os.environ["BENCH_W1_INIT"]).read_text())
        runs = [program(init) for _ in range(reps)]
    else:
        program, shapes = {"w2": (w2, W2), "w3": (w3, W3)}[name]
        data = load(Path(os.environ["BENCH_DATA"]), f"{name}.f32", shapes)
        runs = [program(*data) for _ in range(reps)]
    seconds = [seconds for seconds, _, _ in runs]
    _, losses, predictions = runs[-1]
    return {"seconds": seconds, "losses": losses, "predictions": predictions}


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps(run(sys.argv[2], int(sys.argv[3]))))
