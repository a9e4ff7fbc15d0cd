#!/bin/sh
# Makes .env for docker compose: random secrets, readable by their owner only, and the profiles that are named.
#   sh deploy/env.sh [external] [monitoring]
set -eu
cd "$(dirname "$0")/.."
# Readable by their owner only.
umask 077
if [ -e .env ]; then
  echo ".env is there already; remove it to make new secrets (the volumes keep the old ones)" >&2
  exit 1
fi
secret() { head -c 32 /dev/urandom | base64 | tr -d '+/=\n'; }
collector=$(secret)
sources=
profiles=
for profile in "$@"; do
  case $profile in
    external) sources="mqtt://collector:$collector@mosquitto:1883?name=mosquitto&topics=v1/%2B/readings,v1/%2B/events,v1/%2B/status" ;;
    monitoring) ;;
    *) echo "no profile $profile: there are external and monitoring" >&2; exit 2 ;;
  esac
  profiles="${profiles:+$profiles,}$profile"
done
mkdir -p deploy/secrets deploy/tls
# Prometheus reads it as another user; the folder keeps everybody else out.
: >>deploy/secrets/metrics-token && chmod 644 deploy/secrets/metrics-token
cat >.env <<END
COMPOSE_PROFILES=$profiles
WATTSTEWARD_ADMIN_PASSWORD=$(secret)
INFLUX_TOKEN=$(secret)
INFLUX_ADMIN_PASSWORD=$(secret)
GRAFANA_ADMIN_PASSWORD=$(secret)
MOSQUITTO_COLLECTOR_PASSWORD=$collector
WATTSTEWARD_MQTT_SOURCES=$sources
END
echo "made .env; sign in as admin with the WATTSTEWARD_ADMIN_PASSWORD in it"
