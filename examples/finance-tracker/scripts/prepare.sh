#!/bin/sh
# Make the secrets and the folders that the containers write to; what exists already is left alone. Run once, as root.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets state
for name in db_password session_key restic_password; do
  [ -s "secrets/$name" ] || openssl rand -hex 32 | tr -d '\n' >"secrets/$name"
done
# These two come from the object store and from the chat or paging service.
[ -e secrets/object_store ] || : >secrets/object_store
[ -e secrets/alert_webhook ] || : >secrets/alert_webhook
# Compose mounts secret files with the owner that they have here: the group is the one the services share.
chgrp 10001 secrets/*
chmod 640 secrets/*
install -d -m 700 -o 65532 -g 65532 state/acme
install -d -m 700 -o 70 -g 70 state/backups
[ -e .env ] && chmod 600 .env
exit 0
