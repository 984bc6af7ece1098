#!/bin/bash
# Stands for systemctl where none runs, for one service: restart, and what may be answered by nothing. PLAYED: a folder.
set -eu
case "$*" in
  daemon-reload | "enable "* | "disable "* | *.timer) ;;
  "restart counterfoil" | "restart counterfoil.service")
    touch "$PLAYED/stop"
    if [ -e "$PLAYED/pid" ]; then kill -TERM "$(cat "$PLAYED/pid")" 2>/dev/null || true; fi
    # The supervisor before holds it until its program has ended.
    exec 8> "$PLAYED/lock"
    flock 8
    rm -f "$PLAYED/stop" "$PLAYED/pid"
    flock -u 8
    setsid unshare -m bash /usr/local/bin/supervise 8>&- >> "$PLAYED/log" 2>&1 < /dev/null &
    until [ -e "$PLAYED/pid" ]; do sleep 0.1; done
    ;;
  *) echo "systemctl $* is not played" >&2; exit 1 ;;
esac
