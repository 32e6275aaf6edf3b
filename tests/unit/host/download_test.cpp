// SPDX-License-Identifier: Apache-2.0
// Downloads from a server of our own on the loopback interface.
#include "base/digest.hpp"
#include "host/download.hpp"
#include "host/system_host.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "catch.hpp"

using namespace secaudit;
namespace fs = std::filesystem;

namespace {

/// Answers each request by the function, then closes the connection.
class Server {
 public:
  using Answer = std::function<std::string(const std::string& request)>;

  explicit Server(Answer answer) : answer_(std::move(answer)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Server() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }

  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  void serve() {
    for (int peer = ::accept(socket_, nullptr, nullptr); peer >= 0;
         peer = ::accept(socket_, nullptr, nullptr)) {
      std::string request;
      char buffer[4096];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::recv(peer, buffer, sizeof buffer, 0);
        if (got <= 0) {
          break;
        }
        request.append(buffer, static_cast<std::size_t>(got));
      }
      requests_.push_back(request);
      const std::string reply = answer_(request);
      for (std::size_t at = 0; at < reply.size();) {
        const ssize_t sent = ::send(peer, reply.data() + at, reply.size() - at, MSG_NOSIGNAL);
        if (sent <= 0) {
          break;
        }
        at += static_cast<std::size_t>(sent);
      }
      ::close(peer);
    }
  }

  Answer answer_;
  int socket_ = -1;
  int port_ = 0;
  std::vector<std::string> requests_;
  std::thread thread_;
};

std::string reply(const std::string& head, const std::string& body) {
  return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size())
         + "\r\nConnection: close\r\n\r\n" + body;
}

class Target {
 public:
  Target() : folder_(fs::temp_directory_path() / ("secaudit-get-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    // Tests of the proxy set it themselves.
    ::unsetenv("http_proxy");
  }
  ~Target() { fs::remove_all(folder_); }
  std::string file() const { return (folder_ / "all.zip").string(); }
  std::string content() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  bool there() const { return fs::exists(folder_ / "all.zip"); }

 private:
  fs::path folder_;
};

base::Result<host::DownloadResult> get(const std::string& url, const Target& target,
                                       const std::string& known = {},
                                       std::uint64_t limit = 1U << 20U) {
  const host::SystemHost host;
  return host::download(host, {url, target.file(), known, "test", limit});
}

const std::string body(100000, 'x');

} // namespace

TEST_CASE("a file is downloaded whole, with the server's digest compared") {
  const Target target;
  const auto with_digest = [](const std::string& text) {
    return [text](const std::string&) {
      return reply("200 OK\r\nETag: \"v1\"\r\nRepr-Digest: "
                   "sha-256=:WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM=:",
                   text);
    };
  };
  const Server changed(with_digest("hallo\n"));
  const auto done = get(changed.url("/PyPI/all.zip"), target);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().message.find("SHA-256") != std::string::npos);
  CHECK_FALSE(target.there());
  const Server same(with_digest("hello\n"));
  CHECK(get(same.url("/PyPI/all.zip"), target)->checked_by == "SHA-256");
  const Server right([](const std::string&) {
    return reply(
        "200 OK\r\nETag: \"v1\"\r\nx-goog-hash: crc32c=AAAAAA==,md5=sZRqySSS0jR8YjW00mERhA==",
        "hello\n");
  });
  const auto good = get(right.url("/PyPI/all.zip"), target);
  REQUIRE(good.has_value());
  CHECK(good->checked_by == "MD5");
  CHECK(good->version == "\"v1\"");
  CHECK(target.content() == "hello\n");
}

TEST_CASE("a broken download is continued where it ended") {
  const Target target;
  int count = 0;
  const Server server([&](const std::string& request) {
    if (++count == 1) {
      // Says 100000 bytes, sends 40000.
      return "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 100000\r\nConnection: "
             "close\r\n\r\n"
             + body.substr(0, 40000);
    }
    if (request.find("Range: bytes=40000-") == std::string::npos
        || request.find("If-Range: \"v1\"") == std::string::npos) {
      return reply("500 No", "");
    }
    return reply("206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 40000-99999/100000",
                 body.substr(40000));
  });
  const auto done = get(server.url("/a"), target);
  INFO((done ? "" : done.error().message));
  REQUIRE(done.has_value());
  CHECK(done->resumed_at == 40000);
  CHECK(done->bytes == 100000);
  CHECK(target.content() == body);
}

TEST_CASE("a part of another version is thrown away") {
  const Target target;
  int count = 0;
  const Server server([&](const std::string&) {
    if (++count == 1) {
      return "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 100000\r\nConnection: "
             "close\r\n\r\n"
             + body.substr(0, 40000);
    }
    return reply("200 OK\r\nETag: \"v2\"", "new"); // If-Range did not hold
  });
  const auto done = get(server.url("/a"), target);
  REQUIRE(done.has_value());
  CHECK(target.content() == "new");
  CHECK(done->resumed_at == 0);
}

TEST_CASE("what is known already is not downloaded again") {
  const Target target;
  const Server server([](const std::string& request) {
    return request.find("If-None-Match: \"v1\"") == std::string::npos
               ? reply("500 No", "")
               : std::string("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
  });
  const auto done = get(server.url("/a"), target, "\"v1\"");
  REQUIRE(done.has_value());
  CHECK(done->unchanged);
  CHECK_FALSE(target.there());
}

TEST_CASE("pages of errors, endless files and dead servers leave nothing behind") {
  const Target target;
  const Server absent([](const std::string&) { return reply("404 Not Found", "<html>"); });
  const auto not_there = get(absent.url("/a"), target);
  REQUIRE_FALSE(not_there.has_value());
  CHECK(not_there.error().message.find("404") != std::string::npos);
  const Server endless([](const std::string&) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(3U << 20U, 'x');
  });
  const auto longer = get(endless.url("/a"), target);
  REQUIRE_FALSE(longer.has_value());
  CHECK(longer.error().message.find("longer than") != std::string::npos);
  CHECK_FALSE(get("http://127.0.0.1:9/a", target).has_value());
  CHECK_FALSE(get("file:///etc/passwd", target).has_value());
  CHECK_FALSE(target.there());
}

TEST_CASE("proxies of the environment are used") {
  const Target target;
  const Server proxy([](const std::string& request) {
    return request.starts_with("GET http://advisories.example/PyPI/all.zip ")
               ? reply("200 OK", "by proxy")
               : reply("500 No", "");
  });
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  const auto done = get("http://advisories.example/PyPI/all.zip", target);
  ::unsetenv("http_proxy");
  REQUIRE(done.has_value());
  CHECK(target.content() == "by proxy");
}
