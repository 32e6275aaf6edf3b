# SPDX-License-Identifier: Apache-2.0
"""verdicts.py REPORT.json: the verdict table of a report, one line an item, as the golden files hold it."""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
for item in report["checklist"] + report["hardening"]:
    print(f"{item['id']:<4}{item['verdict']}")
