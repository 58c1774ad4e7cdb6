#!/bin/sh
# What the AOT cache learns to start fast: one run of the program ($1), with files to write in a directory of its own ($2).
# A short restoration, served and kept: actors, streams, images, JSON, HTTP, the journal and the vault.
set -eu
exec "$1" run restore.yaml --dashboard --port 0 --store "$2/store" --out "$2/run" --set schedule.epochs=14 --set schedule.sweeps=2
