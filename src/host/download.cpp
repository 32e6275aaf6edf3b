// SPDX-License-Identifier: Apache-2.0
#include "host/download.hpp"

#include "base/text.hpp"

#include <curl/curl.h>
#include <openssl/evp.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

namespace secaudit::host {
namespace {

namespace fs = std::filesystem;

constexpr long connect_seconds = 30;
constexpr long slow_seconds = 60;
constexpr long slow_bytes = 100;
constexpr long most_redirects = 5;
constexpr int attempts = 3;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct FreeCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

using Headers = std::map<std::string, std::string>; ///< lower-case names

std::string read_small(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string base64(const unsigned char* bytes, unsigned size) {
  std::vector<unsigned char> out(4 * ((size + 2) / 3) + 1);
  const int length = EVP_EncodeBlock(out.data(), bytes, static_cast<int>(size));
  return {out.begin(), out.begin() + length};
}

/// The digest of a file in base64, as servers send it.
std::optional<std::string> digest_of(const std::string& path, const EVP_MD* kind) {
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
  std::ifstream in(path, std::ios::binary);
  if (!in || EVP_DigestInit_ex(context.get(), kind, nullptr) != 1) {
    return std::nullopt;
  }
  std::vector<char> buffer(1U << 16U);
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), bytes, &size);
  return base64(bytes, size);
}

/// `sha-256=:…:` of Repr-Digest, `sha-256=…` of Digest, `md5=…` of x-goog-hash.
std::optional<std::string> digest_in(const Headers& headers, const std::string& header,
                                     std::string_view name) {
  const auto found = headers.find(header);
  if (found == headers.end()) {
    return std::nullopt;
  }
  for (const std::string_view part : base::split(found->second, ',')) {
    const std::string_view one = base::trim(part);
    const std::size_t sign = one.find('=');
    if (sign != std::string_view::npos && base::equals_ignoring_case(one.substr(0, sign), name)) {
      std::string_view value = one.substr(sign + 1);
      const bool framed = value.size() > 1 && value.front() == ':' && value.back() == ':';
      return std::string(framed ? value.substr(1, value.size() - 2) : value);
    }
  }
  return std::nullopt;
}

struct Transfer {
  const Host& host;
  std::FILE* file = nullptr;
  std::string part;
  std::uint64_t at = 0; ///< bytes that the part had
  std::uint64_t written = 0;
  std::uint64_t limit = 0;
  bool too_long = false;
  bool decided = false;
  CURL* curl = nullptr;
  Headers headers;
};

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(bytes, size);
  if (line.starts_with("HTTP/")) {
    transfer.headers.clear(); // of a redirect
  }
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    std::string& value = transfer.headers[base::to_lower(line.substr(0, colon))];
    // Repeated headers make one list.
    value += (value.empty() ? "" : ",") + std::string(base::trim(line.substr(colon + 1)));
  }
  return size;
}

std::size_t on_bytes(char* bytes, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (!transfer.decided) {
    transfer.decided = true;
    long code = 0;
    curl_easy_getinfo(transfer.curl, CURLINFO_RESPONSE_CODE, &code);
    // Anything but "partial content" is the whole file from its beginning.
    if (code != 206 && transfer.at > 0) {
      transfer.file = std::freopen(transfer.part.c_str(), "wb", transfer.file);
      transfer.at = 0;
    }
    if (code >= 300 || transfer.file == nullptr) {
      return 0; // the page of an error is not the file
    }
  }
  transfer.written += size;
  if (transfer.at + transfer.written > transfer.limit) {
    transfer.too_long = true;
    return 0;
  }
  return std::fwrite(bytes, 1, size, transfer.file);
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(user)->host.cancelled() ? 1 : 0;
}

void add_header(std::unique_ptr<curl_slist, FreeList>& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer != nullptr) {
    list.release(); // the list's head stays the same, or this is it
    list.reset(longer);
  }
}

void set_options(CURL* curl, const DownloadRequest& request, Transfer& transfer) {
  const bool secure = base::to_lower(request.url).starts_with("https:");
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, most_redirects);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, slow_bytes);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slow_seconds);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, request.agent.c_str());
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
}

/// What an attempt led to: a result, an error to tell, or nothing: try again.
using Outcome = std::optional<base::Result<DownloadResult>>;

class Attempt {
 public:
  Attempt(const Host& host, const DownloadRequest& request)
      : request_(request), part_(request.target + ".part"),
        version_file_(part_ + ".version"), transfer_{.host = host, .part = {}, .headers = {}} {}

  Outcome run(bool last) {
    const std::string part_version = read_small(version_file_);
    std::error_code error;
    const auto there = fs::file_size(part_, error);
    transfer_.at = error || part_version.empty() ? 0 : there;
    std::unique_ptr<std::FILE, CloseFile> file(
        std::fopen(part_.c_str(), transfer_.at > 0 ? "ab" : "wb"));
    if (!file) {
      return base::Result<DownloadResult>(
          base::fail(part_ + ": cannot be written", "look at the rights of its folder"));
    }
    const std::unique_ptr<CURL, FreeCurl> curl(curl_easy_init());
    transfer_.file = file.get();
    transfer_.part = part_;
    transfer_.limit = request_.limit;
    transfer_.curl = curl.get();
    set_options(curl.get(), request_, transfer_);
    std::unique_ptr<curl_slist, FreeList> headers;
    if (transfer_.at > 0) {
      add_header(headers, "Range: bytes=" + std::to_string(transfer_.at) + "-");
      add_header(headers, "If-Range: " + part_version);
    } else if (!request_.known_version.empty()) {
      add_header(headers, "If-None-Match: " + request_.known_version);
    }
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    const CURLcode code = curl_easy_perform(curl.get());
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    (void)file.release(); // freopen may have replaced it
    const bool flushed = transfer_.file != nullptr && std::fclose(transfer_.file) == 0;
    note_version(status);
    return judge(code, status, flushed, last);
  }

 private:
  std::string header(const std::string& name) const {
    const auto found = transfer_.headers.find(name);
    return found == transfer_.headers.end() ? std::string() : found->second;
  }

  /// The part is worth something only with the version it is of; weak versions do not count.
  void note_version(long status) const {
    const std::string version = header("etag");
    if ((status == 200 || status == 206) && version.starts_with('"')) {
      std::ofstream(version_file_, std::ios::binary) << version;
    } else if (status == 200) {
      discard_version();
    }
  }

  void discard_version() const {
    std::error_code error;
    fs::remove(version_file_, error);
  }
  void discard() const {
    std::error_code error;
    fs::remove(part_, error);
    discard_version();
  }

  static tl::unexpected<base::Error> failed(const std::string& url, const std::string& why) {
    return base::fail(url + ": " + why, "run it again; what was downloaded is kept");
  }

  Outcome judge(CURLcode code, long status, bool flushed, bool last) {
    const std::string& url = request_.url;
    using Result = base::Result<DownloadResult>;
    if (transfer_.host.cancelled()) {
      return Result(base::fail("cancelled"));
    }
    if (transfer_.too_long) {
      discard();
      return Result(base::fail(url + ": longer than " + std::to_string(request_.limit) + " bytes"));
    }
    if (status == 304) {
      discard();
      DownloadResult same;
      same.unchanged = true;
      same.version = request_.known_version;
      return Result(same);
    }
    if (status == 416) { // the part is longer than the file: it was another one
      discard();
      return last ? Outcome(Result(failed(url, "the server refused to go on"))) : std::nullopt;
    }
    if (status >= 300) {
      discard();
      const bool passing = status >= 500 || status == 429;
      return passing && !last
                 ? Outcome()
                 : Outcome(
                     Result(base::fail(url + ": the server answered " + std::to_string(status),
                                       status == 404 ? "check the name and --source" : "")));
    }
    if (code != CURLE_OK || !flushed) {
      return last ? Outcome(Result(
                 failed(url, code == CURLE_OK ? "the disk is full" : curl_easy_strerror(code))))
                  : std::nullopt;
    }
    return check(last);
  }

  Outcome check(bool last) {
    using Result = base::Result<DownloadResult>;
    DownloadResult done;
    done.version = header("etag");
    done.resumed_at = transfer_.at;
    done.bytes = transfer_.at + transfer_.written;
    done.checked_by = "length";
    const auto sha256 = digest_in(transfer_.headers, "repr-digest", "sha-256");
    const auto older = digest_in(transfer_.headers, "digest", "sha-256");
    const auto md5 = digest_in(transfer_.headers, "x-goog-hash", "md5");
    std::optional<std::string> expected = sha256 ? sha256 : older;
    if (expected || md5) {
      done.checked_by = expected ? "SHA-256" : "MD5";
      const auto actual = digest_of(part_, expected ? EVP_sha256() : EVP_md5());
      expected = expected ? expected : md5;
      if (actual && actual != expected) {
        discard();
        return last ? Outcome(
                   Result(base::fail(request_.url + ": the bytes do not have the " + done.checked_by
                                         + " digest that the server names",
                                     "something between here and there changes files")))
                    : std::nullopt;
      }
    }
    std::error_code error;
    fs::rename(part_, request_.target, error);
    discard_version();
    return error ? Result(base::fail(request_.target + ": " + error.message())) : Result(done);
  }

  const DownloadRequest& request_;
  std::string part_;
  std::string version_file_;
  Transfer transfer_;
};

} // namespace

base::Result<DownloadResult> download(const Host& host, const DownloadRequest& request) {
  for (int i = 1; i <= attempts; ++i) {
    if (auto outcome = Attempt(host, request).run(i == attempts)) {
      return *std::move(outcome);
    }
  }
  return base::fail(request.url + ": could not be downloaded");
}

std::string url_encoded(const std::string& segment) {
  std::string out;
  for (const char c : segment) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                       || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      char buffer[4];
      std::snprintf(buffer, sizeof buffer, "%%%02X",
                    static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += buffer;
    }
  }
  return out;
}

} // namespace secaudit::host
