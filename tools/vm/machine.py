# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""QEMU machines that run Tessera.

One place knows how the emulator is called.  The agent's port is one end of a
socket pair, so no name is left anywhere; the console goes to a file, which is
where a panic is read from.  QEMU runs under software emulation unless ACCEL
says otherwise, with a CPU model on which figures can be compared.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from . import agent

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
PORT = "org.tessera.agent"
# What a kernel says when it finds a defect in itself and goes on; it may stand
# behind a prompt.
REPORT = re.compile(r"lock order(?: reversal)?: .*")
# What it says when it stops, of which panic_describe() writes the second line.
# A program may have left the cursor anywhere before it.
PANIC = re.compile(rb"panic: (within a panic: |.*\n(cpu \d+, uptime |panic: ))")
LAST_WORDS = 3				# seconds from a panic to its last line
ENV = {"HOME": "/root", "LOGNAME": "root", "PATH":
       "/sbin:/bin:/usr/sbin:/usr/bin", "SHELL": "/bin/sh", "TERM": "dumb",
       "USER": "root"}


class CannotStart(Exception):
    """There is no machine, and why."""


def default_objroot():
    """Where this tree's build lands."""
    return os.environ.get("OBJROOT") or os.path.join(TOP, "obj")


class Config:
    """What a machine is made of."""

    def __init__(self, objroot=None, kernel="GENERIC", cpus=1, memory=512,
                 image=None):
        self.objroot = objroot or default_objroot()
        self.kernel = kernel
        self.machine = None		# what the kernel is made for
        self.cpus = cpus
        self.memory = memory
        self.image = image or os.path.join(self.objroot, "image/tessera.img")
        self.disks = []			# (path, read only)
        self.keep = False		# writes to the image stay
        self.count = False		# -icount
        self.append = []		# more of the kernel's command line
        self.reboot = False		# a restart restarts
        self.bounded = True		# the cache of translations is small

    def kernel_path(self):
        """The kernel's file."""
        return os.path.join(self.objroot, "sys", self.kernel, "kernel")

    def accelerator(self):
        """Software emulation, with a small cache of translations if bounded.

        The emulator translates a program anew for each address at which it is
        loaded, and keeps all translations of a page of memory in one list, which
        a write to the page searches from the start for each that it removes.
        After some thousand programs, a page that held their text takes
        seconds to be zeroed.  The emulator drops everything when the cache
        is full, so its size bounds the lists.
        """
        accel = os.environ.get("ACCEL", "tcg")
        if accel == "tcg" and self.bounded:
            accel += f",tb-size={8 * min(self.cpus, 2)}"
        return accel

    def command(self, serial, port=None):
        """The emulator's arguments."""
        kind = self.machine or \
            ("microvm" if self.kernel == "MICROVM" else "q35")
        mmio = kind == "microvm"
        suffix = "-device" if mmio else "-pci"

        def device(kind, *props):
            more = [] if mmio else ["disable-legacy=on"]
            return ["-device", ",".join([f"virtio-{kind}{suffix}"] + more +
                                        list(props))]

        cmd = [os.environ.get("QEMU", "qemu-system-x86_64"),
               "-M", kind, "-accel", self.accelerator(),
               "-cpu", "max,erms=off", "-smp", str(self.cpus),
               "-m", str(self.memory), "-nodefaults", "-kernel",
               self.kernel_path()]
        cmd += serial
        if mmio:
            cmd += ["-global", "virtio-mmio.force-legacy=false"]
        if not self.reboot:
            cmd += ["-no-reboot"]
        if self.count:
            cmd += ["-icount", "shift=0,sleep=off", "-seed", "1"]
        words = list(self.append)
        if port is not None:
            words.append("kern.agent=1")
        cmd += ["-append", " ".join(words)]
        drives = [(self.image, False, not self.keep)]
        drives += [(path, ro, False) for path, ro in self.disks]
        for n, (path, readonly, throwaway) in enumerate(drives):
            name = path.replace(",", ",,")
            drive = f"if=none,id=d{n},format=raw,file={name}"
            if readonly:
                drive += ",readonly=on"
            if throwaway:
                drive += ",snapshot=on"
            cmd += ["-drive", drive] + device("blk", f"drive=d{n}")
        cmd += device("rng")
        if port is not None:
            cmd += device("serial", "max_ports=2")
            cmd += ["-chardev", f"socket,id=agent,fd={port}", "-device",
                    f"virtserialport,chardev=agent,name={PORT},nr=1"]
        return cmd

    def check(self):
        """Raise CannotStart when a file is missing."""
        for path in [self.kernel_path(), self.image] + \
                [path for path, _ in self.disks]:
            if not os.access(path, os.R_OK):
                raise CannotStart(f"{path}: cannot be read")
        if shutil.which(os.environ.get("QEMU", "qemu-system-x86_64")) is None:
            raise CannotStart("qemu-system-x86_64 is not installed")


class Machine:
    """A running guest with its agent."""

    def __init__(self, config, console=None):
        config.check()
        self.tmp = None
        if console is None:
            self.tmp = tempfile.mkdtemp(prefix="tessera.")
            console = os.path.join(self.tmp, "console")
        self.console = console
        self.looked = 0			# how far reports() has read
        self.hung_up = False		# _watch() has seen a panic
        ours, theirs = socket.socketpair()
        serial = ["-display", "none", "-monitor", "none", "-serial",
                  f"file:{console}"]
        try:
            self.process = subprocess.Popen(
                config.command(serial, theirs.fileno()),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, pass_fds=[theirs.fileno()],
                start_new_session=True)
        except OSError as error:
            raise CannotStart(str(error)) from error
        theirs.close()
        self.agent = agent.Agent(ours)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        """Who waits for the agent of a kernel that has panicked waits no more.

        The emulator goes on with a kernel that has stopped, and so does the
        stream, from which nothing comes.
        """
        while self.process.poll() is None and not self.agent.gone:
            if self.panicked():
                time.sleep(LAST_WORDS)
                self.hung_up = True
                self.agent.hang_up()
                return
            time.sleep(0.5)

    def wait_ready(self, timeout):
        """Wait until the agent answers."""
        end = time.monotonic() + timeout
        while True:
            left = end - time.monotonic()
            try:
                if self.agent.wait_hello(max(0.0, min(left, 0.2))):
                    return
            except agent.Gone:
                if self.hung_up:
                    raise
                self.process.wait(10)
                if not self.panicked():
                    said = self.process.stderr.read().decode(
                        errors="replace").strip()
                    raise CannotStart(said or "the guest stopped before its "
                                      "agent started") from None
                raise
            if self.panicked():
                raise agent.Gone("panic")
            if left <= 0:
                raise CannotStart("the guest's agent does not answer")

    def _console(self, start=0):
        try:
            with open(self.console, "rb") as file:
                file.seek(start)
                return file.read()
        except OSError:
            return b""

    def console_text(self):
        """All that the console has shown."""
        return self._console().decode(errors="replace")

    def panicked(self):
        """Has the kernel panicked?"""
        return PANIC.search(self._console()) is not None

    def reports(self):
        """What the kernel has complained of since the last call, by lines."""
        text = self._console(self.looked)
        # The last line may still be written.
        text = text[:text.rfind(b"\n") + 1]
        self.looked += len(text)
        return REPORT.findall(text.decode(errors="replace").replace("\r", ""))

    def panic_text(self):
        """The console from a few lines before the panic on."""
        text = self._console().replace(b"\r", b"")
        panic = PANIC.search(text)
        first = panic.start() if panic else len(text)
        before = text[:first].split(b"\n")[-6:]
        text = b"\n".join(before) + text[first:]
        return text.decode(errors="replace").strip() + "\n"

    def settle(self):
        """After trouble: give a panic time to be written, then see."""
        end = time.monotonic() + LAST_WORDS
        while time.monotonic() < end and self.process.poll() is None and \
                not self.hung_up:
            time.sleep(0.1)
        return self.panicked()

    def down(self, timeout=20):
        """Switch the guest off in order."""
        try:
            self.agent.down()
            self.process.wait(timeout)
            return True
        except (agent.Gone, subprocess.TimeoutExpired):
            return self.process.poll() is not None

    def destroy(self):
        """Take the machine away, whatever it does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.process.stderr.close()
        self.agent.sock.close()
        if self.tmp is not None:
            shutil.rmtree(self.tmp, ignore_errors=True)


def complain(name, message):
    """Print an error as every tool does."""
    sys.stderr.write(f"{name}: {message}\n")
