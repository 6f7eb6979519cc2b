#!/bin/sh
# Keeps the PC/SC service for one test process: only one at a time has the virtual readers, and whatever
# is started here ends when standard input is closed, however the test process came to its end.
#
# Says "locked" when the readers are ours. Takes the orders "start" and "stop", and answers each with "done".

pid=
directory=${TMPDIR:-/tmp}/simcard-pcscd.$(id -u)
PATH=$PATH:/usr/sbin
as_root=
[ "$(id -u)" -eq 0 ] || as_root="sudo -n"

stop() {
    if [ -n "$pid" ]; then
        $as_root kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
        pid=
    fi
}

trap stop EXIT
trap '' INT

mkdir -p "$directory"
exec 9>"$directory/lock"
flock 9
echo locked

while read -r order; do
    case $order in
    start)
        $as_root pcscd --foreground >"$directory/log" 2>&1 9>&- &
        pid=$!
        ;;
    stop)
        stop
        ;;
    esac
    echo "done"
done
