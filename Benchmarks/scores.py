#!/usr/bin/env python3
"""Reads and scores seeded random vectors with cvss-benchmark and with the package `cvss` of PyPI.

usage: scores.py BIN      BIN is the folder of the release build; run with a Python that has the package
exit code 1 when the sums of the scores differ
"""

import random
import subprocess
import sys
import tempfile
import time

from cvss import CVSS2, CVSS3, CVSS4

COUNT = 5000
THREE = {
    "AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "HLN", "I": "HLN", "A": "HLN",
    "E": "XHFPU", "RL": "XUWTO", "RC": "XCRU", "CR": "XHML", "IR": "XHML", "AR": "XHML", "MAV": "XNALP",
    "MPR": "XNLH", "MS": "XUC", "MC": "XHLN",
}
VERSIONS = {
    "2.0": (CVSS2, "", 6, {
        "AV": "NAL", "AC": "LMH", "Au": "NSM", "C": "CPN", "I": "CPN", "A": "CPN",
        "E": ["H", "F", "POC", "U"], "RL": ["U", "W", "TF", "OF"], "RC": ["C", "UC", "UR"],
        "CDP": ["H", "MH", "LM", "L", "N"], "TD": "HMLN", "CR": "HML",
    }),
    "3.0": (CVSS3, "CVSS:3.0/", 8, THREE),
    "3.1": (CVSS3, "CVSS:3.1/", 8, THREE),
    "4.0": (CVSS4, "CVSS:4.0/", 11, {
        "AV": "NALP", "AC": "LH", "AT": "NP", "PR": "NLH", "UI": "NPA", "VC": "HLN", "VI": "HLN", "VA": "HLN",
        "SC": "HLN", "SI": "HLN", "SA": "HLN", "E": "XAPU", "CR": "XHML", "IR": "XHML", "AR": "XHML",
        "MAV": "XNALP", "MVC": "XHLN", "MSI": "XSHLN",
    }),
}


def vectors(prefix, base, metrics, chance):
    for _ in range(COUNT):
        fields = [
            f"{name}:{chance.choice(values)}" for index, (name, values) in enumerate(metrics.items())
            if index < base or chance.random() < 0.3
        ]
        yield prefix + "/".join(fields)


def final(score):
    """The last score that the vector defines: environmental, temporal or base; version 4 has one."""
    if isinstance(score, CVSS4):
        return score.base_score
    if isinstance(score, CVSS2):
        known = [part for part in score.scores() if part is not None]
        return known[-1]
    return score.scores()[2] if any(score.original_metrics.get(name, "X") != "X" for name in (
        "CR", "IR", "AR", "MAV", "MPR", "MS", "MC")) else score.scores()[1]


def main():
    chance = random.Random(4)
    texts = {name: list(vectors(prefix, base, metrics, chance)) for name, (_, prefix, base, metrics) in VERSIONS.items()}
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("\n".join(text for lines in texts.values() for text in lines) + "\n")
        file.flush()
        output = subprocess.run(
            [f"{sys.argv[1]}/cvss-benchmark", file.name], check=True, capture_output=True, text=True).stdout
    differs = False
    print("CVSS      read ns  score ns    PyPI cvss ns   ratio")
    for line in output.splitlines():
        name, _, reading, scoring, total = line.split()
        kind = VERSIONS[name][0]
        start = time.process_time()
        scores = [kind(text) for text in texts[name]]
        theirs = (time.process_time() - start) / COUNT * 1e9
        ours = int(reading) + int(scoring)
        print(f"{name:6}{reading:>11}{scoring:>10}{theirs:16.0f}{theirs / max(1, ours):8.0f}")
        expected = sum(round(float(final(score)) * 10) for score in scores)
        if expected != int(total):
            print(f"  the sum of the scores differs: ours {total}, theirs {expected}")
            differs = True
    sys.exit(1 if differs else 0)


if __name__ == "__main__":
    main()
