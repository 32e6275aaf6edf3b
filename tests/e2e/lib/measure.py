# SPDX-License-Identifier: Apache-2.0
"""measure.py FILE LIMIT COMMAND...: run the command; write its wall seconds and peak KiB to FILE; its exit code is ours.

The command is ended after LIMIT seconds (exit code 124).
"""
import resource
import subprocess
import sys
import time

begun = time.monotonic()
try:
    code = subprocess.run(sys.argv[3:], timeout=float(sys.argv[2])).returncode
except subprocess.TimeoutExpired:
    code = 124
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write(f"{time.monotonic() - begun:.2f} {usage.ru_maxrss}\n")
sys.exit(code if code >= 0 else 128 - code)
