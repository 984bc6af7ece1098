#!/bin/sh
# In this folder, after `git pull`: builds the new image, makes a backup, starts it, looks whether it becomes healthy, and
# goes back to the image before when it doesn't. The data is as the version before can read it, too.
set -eu
cd "$(dirname "$0")"
compose=${COMPOSE:-docker compose}
docker=${DOCKER:-docker}
seconds=${SECONDS_TO_BECOME_HEALTHY:-180}

free=$(df -Pm . | awk 'NR == 2 { print $4 }')
if [ "$free" -lt 3000 ]; then echo "upgrade: building needs 3000 MB here, and $free are free." >&2; exit 1; fi

healthy() {
  waited=0
  while [ "$waited" -lt "$seconds" ]; do
    id=$($compose ps -q app)
    state=$($docker inspect -f '{{.State.Health.Status}}' "$id" 2>/dev/null || echo none)
    if [ "$state" = healthy ]; then return 0; fi
    if [ "$state" = unhealthy ]; then return 1; fi
    sleep 1
    waited=$((waited + 1))
  done
  return 1
}

echo 'A backup first:'
$compose exec -T app counterfoil backup
$docker tag counterfoil counterfoil:before
if ! $compose build app; then echo 'upgrade: the image could not be built; the present one goes on.' >&2; exit 1; fi
$compose up -d app
if healthy; then
  echo "The new version runs and is healthy: $($compose exec -T app counterfoil version)"
  exit 0
fi
echo 'The new version did not become healthy. Its last lines, then back to the one before:' >&2
$compose logs --tail 20 app >&2 || true
$docker tag counterfoil:before counterfoil
$compose up -d app
if healthy; then echo 'The version before runs again and is healthy; nothing that was written is lost.' >&2
else echo 'The version before is not healthy either: docs/guides/operating.md, "When it breaks".' >&2; fi
exit 1
