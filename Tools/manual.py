#!/usr/bin/env python3
"""A manual page (man 7 man-pages) from the argument parser's description of itself, read on stdin."""

import json
import sys
import textwrap


def roff(text):
    """Text with what roff would take for a command escaped."""
    lines = (text or "").replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in lines)


def signature(argument):
    names = ", ".join(
        f"\\fB{roff(('-' if name['kind'] == 'short' else '--') + name['name'])}\\fR"
        for name in argument.get("names", []) if name["kind"] in ("short", "long"))
    value = f"\\fI{roff(argument.get('valueName', ''))}\\fR" if argument["kind"] != "flag" else ""
    return " ".join(part for part in (names, value) if part)


def command(node, path, out):
    title = " ".join(path)
    out.append(f".SS {roff(title)}" if len(path) > 1 else ".SH COMMANDS")
    if len(path) > 1:
        out += [roff(node.get("abstract")), ".PP"]
    if node.get("discussion"):
        lines = (textwrap.fill(line, 72) for line in node["discussion"].split("\n"))
        out += [".nf", roff("\n".join(lines)), ".fi"]
    for argument in node.get("arguments", []):
        if argument.get("shouldDisplay", True):
            out += [".TP", signature(argument), roff(argument.get("abstract"))]
    for child in node.get("subcommands", []):
        if child.get("shouldDisplay", True):
            command(child, path + [child["commandName"]], out)


def main():
    tool = json.load(sys.stdin)["command"]
    name = tool["commandName"]
    out = [f'.TH {name.upper()} 1 "" "{name}" "User Commands"', ".SH NAME",
           f"{name} \\- {roff(tool.get('abstract'))}", ".SH SYNOPSIS",
           f"\\fB{name}\\fR \\fIcommand\\fR [\\fIoptions\\fR]"]
    command(tool, [name], out)
    out += [".SH EXIT STATUS", "0 pass; 1 policy failed; 2 usage; 3 unknown or incomplete; 4 internal error."]
    print("\n".join(line for line in out if line))


if __name__ == "__main__":
    main()
