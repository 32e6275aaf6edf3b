#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The real nginx on loopback against `docker secaudit inspect proxy`, over the examples and the corpus (nginx_headers.py).
set -uo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top" || exit 1
folders=(examples)
if [[ -d ../shared/corpora/proxy ]]; then
  folders+=(../shared/corpora/proxy/{behaviour/nginx,gixy,nginx-parser,real/nginx} ../shared/corpora/compose/real)
else
  echo "skip - ../shared/corpora/proxy is not there: the headers of the examples only"
fi
exec python3 tests/e2e/nginx_headers.py "${SECAUDIT_BINARY:-build/dev/plugin/docker-secaudit}" "${folders[@]}"
