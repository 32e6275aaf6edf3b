# SPDX-License-Identifier: Apache-2.0
"""stuck-engine.py SOCKET: an engine that accepts connections and never answers, for the tests of cancellation."""
import signal
import socket
import sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(16)
print("listening", flush=True)
connections = []
while True:
    connections.append(listener.accept())
