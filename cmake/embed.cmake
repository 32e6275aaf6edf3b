# Run by secaudit_embed: writes one array a file and the look-up function. Arrays and not string literals, because MSVC
# limits a literal to 16 KB.
set(arrays "")
set(cases "")
set(n 0)
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr unsigned char bytes_${n}[] = {${bytes}0x00};\n")
  string(APPEND cases
    "  if (name == \"${name}\") {\n    return {reinterpret_cast<const char*>(bytes_${n}), sizeof(bytes_${n}) - 1};\n  }\n")
  math(EXPR n "${n} + 1")
endforeach()
file(WRITE "${SOURCE}"
"// Generated. SPDX-License-Identifier: Apache-2.0
#include \"${NAMESPACE}/data.hpp\"
namespace secaudit::${NAMESPACE} {
namespace {
${arrays}}
std::string_view data([[maybe_unused]] std::string_view name) {
${cases}  return {};
}
}
")
file(WRITE "${HEADER}"
"// Generated. SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
namespace secaudit::${NAMESPACE} {
/// The bytes of an embedded data file, by its file name; empty when there is none of that name.
std::string_view data(std::string_view name);
}
")
