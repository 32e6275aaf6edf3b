#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Secrets in files, the index and commits, and the pre-push hook, with real git repositories and a real remote on disk.
# No engine is needed.
# shellcheck disable=SC2016 # scripts are written out as they are
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

command -v git >/dev/null || {
  skip "the pre-push hook: there is no git here"
  finish
  exit
}
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE SECAUDIT_SKIP PRE_COMMIT_REMOTE_NAME
export HOME=$work/home GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$work/home/.gitconfig
export GIT_AUTHOR_DATE='2026-11-20T12:00:00Z' GIT_COMMITTER_DATE='2026-11-20T12:00:00Z'
mkdir -p "$HOME"
git config --global user.name Tester
git config --global user.email tester@example.org
git config --global init.defaultBranch main
# Written in parts, so that no search finds them in this file.
key() { printf 'sk_''live_%s%s' "$1" 8fKq2ZrW; }
first=$(key Z7QW3LXP5RKT2MNB) second=$(key Y4HV6CJD3SGF7QXA) third=$(key W2RM5TKB7NPL4ZQX) fourth=$(key V3KD6XSG2WHP5LJT)

# repository NAME: a clone of a bare remote with one harmless commit that was pushed.
repository() {
  git init -q --bare "$work/$1.git"
  git clone -q "$work/$1.git" "$work/$1" 2>/dev/null
  cd "$work/$1" || exit 1
  echo 'print("hello")' >app.py
  git add . && git commit -qm 'Begin' && git push -q origin HEAD 2>/dev/null
}
# commit FILE TEXT [MESSAGE]
commit() {
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$2" >"$1"
  git add -- "$1" && git commit -qm "${3:-Change $1}"
}
# push ARGUMENT...: like capture; what a hook prints is on either stream, by the version of git.
push() {
  code=0
  git push "$@" >"$work/out" 2>&1 </dev/null || code=$?
  cp "$work/out" "$work/err"
}
pushed() { git --git-dir="$1" rev-parse -q --verify "$2" 2>/dev/null; }

files() {
  mkdir -p "$work/tree/sub" && cd "$work/tree" || exit 1
  printf 'a\nkey = "%s"\n' "$first" >sub/config.py
  capture "$binary" secrets
  expect "a secret in a file is told with line and column" 1 out 'sub/config\.py:2:8'
  if grep -q "$first" "$work/out"; then not_ok "a secret is masked"; else ok "a secret is masked"; fi
  capture "$binary" secrets --fail-on none sub
  expect "--fail-on none leaves the exit code alone" 0 out 'config\.py'
  capture "$binary" secrets --severity low sub
  expect "--severity leaves out what is not asked for" 0 out 'Nothing found'
  capture "$binary" secrets absent
  expect "a path that does not exist is unusable" 3 err 'absent'
  rm sub/config.py
  ln -s . loop && ln -s / up && mkfifo pipe
  capture timeout 20 "$binary" secrets
  expect "links are not followed, a pipe in the tree is said" 2 out 'pipe.*(pipe|device)'
  rm pipe
  echo "$first" >closed && chmod 000 closed
  if [[ $(id -u) == 0 ]]; then skip "an unreadable file: root reads everything"; else
    capture "$binary" secrets
    expect "an unreadable file is said" 2 out 'closed'
  fi
  rm -f closed
  capture "$binary" secrets
  expect "a clean tree with link loops" 0 out 'Nothing found'
  head -c 9000000 /dev/zero | tr '\0' x >long && printf '\n %s' "$first" >>long
  capture "$binary" secrets long
  expect "a secret behind nine megabytes has its line" 1 out 'long:2:2'
  printf 'token %s' "$first" >"$work/piped"
  "$binary" secrets - <"$work/piped" >"$work/out" 2>"$work/err"
  code=$?
  expect "standard input is searched" 1 out 'standard input'
  rm long
  echo x >"$first.txt"
  capture "$binary" secrets
  expect "a secret in the name of a file is found" 1 out 'its name'
  if grep -q "$first" "$work/out"; then not_ok "a secret in a name is masked"; else ok "a secret in a name is masked"; fi
}

history() {
  repository history
  printf '%s\n' "$first" >staged.txt
  git add staged.txt && echo harmless >staged.txt
  capture "$binary" secrets --staged
  expect "--staged reads the index, not the working tree" 1 out 'staged\.txt:1:1'
  git commit -qm 'Add a key' && local_commit=$(git rev-parse --short=12 HEAD)
  git add staged.txt && git commit -qm 'Take it away'
  capture "$binary" secrets --range origin/main..HEAD
  expect "--range finds what a later commit removed, with its commit" 1 out "staged\.txt:1:1 +commit $local_commit"
  capture "$binary" secrets --range HEAD~1..HEAD
  expect "a range without it is clean" 0 out 'Nothing found'
  capture "$binary" secrets --range nosuch..HEAD
  expect "a range that git does not know is unusable" 3 err 'nosuch'
  capture "$binary" secrets --range=--output=x
  expect "a range is no option of git" 3 err 'no range'
  capture "$binary" secrets --range HEAD --staged
  expect "--range and --staged exclude each other" 125 err 'exclude'
  git commit -q --allow-empty -m "Use $second"
  capture "$binary" secrets --range HEAD~1..HEAD
  expect "a secret in a commit message is found" 1 out 'commit message'
  git checkout -q -b side HEAD~1 && commit side.txt side && git checkout -q main
  git merge -q --no-commit side >/dev/null 2>&1
  printf '%s\n' "$third" >evil.txt
  git add . && git commit -qm 'Merge'
  capture "$binary" secrets --range HEAD~1..HEAD
  expect "what only a merge brings is found" 1 out 'evil\.txt:1:1'
  capture "$binary" secrets --range HEAD -- app.py
  expect "a path limits the range" 1 out 'commit message'
  capture "$binary" secrets --format json --range HEAD
  that "JSON of a range" python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); assert r["kind"]=="secrets" and len(r["findings"])==3, r["findings"]' "$work/out"
  cd "$work" || exit 1
  capture "$binary" secrets --range HEAD "$work/history"
  expect "the folder of another repository" 1 out 'evil\.txt'
}

pushes() {
  repository push
  capture "$binary" hook status
  expect "status before the installation" 1 out 'none'
  "$binary" hook install --print >"$work/printed"
  that "what --print shows is for any shell" sh -n "$work/printed"
  if command -v shellcheck >/dev/null; then that "shellcheck of the hook" shellcheck -s sh "$work/printed"; fi
  that "--print changes nothing" test ! -e .git/hooks/pre-push
  capture "$binary" hook install
  expect "install" 0 out 'installed .*hooks/pre-push'
  capture "$binary" hook install
  expect "installing twice changes nothing" 0 out 'installed'
  that "our own hook is not chained to itself" test ! -e .git/hooks/pre-push.secaudit-prev
  capture "$binary" hook status
  expect "status after it" 0 out 'pre-push docker-secaudit'
  commit ok.txt fine
  push origin main
  expect "a clean push goes through" 0
  if grep -q "docker.secaudit" "$work/out"; then not_ok "a clean push is silent"; else ok "a clean push is silent"; fi
  push origin main
  expect "nothing to push" 0
  commit config.py "key = '$first'" && bad=$(git rev-parse HEAD) && commit config.py 'key = None'
  push origin main
  expect "a secret in an older commit blocks the push" 1
  cp "$work/out" "$work/all"
  for wanted in 'config\.py:1:8' "${bad:0:12}" 'git rebase -i' 'Nothing was pushed' 'SECAUDIT_SKIP=1' '\-\-no-verify'; do
    if grep -Eq -- "$wanted" "$work/all"; then ok "the explanation holds $wanted"; else
      not_ok "the explanation holds $wanted"
      note <"$work/all"
    fi
  done
  if grep -q "$first" "$work/all"; then not_ok "the secret is not printed"; else ok "the secret is not printed"; fi
  that "nothing arrived" test "$(pushed "$work/push.git" main)" = "$(git rev-parse main~2)"
  SECAUDIT_SKIP=1 push origin main
  expect "SECAUDIT_SKIP=1 pushes and says so" 0 err 'not checked'
  commit other.py "key = '$second'"
  push --no-verify origin main
  expect "--no-verify pushes" 0
  commit clean.txt clean
  push origin main
  expect "what is on the remote already blocks nothing" 0
  push origin main:refs/heads/new
  expect "a new branch of known commits" 0
  push origin --delete new
  expect "deleting a branch" 0
  git commit -q --amend -m 'Other words'
  push --force origin main
  expect "a forced push" 0
  git tag -a v1 -m "release $third"
  push origin v1
  expect "a secret in the message of a tag blocks" 1 out 'tag message'
  git tag -d v1 >/dev/null
  git tag blob-tag "$(printf '%s' "$fourth" | git hash-object -w --stdin)"
  push origin blob-tag
  expect "a tag that names a blob is searched" 1 out 'blob'
  git tag -d blob-tag >/dev/null
  git clone -q "$work/push.git" "$work/elsewhere" 2>/dev/null
  (cd "$work/elsewhere" && commit theirs.txt theirs && git push -q origin main 2>/dev/null)
  commit mine.txt "key = '$third'"
  push --force origin main
  expect "a forced push over an unknown remote commit is searched" 1 out 'mine\.txt'
  git reset -q --hard HEAD~1
  git checkout -q -b feature
  commit feature.txt "key = '$fourth'"
  push origin main feature
  expect "every ref of a push is searched" 1 out 'feature\.txt'
  push "$work/push.git" feature
  expect "a push to a URL is searched" 1 out 'feature\.txt'
  git checkout -q main
  git worktree add -q "$work/linked" -b linked 2>/dev/null
  cd "$work/linked" || exit 1
  capture "$binary" hook status
  expect "a linked worktree has the hook of the repository" 0
  commit linked.txt "key = '$third'"
  push origin linked
  expect "a push from a linked worktree is searched" 1 out 'linked\.txt'
  cd "$work/push" || exit 1
  capture "$binary" hook uninstall
  expect "uninstall" 0 out 'removed'
  that "the hook is gone" test ! -e .git/hooks/pre-push
}

own_formats() {
  repository own
  "$binary" hook install >/dev/null 2>&1
  commit notes.txt 'ticket acme_0badcafe'
  push origin HEAD:refs/heads/before
  expect "without a format of the project's own it is no secret" 0
  git push -q --no-verify origin --delete before 2>/dev/null
  # What was remembered as clean holds for other formats only.
  printf 'secrets:\n  formats:\n    - id: acme\n      title: ACME ticket\n      severity: high\n      pattern: "acme_([0-9a-f]{8})"\n' >.secaudit.yaml
  push origin HEAD
  expect "a format of the project's own blocks a push" 1 out 'notes\.txt:1:13'
  capture "$binary" secrets
  expect "it counts in a tree" 1 out 'ACME ticket'
  capture "$binary" secrets --range origin/main..HEAD
  expect "and in a range" 1 out 'ACME ticket'
}

project() {
  repository project
  "$binary" hook install >/dev/null
  commit compose.yaml $'services:\n  web:\n    image: nginx:1.30\n    privileged: true'
  push origin main
  expect "a serious fault of the compose project blocks" 1 out 'CO101' out 'compose\.yaml:4'
  printf 'services:\n  web:\n    image: nginx:1.30\n' >compose.yaml
  push origin main
  expect "the commit counts, not the working tree" 1 out 'CO101'
  rm compose.yaml
  push origin main
  expect "also where the file is gone from the working tree" 1 out 'CO101'
  git checkout -q compose.yaml
  sed -i '/privileged/d' compose.yaml && git commit -qam 'Put it right' && echo '    privileged: true' >>compose.yaml
  push origin main
  expect "a fault that is not committed does not block" 0
}

chained() {
  repository chained
  printf '#!/bin/sh\ncat >"%s"\necho "args $*" >>"%s"\nexit "${FOREIGN:-0}"\n' "$work/foreign" "$work/foreign" >.git/hooks/pre-push
  chmod 755 .git/hooks/pre-push && cp .git/hooks/pre-push "$work/before"
  capture "$binary" hook install
  expect "a hook that is there is kept" 0 out 'runs first'
  commit a.txt a
  push origin main
  expect "both run" 0
  that "it gets the lines of git" grep -q "^refs/heads/main $(git rev-parse main) refs/heads/main " "$work/foreign"
  that "and its arguments" grep -q '^args origin' "$work/foreign"
  commit b.txt b
  FOREIGN=7 push origin main
  expect "its refusal counts" 1
  commit c.txt "key = '$first'"
  push origin main
  expect "ours runs behind it" 1 out 'c\.txt'
  "$binary" hook uninstall >/dev/null
  that "it is put back byte for byte" cmp .git/hooks/pre-push "$work/before"
  that "with its mode" test -x .git/hooks/pre-push
  "$binary" hook install >/dev/null
  sed -i "s|^program=.*|program=/nonexistent/docker-secaudit|" .git/hooks/pre-push
  capture env PATH="$work/no-docker:/usr/bin:/bin" DOCKER_CONFIG="$work/none" git push --dry-run origin main
  # With a docker command line in /usr/bin that knows no such plugin the answer is the same.
  expect "a program that is gone is said and blocks nothing" 0 err 'not installed'
  git config secaudit.required true
  capture env PATH="$work/no-docker:/usr/bin:/bin" DOCKER_CONFIG="$work/none" git push --dry-run origin main
  expect "unless secaudit.required asks for it" 1 err 'secaudit\.required'
}

managers() {
  repository hookspath
  git config core.hooksPath .githooks
  capture "$binary" hook install
  expect "core.hooksPath of the repository" 0 out '\.githooks/pre-push' out 'working tree'
  commit x.txt "key = '$first'"
  push origin main
  expect "the hook there runs" 1 out 'x\.txt'
  repository shared
  git config --global core.hooksPath "$work/all-hooks"
  capture "$binary" hook install
  expect "a folder that all repositories share is left alone" 3 err 'global'
  capture "$binary" hook install --global
  expect "--global installs there" 0 out 'all-hooks/pre-push'
  git config --global --unset core.hooksPath
  repository husky
  mkdir -p .husky/_ && echo '{"devDependencies":{"husky":"^9.0.0"}}' >package.json && git config core.hooksPath .husky/_
  capture "$binary" hook install
  expect "husky is recognised" 2 out 'husky' out '\.husky/pre-push' out 'docker secaudit hook run -- "\$@"'
  that "its generated folder is left alone" test ! -e .husky/_/pre-push
  # What husky 9 generates, in short: the user's script runs with sh -e and the same input.
  printf '#!/bin/sh\nexec sh -e .husky/pre-push "$@"\n' >.husky/_/pre-push && chmod 755 .husky/_/pre-push
  printf '"%s" secaudit hook run -- "$@"\n' "$binary" | sed 's/ secaudit hook/ hook/' >.husky/pre-push
  commit h.txt "key = '$first'"
  push origin main
  expect "the line works from husky's script" 1 out 'h\.txt'
  printf 'docker secaudit hook run -- "$@"\n' >.husky/pre-push
  capture "$binary" hook status
  expect "status knows that husky runs it" 0 out 'husky runs docker-secaudit'
  repository lefthook
  echo 'pre-push: {}' >lefthook.yml
  capture "$binary" hook install
  expect "lefthook is recognised" 2 out 'lefthook\.yml' out 'use_stdin: true'
  repository precommit
  echo 'repos: []' >.pre-commit-config.yaml
  capture "$binary" hook install
  expect "pre-commit is recognised" 2 out 'stages: \[pre-push\]' out 'pre-commit install --hook-type pre-push'
  commit p.txt "key = '$first'"
  capture env PRE_COMMIT_REMOTE_NAME=origin PRE_COMMIT_FROM_REF="$(git rev-parse HEAD~1)" PRE_COMMIT_TO_REF="$(git rev-parse HEAD)" \
    PRE_COMMIT_LOCAL_BRANCH=refs/heads/main PRE_COMMIT_REMOTE_BRANCH=refs/heads/main "$binary" hook run
  expect "the variables of pre-commit are understood" 1 out 'p\.txt'
  capture env PRE_COMMIT_REMOTE_NAME=origin PRE_COMMIT_LOCAL_BRANCH=refs/heads/main PRE_COMMIT_REMOTE_BRANCH=refs/heads/main "$binary" hook run
  expect "also those of a first push" 1 out 'p\.txt'
  capture "$binary" hook install --force
  expect "--force installs beside a manager" 0 out 'installed'
}

input() {
  repository input
  printf 'garbage\n' | "$binary" hook run origin url >"$work/out" 2>"$work/err"
  code=$?
  expect "lines that git does not write are refused" 3 err 'standard input:1:1'
  zero=0000000000000000000000000000000000000000
  printf 'refs/heads/x %s refs/heads/x %s\n' "${zero//0/1}" "$zero" | "$binary" hook run origin url >"$work/out" 2>"$work/err"
  code=$?
  expect "a commit that is not here is said" 0 out 'does not hold'
  cd "$work" || exit 1
  capture "$binary" hook install
  expect "outside of a repository" 3 err 'no git repository'
  # What a repository's configuration names is never started.
  repository hostile
  commit x.txt x
  printf '#!/bin/sh\ntouch "%s/started"\n' "$work" >"$work/evil.sh" && chmod 755 "$work/evil.sh"
  git config core.fsmonitor "$work/evil.sh"
  git config diff.external "$work/evil.sh"
  git config diff.evil.textconv "$work/evil.sh"
  git config filter.evil.clean "$work/evil.sh"
  printf '* diff=evil filter=evil\n' >.gitattributes
  rm -f "$work/started"
  printf 'refs/heads/main %s refs/heads/main %s\n' "$(git -c core.fsmonitor=false rev-parse HEAD)" "$zero" | "$binary" hook run origin url >"$work/out" 2>&1
  "$binary" secrets --range HEAD >"$work/out" 2>&1
  "$binary" secrets --staged >"$work/out" 2>&1
  that "programs of a hostile configuration are not started" test ! -e "$work/started"
}

files
history
pushes
own_formats
project
chained
managers
input
finish
