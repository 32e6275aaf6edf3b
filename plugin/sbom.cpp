// SPDX-License-Identifier: Apache-2.0
#include "report/sbom.hpp"

#include "plugin/read_target.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

/// Midnight of the day that was asked for; "" leaves the image's own date.
std::string created(const Session& session) {
  const std::string& day = session.options.common.as_of;
  const bool epoch = session.host.environment().contains("SOURCE_DATE_EPOCH");
  if (day.empty() && !epoch) {
    return {};
  }
  return base::to_string(as_of(session)) + "T00:00:00Z";
}

int write(const Session& session, const std::string& text) {
  const CommonOptions& common = session.options.common;
  if (common.outputs.empty() || common.outputs.front() == "-") {
    return print(text) ? exit_codes::clean : exit_codes::unchecked;
  }
  if (auto written = session.host.write_output(common.outputs.front(), text, 0644); !written) {
    complain(written.error());
    return exit_codes::unchecked;
  }
  return exit_codes::clean;
}

} // namespace

int run_sbom(const Session& session) {
  std::vector<model::Gap> gaps;
  auto archive = read_target(session, false, gaps);
  for (const model::Gap& gap : gaps) {
    complain({gap.what + ": " + gap.why, gap.hint});
  }
  if (!archive) {
    complain(archive.error());
    return exit_codes::unusable;
  }
  model::Image& image = archive->images.front();
  if (archive->images.size() > 1) {
    std::string others;
    for (const model::Image& other : archive->images) {
      others += (others.empty() ? "" : ", ") + other.platform;
    }
    complain({"the archive holds " + std::to_string(archive->images.size()) + " images (" + others
                  + "); this is the bill of the first",
              "name one by --platform"});
  }
  report::SbomOptions options;
  options.tool_version = SECAUDIT_VERSION;
  options.created = created(session);
  const auto& formats = session.options.common.formats;
  const bool spdx = !formats.empty() && formats.front() == "spdx";
  const int code =
      write(session, spdx ? report::spdx(image, options) : report::cyclonedx(image, options));
  return code == exit_codes::clean && !gaps.empty() ? exit_codes::unchecked : code;
}

} // namespace secaudit::plugin
