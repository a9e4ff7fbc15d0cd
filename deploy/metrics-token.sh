#!/bin/sh
# Makes the token with which Prometheus reads /metrics; the installation must be running.
set -eu
cd "$(dirname "$0")/.."
token=$(docker compose exec -T wattsteward node deploy/docker/metrics-token.mjs)
printf %s "$token" >deploy/secrets/metrics-token
docker compose restart prometheus
