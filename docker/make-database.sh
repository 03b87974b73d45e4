#!/usr/bin/env bash
# Run by the official PostgreSQL image on its first start: a role without special rights, and its database.
set -euo pipefail
password=$(< /run/secrets/database)
psql --no-psqlrc --quiet --username postgres --set ON_ERROR_STOP=1 --set password="$password" <<'SQL'
CREATE ROLE ckan LOGIN PASSWORD :'password';
CREATE DATABASE ckan OWNER ckan ENCODING 'UTF8';
SQL
