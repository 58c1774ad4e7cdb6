#!/bin/sh
# Puts the container image together: the root of its file system, and an OCI archive. No daemon, no network, no base image.
# Called by the build: image.sh <distribution> <Dockerfile> <version> <folder to be>; leaves root/ and isinglass.tar there.
set -eu
home=$1 recipe=$2 version=$3 image=$4
at=opt/isinglass time='2026-01-01T00:00:00Z'
case $(uname -m) in
    x86_64) architecture=amd64 ;;
    aarch64) architecture=arm64 ;;
    *) echo "no image for a machine of kind $(uname -m)" >&2; exit 1 ;;
esac
root=$image/root blobs=$image/layout/blobs/sha256
mkdir -p "$image/layers"
rm -rf "$root" "$image/layout"
mkdir -p "$root/etc" "$root/tmp" "$root/$at/lib" "$blobs"
chmod 1777 "$root/tmp"

# The Java needs the C library and the loader of the machine that builds; the rest of what it could load is for a desktop.
loader=$(ldd "$home/java/bin/java" | sed -n 's/^\t\(\/[^ ]*ld-linux[^ ]*\).*/\1/p')
c=$(ldd "$home/java/bin/java" | sed -n 's/.* => \([^ ]*\/libc\.so\.6\).*/\1/p')
for file in "$loader" "$c" "${c%/*}"/libdl.so.2 "${c%/*}"/libm.so.6 "${c%/*}"/libpthread.so.0 "${c%/*}"/librt.so.1 \
    "${c%/*}"/libresolv.so.2; do
    mkdir -p "$root${file%/*}"
    cp -L "$file" "$root$file"
    chmod 755 "$root$file"
done
if [ -f /usr/share/doc/libc6/copyright ]; then
    mkdir -p "$root/usr/share/doc/libc6"
    cp -L /usr/share/doc/libc6/copyright "$root/usr/share/doc/libc6/"
fi
printf 'root:x:0:0:root:/:/none\nisinglass:x:65532:65532:isinglass:/tmp:/none\n' >"$root/etc/passwd"
printf 'root:x:0:\nisinglass:x:65532:\n' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
cp -R "$home/java" "$home/share" "$root/$at/"
rm "$root/$at/java/.key"
cp "$home"/lib/*.jar "$home/lib/isinglass.aot" "$root/$at/lib/"

# There is no shell to read lib/class-path: here is the whole command line that bin/isinglass would make of it.
{
    cat "$home/lib/flags"
    printf '\n-XX:AOTCache=/%s/lib/isinglass.aot\n-Xlog:aot=off,cds=off\n-cp\n' "$at"
    sed "s|^|/$at/lib/|" "$home/lib/class-path" | paste -s -d :
    echo io.isinglass.actors.cli.Main
} >"$root/$at/lib/launch"
chmod -R u=rwX,go=rX "$root/etc" "$root/opt"

sha() {
    sha256sum "$1" | cut -d ' ' -f 1
}

# Takes a file into the archive, and tells how to speak of it: media type, digest and size.
blob() { # <file> <media type>
    digest=$(sha "$1")
    cp "$1" "$blobs/$digest"
    printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$2" "$digest" "$(stat -c %s "$1")"
}

# Adds a layer of these paths. One that has been compressed before is not again.
diffs='' layers=''
layer() { # <tar's arguments>
    tar -C "$root" --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --format=posix \
        --pax-option=delete=atime,delete=ctime -cf "$image/layer.tar" "$@"
    diff=$(sha "$image/layer.tar")
    [ -f "$image/layers/$diff" ] || gzip -n -5 <"$image/layer.tar" >"$image/layers/$diff"
    rm "$image/layer.tar"
    diffs="$diffs,\"sha256:$diff\""
    layers="$layers,$(blob "$image/layers/$diff" application/vnd.oci.image.layer.v1.tar+gzip)"
}

# From what seldom changes to what always does. Times are those of assemble.sh, or the AOT cache would not know its jars.
layer --exclude="./$at/lib" .
layer --exclude='*.aot' "./$at/lib"
layer "./$at/lib/isinglass.aot"

# What the container runs, as who, is what the Dockerfile says.
said() { # <instruction>
    sed -n "s/^$1 //p" "$recipe" | sed "s/\$VERSION/$version/"
}
cat >"$image/config.json" <<JSON
{"created":"$time","architecture":"$architecture","os":"linux","config":{"User":"$(said USER)",
"ExposedPorts":{$(said EXPOSE | tr ' ' '\n' | sed 's/.*/"&\/tcp":{}/' | paste -s -d ,)},
"Env":[$(said ENV | sed 's/"//g; s/.*/"&"/' | paste -s -d ,)],
"Entrypoint":$(said ENTRYPOINT),"Cmd":$(said CMD),"WorkingDir":"$(said WORKDIR)",
"Labels":{"org.opencontainers.image.title":"isinglass","org.opencontainers.image.version":"$version",
"org.opencontainers.image.licenses":"Apache-2.0"}},
"rootfs":{"type":"layers","diff_ids":[${diffs#,}]}}
JSON
cat >"$image/manifest.json" <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
"config":$(blob "$image/config.json" application/vnd.oci.image.config.v1+json),"layers":[${layers#,}]}
JSON
named="\"annotations\":{\"org.opencontainers.image.ref.name\":\"$version\",\"io.containerd.image.name\":\"isinglass:$version\"}}"
cat >"$image/layout/index.json" <<JSON
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json",
"manifests":[$(blob "$image/manifest.json" application/vnd.oci.image.manifest.v1+json | sed "s|}\$|,$named|")]}
JSON
echo '{"imageLayoutVersion":"1.0.0"}' >"$image/layout/oci-layout"
tar -C "$image/layout" --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner \
    -cf "$image/isinglass.tar" oci-layout index.json blobs

# Layers of former builds go.
for old in "$image"/layers/*; do
    case $diffs in
        *"${old##*/}"*) ;;
        *) rm "$old" ;;
    esac
done
