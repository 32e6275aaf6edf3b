// SPDX-License-Identifier: Apache-2.0
#include "host/cancellation.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace secaudit::host {
namespace asio = boost::asio;

namespace {

constexpr int interrupted = 130;
constexpr int terminated = 143;

} // namespace

struct Cancellation::Watcher {
  asio::io_context context{1};
  asio::signal_set signals{context, SIGINT, SIGTERM, SIGHUP};
  asio::local::stream_protocol::socket socket{context};
  std::array<char, 1> byte{};
  std::atomic<int>& exit_code;
  std::thread thread;

  explicit Watcher(std::atomic<int>& code) : exit_code(code) {}

  void ask(int code) {
    int none = 0;
    exit_code.compare_exchange_strong(none, code);
  }

  void wait_for_signal() {
    signals.async_wait([this](const boost::system::error_code& error, int number) {
      if (error) {
        return;
      }
      if (number == SIGINT && exit_code.load() != 0) {
        std::_Exit(interrupted);
      }
      ask(number == SIGINT ? interrupted : terminated);
      wait_for_signal();
    });
  }

  void connect(std::string address) {
    // Linux writes the leading NUL of an abstract address as `@`.
    if (address.starts_with('@')) {
      address.front() = '\0';
    }
    boost::system::error_code error;
    socket.connect(asio::local::stream_protocol::endpoint(address), error);
    if (!error) {
      wait_for_end();
    }
  }

  void wait_for_end() {
    socket.async_read_some(asio::buffer(byte),
                           [this](const boost::system::error_code& error, std::size_t) {
                             if (error == asio::error::operation_aborted) {
                               return;
                             }
                             if (error) {
                               ask(interrupted);
                               return;
                             }
                             wait_for_end();
                           });
  }
};

Cancellation::Cancellation(const std::optional<std::string>& plugin_socket)
    : watcher_(std::make_unique<Watcher>(exit_code_)) {
  std::signal(SIGPIPE, SIG_IGN);
  watcher_->wait_for_signal();
  if (plugin_socket && !plugin_socket->empty() && plugin_socket->size() < 100) {
    watcher_->connect(*plugin_socket);
  }
  watcher_->thread = std::thread([this] { watcher_->context.run(); });
}

Cancellation::~Cancellation() {
  watcher_->context.stop();
  watcher_->thread.join();
}

} // namespace secaudit::host
