#!/bin/bash
# Makes the benchmark images from Debian packages (and wheels of PyPI) as OCI layouts.
#
#   Benchmarks/make-images.sh [slim] [mixed]      both when none is named
#   Benchmarks/make-images.sh late                as slim, without the updates of its release: for `make demo`
#
# An image that exists is kept; remove its folder to make it anew. Needs root (chroot, overlayfs),
# mmdebstrap and python3. The mirror is the one this machine's apt uses.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
images=${OBRYZA_IMAGES:-$here/images}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1700000000}
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
mkdir -p "$images"

# The sources of the release this machine runs, so that whatever mirror works for apt works here.
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources=/etc/apt/sources.list.d/debian.sources
[ -f "$sources" ] || sources=/etc/apt/sources.list

note() { echo "make-images: $*" >&2; }

# record LAYOUT: size of the layers, packed and unpacked, for the benchmark's report.
record() {
    local layout=$1 blob packed=0 plain=0
    for blob in "$layout"/blobs/sha256/*; do
        if [ "$(head -c 2 "$blob" | od -An -tx1 | tr -d ' ')" = 1f8b ]; then
            packed=$((packed + $(stat -c %s "$blob")))
            plain=$((plain + $(gzip -dc "$blob" | wc -c)))
        fi
    done
    printf '{"compressed": %d, "uncompressed": %d}\n' "$packed" "$plain" > "$layout.sizes.json"
    note "$(basename "$layout"): $((packed / 1000000)) MB packed, $((plain / 1000000)) MB unpacked"
}

# base OPTION...: a bare Debian in $work/base.tar. The hook links /bin to /usr/bin itself, where the package
# usrmerge would bring all of Perl.
base() {
    mmdebstrap --quiet --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
        --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr "$@" "$release" "$work/base.tar" "$sources" \
        > "$work/base.log" 2>&1 || { tail -20 "$work/base.log" >&2; exit 1; }
}

# small NAME: an image of the bare system in one layer.
small() {
    local layout=$images/$1
    if [ -f "$layout/index.json" ]; then note "$1 exists"; return; fi
    work=$(mktemp -d "$images/$1.XXXXXX")
    note "$1: installing"
    base --variant=apt
    python3 "$here/../Tools/oci-layout.py" "$work/$1" latest "$work/base.tar"
    rm -rf "$layout"
    mv "$work/$1" "$layout"
    rm -rf "$work"
    record "$layout"
}

slim() { small slim; }

# As somebody builds who forgets the security updates: only the release itself, no suite that follows it.
late() {
    local all=$sources
    sources=$images/late.sources
    python3 - "$all" "$release" > "$sources" << 'END'
import re, sys
text, release = open(sys.argv[1]).read(), sys.argv[2]
if sys.argv[1].endswith(".sources"):
    for stanza in re.split(r"\n\s*\n", text):
        if re.search(rf"^Suites:.*\s{release}(\s|$)", stanza, re.M):
            print(re.sub(r"^Suites:.*$", f"Suites: {release}", stanza, flags=re.M), end="\n\n")
else:
    for line in text.splitlines():
        if line.startswith("deb ") and release in line.split():
            print(line)
END
    small late
    rm -f "$sources"
    sources=$all
}

# What each layer of the mixed image installs; names missing from the mirror are left out with a note.
python_packages="python3-pip python3-numpy python3-django python3-flask python3-sqlalchemy python3-requests
    python3-yaml python3-lxml python3-cryptography python3-twisted python3-jinja2 python3-boto3 python3-pil
    python3-paramiko python3-celery python3-redis python3-psycopg2 python3-tornado python3-aiohttp python3-bs4"
web_packages="nodejs npm openjdk-17-jdk-headless maven ant junit5 libspring-core-java libspring-web-java
    libjackson2-databind-java liblog4j2-java libnetty-java libjetty9-java libguava-java libcommons-collections4-java
    libbcprov-java libh2-java webpack eslint"
native_packages="skopeo podman docker.io etcd-server kubernetes-client restic
    ripgrep fd-find ruby rails ruby-nokogiri bundler php-cli php-curl php-xml php-mbstring composer"
tool_packages="gcc make llvm-14 git perl libwww-perl libmoose-perl libdbi-perl r-base-core erlang-base elixir
    lua5.4 luarocks nginx-core redis-server openssh-server curl vim-nox sqlite3"
wheels="boto3 requests urllib3 cryptography pyyaml jinja2 click rich httpx fastapi uvicorn pydantic sqlalchemy
    alembic celery redis numpy grpcio protobuf google-cloud-storage azure-storage-blob
    opentelemetry-sdk black pytest poetry"

# pack NAME: one layer's tar from the folder that holds its changes.
pack() {
    tar -C "$work/$1.upper" --sort=name --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --clamp-mtime \
        -cf "$work/$1.tar" .
    note "mixed: layer $1, $(($(stat -c %s "$work/$1.tar") / 1000000)) MB"
}

# layer NAME COMMAND: runs COMMAND over the layers so far and packs what changed.
lower=
layer() {
    local name=$1 upper=$work/$1.upper
    shift
    mkdir -p "$upper" "$work/overlay" "$work/root"
    mount -t overlay overlay -o "lowerdir=$lower,upperdir=$upper,workdir=$work/overlay" "$work/root"
    mount --bind /proc "$work/root/proc"
    mount --bind "$work/lists" "$work/root/var/lib/apt/lists"
    cp /etc/resolv.conf "$work/root/etc/resolv.conf"
    "$@"
    rm -rf "$work/root/etc/resolv.conf" "$work/root/tmp/"* "$work/root/var/cache/apt/"*.bin
    chroot "$work/root" apt-get clean
    umount "$work/root/proc" "$work/root/var/lib/apt/lists" "$work/root"
    # overlayfs marks a deleted file with a device 0/0; an OCI layer has an empty .wh. file instead.
    find "$upper" -type c | while IFS= read -r gone; do
        rm "$gone"
        : > "$(dirname "$gone")/.wh.$(basename "$gone")"
    done
    pack "$name"
    lower=$upper:$lower
    rm -rf "$work/overlay"
}

install() {
    local known=() name
    for name in "$@"; do
        if chroot "$work/root" apt-cache show "${name%-}" > /dev/null 2>&1; then
            known+=("$name")
        else
            note "mixed: no package $name here"
        fi
    done
    # Services must not start while they are installed.
    printf '#!/bin/sh\nexit 101\n' > "$work/root/usr/sbin/policy-rc.d"
    chmod +x "$work/root/usr/sbin/policy-rc.d"
    chroot "$work/root" apt-get -qq -o Acquire::Languages=none install --no-install-recommends -y "${known[@]}" \
        > "$work/apt.log" 2>&1 || { tail -20 "$work/apt.log" >&2; exit 1; }
    rm -f "$work/root/usr/sbin/policy-rc.d"
}

wheelhouse() {
    mkdir -p "$images/wheels"
    PIP_FIND_LINKS= python3 -m pip -q download --only-binary=:all: --python-version 3.11 --implementation cp \
        --platform manylinux2014_x86_64 --platform manylinux_2_28_x86_64 --platform any \
        -d "$images/wheels" "$@"
}

pip_layer() {
    mkdir -p "$work/root/tmp/wheels"
    cp "$images/wheels/"*.whl "$work/root/tmp/wheels/"
    PIP_FIND_LINKS= chroot "$work/root" python3 -m pip -q install --no-index --find-links /tmp/wheels --break-system-packages \
        --root-user-action ignore $wheels
    rm -rf "$work/root/root/.cache"
}

mixed() {
    local layout=$images/mixed
    if [ -f "$layout/index.json" ]; then note "mixed exists"; return; fi
    work=$(mktemp -d "$images/mixed.XXXXXX")
    note "mixed: downloading wheels"
    wheelhouse $wheels
    note "mixed: installing"
    mkdir "$work/base.upper"
    base --variant=minbase --skip=cleanup/apt/lists
    tar -C "$work/base.upper" -xf "$work/base.tar"
    # The package lists serve every layer and are part of none.
    mv "$work/base.upper/var/lib/apt/lists" "$work/lists"
    mkdir "$work/base.upper/var/lib/apt/lists"
    pack base
    lower=$work/base.upper
    layer python install $python_packages
    layer wheels pip_layer
    layer web install $web_packages
    layer native install $native_packages
    layer tools install $tool_packages
    python3 "$here/../Tools/oci-layout.py" "$work/mixed" latest \
        "$work"/{base,python,wheels,web,native,tools}.tar
    rm -rf "$layout"
    mv "$work/mixed" "$layout"
    rm -rf "$work"
    record "$layout"
}

[ $# -gt 0 ] || set -- slim mixed
for image in "$@"; do
    case $image in
    slim | mixed | late) "$image" ;;
    *) note "no image named $image"; exit 2 ;;
    esac
done
