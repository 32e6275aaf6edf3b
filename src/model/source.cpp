// SPDX-License-Identifier: Apache-2.0
#include "model/source.hpp"

namespace secaudit::model {

std::string_view to_string(Via via) {
  switch (via) {
  case Via::written:
    return "written";
  case Via::merged:
    return "merged";
  case Via::overridden:
    return "overridden";
  case Via::interpolated:
    return "interpolated";
  case Via::extended:
    return "extended";
  case Via::included:
    return "included";
  case Via::defaulted:
    return "defaulted";
  }
  return "written";
}

std::string to_string(const Span& span) {
  if (!span.known()) {
    return span.file.str();
  }
  std::string text = span.file.str() + ":" + std::to_string(span.begin.line);
  if (span.begin.column > 0) {
    text += ":" + std::to_string(span.begin.column);
  }
  return text;
}

} // namespace secaudit::model
