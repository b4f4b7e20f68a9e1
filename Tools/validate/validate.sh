#!/bin/sh
# validate.sh FOLDER: has the official validators judge every document in FOLDER.
# The first run makes a Python environment at .venv and installs the pinned validators.
set -eu
folder=${1:?"usage: validate.sh FOLDER-OF-DOCUMENTS"}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=$root/.venv
stamp=$venv/validators-installed
if ! cmp -s "$here/requirements.txt" "$stamp"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$stamp"
fi
exec "$venv/bin/python" "$here/validate.py" "$folder"
