// SPDX-License-Identifier: Apache-2.0
#include "report/formats.hpp"

#include "report/writers.hpp"

#include <array>
#include <utility>

namespace secaudit::report {

Writer writer_of(std::string_view format) {
  constexpr std::array<std::pair<std::string_view, Writer>, 7> writers{{{"json", json},
                                                                        {"sarif", sarif},
                                                                        {"html", html},
                                                                        {"junit", junit},
                                                                        {"markdown", markdown},
                                                                        {"gitlab", gitlab},
                                                                        {"github", github}}};
  for (const auto& [name, writer] : writers) {
    if (name == format) {
      return writer;
    }
  }
  return nullptr;
}

} // namespace secaudit::report
