"""Validates FILE, named VERSION.json or VERSION.xml, against CycloneDX's schemas in strict mode."""

import os
import sys

from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from cyclonedx.validation.json import JsonStrictValidator

version, extension = os.path.splitext(os.path.basename(sys.argv[1]))
schema = SchemaVersion.from_version(version)
validator = (JsonStrictValidator(schema) if extension == ".json"
             else make_schemabased_validator(OutputFormat.XML, schema))
with open(sys.argv[1], encoding="utf-8") as file:
    if error := validator.validate_str(file.read()):
        sys.exit(str(error))
