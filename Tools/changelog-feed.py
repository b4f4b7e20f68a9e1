#!/usr/bin/env python3
"""Writes what Debian's changelogs say of flaws, as the feed `debian-changelog` reads it.

For each package named, the newest version that this machine's apt knows is downloaded and its changelog read: a CVE
number in an entry is fixed in the version of that entry.

usage: changelog-feed.py PACKAGE... > feed.tsv
"""

import gzip
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HEAD = re.compile(r"^(\S+) \(([^)]+)\) ([^;]+);")
FLAW = re.compile(r"CVE-\d{4}-\d{4,}")
CHANGELOG = re.compile(r"^\./usr/share/doc/[^/]+/changelog(\.Debian)?\.gz$")


def is_newer(version, other):
    return subprocess.run(["dpkg", "--compare-versions", version, "gt", other], check=False).returncode == 0


def newest(package):
    """The highest version over all suites; the candidate may be held back by a pin."""
    listing = subprocess.run(["apt-cache", "madison", package], capture_output=True, text=True, check=True).stdout
    best = None
    for line in listing.splitlines():
        fields = [field.strip() for field in line.split("|")]
        if len(fields) < 3 or fields[2].endswith("Sources"):
            continue
        if best is None or is_newer(fields[1], best):
            best = fields[1]
    return best


def changelog(package, installed, folder):
    version = newest(package)
    if version is None or installed and not is_newer(version, installed):
        return ""
    subprocess.run(["apt-get", "-qq", "download", f"{package}={version}"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for deb in folder.glob("*.deb"):
        content = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(deb)], capture_output=True, check=True).stdout
        deb.unlink()
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive:
                if member.isfile() and CHANGELOG.match(member.name):
                    return gzip.decompress(archive.extractfile(member).read()).decode("utf-8", "replace")
    return ""


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rows = set()
    with tempfile.TemporaryDirectory() as name:
        for argument in sys.argv[1:]:
            package, _, installed = argument.partition("=")
            source = version = suite = None
            for line in changelog(package, installed, Path(name)).splitlines():
                if head := HEAD.match(line):
                    source, version, suite = head[1], head[2], head[3].split()[0]
                elif source:
                    rows.update((source, version, suite, flaw) for flaw in FLAW.findall(line))
    for row in sorted(rows):
        print("\t".join(row))


main()
