#!/usr/bin/env python3
"""Writes the table of well-known Java libraries that archives carry under another name.

Downloads the Debian packages of `packages.txt`, takes the archives that their Maven repository names, and writes for
each: coordinates, the package under which its classes lie, how many they are, a digest over what all of them do, and a
sample of classes with the shape of each. What a shape and a digest are is said in
`Sources/Artifact/Inventory/Java/ClassFingerprint.swift`, which computes the same; tests compare the two.

    Tools/java-libraries/make.py [FOLDER]

FOLDER keeps the packages between runs.
"""

import hashlib
import os
import struct
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "../../Sources/Artifact/Inventory/Java/JavaLibraryTable.swift")
# Archives that Debian or their makers put together from others in the table.
MIXTURES = {
    "accessors-smart", "animal-sniffer-ant-tasks", "annotations", "asm-all", "avro", "avro-guava-dependencies",
    "byte-buddy-dep", "commons-logging-api", "httpclient-osgi", "jackson-mrbean", "jline-reader", "jline-terminal",
    "json-smart", "kxml2", "protobuf-java-util", "xbean-asm5-shaded",
}
SAMPLES_OF_FOLDER = 6
SAMPLES_OF_LIBRARY = 12
MASK = (1 << 64) - 1


def rank(name):
    """FNV-1a with the finaliser of MurmurHash3: orders names alike wherever they are."""
    value = 0xCBF29CE484222325
    for byte in name:
        value = (value ^ byte) * 0x100000001B3 & MASK
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & MASK
    value ^= value >> 33
    value = value * 0xC4CEB9FE1A85EC53 & MASK
    return value ^ value >> 33


def simple(name):
    if name.startswith(b"["):
        return descriptor(name)
    return name[name.rfind(b"/") + 1:]


def descriptor(text):
    out, position = bytearray(), 0
    while position < len(text):
        if text[position:position + 1] == b"L":
            end = text.find(b";", position)
            if end < 0:
                end = len(text)
            out += b"L" + simple(text[position + 1:end])
            position = end
        else:
            out.append(text[position])
            position += 1
    return bytes(out)


class ClassFile:
    OPERANDS = {0x10: 1, 0x11: 2, 0xBC: 1, 0xA9: 1, 0x84: 2}
    OPERANDS.update({op: 1 for op in list(range(0x15, 0x1A)) + list(range(0x36, 0x3B))})
    # Bytes after the index of a constant.
    CONSTANTS = {0x13: 0, 0x14: 0, 0xB9: 2, 0xBA: 2, 0xBB: 0, 0xBD: 0, 0xC0: 0, 0xC1: 0, 0xC5: 1}
    CONSTANTS.update({op: 0 for op in range(0xB2, 0xB9)})
    BRANCHES = set(range(0x99, 0xA9)) | {0xC6, 0xC7}

    def __init__(self, data):
        self.data = data
        if data[:4] != b"\xca\xfe\xba\xbe":
            raise ValueError("no class file")
        self.pool, position = self.read_pool()
        flags, this, parent, count = struct.unpack_from(">HHHH", data, position)
        position += 8
        interfaces = struct.unpack_from(f">{count}H", data, position)
        position += 2 * count
        head = b"C %d %s %s" % (
            flags & 0x7611, simple(self.class_name(parent)) if parent else b"",
            b",".join(sorted(simple(self.class_name(i)) for i in interfaces)))
        shape, code = [], []
        for kind in (b"F", b"M"):
            (count,) = struct.unpack_from(">H", data, position)
            position += 2
            for _ in range(count):
                flags, name, kind_of, attributes = struct.unpack_from(">HHHH", data, position)
                position += 8
                body = b""
                for _ in range(attributes):
                    attribute, length = struct.unpack_from(">HI", data, position)
                    position += 6
                    if kind == b"M" and self.utf8(attribute) == b"Code":
                        (size,) = struct.unpack_from(">I", data, position + 4)
                        body = self.instructions(position + 8, position + 8 + size)
                    elif kind == b"F" and self.utf8(attribute) == b"ConstantValue":
                        body = self.constant(struct.unpack_from(">H", data, position)[0])
                    position += length
                name = self.utf8(name)
                line = b"%s %d %s %s" % (kind, flags, name, descriptor(self.utf8(kind_of)))
                if not flags & 0x1002 and name != b"<clinit>":
                    shape.append(line)
                code.append(line + b"\0" + body)
        self.shape = hashlib.sha256(b"\n".join([head] + sorted(shape))).hexdigest()[:8]
        self.code = hashlib.sha256(b"\n".join([head] + sorted(code))).hexdigest()[:16]

    def read_pool(self):
        (count,) = struct.unpack_from(">H", self.data, 8)
        pool, index, position = [None] * count, 1, 10
        sizes = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
        while index < count:
            tag = self.data[position]
            start = position + 1
            if tag == 1:
                size = struct.unpack_from(">H", self.data, start)[0]
                start += 2
            else:
                size = sizes[tag]
            pool[index] = (tag, self.data[start:start + size])
            position = start + size
            index += 2 if tag in (5, 6) else 1
        return pool, position

    def utf8(self, index):
        tag, body = self.pool[index]
        if tag != 1:
            raise ValueError("no text")
        return body

    def class_name(self, index):
        return self.utf8(struct.unpack(">H", self.pool[index][1])[0])

    def constant(self, index):
        tag, body = self.pool[index]
        text = b"%d " % tag
        if tag in (3, 4, 5, 6):
            text += body
        elif tag == 7:
            text += simple(self.utf8(struct.unpack(">H", body)[0]))
        elif tag == 8:
            string = self.utf8(struct.unpack(">H", body)[0])
            text += string[max(string.rfind(b"."), string.rfind(b"/")) + 1:]
        elif tag in (9, 10, 11):
            owner, named = struct.unpack(">HH", body)
            text += simple(self.class_name(owner)) + b"." + self.named(named)
        elif tag == 15:
            text += body[:1] + self.constant(struct.unpack(">H", body[1:])[0])
        elif tag == 16:
            text += descriptor(self.utf8(struct.unpack(">H", body)[0]))
        elif tag in (17, 18):
            text += self.named(struct.unpack(">HH", body)[1])
        else:
            raise ValueError("constant that code cannot use")
        return text + b"\0"

    def named(self, index):
        tag, body = self.pool[index]
        if tag != 12:
            raise ValueError("no name and type")
        name, kind = struct.unpack(">HH", body)
        return self.utf8(name) + b":" + descriptor(self.utf8(kind))

    def instructions(self, start, end):
        out, position, data = bytearray(), start, self.data
        while position < end:
            op = data[position]
            position += 1
            if op in (0x12, 0x13):
                out.append(0x12)
                size = 1 if op == 0x12 else 2
                out += self.constant(int.from_bytes(data[position:position + size], "big"))
                position += size
            elif op in self.CONSTANTS:
                out.append(op)
                out += self.constant(struct.unpack_from(">H", data, position)[0])
                out += data[position + 2:position + 2 + self.CONSTANTS[op]]
                position += 2 + self.CONSTANTS[op]
            elif op in self.BRANCHES:
                out.append(op)
                position += 2
            elif op in (0xC8, 0xC9):
                out.append(op - 0x21)
                position += 4
            elif op in (0xAA, 0xAB):
                out.append(op)
                position = start + (position - start + 3) // 4 * 4 + 4
                if op == 0xAA:
                    low, high = struct.unpack_from(">ii", data, position)
                    out += data[position:position + 8]
                    position += 8 + 4 * (high - low + 1)
                else:
                    (count,) = struct.unpack_from(">i", data, position)
                    position += 4
                    for _ in range(count):
                        out += data[position:position + 4]
                        position += 8
            elif op == 0xC4:
                size = 5 if data[position] == 0x84 else 3
                out.append(op)
                out += data[position:position + size]
                position += size
            elif op <= 0xC3:
                size = self.OPERANDS.get(op, 0)
                out += data[position - 1:position + size]
                position += size
            else:
                raise ValueError("no instruction")
        return bytes(out)


def main_root(folders):
    """The longest package that holds nine tenths of the classes."""
    total = sum(folders.values())
    root = b""
    while True:
        inside = {}
        for folder, count in folders.items():
            if root and not (folder + b"/").startswith(root + b"/"):
                continue
            rest = folder[len(root) + 1:] if root else folder
            if rest:
                head = rest.split(b"/")[0]
                inside[head] = inside.get(head, 0) + count
        best = max(inside, key=lambda head: (inside[head], head), default=None)
        if best is None or inside[best] * 10 < total * 9:
            return root
        root = root + b"/" + best if root else best


def describe(path):
    """Root, number of classes, digest, samples and further folders; None when there is too little to go by."""
    with zipfile.ZipFile(path) as archive:
        names = [
            name for name in archive.namelist()
            if name.endswith(".class") and not name.startswith("META-INF/") and "/" in name
            and not name.endswith(("package-info.class", "module-info.class"))
        ]
        folders = {}
        for name in names:
            folder = name.encode().rpartition(b"/")[0]
            folders[folder] = folders.get(folder, 0) + 1
        if not folders:
            return None
        root = main_root(folders)
        lines, samples, tails = [], {}, set()
        for name in sorted(set(names)):
            folder, _, file = name.encode().rpartition(b"/")
            if root and not (folder + b"/").startswith(root + b"/"):
                continue
            tail = folder[len(root):].lstrip(b"/")
            tails.add(tail)
            stem = file[:-6]
            facts = ClassFile(archive.read(name))
            lines.append((tail + b"/" if tail else b"") + stem + b"\0" + facts.code.encode() + b"\n")
            if b"$" not in stem and len(stem) >= 3:
                samples.setdefault(tail, []).append((rank(stem), stem, facts.shape))
    lowest = []
    for tail, list_ in samples.items():
        lowest += [(sample, tail) for sample in sorted(list_)[:SAMPLES_OF_FOLDER]]
    lowest = sorted(lowest)[:SAMPLES_OF_LIBRARY]
    if len(lowest) < 4:
        return None
    chosen = {}
    for (_, stem, shape), tail in lowest:
        chosen.setdefault(tail, []).append((stem, shape))
    digest = hashlib.sha256(b"".join(sorted(lines))).hexdigest()[:16]
    return root, len(lines), digest, chosen, sorted(tails - set(chosen))


def coordinates(tree):
    """The archives of a package with their most fitting coordinates."""
    found = {}
    for folder, _, files in os.walk(os.path.join(tree, "usr/share/maven-repo")):
        parts = os.path.relpath(folder, os.path.join(tree, "usr/share/maven-repo")).split(os.sep)
        if len(parts) < 3 or parts[-1] == "debian":
            continue
        group, artifact, version = ".".join(parts[:-2]), parts[-2], parts[-1]
        path = os.path.join(folder, f"{artifact}-{version}.jar")
        if not os.path.lexists(path):
            continue
        real = os.path.realpath(path)
        if not os.path.isfile(real) or not real.startswith(os.path.realpath(tree)):
            continue
        stem = os.path.basename(real)[:-4]
        fits = stem == artifact or stem == f"{artifact}-{version}"
        found.setdefault(real, []).append((not fits, group, artifact, version))
    return {path: sorted(names)[0][1:] for path, names in found.items()}


def stated(version, debian):
    """The version, or `-` where the repository does not say the one that was packaged."""
    upstream = debian.split(":")[-1].rpartition("-")[0]
    for mark in "+~":
        upstream = upstream.split(mark)[0]
    is_stated = version.startswith(upstream) or upstream.startswith(version)
    return version if is_stated and not version.endswith("-SNAPSHOT") else "-"


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(HERE, "packages.txt")) as file:
        packages = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    records, seen = [], set()
    for package in packages:
        files = [name for name in sorted(os.listdir(folder)) if name.startswith(package + "_")]
        if not files:
            subprocess.run(["apt-get", "-q", "download", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            files = [name for name in sorted(os.listdir(folder)) if name.startswith(package + "_")]
        with tempfile.TemporaryDirectory() as tree:
            subprocess.run(["dpkg-deb", "-x", os.path.join(folder, files[-1]), tree], check=True)
            for path, names in sorted(coordinates(tree).items(), key=lambda item: item[1]):
                if names in seen or names[1] in MIXTURES:
                    continue
                facts = describe(path)
                if facts is None:
                    continue
                seen.add(names)
                version = files[-1].split("_")[1].replace("%3a", ":")
                names = names[:2] + (stated(names[2], version),)
                records.append((names, facts, f"{package}={version}"))
    records.sort()
    # Two archives with the same classes: the first stands for both.
    unique, digests = [], set()
    for record in records:
        if record[1][2] not in digests:
            digests.add(record[1][2])
            unique.append(record)
    lines = []
    for (group, artifact, version), (root, count, digest, samples, others), source in unique:
        lines.append(f"{group} {artifact} {version} {root.decode() or '.'} {count} {digest} {source}")
        folders = [
            [tail.decode() or "."] + [f"{stem.decode()}={shape}" for stem, shape in sorted(list_)]
            for tail, list_ in sorted(samples.items())
        ]
        if others:
            folders.append(["+"] + [tail.decode() or "." for tail in others])
        for words in folders:
            line = "  "
            for word in words:
                if len(line) + len(word) > 105:
                    lines.append(line.rstrip())
                    line = "    "
                line += word + " "
            lines.append(line.rstrip())
    with open(TARGET, "w") as file:
        file.write("/// Well-known libraries by what relocation leaves of their classes. Made by `Tools/java-libraries/make.py`\n")
        file.write("/// from Debian packages, each named with its version at the end of the library's line.\n")
        file.write("///\n")
        file.write("/// A library: group, artifact, version, package, classes, digest of their code, source. Below it a folder\n")
        file.write("/// under the package, and classes of it with their shapes; after `+` further folders.\n")
        file.write("/// A line indented by four goes on.\n")
        file.write("enum JavaLibraryTable {\n    static let text: StaticString = \"\"\"\n")
        for line in lines:
            file.write("        " + line + "\n")
        file.write("        \"\"\"\n}\n")
    print(f"{len(unique)} libraries, {sum(len(line) for line in lines)} bytes", file=sys.stderr)


main()
