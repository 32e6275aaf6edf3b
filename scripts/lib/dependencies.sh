# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by install.sh and test.sh: which packages the build needs on which system, and how to install them.
# docs/dependencies.md says what each library is for. Needs: say, die, run (the caller's).

dependencies_system() {
  if command -v apt-get >/dev/null 2>&1; then
    echo apt
  elif command -v dnf >/dev/null 2>&1; then
    echo dnf
  elif command -v apk >/dev/null 2>&1; then
    echo apk
  elif command -v brew >/dev/null 2>&1; then
    echo brew
  else
    echo unknown
  fi
}

# Debian 12 has Boost 1.74 by default and 1.81 beside it; later releases have a newer default.
dependencies_boost() {
  default=$(apt-cache policy libboost-dev 2>/dev/null | sed -n 's/^ *Candidate: *//p')
  if [ -n "$default" ] && [ "$default" != "(none)" ] && dpkg --compare-versions "$default" ge 1.81; then
    echo libboost-dev
  else
    echo libboost1.81-dev
  fi
}

# Everything but Boost, whose name on Debian needs fresh package lists.
dependencies_build() {
  case $1 in
    apt)
      echo g++ cmake ninja-build pkg-config libarchive-dev libfmt-dev libcli11-dev libyaml-dev libexpected-dev \
        libssl-dev zlib1g-dev libzstd-dev libsqlite3-dev libre2-dev libcurl4-openssl-dev
      ;;
    # Named by what they provide: the packages' own names differ between releases.
    dnf)
      echo gcc-c++ cmake ninja-build pkgconf-pkg-config boost-devel 'cmake(fmt)' 'cmake(CLI11)' 'cmake(tl-expected)' \
        'pkgconfig(yaml-0.1)' 'pkgconfig(libarchive)' 'pkgconfig(openssl)' 'pkgconfig(sqlite3)' 'pkgconfig(re2)' \
        'pkgconfig(libcurl)' 'pkgconfig(zlib)' 'pkgconfig(libzstd)'
      ;;
    apk)
      echo g++ cmake samurai pkgconf linux-headers boost-dev libarchive-dev fmt-dev cli11-dev yaml-dev tl-expected \
        openssl-dev zlib-dev zstd-dev sqlite-dev re2-dev curl-dev
      ;;
    brew) echo cmake ninja pkgconf boost libarchive fmt cli11 libyaml tl-expected openssl@3 zstd sqlite re2 curl ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    run "$@"
  elif command -v sudo >/dev/null 2>&1; then
    run sudo "$@"
  else
    die "'$*' needs root: run it yourself, then this script again with --no-deps"
  fi
}

# dependencies_missing PACKAGE...: those of the Debian packages that are not installed.
dependencies_missing() {
  for package; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || echo "$package"
  done
}

# dependencies_install PACKAGE...: on Debian and Ubuntu, only what is missing.
dependencies_install() {
  # shellcheck disable=SC2046 # a list of words
  set -- $(dependencies_missing "$@")
  [ $# -gt 0 ] || return 0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@"
}

# What building needs, by the package manager of this machine.
dependencies_for_build() {
  system=$(dependencies_system)
  [ "$system" != unknown ] || die "no apt-get, dnf, apk or brew here: install what docs/dependencies.md lists, then use --no-deps"
  say "build dependencies with $system"
  # shellcheck disable=SC2046 # lists of words
  case $system in
    apt)
      if [ -n "$(dependencies_missing $(dependencies_build apt))" ] ||
        { [ -n "$(dependencies_missing libboost1.81-dev)" ] && [ -n "$(dependencies_missing libboost-dev)" ]; }; then
        as_root apt-get -qq update
      fi
      dependencies_install $(dependencies_build apt) "$(dependencies_boost)"
      ;;
    dnf) as_root dnf install -y $(dependencies_build dnf) ;;
    apk) as_root apk add --no-cache $(dependencies_build apk) ;;
    brew)
      run brew install $(dependencies_build brew)
      # Homebrew links neither of these into its own prefix.
      CMAKE_PREFIX_PATH=$(brew --prefix openssl@3):$(brew --prefix libarchive)
      PKG_CONFIG_PATH=$(brew --prefix libarchive)/lib/pkgconfig:$(brew --prefix openssl@3)/lib/pkgconfig
      export CMAKE_PREFIX_PATH PKG_CONFIG_PATH
      ;;
  esac
}
