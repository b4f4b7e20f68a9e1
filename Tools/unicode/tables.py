#!/usr/bin/env python3
"""Writes the Unicode tables of the regular expressions: scripts and simple case foldings.

Perl carries both (Unicode::UCD), so that nothing is downloaded.

usage: tables.py FOLDER      writes UnicodeScripts.swift and UnicodeFoldings.swift there
"""

import subprocess
import sys

PERL = r"""
use Unicode::UCD qw(prop_invmap);
print "version ", Unicode::UCD::UnicodeVersion(), "\n";
my ($starts, $names) = prop_invmap("Script");
for my $i (0..$#$starts) {
    next if $names->[$i] eq "Unknown";
    printf "script %s %x %x\n", $names->[$i], $starts->[$i], $i < $#$starts ? $starts->[$i + 1] - 1 : 0x10ffff;
}
my ($from, $to) = prop_invmap("Simple_Case_Folding");
for my $i (0..$#$from) {
    next if !$to->[$i];
    printf "fold %x %x %d\n", $from->[$i], $from->[$i + 1] - 1, $to->[$i] - $from->[$i];
}
"""


def wrapped(words, indent):
    lines, line = [], indent
    for word in words:
        if len(line) + len(word) + 1 > 116:
            lines.append(line.rstrip() + " \\")
            line = indent
        line += word + " "
    return lines + [line.rstrip()]


def main():
    scripts, folds, version = {}, [], ""
    for line in subprocess.run(["perl", "-e", PERL], capture_output=True, text=True, check=True).stdout.splitlines():
        kind, *rest = line.split()
        if kind == "version":
            version = rest[0]
        elif kind == "script":
            scripts.setdefault(rest[0], []).append(rest[1] if rest[1] == rest[2] else f"{rest[1]}-{rest[2]}")
        else:
            low, high, delta = int(rest[0], 16), int(rest[1], 16), int(rest[2])
            last = folds[-1] if folds else None
            # Runs of every other scalar, as in Latin Extended, take one entry.
            if last and low == high and last[2] == delta and last[3] in (0, 2) and low - last[1] == 2:
                last[1], last[3] = low, 2
            else:
                folds.append([low, high, delta, 0 if low == high else 1])

    with open(f"{sys.argv[1]}/UnicodeScripts.swift", "w", encoding="utf-8") as file:
        file.write(f"/// The scalars of each script (Unicode {version}), ranges in hexadecimal.\n")
        file.write("/// Written by `Tools/unicode/tables.py`.\n")
        file.write('let unicodeScriptTable = """\n')
        for name in sorted(scripts):
            file.write("\n".join(wrapped([name] + scripts[name], "    ")) + "\n")
        file.write('    """\n')
    with open(f"{sys.argv[1]}/UnicodeFoldings.swift", "w", encoding="utf-8") as file:
        file.write(f"/// Simple case foldings (Unicode {version}, CaseFolding statuses C and S): first and last scalar, step in\n")
        file.write("/// hexadecimal, and the decimal distance to what they fold to. Written by `Tools/unicode/tables.py`.\n")
        file.write('let unicodeFoldingTable = """\n')
        words = [f"{low:x}-{high:x}/{max(step, 1)}:{delta}" for low, high, delta, step in folds]
        file.write("\n".join(wrapped(words, "    ")) + '\n    """\n')


if __name__ == "__main__":
    main()
