// SPDX-License-Identifier: Apache-2.0
// Run by the build: turns the secret formats (JSON) into constant tables, so that the program
// starts without reading anything and carries no examples.
#include <boost/json/src.hpp>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string text(const value& v) {
  return std::string(v.as_string().data(), v.as_string().size());
}

std::string text_or(const object& o, std::string_view key, std::string_view otherwise) {
  const value* member = o.if_contains(key);
  return member == nullptr ? std::string(otherwise) : text(*member);
}

std::int64_t number_or(const object& o, std::string_view key, std::int64_t otherwise) {
  const value* member = o.if_contains(key);
  return member == nullptr ? otherwise : member->to_number<std::int64_t>();
}

std::string quoted(std::string_view raw) {
  std::string out = "\"";
  for (const char c : raw) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "\"";
}

class Tables {
 public:
  void read(const char* path) {
    std::ifstream in(path);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const value parsed = boost::json::parse(bytes);
    const object& root = parsed.as_object();
    if (const value* alphabets = root.if_contains("alphabets")) {
      for (const auto& [name, characters] : alphabets->as_object()) {
        alphabet(std::string(name), text(characters));
      }
    }
    for (const value& entry : root.at("entries").as_array()) {
      const object& format = entry.as_object();
      if (format.if_contains("format") != nullptr && ids_.count(text(format.at("id"))) == 0) {
        add(format);
      }
    }
  }

  void write(std::ostream& out) const {
    out << "// Generated from the secret formats. SPDX-License-Identifier: Apache-2.0\n"
        << "constexpr Alphabet alphabets[] = {\n"
        << alphabets_out_ << "};\n"
        << "constexpr Segment segments[] = {\n"
        << segments_out_ << "};\n"
        << "constexpr std::string_view context_words[] = {\n"
        << words_out_ << "};\n"
        << "constexpr Format formats[] = {\n"
        << formats_out_ << "};\n";
  }

 private:
  void alphabet(const std::string& name, const std::string& characters) {
    std::uint64_t words[4] = {};
    for (const char c : characters) {
      const auto byte = static_cast<unsigned char>(c);
      words[byte / 64] |= std::uint64_t{1} << (byte % 64);
    }
    alphabet_numbers_[name] = alphabet_numbers_.size();
    alphabets_out_ += "    {{";
    for (const std::uint64_t word : words) {
      alphabets_out_ += std::to_string(word) + "ULL, ";
    }
    alphabets_out_ += "}},\n";
  }

  void segment(const object& part) {
    if (const value* literal = part.if_contains("lit")) {
      const std::string raw = text(*literal);
      // A run of token characters is what the search looks for; a word before a blank is not part
      // of it.
      const std::string token = raw.substr(raw.rfind(' ') + 1);
      segments_out_ += "    {Segment::Kind::literal, " + quoted(token) + ", 0, "
                       + std::to_string(token.size()) + ", " + std::to_string(token.size())
                       + ", Checksum::none},\n";
    } else if (const value* check = part.if_contains("check")) {
      const std::string kind = text(*check);
      const std::string length = std::to_string(part.at("len").to_number<std::int64_t>());
      const std::string set = kind.rfind("crchex", 0) == 0 ? "hexi" : "b64";
      segments_out_ += "    {Segment::Kind::checksum, {}, " + number(set) + ", " + length + ", "
                       + length + ", Checksum::" + kind + "},\n";
    } else {
      segments_out_ += "    {Segment::Kind::run, {}, " + number(text(part.at("set"))) + ", "
                       + std::to_string(number_or(part, "min", 1)) + ", "
                       + std::to_string(number_or(part, "max", 256)) + ", Checksum::none},\n";
    }
    ++segments_;
  }

  std::string number(const std::string& alphabet) const {
    const auto found = alphabet_numbers_.find(alphabet);
    if (found == alphabet_numbers_.end()) {
      throw std::runtime_error("unknown alphabet " + alphabet);
    }
    return std::to_string(found->second);
  }

  void add(const object& format) {
    const std::size_t first_segment = segments_;
    for (const value& part : format.at("format").as_array()) {
      segment(part.as_object());
    }
    const std::size_t first_word = words_;
    std::int64_t distance = 0;
    if (const value* context = format.if_contains("context_required")) {
      for (const value& word : context->as_object().at("words").as_array()) {
        words_out_ += "    " + quoted(text(word)) + ",\n";
        ++words_;
      }
      distance = number_or(context->as_object(), "before_within", 48);
    }
    const std::string id = text(format.at("id"));
    ids_[id] = true;
    formats_out_ +=
        "    {" + quoted(id) + ", "
        + quoted(text(format.at("provider")) + " " + text(format.at("title"))) + ", "
        + quoted(text(format.at("severity"))) + ", " + quoted(text_or(format, "confidence", "high"))
        + ", " + std::to_string(first_segment) + ", " + std::to_string(segments_ - first_segment)
        + ", " + std::to_string(first_word) + ", " + std::to_string(words_ - first_word) + ", "
        + std::to_string(distance) + ", Verify::" + text_or(format, "verify", "none") + "},\n";
  }

  std::map<std::string, std::size_t> alphabet_numbers_;
  std::map<std::string, bool> ids_;
  std::string alphabets_out_;
  std::string segments_out_;
  std::string words_out_;
  std::string formats_out_;
  std::size_t segments_ = 0;
  std::size_t words_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  try {
    Tables tables;
    for (int i = 2; i < argc; ++i) {
      tables.read(argv[i]);
    }
    std::ofstream out(argv[1]);
    tables.write(out);
    return out.good() ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& error) {
    std::cerr << "compile_formats: " << error.what() << "\n";
    return EXIT_FAILURE;
  }
}
