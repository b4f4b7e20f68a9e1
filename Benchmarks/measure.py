"""Runs commands and measures what they cost: CPU and wall seconds, peak memory, bytes written."""

import dataclasses
import os
import resource
import subprocess
import sys
import time


@dataclasses.dataclass
class Cost:
    cpu: float
    wall: float
    peak: float  # MB
    written: float  # MB, as the kernel counts it for the process and its children
    code: int
    output: str


def run(command, env=None, ok=(0,)):
    """One run; what it prints on stdout is kept, stderr is shown only when it fails."""
    reader, writer = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        # A child of its own, so that getrusage(RUSAGE_CHILDREN) and wait4 speak of this command alone.
        os.close(reader)
        done = subprocess.run(command, env={**os.environ, **(env or {})}, stdout=writer, stderr=subprocess.PIPE)
        if done.returncode not in ok:
            sys.stderr.write(done.stderr.decode(errors="replace")[-2000:])
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open("/proc/self/io") as counts:
            # Counts of children that were waited for are added to their parent's.
            fields = dict(line.split(": ") for line in counts.read().splitlines())
        report = f"\0{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss} {fields['wchar']} {done.returncode}"
        os.write(writer, report.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        output = pipe.read().decode(errors="replace")
    os.waitpid(child, 0)
    wall = time.monotonic() - started
    output, _, report = output.rpartition("\0")
    cpu, peak, written, code = report.split()
    return Cost(float(cpu), wall, int(peak) / 1024, int(written) / 1e6, int(code), output)


def best(times, command, **options):
    """The run with the least CPU time of several: the one that was disturbed least."""
    return min((run(command, **options) for _ in range(times)), key=lambda cost: cost.cpu)
