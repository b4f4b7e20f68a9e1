"""Makes TUF repositories with python-tuf, good ones and wrong ones, for the tests of the client.

usage: make-repositories.py FOLDER     one folder for each repository, with metadata/, targets/ and root.json
"""

import copy
import os
import sys
from datetime import datetime, timedelta, timezone

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Key,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    SuccinctRoles,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
LATER = NOW + timedelta(days=30)
out = sys.argv[1]


class Repository:
    def __init__(self, name, consistent=True):
        self.folder = os.path.join(out, name)
        os.makedirs(os.path.join(self.folder, "metadata"), exist_ok=True)
        os.makedirs(os.path.join(self.folder, "targets"), exist_ok=True)
        self.signers = {role: CryptoSigner.generate_ed25519() for role in ("root", "timestamp", "snapshot", "targets")}
        self.signers["snapshot"] = CryptoSigner.generate_ecdsa()
        self.signers["timestamp"] = CryptoSigner.generate_rsa(scheme="rsassa-pss-sha256")
        root = Root(consistent_snapshot=consistent, expires=LATER)
        for role, signer in self.signers.items():
            root.add_key(signer.public_key, role)
        self.root = Metadata(root)
        self.targets = Metadata(Targets(expires=LATER))
        self.snapshot = Metadata(Snapshot(expires=LATER))
        self.timestamp = Metadata(Timestamp(expires=LATER))
        self.delegated = {}
        self.root_signers = [self.signers["root"]]
        self.consistent = consistent

    def add(self, path, data, metadata=None):
        target = TargetFile.from_data(path, data)
        (metadata or self.targets).signed.targets[path] = target
        folder, _, name = path.rpartition("/")
        digest = target.hashes["sha256"]
        names = [f"{digest}.{name}" if self.consistent else name]
        for file in names:
            place = os.path.join(self.folder, "targets", folder, file)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as handle:
                handle.write(data)

    def write(self, name, metadata, signers, versioned):
        metadata.signatures.clear()
        for signer in signers:
            metadata.sign(signer, append=True)
        data = metadata.to_bytes(JSONSerializer(compact=True))
        from urllib.parse import quote
        quoted = quote(name, "")
        prefix = f"{metadata.signed.version}." if versioned else ""
        with open(os.path.join(self.folder, "metadata", f"{prefix}{quoted}.json"), "wb") as handle:
            handle.write(data)
        return data

    def publish_root(self):
        data = self.write("root", self.root, self.root_signers, True)
        if self.root.signed.version == 1:
            with open(os.path.join(self.folder, "root.json"), "wb") as handle:
                handle.write(data)

    def publish(self, announce=True):
        versioned = self.consistent
        for name, (metadata, signer) in self.delegated.items():
            data = self.write(name, metadata, [signer], versioned)
            self.snapshot.signed.meta[f"{name}.json"] = MetaFile(metadata.signed.version)
        data = self.write("targets", self.targets, [self.signers["targets"]], versioned)
        self.snapshot.signed.meta["targets.json"] = MetaFile.from_data(
            self.targets.signed.version, data, ["sha256"])
        data = self.write("snapshot", self.snapshot, [self.signers["snapshot"]], versioned)
        if announce:
            self.timestamp.signed.snapshot_meta = MetaFile.from_data(
                self.snapshot.signed.version, data, ["sha256"])
        self.write("timestamp", self.timestamp, [self.signers["timestamp"]], False)

    def bump(self, *names):
        for name in names or ("targets", "snapshot", "timestamp"):
            getattr(self, name).signed.version += 1


def delegate(repository, holder, name, paths, terminating=False):
    signer = CryptoSigner.generate_ed25519()
    key = signer.public_key
    if holder.signed.delegations is None:
        holder.signed.delegations = Delegations({}, {})
    holder.signed.delegations.roles[name] = DelegatedRole(name, [], 1, terminating, paths=paths)
    holder.signed.add_key(key, name)
    metadata = Metadata(Targets(expires=LATER))
    repository.delegated[name] = (metadata, signer)
    return metadata


good = Repository("good")
good.add("trusted_root.json", b"{}")
good.add("dir/nested.txt", b"nested")
a = delegate(good, good.targets, "a/../quoted role", ["files/*.txt"])
good.add("files/one.txt", b"one", a)
b = delegate(good, good.targets, "b", ["files/*", "only/*"], terminating=True)
good.add("files/one.txt", b"not this one", b)
good.add("only/b.bin", b"b", b)
c = delegate(good, b, "c", ["only/*"])
good.add("only/c.bin", b"c", c)
d = delegate(good, good.targets, "d", ["*/*"])
good.add("only/hidden", b"terminated before", d)
good.publish_root()
good.publish()

plain = Repository("plain", consistent=False)
plain.add("file", b"plain")
plain.publish_root()
plain.publish()

succinct = Repository("succinct")
signer = CryptoSigner.generate_ed25519()
bins = SuccinctRoles([signer.public_key.keyid], 1, 3, "bin")
succinct.targets.signed.delegations = Delegations({signer.public_key.keyid: signer.public_key}, None, bins)
for name in bins.get_roles():
    succinct.delegated[name] = (Metadata(Targets(expires=LATER)), signer)
for path in ("alpha", "beta", "gamma/delta"):
    name = bins.get_role_for_target(path)
    succinct.add(path, path.encode(), succinct.delegated[name][0])
succinct.publish_root()
succinct.publish()

# A chain of roots: a new key signs with the old one, then alone; the threshold grows to two.
rotated = Repository("rotated")
rotated.add("file", b"rotated")
rotated.publish_root()
old = rotated.signers["root"]
new, second = CryptoSigner.generate_ed25519(), CryptoSigner.generate_ecdsa()
rotated.root.signed.version = 2
rotated.root.signed.revoke_key(old.public_key.keyid, "root")
rotated.root.signed.add_key(new.public_key, "root")
rotated.root.signed.add_key(second.public_key, "root")
rotated.root.signed.roles["root"].threshold = 2
rotated.root_signers = [old, new, second]
rotated.publish_root()
rotated.root.signed.version = 3
rotated.root_signers = [new, second]
rotated.publish_root()
rotated.publish()


def wrong(name, change):
    repository = Repository(f"wrong-{name}")
    repository.add("file", b"content")
    repository.publish_root()
    repository.publish()
    change(repository)


def rewrite(repository, file, change):
    path = os.path.join(repository.folder, "metadata", file)
    with open(path, "rb") as handle:
        data = handle.read()
    with open(path, "wb") as handle:
        handle.write(change(data))


def root_skips(r):
    r.root.signed.version = 3
    r.publish_root()
    os.rename(os.path.join(r.folder, "metadata", "3.root.json"), os.path.join(r.folder, "metadata", "2.root.json"))


def root_unsigned(r):
    r.root.signed.version = 2
    fresh = CryptoSigner.generate_ed25519()
    r.root.signed.revoke_key(r.signers["root"].public_key.keyid, "root")
    r.root.signed.add_key(fresh.public_key, "root")
    r.root_signers = [fresh]
    r.publish_root()


def root_expired(r):
    r.root.signed.version = 2
    r.root.signed.expires = NOW
    r.publish_root()


def expired(name):
    def change(r):
        getattr(r, name).signed.expires = NOW
        r.publish()
    return change


def mix(r):
    # The snapshot lists other targets than there are.
    r.targets.signed.targets["file"].length += 1
    r.write("targets", r.targets, [r.signers["targets"]], True)


def foreign(name):
    def change(r):
        r.signers[name] = CryptoSigner.generate_ed25519()
        r.publish()
    return change


def target_changed(r):
    for folder, _, files in os.walk(os.path.join(r.folder, "targets")):
        for file in files:
            with open(os.path.join(folder, file), "wb") as handle:
                handle.write(b"Content")


def target_endless(r):
    for folder, _, files in os.walk(os.path.join(r.folder, "targets")):
        for file in files:
            with open(os.path.join(folder, file), "ab") as handle:
                handle.write(b"x" * 1000)


def double_signature(r):
    # A threshold of two, met by one key under two names.
    signer = CryptoSigner.generate_ed25519()
    key = signer.public_key
    twin = Key.from_dict("ff" * 32, copy.deepcopy(key.to_dict()))
    r.root.signed.version = 2
    r.root.signed.revoke_key(r.signers["timestamp"].public_key.keyid, "timestamp")
    r.root.signed.add_key(key, "timestamp")
    r.root.signed.add_key(twin, "timestamp")
    r.root.signed.roles["timestamp"].threshold = 2
    r.publish_root()
    r.write("timestamp", r.timestamp, [signer, CryptoSigner(signer._private_key, twin)], False)


wrong("root-skips-a-version", root_skips)
wrong("root-not-signed-by-the-old-key", root_unsigned)
wrong("root-expired", root_expired)
wrong("timestamp-expired", expired("timestamp"))
wrong("snapshot-expired", expired("snapshot"))
wrong("targets-expired", expired("targets"))
wrong("mix-and-match", mix)
wrong("timestamp-of-another-key", foreign("timestamp"))
wrong("snapshot-of-another-key", foreign("snapshot"))
wrong("targets-of-another-key", foreign("targets"))
wrong("endless-timestamp", lambda r: rewrite(r, "timestamp.json", lambda d: d + b" " * (1 << 16)))
wrong("endless-snapshot", lambda r: rewrite(r, "1.snapshot.json", lambda d: d + b" " * 100))
wrong("target-changed", target_changed)
wrong("target-endless", target_endless)
wrong("one-key-under-two-names", double_signature)

# The same repository at two times, to be rolled back from the second to the first.
first = Repository("before")
first.add("file", b"one")
first.publish_root()
first.publish()
os.makedirs(os.path.join(out, "after"), exist_ok=True)
first.folder = os.path.join(out, "after")
os.makedirs(os.path.join(first.folder, "metadata"), exist_ok=True)
first.add("file", b"two")
first.bump()
first.publish_root()
first.publish()
# A timestamp that goes on while its snapshot lists less.
os.makedirs(os.path.join(out, "removed", "metadata"), exist_ok=True)
first.folder = os.path.join(out, "removed")
first.bump("snapshot", "timestamp")
del first.snapshot.signed.meta["targets.json"]
data = first.write("snapshot", first.snapshot, [first.signers["snapshot"]], True)
first.timestamp.signed.snapshot_meta = MetaFile.from_data(first.snapshot.signed.version, data, ["sha256"])
first.write("timestamp", first.timestamp, [first.signers["timestamp"]], False)
