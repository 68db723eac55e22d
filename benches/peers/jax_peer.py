"""The three workloads in JAX, compiled: `python jax_peer.py NAME REPS`, the bench's JSON."""

import json
import os
import sys
import time
from pathlib import Path

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from workloads import BATCH, DTYPE, W2, W3, load

jax.config.update("jax_enable_x64", DTYPE.name == "float64")


def w1(init):
    """1500 iterations in one compiled loop."""
    x = jnp.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], jnp.float64)
    y = jnp.array([[0.0], [1.0], [1.0], [0.0]])

    def predict(weights):
        return jax.nn.sigmoid(jax.nn.sigmoid(x @ weights[0]) @ weights[1])

    def loss(weights):
        return ((predict(weights) - y) ** 2).sum()

    def iteration(weights, _):
        value, slopes = jax.value_and_grad(loss)(weights)
        return tuple(w - d for w, d in zip(weights, slopes)), value

    run = jax.jit(lambda weights: lax.scan(iteration, weights, None, length=1500))
    start = tuple(jnp.array(init[name]) for name in ("weights1", "weights2"))
    return run, start, lambda end: predict(end).ravel()


def cross_entropy(logits, y):
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], axis=1).mean()


def dense(p, x):
    return jax.nn.sigmoid(x @ p[0] + p[1]) @ p[2] + p[3]


def convolutional(p, x):
    def convolution(x, kernels, biases):
        x = lax.conv(x, kernels, (1, 1), "VALID") + biases[:, None, None]
        window = (1, 1, 2, 2)
        return lax.reduce_window(jax.nn.relu(x), -jnp.inf, lax.max, window, window, "VALID")

    x = convolution(x.reshape(-1, 1, 28, 28), p[0], p[1])
    x = convolution(x, p[2], p[3])
    return x.reshape(len(x), 400) @ p[4] + p[5]


def epoch(network, rate, name, shapes):
    """One epoch in one compiled loop."""
    x, y, start = load(Path(os.environ["BENCH_DATA"]), name, shapes)
    n = len(x) // BATCH * BATCH
    xs = jnp.array(x[:n].reshape(-1, BATCH, 784))
    ys = jnp.array(y[:n].reshape(-1, BATCH))

    def step(p, batch):
        images, labels = batch
        value, d = jax.value_and_grad(lambda p: cross_entropy(network(p, images), labels))(p)
        return [w - rate * slope for w, slope in zip(p, d)], value

    run = jax.jit(lambda p: lax.scan(step, p, (xs, ys)))
    every = jnp.array(x)
    return run, [jnp.array(w) for w in start], lambda p: network(p, every).argmax(axis=1)


def main(name, reps):
    if name == "w1":
        run, start, decide = w1(json.loads(Path(os.environ["BENCH_W1_INIT"]).read_text()))
    elif name == "w2":
        run, start, decide = epoch(dense, 0.5, "w2.f32", W2)
    else:
        run, start, decide = epoch(convolutional, 0.1, "w3.f32", W3)
    jax.block_until_ready(run(start))  # compiles
    seconds = []
    for _ in range(reps):
        begin = time.perf_counter()
        end, losses = jax.block_until_ready(run(start))
        seconds.append(time.perf_counter() - begin)
    predictions = np.asarray(decide(end)).tolist()
    print(json.dumps({"seconds": seconds, "losses": losses.tolist(), "predictions": predictions}))


main(sys.argv[1], int(sys.argv[2]))
