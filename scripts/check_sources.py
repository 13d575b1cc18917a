"""What scripts/check looks for in the tracked sources; every finding is one line, file:line: what is wrong.

SPDX-License-Identifier: Apache-2.0
"""
import argparse
import filecmp
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FLOORS = ["geo", "planner", "data", "viewer", "app"]  # a file may include its own floor and those before it
MAX_LINES = 400
DATABASE = Path("build/tidy")

# A library by how its includes begin, and the floors that may speak it (docs/architecture.md).
LIBRARIES = {
    "GDAL": (r"(gdal|ogr|cpl_)\w*\.h$", {"data"}),
    "PROJ": (r"proj(_\w+)?\.h(pp)?$", {"data"}),
    "libosmium": (r"(osmium|protozero)/", {"data"}),
    "OpenSSL": (r"openssl/", {"data"}),
    "zlib, bzip2, expat": (r"(zlib|bzlib|expat)\.h$", {"data"}),
    "date": (r"date/", {"data"}),
    "toml++": (r"toml(\+\+|plusplus)?[./]", {"data"}),
    "GEOS": (r"geos(_c\.h|/)", {"geo", "data"}),
    "Boost.Geometry": (r"boost/", {"geo", "data"}),
    "Eigen": (r"Eigen/", {"geo", "data", "viewer", "app"}),
    "oneTBB": (r"(tbb|oneapi)/", {"geo", "planner", "data", "viewer", "app"}),
    "nlohmann-json": (r"nlohmann/", {"data", "viewer", "app"}),
    "fmt": (r"fmt/", {"data", "app"}),
    "CLI11": (r"CLI/", {"app"}),
}
# These stay behind their floor's door: no header with them is reached from another floor.
BEHIND_THE_DOOR = {"GDAL", "PROJ", "libosmium", "OpenSSL", "zlib, bzip2, expat", "date", "toml++", "GEOS"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def tracked(*patterns):
    names = run("git", "ls-files", "--", *patterns).stdout.splitlines()
    return [Path(name) for name in names if Path(name).is_file()]


def floor_of(path):
    return path.parts[0] if path.parts[0] in FLOORS else None


def includes_of(path):
    """[(line, quoted, name)]"""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            found.append((number, match[1] == '"', match[2]))
    return found


def library_of(name):
    return next((library for library, (begin, _) in LIBRARIES.items() if re.match(begin, name)), None)


def check_format(sources):
    """clang-format: one finding a file, at the first line that it would change."""
    found = run("clang-format", "--dry-run", "-Werror", *map(str, sources)).stderr if sources else ""
    lines = re.findall(r"^(\S+?):(\d+):\d+: error: .*\[-Wclang-format-violations\]$", found, re.MULTILINE)
    first = {}
    for file, line in lines:
        first.setdefault(file, line)
    return [f"{file}:{line}: not as .clang-format has it (clang-format -i {file})" for file, line in first.items()]


def check_includes(sources):
    """Includes look only down, libraries stay on their floors, and private ones behind their door."""
    findings, graph, private = [], {}, {}
    for path in sources:
        floor = floor_of(path)
        graph[str(path)] = includes_of(path)
        for line, quoted, name in graph[str(path)]:
            library = library_of(name)
            if library in BEHIND_THE_DOOR:
                private.setdefault(str(path), library)
            if floor is None:
                continue
            other = name.split("/")[0]
            if quoted and "/" not in name:
                findings.append(f'{path}:{line}: "{name}" does not name its folder')
            elif quoted and other in FLOORS and FLOORS.index(other) > FLOORS.index(floor):
                findings.append(f"{path}:{line}: {floor}/ looks up to {other}/ ({name})")
            elif library and floor not in LIBRARIES[library][1]:
                allowed = ", ".join(f"{f}/" for f in FLOORS if f in LIBRARIES[library][1])
                findings.append(f"{path}:{line}: {library} in {floor}/; it belongs to {allowed}")
    for path in sources:
        if floor_of(path) is None:
            continue
        for line, quoted, name in graph[str(path)]:
            reached = private_header_behind(name, graph, private, floor_of(path)) if quoted else None
            if reached:
                findings.append(f"{path}:{line}: {name} brings {private[reached]} in from {reached}")
    return findings


def private_header_behind(name, graph, private, floor):
    """A header of another floor with a private library, reached from `name`, or None."""
    seen, stack = set(), [name]
    while stack:
        header = stack.pop()
        if header in seen or header not in graph:
            continue
        seen.add(header)
        if header in private and floor_of(Path(header)) != floor:
            return header
        stack += [inner for _, quoted, inner in graph[header] if quoted]
    return None


def check_shape(files):
    """No file too long to read in one sitting, and each says its licence at its head."""
    findings = []
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > MAX_LINES:
            findings.append(f"{path}:{MAX_LINES + 1}: {len(lines)} lines; split it at a concept (at most {MAX_LINES})")
        if not any(re.match(r"(//|#)?\s*SPDX-License-Identifier: Apache-2.0$", line) for line in lines[:8]):
            findings.append(f"{path}:1: no line of its own for SPDX-License-Identifier at its head")
        if path.suffix == ".hpp" and "#pragma once" not in lines[:8]:
            findings.append(f"{path}:1: no #pragma once")
    return findings


def compile_database():
    """The tidy preset's compile commands; configures it once."""
    file = DATABASE / "compile_commands.json"
    cmake = max(map(os.path.getmtime, tracked("*CMakeLists.txt", "CMakePresets.json")))
    if not file.is_file() or os.path.getmtime(file) < cmake:
        made = run("cmake", "--preset", "tidy")
        if made.returncode != 0:
            sys.exit(f"scripts/check: the tidy preset does not configure:\n{made.stdout}{made.stderr}")
        file.touch()
    return json.loads(file.read_text(encoding="utf-8"))


def check_headers(headers, database):
    """Every header compiles alone, with the flags of its folder's sources."""
    flags = {}
    for entry in database:
        arguments = shlex.split(entry["command"])
        keep = [a for i, a in enumerate(arguments) if re.match(r"-(I|isystem|D|std)", a) or arguments[i - 1] == "-isystem"]
        floor = floor_of(Path(entry["file"]).relative_to(Path.cwd())) if entry["file"].startswith(os.getcwd()) else None
        flags.setdefault(floor, keep)
    everything = list(dict.fromkeys(flag for keep in flags.values() for flag in keep if not flag.startswith("-isystem")))

    def compile_alone(header):
        keep = flags.get(floor_of(header), everything)
        # Through a file that only includes it: a header as the main file would warn about its #pragma once.
        made = subprocess.run(["g++", "-std=c++20", "-fsyntax-only", *keep, "-I.", "-x", "c++", "-"],
                              input=f'#include "{header}"\n', capture_output=True, text=True, check=False)
        if made.returncode == 0:
            return []
        first = re.search(r"^(\S+?:\d+):\d+: (?:fatal )?error: (.*)$", made.stderr, re.MULTILINE)
        return [f"{first[1] if first else header}: {header} does not compile alone: {first[2] if first else made.stderr[:200]}"]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [finding for findings in pool.map(compile_alone, headers) for finding in findings]


def changed_sources(sources):
    """Sources that differ from the upstream branch, or from the commit before; a header stands for its .cpp."""
    upstream = run("git", "merge-base", "HEAD", "@{upstream}")
    base = upstream.stdout.strip() if upstream.returncode == 0 else "HEAD~1"
    names = run("git", "diff", "--name-only", base, "--").stdout.splitlines()
    names += run("git", "ls-files", "--others", "--exclude-standard").stdout.splitlines()
    changed = {Path(name).with_suffix(".cpp") for name in names if name.endswith((".cpp", ".hpp"))}
    return [path for path in sources if path in changed]


def check_tidy(sources, database):
    known = {str(Path(entry["file"])) for entry in database}
    files = [path for path in sources if str(path.resolve()) in known]

    def tidy(path):
        out = run("clang-tidy-16", "-p", str(DATABASE), "--quiet", str(path)).stdout
        found = re.findall(r"^(\S+?:\d+):\d+: (?:warning|error): (.*)$", out, re.MULTILINE)
        return [f"{os.path.relpath(at.rsplit(':', 1)[0])}:{at.rsplit(':', 1)[1]}: {what}" for at, what in found]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = [finding for found in pool.map(tidy, files) for finding in found]
    return list(dict.fromkeys(findings))


def check_samples():
    """The simulated ANPR files are what scripts/make_anpr makes."""
    sample = Path("data/sample/bath")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sample / "cameras.csv", folder)
        made = run("scripts/make_anpr", folder)
        names = ["hits.csv", "reads_per_camera_hour.csv"]
        return [f"{sample / name}:1: not what scripts/make_anpr makes {made.stderr.strip()}" for name in names
                if made.returncode != 0 or not filecmp.cmp(sample / name, Path(folder) / name, shallow=False)]


def main():
    parser = argparse.ArgumentParser(prog="scripts/check", description="Judges the sources; exit 1 on any finding.")
    parser.add_argument("--tidy", action="store_true", help="clang-tidy over all sources, not only changed ones")
    parser.add_argument("--quick", action="store_true", help="nothing that compiles: no headers alone, no clang-tidy")
    arguments = parser.parse_args()
    sources = tracked("*.cpp", "*.hpp")
    headers = [path for path in sources if path.suffix == ".hpp"]
    scripts = [path for path in tracked("scripts/*", "viewer/web/*.ts", "viewer/web/*.mjs", ".ci/*")]
    steps = [("format", lambda: check_format(sources)),
             ("includes", lambda: check_includes(sources)),
             ("shape", lambda: check_shape(sources + scripts)),
             ("samples", check_samples)]
    if not arguments.quick:
        database = compile_database()
        chosen = [p for p in sources if p.suffix == ".cpp"]
        chosen = chosen if arguments.tidy else changed_sources(chosen)
        steps += [("headers alone", lambda: check_headers(headers, database)),
                  (f"clang-tidy on {len(chosen)} files", lambda: check_tidy(chosen, database))]
    total = 0
    for name, step in steps:
        findings = step()
        total += len(findings)
        print("\n".join(findings), end="\n" if findings else "")
        print(f"{name}: {f'{len(findings)} findings' if findings else 'ok'}", file=sys.stderr)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
