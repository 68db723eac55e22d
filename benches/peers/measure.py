"""Times the bench and its peers in turns, and writes the medians to data/speed.csv.

    python benches/peers/measure.py MNIST [--torch PYTHON]

MNIST is a folder with MNIST's files. NumPy and JAX must be installed for the Python that runs
this, PyTorch for the one that `--torch` names (else for the same). Every program runs the same
training: the losses must agree to nine digits, or nothing is written. The peers also run the
networks for images in 32 bits; their losses must agree to three digits.
"""

import argparse
import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PEERS = Path(__file__).parent
ROOT = PEERS.parent.parent
BENCH = ROOT / "target/release/examples/bench"
ROUNDS = 5


def programs(workload, torch):
    """The command of each program, by its name and number of threads."""
    python = [sys.executable, str(PEERS / "workloads.py"), "run"]
    peers = {
        "NumPy": [*python, workload, "3"],
        "JAX": [sys.executable, str(PEERS / "jax_peer.py"), workload, "3"],
        "PyTorch": [torch, str(PEERS / "torch_peer.py"), workload, "3"],
    }
    commands = {("this crate", 1): [str(BENCH), workload, "f64", "1", "3"]}
    commands |= {(name, 1): command for name, command in peers.items()}
    if workload == "w1":
        commands["tutorial's NumPy", 1] = [*python, "tutorial", "3"]
        return commands
    commands["this crate", 2] = [str(BENCH), workload, "f64", "2", "3"]
    in_32_bits = ["env", "BENCH_DTYPE=float32"]
    commands |= {(f"{name} f32", 1): [*in_32_bits, *peer] for name, peer in peers.items()}
    return commands


def run(command, threads):
    """What the program printed, run on as many cores as it has threads."""
    cores = set(sorted(os.sched_getaffinity(0))[:threads])
    result = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    return json.loads(result.stdout.splitlines()[-1])


def measure(workload, torch):
    """Rows of the table: every program in turn, several rounds, and the median."""
    seconds, losses = {}, {}
    for _ in range(ROUNDS):
        for (name, threads), command in programs(workload, torch).items():
            printed = run(command, threads)
            seconds.setdefault((name, threads), []).extend(printed["seconds"])
            losses[name, threads] = printed["losses"]
    ours = losses["this crate", 1]
    for (name, _), theirs in losses.items():
        gap = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
        close = 1e-3 if name.endswith("f32") else 1e-9
        assert gap < close, f"{workload}: {name} computes something else, by {gap}"
    for (name, threads), times in seconds.items():
        yield workload, name, threads, statistics.median(times)


def steps(bench, prefix=""):
    """Rows of the table: the medians that this program of `cargo bench` prints."""
    units = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}
    command = ["cargo", "bench", "--quiet", "--bench", bench]
    table = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    path = []
    for line in table.stdout.splitlines():
        found = re.match(r"([│ ]*)[├╰]─ (\w+)\s+(.*)", line)
        if not found:
            continue
        path[len(found[1]) // 3 :] = [found[2]]
        columns = [column.strip() for column in found[3].split("│")]
        if columns[0] and len(columns) > 3:
            number, unit = columns[2].split()
            group, *name = path[path.index("steps") + 1 :]
            yield group, prefix + " ".join(name), 1, float(number) * units[unit]


def machine():
    """The date, the processor, and the versions of what was measured."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    rust = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True)
    return [
        ("date", datetime.date.today().isoformat()),
        ("machine", f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores"),
        ("rust", rust.stdout.split()[1]),
    ]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("mnist", type=Path)
    arguments.add_argument("--torch", default=sys.executable)
    asked = arguments.parse_args()
    build = ["cargo", "build", "--quiet", "--release", "--example", "bench"]
    subprocess.run(build, check=True, cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        prepare = [sys.executable, str(PEERS / "workloads.py"), "prepare"]
        subprocess.run([*prepare, str(asked.mnist), folder], check=True)
        os.environ["BENCH_DATA"] = folder
        os.environ["BENCH_W1_INIT"] = str(Path(folder) / "w1.json")
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        rows = [row for name in ("w1", "w2", "w3") for row in measure(name, asked.torch)]
    rows += steps("training")
    rows += steps("system", "system ")
    lines = [f"# {name}: {value}" for name, value in machine()]
    lines.append("workload,program,threads,seconds")
    lines += [f"{w},{program},{threads},{s:.4g}" for w, program, threads, s in rows]
    (ROOT / "data/speed.csv").write_text("\n".join(lines) + "\n")


main()
