// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/detectors.hpp"

#include "audit/data.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

#include <stdexcept>
#include <utility>

namespace secaudit::audit {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
  const json::string* text = value.if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

void collect(const json::value& value, std::vector<std::string>& out) {
  if (value.is_string()) {
    if (std::string text = without_remark(text_of(value)); !text.empty()) {
      out.push_back(std::move(text));
    }
  } else if (const json::array* list = value.if_array()) {
    for (const json::value& each : *list) {
      collect(each, out);
    }
  } else if (const json::object* object = value.if_object()) {
    for (const auto& member : *object) {
      collect(member.value(), out);
    }
  }
}

std::vector<std::string> strings_at(const json::value& value, std::string_view key) {
  std::vector<std::string> out;
  if (const json::value* found = base::find(value, key)) {
    collect(*found, out);
  }
  return out;
}

void read_schedule(const json::value& entry, DetectorImage& image) {
  const json::value* schedule = base::find(entry, "schedule");
  if (schedule == nullptr) {
    return;
  }
  image.schedule_known = true;
  image.schedule = strings_at(*schedule, "env");
  const json::value* own = base::find(*schedule, "default");
  image.own_schedule = own != nullptr && own->is_string();
}

DetectorImage image_of(const json::value& entry) {
  DetectorImage image;
  if (entry.is_string()) {
    image.image = without_remark(text_of(entry));
    return image;
  }
  image.image = without_remark(base::string_at(entry, "image"));
  image.strength = base::string_at(entry, "strength");
  image.role = base::string_at(entry, "role");
  image.kind = base::string_at(entry, "kind");
  image.purposes = strings_at(entry, "for");
  image.offsite = base::boolean_at(entry, "offsite").value_or(false);
  image.offsite_variables = strings_at(entry, "offsite_env");
  read_schedule(entry, image);
  if (const json::value* retention = base::find(entry, "retention")) {
    image.retention = strings_at(*retention, "env");
    const std::string_view own = base::string_at(*retention, "default");
    image.own_retention = !own.empty() && !own.starts_with("-1");
  }
  return image;
}

} // namespace

struct Detectors::Table {
  json::value categories;

  const json::value* at(std::string_view path) const {
    const json::value* value = &categories;
    for (const std::string_view step : base::split(path, '/')) {
      value = value == nullptr ? nullptr : base::find(*value, step);
    }
    return value;
  }
};

std::string without_remark(std::string_view text) {
  text = base::trim(text);
  const std::size_t open = text.find(" (");
  const bool alternatives =
      open != std::string_view::npos && text.find('|', open) != std::string_view::npos;
  if (open != std::string_view::npos && text.ends_with(')') && !alternatives) {
    return std::string(base::trim(text.substr(0, open)));
  }
  return std::string(text);
}

Detectors::Detectors() : table_(std::make_unique<Table>()) {
  auto parsed = base::parse_json(data("evidence-detectors.json"));
  const json::value* categories = parsed ? base::find(*parsed, "categories") : nullptr;
  if (categories == nullptr) {
    throw std::logic_error("the embedded evidence-detectors.json has no categories");
  }
  table_->categories = *categories;
}

Detectors::~Detectors() = default;
Detectors::Detectors(Detectors&&) noexcept = default;
Detectors& Detectors::operator=(Detectors&&) noexcept = default;

std::vector<std::string> Detectors::strings(std::string_view path) const {
  std::vector<std::string> out;
  if (const json::value* value = table_->at(path)) {
    collect(*value, out);
  }
  return out;
}

std::vector<DetectorImage> Detectors::images(std::string_view path) const {
  std::vector<DetectorImage> out;
  const json::value* value = table_->at(path);
  if (value == nullptr || !value->is_array()) {
    return out;
  }
  for (const json::value& entry : value->get_array()) {
    if (DetectorImage image = image_of(entry); !image.image.empty()) {
      out.push_back(std::move(image));
    }
  }
  return out;
}

std::vector<std::string> Detectors::image_names(std::string_view path,
                                                std::string_view role) const {
  std::vector<std::string> out;
  for (DetectorImage& image : images(path)) {
    if (role.empty() || image.role == role) {
      out.push_back(std::move(image.image));
    }
  }
  return out;
}

} // namespace secaudit::audit
