#!/bin/sh
# Puts the distribution together: a small Java, the jars, an AOT cache, and what lies beside this script.
# Called by the build: assemble.sh <home to be> <class path> <licence>, with TOOLCHAIN_JAVA_HOME set.
set -eu
home=$1 class_path=$2 licence=$3
here=$(cd "$(dirname "$0")" && pwd)
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml
modules=$modules,jdk.crypto.ec,jdk.incubator.vector,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

# A step is done again only when what it is made from has changed; the key of the last time lies beside its result.
changed() { # <file with the old key> <new key>
    [ "$(cat "$1" 2>/dev/null)" != "$2" ]
}

mkdir -p "$home"
java_key="$modules $(cat "$TOOLCHAIN_JAVA_HOME/release" "$here/Jlink.java")"
if changed "$home/java/.key" "$java_key"; then
    rm -rf "$home/java"
    "$TOOLCHAIN_JAVA_HOME/bin/java" --add-modules jdk.jlink \
        --add-exports jdk.jlink/jdk.tools.jlink.internal=ALL-UNNAMED \
        --add-exports jdk.jlink/jdk.tools.jlink.plugin=ALL-UNNAMED \
        "$here/Jlink.java" --graduate --output "$home/java" --add-modules "$modules" \
        --strip-debug --no-header-files --no-man-pages
    echo "$java_key" >"$home/java/.key"
fi

rm -rf "$home/bin" "$home/share" "$home/lib/class-path"
mkdir -p "$home/lib"
cp "$here/flags" "$home/lib/"
cp -R "$here/bin" "$here/share" "$home/"
cp "$licence" "$home/share/LICENSE"
chmod 755 "$home/bin/isinglass"

rm -f "$home"/lib/*.jar
IFS=:
for jar in $class_path; do
    [ ! -e "$home/lib/${jar##*/}" ] || { echo "two jars are called ${jar##*/}" >&2; exit 1; }
    cp "$jar" "$home/lib/"
    echo "${jar##*/}" >>"$home/lib/class-path"
done
unset IFS
# The AOT cache knows a jar by its size and its time. With one time for all, equal jars built again still fit.
TZ=UTC touch -t 202601010000 "$home"/lib/*.jar

aot=$home/lib/isinglass.aot
aot_key="$(echo "$java_key" | cksum) $(cd "$home" && cksum lib/*.jar lib/class-path lib/flags bin/isinglass "$here/Train.java")"
if changed "$home/lib/.key" "$aot_key"; then
    rm -f "$aot" "$home/lib/.key"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    if ISINGLASS_OPTS="-XX:AOTCacheOutput=$aot -Xlog:aot=off,cds=off" \
            "$TOOLCHAIN_JAVA_HOME/bin/java" "$here/Train.java" "$home/bin/isinglass" "$scratch" \
            >"$scratch/log" 2>&1 && [ -f "$aot" ]; then
        echo "$aot_key" >"$home/lib/.key"
    else
        cat "$scratch/log" >&2
        echo "the training run for the AOT cache failed" >&2
        exit 1
    fi
fi
