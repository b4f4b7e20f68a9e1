"""How long a scan takes of an image whose inventory is known, from the start of the process to its end.

    scan.py BIN DATABASE IMAGE...     images by their names in Benchmarks/images

The inventory of each image is written once in each format; then `obryza scan` reads it and the database anew each time. A start that
does nothing (`--version`) is measured between the runs: what is above it is the scan. Fails when the best time of the own format is over
the bar.
"""

import os
import statistics
import subprocess
import sys
import time

BAR = 0.050
RUNS = 40
FORMATS = ["json", "spdx3-json", "spdx-json", "cyclonedx-json"]


def once(command):
    """Wall and CPU seconds, and MB of memory, of one process."""
    null = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    begin = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begin
    os.close(null)
    code = os.waitstatus_to_exitcode(status)
    # 3: something of the image is in no database.
    if code not in (0, 3):
        sys.exit(f"{' '.join(command)} ended with {code}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    binary, database, images = sys.argv[1], sys.argv[2], sys.argv[3:]
    obryza = f"{binary}/obryza"
    os.makedirs("Benchmarks/results", exist_ok=True)
    failed = False
    print(f"{'document':34}{'components':>11}{'MB':>7}{'best ms':>9}{'median':>8}{'CPU ms':>8}{'peak MB':>9}")
    for image in images:
        names = {name: f"Benchmarks/results/{image}.{name}" for name in FORMATS}
        command = [obryza, "sbom", f"oci:Benchmarks/images/{image}"]
        for name, path in names.items():
            command += ["--format", f"{name}={path}"]
        made = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if made.returncode not in (0, 3):
            sys.exit(f"{' '.join(command)} ended with {made.returncode}")
        with open(names["json"], encoding="utf-8") as file:
            count = file.read().count('"ecosystem"')
        commands = {"(start)": [obryza, "--version"]}
        for name, path in names.items():
            commands[name] = [obryza, "scan", path, "--db", database, "--format", "json"]
        costs = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                costs[name].append(once(command))
        for name, runs in costs.items():
            walls = sorted(run[0] for run in runs)
            size = os.path.getsize(names[name]) / 1e6 if name in names else 0
            best = walls[0]
            print(
                f"{image + ' ' + name:34}{count if name in names else '':>11}{size:>7.1f}{best * 1e3:>9.1f}"
                f"{statistics.median(walls) * 1e3:>8.1f}{min(run[1] for run in runs) * 1e3:>8.1f}"
                f"{max(run[2] for run in runs):>9.0f}")
            failed |= name == "json" and best > BAR
    print(f"bar: {BAR * 1e3:.0f} ms for the own format: {'missed' if failed else 'met'}")
    sys.exit(1 if failed else 0)


main()
