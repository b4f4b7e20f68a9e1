#!/bin/bash
# The short benchmark for continuous integration: the slim image only, and ratios instead of seconds, so that
# a slow machine does not fail it. Fails when we take more than 2.5 times the floor or syft less than 3 times us.
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/common.sh

build_release floor obryza
install_syft
Benchmarks/make-images.sh slim
python3 Benchmarks/inventory.py --runs 5 --limits 2.5 3 "$bin" slim
