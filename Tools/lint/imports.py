#!/usr/bin/env python3
"""Checks the import rules of the house (docs/architecture.md).

A module imports modules of lower wings, those of its own wing that the table names, and the packages and
system modules it is allowed. A new module is added to the table here in the commit that creates it.

usage: imports.py [ROOT]      exit code 1 and one line per offence when a rule is broken
"""

import os
import re
import sys

# Wings from low to high, each with its modules and what a module may import of its own wing.
WINGS = {
    "Platform": {
        "Content": [],
        "Archive": ["Content"],
        "JSONText": [],
        "StructuredText": [],
    },
    "Artifact": {
        "OCI": [],
        "RegistryClient": ["OCI"],
        "Inventory": ["OCI"],
    },
    "Knowledge": {
        "Advisories": [],
        "Exploitability": ["Advisories"],
    },
    "Evidence": {
        "Attestation": [],
        "BillOfMaterials": ["Attestation"],
        "VEX": ["Attestation"],
        "Transparency": [],
        "Signing": ["Attestation", "Transparency"],
        "Ledger": ["Attestation"],
    },
    "Decision": {
        "Rego": [],
        "Policy": ["Rego"],
        "Compliance": ["Policy"],
    },
    "Control": {
        "SourceIntegrity": [],
        "DependencyAudit": [],
        "ImageBuild": [],
        "Authority": [],
        "Registry": [],
        "Admission": [],
        "RuntimeWatch": [],
    },
    "Tools": {
        "rego-conformance": [],
        "tuf-conformance-client": [],
    },
    "Interface": {
        "Service": [],
        "Commands": ["Service"],
        "obryza": ["Service", "Commands"],
    },
}

# C libraries live in Platform and are reached through one module each.
C_LIBRARIES = {
    "CZlib": {"Archive"},
    "CZstd": {"Archive"},
    "CLZMA": {"Archive"},
    "CBzip2": {"Archive"},
    "CISAL": {"Archive"},
    "CYAML": {"StructuredText"},
    "CExpat": {"StructuredText"},
    "CMalloc": {"Commands", "Content", "JSONText"},
    "CMD5": {"Content"},
    "CSQLite": {"Authority"},
    "CPostgreSQL": {"Authority"},
}

SERVERS = {"RegistryClient", "Authority", "Registry", "Admission", "Service"}

# Packages from outside: a pattern of module names and who may import them.
PACKAGES = [
    (r"(NIO.*|AsyncHTTPClient|HTTPTypes|_NIO.*)", SERVERS, "network code belongs to the registry client and servers"),
    (r"ArgumentParser", {"Commands", "obryza"}, "arguments are the command line's business"),
    (r"Crypto", {"Content", "Signing", "Transparency", "Authority", "Rego"}, "hashing goes through Content"),
    (r"_?CryptoExtras", {"Signing", "Authority", "Rego"}, "keys are Signing's business"),
    (r"Subprocess", {"RegistryClient", "SourceIntegrity", "DependencyAudit", "ImageBuild", "RuntimeWatch"},
     "external tools are run from one file of the module that needs them"),
]

# Where not even FoundationEssentials may be imported, and where only full Foundation may not.
NO_FOUNDATION_WINGS = {"Platform", "Artifact"}
NO_FOUNDATION = {"Advisories", "BillOfMaterials", "Exploitability", "Rego", "Transparency"}

SYSTEM = {"Swift", "Glibc", "Musl", "Darwin", "Synchronization", "Dispatch", "System", "SystemPackage", "Testing"}

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)", re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
TEXT = re.compile(r'"""(?:\\.|.)*?"""', re.DOTALL)

ORDER = list(WINGS)
WING_OF = {module: wing for wing, modules in WINGS.items() for module in modules}


def offence(module, imported):
    """Why `module` may not import `imported`, or None."""
    wing = WING_OF[module]
    if imported == module or imported in SYSTEM:
        return None
    if imported in ("Foundation", "FoundationNetworking", "FoundationXML", "FoundationEssentials"):
        if wing in NO_FOUNDATION_WINGS or module in NO_FOUNDATION:
            return f"{module} does without Foundation"
        return None
    if imported in C_LIBRARIES:
        users = C_LIBRARIES[imported]
        return None if module in users else f"{imported} is reached through {', '.join(sorted(users))}"
    if imported in WING_OF:
        other = WING_OF[imported]
        if ORDER.index(other) > ORDER.index(wing):
            return f"{other} is above {wing}"
        if other == wing and imported not in WINGS[wing][module]:
            return f"the table lets {module} import no {imported} beside it in {wing}"
        return None
    for pattern, users, why in PACKAGES:
        if re.fullmatch(pattern, imported):
            return None if module in users else why
    return f"{imported} is in no table of Tools/lint/imports.py"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    found = []
    files = 0
    for wing in sorted(os.listdir(os.path.join(root, "Sources"))):
        for module in sorted(os.listdir(os.path.join(root, "Sources", wing))):
            folder = os.path.join(root, "Sources", wing, module)
            if module in C_LIBRARIES or not os.path.isdir(folder):
                continue
            if WING_OF.get(module) != wing:
                found.append(f"{folder}: the table knows no module {module} in wing {wing}")
                continue
            for path, _, names in os.walk(folder):
                for name in sorted(names):
                    if not name.endswith(".swift"):
                        continue
                    files += 1
                    where = os.path.join(path, name)
                    with open(where, encoding="utf-8") as file:
                        source = file.read()
                    blank = lambda match: re.sub(r"[^\n]", " ", match.group())
                    source = COMMENT.sub(blank, TEXT.sub(blank, source))
                    for match in IMPORT.finditer(source):
                        if why := offence(module, match[1]):
                            line = source.count("\n", 0, match.start(1)) + 1
                            found.append(f"{where}:{line}: error: import {match[1]}: {why}")
    if not files:
        found.append(f"{root}: no Swift files found")
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
