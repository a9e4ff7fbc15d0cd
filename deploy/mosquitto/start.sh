#!/bin/sh
# The collector's password comes from .env at each start; devices are added with `mosquitto_passwd` and stay.
set -eu
data=/mosquitto/data
umask 077
[ -e "$data/passwords" ] || : >"$data/passwords"
mosquitto_passwd -b "$data/passwords" collector "$MOSQUITTO_COLLECTOR_PASSWORD"
# Mosquitto wants both files to be its own.
cp /mosquitto/config/acl "$data/acl"
chmod 600 "$data/acl"
chown mosquitto:mosquitto "$data" "$data/passwords" "$data/acl" 2>/dev/null || true
exec mosquitto -c /mosquitto/config/mosquitto.conf
