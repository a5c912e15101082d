#!/usr/bin/env python3
# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""Type at a machine's console through a pty, as a person would.

    d_session.py directory first|made|run|time|halt|machine [argument ...]

Each scenario boots OBJROOT's kernel on a copy of the built image, which it
makes in the directory, and prints all that the console shows.  It exits with
a message at the first answer that is not the expected one.

    first		what README.md shows, over a restart, to power off
    made		the same, started by `make run' in the tree under test
    run			the same, started by `make run' in the directory, a clone
    time		from power on to the first prompt, as a METRIC
    orphan		power off by a process for which nobody waits
    halt KERNEL		stop that kernel with all CPUs, which then say nothing
    machine TYPE KERNEL	boot that type of machine to its prompt, switch it off
"""

import os
import pty
import re
import select
import shutil
import sys
import time

TOP = os.environ["TOP"]
SECONDS = 60			# longest wait for an answer
BUILD_SECONDS = 1200		# for `make run' to have built everything
QUIET = 2			# for what should not come
PROMPT = r"(^|\n)# $"
STAGES = ["memory", "threads", "cpus", "devices", "root", "login"]

# What is typed, and all that is answered.
FIRST = (
    ("ls -l /", r"total \d+\n(?s:d.* bin\n.*d.* etc\n.*d.* usr\n.*)"),
    ("ps", r" *PID .* COMMAND\n(?s:.*)\[?ps\]?\n"),
    ("yes | head -n 10000 | wc -l", r" *10000\n"),
    ("sleep 100 & kill %1; wait %1; echo $?", r"\[1\] \d+\n143\n"),
    ("sh -c 'exit 42'; echo $?", r"42\n"),
    ("script -qc 'echo PTY OK' /dev/null", r"PTY OK\n"),
)
SECOND = (("cat /root/a", r"hi\n"),)


class Console:
    """A command on a pty: the emulator, or what ends as the emulator."""

    def __init__(self, argv, cwd=None):
        self.argv = argv
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if cwd is not None:
                os.chdir(cwd)
            os.execvp(argv[0], argv)
        self.text = ""

    def read(self, seconds):
        """Take what comes within some time; False at the end."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        text = data.decode(errors="replace").replace("\r", "")
        sys.stdout.write(text)
        sys.stdout.flush()
        # What line editing tells the terminal is of no interest.
        self.text = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", self.text + text)
        return bool(data)

    def expect(self, pattern, what, seconds=SECONDS):
        """Read until the pattern is in what was read since the last time."""
        end = time.monotonic() + seconds
        while re.search(pattern, self.text) is None:
            if time.monotonic() > end or not self.read(1):
                sys.exit(f"\nd_session: {what}: nothing like {pattern}")
        found, self.text = self.text, ""
        return found

    def boot(self, what, seconds=SECONDS):
        """Read up to the first prompt; the stages must be all, in order."""
        text = self.expect(PROMPT, what, seconds)
        stages = re.findall(r"^BOOT ([a-z]+)", text, re.M)
        if stages != STAGES:
            sys.exit(f"\nd_session: {what}: stages {' '.join(stages)}")

    def type(self, line):
        """Type a line."""
        os.write(self.fd, line.encode() + b"\n")

    def ask(self, answers):
        """Type lines; each must be answered as it should be."""
        for line, want in answers:
            self.type(line)
            text = self.expect(PROMPT, line)
            echo, _, answer = text[:-len("# ")].partition("\n")
            if echo != line or re.fullmatch(want, answer) is None:
                sys.exit(f"\nd_session: {line}: not {want}: {answer!r}")

    def off(self, line="poweroff"):
        """The line ends the emulator, which is pleased, and all processes."""
        self.type(line)
        end = time.monotonic() + SECONDS
        while self.read(1):
            if time.monotonic() > end:
                sys.exit(f"\nd_session: {line}: the machine still runs")
        if "did not end" in self.text:
            sys.exit(f"\nd_session: {line}: a process had to be killed")
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        if status != 0:
            sys.exit(f"\nd_session: {self.argv[0]}: status {status:#x}")

    def halt(self):
        """The machine stops, and its last word is that it has."""
        self.type("halt")
        self.expect(r"\nhalted\n", "halt")
        end = time.monotonic() + QUIET
        while time.monotonic() < end:
            self.read(1)
        if self.text:
            sys.exit(f"\nd_session: halt: said after it: {self.text!r}")

    def close(self):
        """Leave nothing behind, whatever happened."""
        if self.pid != 0:
            os.killpg(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


# A child of init's, which waits for nobody when it has told init.
ORPHAN = "sh -c '(sleep 1; exec poweroff) &'"


def copy(work):
    """A copy of what was built, for tools/run -O."""
    objroot = os.environ["OBJROOT"]
    os.makedirs(os.path.join(work, "image"))
    shutil.copyfile(os.path.join(objroot, "image/tessera.img"),
                    os.path.join(work, "image/tessera.img"))
    os.symlink(os.path.join(objroot, "sys"), os.path.join(work, "sys"))


def run(work, *args):
    """tools/run on a copy of the image."""
    copy(work)
    return Console([os.path.join(TOP, "tools/run"), "-O", work, *args])


def session(console, seconds=SECONDS):
    """Over a restart, to power off."""
    console.boot("first boot", seconds)
    console.ask(FIRST)
    console.type("echo hi > /root/a; reboot")
    console.boot("second boot")
    console.ask(SECOND)
    console.off()


def main():
    work, what, args = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3:]
    start = time.monotonic()
    if what == "run":
        console = Console(["make", "run"], work)
    elif what == "made":
        copy(work)
        console = Console(["make", "run", f"RUNFLAGS=-O {work}"], TOP)
    elif what == "time":
        console = run(work, "-s", "1")
        start = time.monotonic()
    elif what == "halt":
        console = run(work, "-s", "4", "-k", args[0])
    elif what == "machine":
        console = run(work, "-M", args[0], "-k", args[1])
    else:
        console = run(work)
    try:
        if what in ("first", "made", "run"):
            session(console, SECONDS if what == "first" else BUILD_SECONDS)
            return
        console.boot("boot")
        ms = round((time.monotonic() - start) * 1000)
        console.ask((("uname -srm", r"Tessera \S+ amd64\n"),))
        if what == "halt":
            console.halt()
            return
        console.off(ORPHAN if what == "orphan" else "poweroff")
        if what == "time":
            print(f"\nMETRIC boot_to_prompt_ms={ms}")
    finally:
        console.close()


if __name__ == "__main__":
    main()
