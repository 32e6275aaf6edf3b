// SPDX-License-Identifier: Apache-2.0
#include "plugin/hook_script.hpp"

#include "base/text.hpp"

namespace secaudit::plugin {
namespace {

constexpr std::string_view head = "#!/bin/sh\n# docker-secaudit pre-push hook, version ";

// `echo x` keeps the line feeds at the end, which $(…) would take away.
constexpr std::string_view body = R"sh(1
# Written by `docker secaudit hook install`; `docker secaudit hook uninstall` takes it away.
# To push without it: SECAUDIT_SKIP=1 git push, or git push --no-verify.
input=$(cat; echo x)
input=${input%x}
previous=$(dirname "$0")/pre-push.secaudit-prev
if [ -x "$previous" ]; then
  printf '%s' "$input" | "$previous" "$@" || exit $?
fi
[ -n "$input" ] || exit 0
case ${SECAUDIT_SKIP:-0} in
  0) ;;
  *)
    echo "docker secaudit: this push is not checked (SECAUDIT_SKIP)" >&2
    exit 0
    ;;
esac
program=@PROGRAM@
if [ -n "$program" ] && [ -x "$program" ]; then
  printf '%s' "$input" | "$program" hook run -- "$@"
  exit $?
fi
if docker secaudit version >/dev/null 2>&1; then
  printf '%s' "$input" | docker secaudit hook run -- "$@"
  exit $?
fi
if [ "$(git config --type=bool --get secaudit.required)" = true ]; then
  echo "docker secaudit is not installed, and secaudit.required asks for it: nothing is pushed" >&2
  exit 1
fi
echo "docker secaudit is not installed: this push is not checked" >&2
)sh";

} // namespace

std::string hook_script(const std::string& program) {
  const std::string quoted = "'" + base::replace_all(program, "'", R"('\'')") + "'";
  return std::string(head) + base::replace_all(body, "@PROGRAM@", quoted);
}

bool is_our_hook(std::string_view script) {
  return script.starts_with(head);
}

} // namespace secaudit::plugin
