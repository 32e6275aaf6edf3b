// SPDX-License-Identifier: Apache-2.0
#include "plugin/output.hpp"

#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/writers.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace secaudit::plugin {
namespace {

constexpr unsigned file_mode = 0600;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> by_ending{
    {{".json", "json"},
     {".sarif", "sarif"},
     {".html", "html"},
     {".htm", "html"},
     {".xml", "junit"},
     {".md", "markdown"}}};

/// What was asked for at this position, else what the name of the file says.
std::string format_of(const CommonOptions& common, std::size_t index) {
  if (index < common.formats.size()) {
    return base::to_lower(common.formats[index]);
  }
  if (index < common.outputs.size()) {
    for (const auto& [ending, format] : by_ending) {
      if (common.outputs[index].ends_with(ending)) {
        return std::string(format);
      }
    }
  }
  return "terminal";
}

std::string rendered(const Session& session, const model::Report& report, const std::string& format,
                     bool to_terminal, const std::string& reports) {
  if (const auto writer = report::writer_of(format)) {
    return writer(report);
  }
  const CommonOptions& common = session.options.common;
  const auto choice = host::parse_colour_choice(common.colour);
  report::TerminalStyle style;
  style.colour = to_terminal
                 && host::use_colour(choice.value_or(host::ColourChoice::automatic), session.host,
                                     session.terminal.output);
  style.columns = to_terminal ? session.terminal.columns : 0;
  style.verbose = common.verbose;
  style.all = common.all;
  style.reports_directory = reports;
  return report::terminal(report, style);
}

} // namespace

bool tell(const Session& session, const model::Report& report, const std::string& reports) {
  const CommonOptions& common = session.options.common;
  bool fine = true;
  for (std::size_t i = 0; i < common.outputs.size(); ++i) {
    const std::string text = rendered(session, report, format_of(common, i), false, reports);
    if (common.outputs[i] == "-") {
      fine = print(text) && fine;
    } else if (auto written = session.host.write_output(common.outputs[i], text, file_mode);
               !written) {
      complain(written.error());
      fine = false;
    }
  }
  const bool to_stdout = common.outputs.empty() || common.formats.size() > common.outputs.size();
  if (to_stdout) {
    const std::string format = format_of(common, common.outputs.size());
    fine = print(rendered(session, report, format, true, reports)) && fine;
  }
  return fine;
}

} // namespace secaudit::plugin
