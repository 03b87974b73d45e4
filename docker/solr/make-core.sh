#!/usr/bin/env bash
# Run by the official image before Solr starts: one core, whose configset stays in the image.
set -euo pipefail
core=/var/solr/data/ckan
mkdir -p "$core"
printf 'name=ckan\nconfigSet=resilient\n' > "$core/core.properties"
