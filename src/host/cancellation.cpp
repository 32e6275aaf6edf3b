// SPDX-License-Identifier: Apache-2.0
#include "host/cancellation.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include <unistd.h>

namespace secaudit::host {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// What is left of the second in which everything has to be gone.
constexpr std::chrono::milliseconds last_call{900};
/// Docker closes the socket on SIGINT and SIGTERM alike; Compose ends with this, too.
constexpr int code_of_socket_end = 130;

} // namespace

struct Cancellation::Impl {
  Impl(std::shared_ptr<Stop> wish, const std::string& address)
      : stop(std::move(wish)), signals(context, SIGINT, SIGTERM, SIGHUP), socket(context),
        deadline(context) {
    ::signal(SIGPIPE, SIG_IGN);
    connect(address);
    wait_for_signal();
    thread = std::thread([this] { context.run(); });
  }

  ~Impl() {
    context.stop();
    thread.join();
  }

  void connect(std::string address) {
    if (address.empty()) {
      return;
    }
    if (address.front() == '@') {
      address.front() = '\0';
    }
    error_code failed;
    try {
      socket.connect(asio::local::stream_protocol::endpoint(address), failed);
    } catch (const boost::system::system_error&) {
      return; // an address that is too long
    }
    if (!failed) {
      wait_for_socket();
    }
  }

  void wait_for_socket() {
    socket.async_read_some(asio::buffer(received), [this](error_code ec, std::size_t) {
      if (!ec) {
        wait_for_socket();
      } else if (ec != asio::error::operation_aborted) {
        request(code_of_socket_end);
      }
    });
  }

  void wait_for_signal() {
    signals.async_wait([this](error_code ec, int number) {
      if (ec) {
        return;
      }
      interrupts += number == SIGINT ? 1 : 0;
      if (interrupts > 1) {
        end_at_once();
      }
      request(128 + number);
      wait_for_signal();
    });
  }

  void request(int code) {
    if (stop->requested()) {
      return;
    }
    stop->request(code);
    deadline.expires_after(last_call);
    deadline.async_wait([this](error_code ec) {
      if (!ec) {
        end_at_once();
      }
    });
  }

  void end_at_once() {
    const int code = stop->requested() ? stop->exit_code() : 130;
    stop->kill_groups();
    ::_exit(code);
  }

  std::shared_ptr<Stop> stop;
  asio::io_context context;
  asio::signal_set signals;
  asio::local::stream_protocol::socket socket;
  asio::steady_timer deadline;
  std::array<char, 64> received{};
  int interrupts = 0;
  std::thread thread;
};

Cancellation::Cancellation(std::shared_ptr<Stop> stop, const std::string& socket)
    : impl_(std::make_unique<Impl>(std::move(stop), socket)) {}

Cancellation::~Cancellation() = default;

} // namespace secaudit::host
