#!/usr/bin/env bash
# How fair are the random numbers of io.isinglass.engine.noise along every part of their address?
#
#   run.sh small     [WALK ORDER [SEED]]   our battery, as many words as TestU01's SmallCrush reads
#   run.sh crush     [WALK ORDER [SEED]]   our battery on 32 times as many: minutes a walk
#   run.sh dieharder [WALK ORDER [SEED]]   Brown's dieharder, a program by other people: much longer
#
# WALK is a value of Dimension (WORD, ROW, SWEEP ...) and ORDER one of Order (HIGH, LOW, BITS), both in
# ../java/io/isinglass/engine/noise; without them all walks are done in all orders. The table goes to standard output,
# every verdict to standard error. Needs a JDK 25; dieharder is installed with apt-get where it is missing.
#
# TestU01 itself is not used, because Debian's main archive does not have it; Battery.java has nine of the ten families of
# its SmallCrush. Of dieharder, those tests are left out that its own list (dieharder -l) calls suspect or not to be used,
# and lagged sums run for six lags of its 33, which read more words than all the rest together.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

kind=${1:-}
[[ $kind =~ ^(small|crush|dieharder)$ ]] || { sed -n '2,7p' src/test/battery/run.sh >&2; exit 2; }
shift

# Test number, then the sizes that dieharder -a gives it.
tests=(
    0 1 2 3 4 8 9 10 11 12 13 15 16 17 100 101
    102 '200 '{1..12} '201 '{2..5} '202 '{2..5} '203 '{0,1,2,4,8,16} 204 205 206
    '207 '{0,1} '208 '{0,1} 209
)

java=${JAVA_HOME:-/usr/lib/jvm/temurin-25-jdk-amd64}/bin
[[ -x $java/javac ]] || java=$(dirname "$(command -v javac)")
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
noise=java/io/isinglass/engine/noise
"$java/javac" -d "$classes" src/main/$noise/{Dice,Noise,Philox}.java \
    src/test/$noise/{Battery,Dimension,Numbers,Order,Trial,Verdict,Walk}.java

if [[ $kind == dieharder ]] && ! command -v dieharder >/dev/null; then
    apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends dieharder >&2
fi

trial() {
    nice -n 19 "$java/java" -XX:+UseSerialGC -cp "$classes" io.isinglass.engine.noise.Trial "$@"
}

# One process of ours writes; dieharders read from it one after another, so that no word is read twice.
harder() {
    trial "$@" | for test in "${tests[@]}"; do
        read -r number width <<<"$test"
        nice -n 19 dieharder -g 200 -k 1 -D test_name -D ntuple -D pvalues -c ' ' -d "$number" ${width:+-n "$width"}
    done
}

# Dieharder's lines are: name, width, p.
tell() {
    awk -v walk="$1" -v order="$2" -v seed="$3" '
        $3 ~ /^[01]\./ { all++; if ($3 < 1e-4 || $3 > 1 - 1e-4) out = out " " $1 "(" $2 ") " $3 }
        END { printf "| %-8s | %-4s | %4s | dieharder | %d | %s |\n", walk, order, seed, all, out ? out : "none" }'
}

# Everything goes to standard error, and the line for the table to standard output.
one() {
    case $kind in
        small) trial "$@" 24 ;;
        crush) trial "$@" 29 ;;
        dieharder) harder "$@" | tee >(cat >&2) | tell "$@" ;;
    esac | tee >(cat >&2) | grep '^|'
}

echo '| walk     | order | seed | words | statistics | suspicious |'
echo '|---|---|---|---|---|---|'
if (($# >= 2)); then
    one "$1" "$2" "${3:-1}"
else
    for walk in WORD KERNEL SWEEP ROW SEED DRAW PLANE SITE LANE CHAIN GROUP VERTEX DIGIT MEMBER MESH TWIN; do
        for order in HIGH BITS LOW; do
            one "$walk" "$order" 1
        done
    done
fi
