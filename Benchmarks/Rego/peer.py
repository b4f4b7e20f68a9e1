"""The policies of a folder under regopy, in the order and with the unit of rego-benchmark.

usage: peer.py DIR [NAME]...      CPU microseconds an evaluation of a compiled query, the best of five runs
"""

import json
import lzma
import sys
import time
from pathlib import Path

from regopy import Interpreter


def measured(body):
    count = 1
    while True:
        start = time.process_time()
        for _ in range(count):
            body()
        if time.process_time() - start > 0.05:
            break
        count *= 4
    best = float("inf")
    for _ in range(5 if count > 1 else 2):
        start = time.process_time()
        for _ in range(count):
            body()
        best = min(best, (time.process_time() - start) / count)
    return best * 1e6


def run(folder, entry):
    rego = Interpreter()
    for name in entry["policy"]:
        rego.add_module(name, (folder / "policy" / name).read_text())
    path = folder / entry["data"]
    data = lzma.open(path).read() if path.suffix == ".xz" else path.read_bytes()
    rego.add_data_json(data.decode())
    bundle = rego.build(entry["query"])
    rego.set_input(json.loads((folder / entry["input"]).read_text()))
    return measured(lambda: rego.query_bundle(bundle))


def main():
    root = Path(sys.argv[1])
    for name, entry in json.loads((root / "manifest.json").read_text()).items():
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        try:
            print(f"{name:<14} {run(root / name, entry):12.1f}", flush=True)
        except Exception as error:  # what the peer cannot evaluate is told, and the others go on
            print(f"{name:<14} {type(error).__name__}: {str(error).splitlines()[0][:80]}", flush=True)


main()
