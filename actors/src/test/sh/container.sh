#!/bin/sh
# Runs a command in a root file system as Kubernetes runs the container of our Deployment: process 1 of its own, uid 65532,
# nothing writable but /tmp, no capability, no way to more. Only the network is that of the caller.
# container.sh <root> <command …>; standard input, output and error are the command's. Needs root, or a range of sub-uids.
set -eu
if [ "${CONTAINED-}" != yes ]; then
    [ "$(id -u)" = 0 ] || exec unshare --map-root-user --map-auto "$0" "$@"
    CONTAINED=yes exec unshare --mount --pid --fork --kill-child "$0" "$@"
fi
unset CONTAINED
root=$1
shift
mkdir -p "$root/proc" "$root/dev"
mount --bind "$root" "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -o remount,bind,ro "$root"
exec setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid --inh-caps=-all \
    chroot --userspec=65532:65532 --groups= "$root" "$@"
