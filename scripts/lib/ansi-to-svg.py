#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws coloured terminal text from the standard input as an SVG on the standard output: ansi-to-svg.py [PROMPT].

The picture of the README is made so, from real output:
    docker secaudit compose --project-directory examples/finance-tracker-before --as-of 2026-11-25 --color always |
      scripts/lib/ansi-to-svg.py '$ docker secaudit compose' >docs/summary.svg
"""
import re
import sys
from xml.sax.saxutils import escape

COLOURS = {30: "#6e7681", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#e6edf3"}
FOREGROUND, BACKGROUND, DIM = "#c9d1d9", "#0d1117", "#8b949e"
CELL, LINE, MARGIN, SIZE = 8.43, 19, 16, 14
SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")
OTHER = re.compile(r"\x1b\[[0-9;?]*[A-Za-ln-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1a\x1c-\x1f]")


def style_after(style, codes):
    for code in [int(c or 0) for c in codes.split(";")]:
        if code == 0:
            style = {}
        elif code == 1:
            style = style | {"bold": True}
        elif code == 2:
            style = style | {"fill": DIM}
        elif code == 22:
            style = {k: v for k, v in style.items() if k != "bold"}
        elif code == 39:
            style = {k: v for k, v in style.items() if k != "fill"}
        elif 30 <= code <= 37:
            style = style | {"fill": COLOURS[code]}
        elif 90 <= code <= 97:
            style = style | {"fill": COLOURS[code - 60] if code != 90 else DIM}
    return style


def runs(line, style):
    """The pieces of a line as (column, text, style), and the style after it."""
    pieces, column, at = [], 0, 0
    for found in list(SEQUENCE.finditer(line)) + [None]:
        text = line[at:found.start() if found else len(line)]
        if text:
            pieces.append((column, text, style))
            column += len(text)
        if found:
            style, at = style_after(style, found.group(1)), found.end()
    return pieces, style


def draw(lines):
    style, body, width = {}, [], 80
    for row, line in enumerate(lines):
        pieces, style = runs(line, style)
        y = MARGIN + LINE * row + SIZE
        for column, text, look in pieces:
            width = max(width, column + len(text))
            if not text.strip():
                continue
            attributes = f' fill="{look["fill"]}"' if "fill" in look else ""
            attributes += ' font-weight="bold"' if look.get("bold") else ""
            body.append(f'<text x="{MARGIN + column * CELL:.1f}" y="{y}" textLength="{len(text) * CELL:.1f}"{attributes}>{escape(text)}</text>')
    height = 2 * MARGIN + LINE * len(lines)
    total = 2 * MARGIN + width * CELL
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total:.0f}" height="{height}" viewBox="0 0 {total:.0f} {height}" role="img">',
        "<title>The summary of docker secaudit compose: the production deployment checklist with a verdict for each item</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        f'<g fill="{FOREGROUND}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="{SIZE}" xml:space="preserve">',
        *body, "</g>", "</svg>", ""])


def main():
    text = OTHER.sub("", sys.stdin.read().expandtabs())
    lines = text.rstrip("\n").split("\n")
    if len(sys.argv) > 1:
        lines = [f"\x1b[2m{sys.argv[1]}\x1b[0m", ""] + lines
    sys.stdout.write(draw(lines))


main()
