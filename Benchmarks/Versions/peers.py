#!/usr/bin/python3
"""ns a comparison of the Python bindings of dpkg's order (apt_pkg) and of packaging, over the same vectors.

usage: peers.py FOLDER
"""

import os
import sys
import time


def pairs(folder, name):
    with open(os.path.join(folder, name + ".txt"), encoding="utf-8") as file:
        rows = [line.split() for line in file if not line.startswith(("#", "//"))]
    return [(row[0], row[2]) for row in rows if len(row) == 3]


def measure(name, rows, compare):
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for a, b in rows:
            compare(a, b)
        best = min(best, time.process_time() - start)
    print(f"{name:<48}{best * 1e9 / len(rows):.1f}")


def main():
    folder = sys.argv[1]
    try:
        import apt_pkg
        apt_pkg.init_system()
        measure("apt_pkg.version_compare", pairs(folder, "debian-versions-generated"), apt_pkg.version_compare)
    except ImportError:
        print("skipped: python3-apt is not installed")
    try:
        from packaging.version import InvalidVersion, Version
    except ImportError:
        print("skipped: python3-packaging is not installed")
        return
    rows = []
    for a, b in pairs(folder, "pypi-versions-generated"):
        try:
            Version(a), Version(b)
        except InvalidVersion:
            continue
        rows.append((a, b))
    measure("packaging, parsing included", rows, lambda a, b: Version(a) < Version(b))


main()
