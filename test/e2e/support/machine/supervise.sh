#!/bin/bash
# What systemd does with the unit, in a namespace of its own: the program as its account, with its environment, on a file
# system that it may write only where the unit says so; again after each end (Restart=always).
set -eu
exec 8> "$PLAYED/lock"
flock 8
unit=/etc/systemd/system/counterfoil.service
value() { sed -n "s/^$1=//p" $unit; }
name=$(value User)
home=$(value WorkingDirectory)
program=$(value ExecStart)
# Quoted, and behind a "-": a disk that is away must not keep it from starting.
places=$(value ReadWritePaths | grep -o '"-[^"]*"' | tr -d '"' | sed 's/^-//' || true)
own="/var/lib/counterfoil /var/cache/counterfoil"
mkdir -p $own
chown "$name:" $own
chmod 700 /var/lib/counterfoil
for path in $own $places; do mount --bind "$path" "$path"; done
for path in / /etc /opt /usr/local /var/lib /var/cache /srv /run; do mount -o remount,bind,ro "$path"; done
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /home
cd "$home"
while [ ! -e "$PLAYED/stop" ]; do
  # shellcheck disable=SC2046,SC2086
  env -i PATH=/usr/bin:/bin $(value Environment) \
    setpriv --reuid="$name" --regid="$name" --init-groups --no-new-privs $program 8>&- &
  echo $! > "$PLAYED/pid"
  wait $! || true
  [ -e "$PLAYED/stop" ] || sleep 1
done
