#!/usr/bin/env bash
# Tables that everybody knows, for the tests that compare a learner with the best that can be made of them: votes of the
# House of Representatives, baskets of a supermarket, patients. Debian's package weka has them; it is not installed, but
# fetched and unpacked. Their licence is that of the package, so they are no part of this repository.
#
#   fetch.sh FOLDER     fills FOLDER with them, unless they are there
set -euo pipefail

to=${1:?a folder}
tables=(vote supermarket diabetes)

here() {
    for table in "${tables[@]}"; do
        [[ -s $to/$table.arff ]] || return 1
    done
}

here && exit 0
mkdir -p "$to"
to=$(cd "$to" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
if ! apt-get -qq download weka 2>/dev/null; then
    apt-get -qq update
    apt-get -qq download weka
fi
dpkg-deb --fsys-tarfile weka_*.deb | tar -x --wildcards './usr/share/doc/weka/examples/*.arff'
for table in "${tables[@]}"; do
    mv "usr/share/doc/weka/examples/$table.arff" "$to/$table.part"
    mv "$to/$table.part" "$to/$table.arff"
done
