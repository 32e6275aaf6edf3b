#!/bin/sh
# Push the two images to REGISTRY and sign them by digest; `scripts/deploy.sh` starts nothing that is not signed.
set -eu
registry=$1
for name in finance-tracker-backend finance-tracker-frontend; do
  docker tag "$name:1.0.0" "$registry/$name:1.0.0"
  docker push "$registry/$name:1.0.0"
  digest=$(docker image inspect --format '{{index .RepoDigests 0}}' "$registry/$name:1.0.0")
  cosign sign --yes "$digest"
done
