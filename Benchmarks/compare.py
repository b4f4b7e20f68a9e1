#!/usr/bin/env python3
"""What syft found and we did not, what it counted twice, and what only we found.

usage: compare.py SYFT.json OBRYZA.json

Components are compared as (type, name, version), taken from the package URL where there is one.
accepted-differences.json lists what may be missing, each entry with a reason: "type" is a purl type,
"name" and "version" are patterns of fnmatch. The exit code is 1 when something is missing without a reason.
"""

import collections
import fnmatch
import json
import os
import sys
import urllib.parse

ACCEPTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "accepted-differences.json")


def identity(purl, kind, name, version):
    """(type, name, version), with the namespace before a name where the purl has one."""
    if not purl or not purl.startswith("pkg:"):
        return kind or "?", name, version or ""
    body = purl[4:].split("#")[0].split("?")[0].lstrip("/")
    path, at, tail = body.rpartition("@")
    if not at:
        path, tail = body, ""
    kind, _, path = path.partition("/")
    name = urllib.parse.unquote(path)
    if kind == "pypi":
        name = name.lower().replace("_", "-").replace(".", "-")
    return kind.lower(), name, urllib.parse.unquote(tail)


def read_syft(path):
    with open(path) as file:
        artifacts = json.load(file)["artifacts"]
    return [(identity(a.get("purl"), a.get("type"), a["name"], a.get("version")),
             [place["path"] for place in a.get("locations", [])]) for a in artifacts]


def read_obryza(path):
    with open(path) as file:
        components = json.load(file)["components"]
    return [(identity(c.get("purl"), c.get("ecosystem"), c["name"], c.get("version")),
             [place["path"] for place in c.get("evidence", [])]) for c in components]


def named_otherwise(missing, syft, ours):
    """Of what is missing, what we name differently: pairs from components of one type found in the same file."""
    by_file, by_place = collections.defaultdict(set), collections.defaultdict(set)
    for key, places in ours:
        for place in places:
            if "!/" not in place:
                by_file[(key[0], place)].add(key)
            by_place[(key[0], place.split("!/")[0])].add(key)
    pairs = {}
    for key, places in syft:
        if key not in missing:
            continue
        for place in places:
            # What is the file itself comes before what lies inside it.
            candidates = (by_file.get((key[0], place.lstrip("/")))
                          or by_place.get((key[0], place.lstrip("/")), set()))
            # The same artifact or version under another name is the same thing; a mere neighbour is not.
            same = {c for c in candidates if c[1].rsplit("/", 1)[-1].lower() == key[1].rsplit("/", 1)[-1].lower()
                    or c[2] and c[2].lstrip("v") == key[2].lstrip("v")}
            if len(candidates) == 1:
                same = candidates
            if same:
                pairs[key] = ", ".join(" ".join(part for part in c[1:] if part) for c in sorted(same)[:2])
    return pairs


def reason(key, accepted):
    for entry in accepted:
        patterns = (entry["type"], entry.get("name", "*"), entry.get("version", "*"))
        if all(fnmatch.fnmatchcase(part, pattern) for part, pattern in zip(key, patterns)):
            return entry["reason"]
    return None


def table(title, keys, details=None, most=40):
    print(f"{title}: {len(keys)}")
    groups = collections.defaultdict(list)
    for key in sorted(keys):
        groups[key[0]].append(key)
    for kind, members in sorted(groups.items()):
        print(f"  {kind}: {len(members)}")
        for key in members[:most]:
            print(f"    {key[1]} {key[2]}" + (f"  {details[key]}" if details and details.get(key) else ""))
        if len(members) > most:
            print(f"    … and {len(members) - most} more")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(ACCEPTED) as file:
        accepted = json.load(file)
    syft, ours = read_syft(sys.argv[1]), read_obryza(sys.argv[2])
    places = {}
    for key, where in syft:
        places.setdefault(key, ", ".join(where[:2]))
    counts = collections.Counter(key for key, _ in syft)
    found = {key for key, _ in ours}
    print(f"syft lists {len(syft)} components, {len(counts)} distinct; obryza {len(ours)}, {len(found)} distinct")

    missing = set(counts) - found
    renamed = named_otherwise(missing, syft, ours)
    missing -= set(renamed)
    excused = collections.defaultdict(list)
    unexplained = set()
    for key in missing:
        why = reason(key, accepted)
        excused[why].append(key) if why else unexplained.add(key)
    table("found by syft only, without a reason", unexplained, places, most=200)
    for why, keys in sorted(excused.items()):
        table(f"found by syft only, accepted ({why})", keys, places, most=5)
    table("found by both in the same file, named otherwise", set(renamed), {k: f"-> {v}" for k, v in renamed.items()}, most=12)
    table("counted more than once by syft", {key for key, count in counts.items() if count > 1},
          {key: f"{count} times" for key, count in counts.items()}, most=10)
    table("found by obryza only", found - set(counts), most=10)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
