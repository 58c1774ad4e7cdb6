#!/bin/sh
# What the AOT cache learns to start fast: one run of the program ($1), with files to write in a directory of its own ($2).
set -eu
exec "$1" --version
