#!/bin/sh
# Keeps the PC/SC service for one test process: only one at a time has the virtual readers, and whatever
# is started here ends when standard input is closed, however the test process came to its end.
#
# Says "locked" when the readers are ours. Takes the orders "start" and "stop", and answers each with "done".

pid=
log="${TMPDIR:-/tmp}/simcard-pcscd.$(id -u).log"

stop() {
    if [ -n "$pid" ]; then
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
        pid=
    fi
}

trap stop EXIT
trap '' INT

exec 9>"${TMPDIR:-/tmp}/simcard-pcscd.lock"
flock 9
echo locked

while read -r order; do
    case $order in
    start)
        pcscd --foreground >"$log" 2>&1 9>&- &
        pid=$!
        ;;
    stop)
        stop
        ;;
    esac
    echo "done"
done
