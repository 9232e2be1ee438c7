"""Builds the copy with the faults, then runs the tests that have to notice each."""

import os
import pathlib
import shutil
import subprocess
import sys

from faults import FAULTS

TREE = pathlib.Path(".build-mutants/tree")
CHOICE = pathlib.Path(".build-mutants/fault").absolute()
LIMIT = 600
SWITCH = '''import Glibc

private let chosen: [UInt8] = {
  let file = unsafe open("%s", O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return [] }
  defer { close(file) }
  var bytes = [UInt8](repeating: 0, count: 100)
  let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, 100) }
  return Array(bytes.prefix(max(0, count)))
}()

func mutated(_ name: String) -> Bool { chosen == Array(name.utf8) }
''' % CHOICE
SWITCH_IN_C = '''#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
static int mutated(const char *name) {
  char text[100] = {0};
  int file = open("%s", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  return count > 0 && strcmp(text, name) == 0;
}
''' % CHOICE


def texts_with_faults():
    """The repository's files with the faults in them; ends where one has no place."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], check=True,
                            capture_output=True, text=True).stdout.splitlines()
    texts = {name: pathlib.Path(name).read_bytes() for name in listed if os.path.isfile(name)}
    switched = set()
    for fault in FAULTS:
        for name, old, new in fault.edits:
            text = texts[name].decode()
            if text.count(old) != 1:
                sys.exit("%s: %s has %d places of\n%s" % (fault.name, name, text.count(old), old))
            texts[name] = text.replace(old, new.replace("MUTATED", 'mutated("%s")' % fault.name)).encode()
            switched.add(name)
    for name in switched:
        if name.endswith(".swift"):
            texts["/".join(name.split("/")[:2]) + "/Mutated.swift"] = SWITCH.encode()
        else:
            texts[name] = SWITCH_IN_C.encode() + texts[name]
    return texts


def copy():
    """Writes those files; what is as it was keeps its time, for the build."""
    texts = texts_with_faults()
    for path in TREE.rglob("*"):
        if path.is_file() and str(path.relative_to(TREE)) not in texts:
            path.unlink()
    for name, text in texts.items():
        path = TREE / name
        if path.is_file() and path.read_bytes() == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        shutil.copymode(name, path) if os.path.exists(name) else None


def passes(tests):
    """Whether those tests pass; a crash, a hang and no test at all are no pass."""
    built = (TREE.parent / "build/debug").absolute()
    if tests.startswith("scripts/"):
        command = tests.split()
    else:
        command = [built / "cpayPackageTests.xctest", "--testing-library", "swift-testing",
                   "--filter", tests]
    try:
        result = subprocess.run(
            command, cwd=TREE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT,
            env=dict(os.environ, CPAY=str(built / "cpay")))
    except subprocess.TimeoutExpired:
        return False
    return result.returncode == 0 and b" 0 tests" not in result.stdout


def main():
    if sys.argv[1:] == ["--places"]:
        sys.exit(0 if texts_with_faults() else 1)
    names = sys.argv[1:]
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    if not chosen:
        sys.exit("no such fault; there are: " + ", ".join(fault.name for fault in FAULTS))
    copy()
    CHOICE.unlink(missing_ok=True)
    build = ["swift", "build", "--build-tests", "--quiet", "--package-path", str(TREE),
             "--scratch-path", str(TREE.parent / "build")]
    if subprocess.run(build).returncode:
        sys.exit("the copy with the faults does not build")
    wrong = 0
    for tests in sorted({fault.tests for fault in chosen}):
        if not passes(tests):
            print("without a fault: %s fails" % tests)
            wrong += 1
    for fault in chosen:
        CHOICE.write_text(fault.name)
        lives = passes(fault.tests)
        CHOICE.unlink()
        wrong += lives
        print("%-40s %s" % (fault.name, "LIVES" if lives else "noticed"), flush=True)
    print("%d faults, %d not noticed" % (len(chosen), wrong))
    sys.exit(1 if wrong else 0)


main()
