# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""The host's end of the protocol of vmagent(8).

usr.sbin/vmagent/vmagent.h describes the frames.  A thread reads the stream and
hands each frame to the queue of its job, so several threads can have a job
each.  When the stream ends every waiter gets Gone.
"""

import os
import queue
import select
import socket
import stat
import struct
import threading
import time

VERSION = 1
FRAME_MAX = 65536
WINDOW_MAX = 65536

EXITED, SIGNALLED, TIMEDOUT = range(3)


class Gone(Exception):
    """The guest no longer answers."""


class Refused(OSError):
    """The guest answered a request with an errno, which is BSD's."""

    def __init__(self, errno, what):
        super().__init__(errno, f"{what}: errno {errno} in the guest")


class Agent:
    """A connected agent."""

    def __init__(self, sock):
        self.sock = sock
        self.lock = threading.Lock()
        self.jobs = {}
        self.next_job = 1
        self.gone = False
        self.hello = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    # The stream.

    def _exact(self, n):
        data = b""
        while len(data) < n:
            more = self.sock.recv(n - len(data))
            if not more:
                raise Gone("end of stream")
            data += more
        return data

    def _read(self):
        try:
            while True:
                size, job, kind, zero = struct.unpack("<IHBB", self._exact(8))
                if size > FRAME_MAX or zero != 0:
                    raise Gone("the agent's stream makes no sense")
                payload = self._exact(size)
                if chr(kind) == "H":
                    self.hello.put(payload)
                    continue
                with self.lock:
                    waiter = self.jobs.get(job)
                if waiter is not None:
                    waiter.put((chr(kind), payload))
        except (OSError, Gone):
            pass
        with self.lock:
            self.gone = True
            waiters = list(self.jobs.values())
        self.hello.put(None)
        for waiter in waiters:
            waiter.put(None)

    def _send(self, job, kind, payload=b""):
        try:
            with self.lock:
                self.sock.sendall(struct.pack("<IHBB", len(payload), job,
                                              ord(kind), 0) + payload)
        except OSError as error:
            raise Gone(str(error)) from error

    def hang_up(self):
        """End the stream: every waiter gets Gone."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass			# it has ended by itself

    def _open(self):
        with self.lock:
            if self.gone:
                raise Gone("the guest is gone")
            while self.next_job in self.jobs:
                self.next_job = self.next_job % 65535 + 1
            job = self.next_job
            self.next_job = self.next_job % 65535 + 1
            self.jobs[job] = queue.Queue()
            return job, self.jobs[job]

    def _close(self, job):
        with self.lock:
            self.jobs.pop(job, None)

    @staticmethod
    def _next(frames, deadline):
        try:
            left = None if deadline is None else deadline - time.monotonic()
            frame = frames.get(timeout=None if left is None else max(left, 0))
        except queue.Empty:
            raise Gone("the guest does not answer") from None
        if frame is None:
            raise Gone("the guest is gone")
        return frame

    # Requests.

    def wait_hello(self, timeout):
        """Wait for the agent; False when it did not come in time."""
        try:
            payload = self.hello.get(timeout=timeout)
        except queue.Empty:
            return False
        if payload is None:
            raise Gone("the guest is gone")
        if struct.unpack("<I", payload)[0] != VERSION:
            raise Gone("the agent speaks another version")
        return True

    def run(self, argv, env, cwd="/", stdin=None, output=None, seconds=0,
            uid=0, gid=0, grace=15):
        """Run a command; return (how, value).

        output(stream, bytes) takes what it writes; stream is 1 or 2.  stdin is
        a descriptor or None.  A guest that says nothing for `grace' seconds
        after the time limit is gone.
        """
        job, frames = self._open()
        pump = None
        try:
            strings = [cwd] + list(argv) + [f"{k}={v}" for k, v in env.items()]
            payload = struct.pack("<IIIIHH", 1 if stdin is not None else 0,
                                  seconds, uid, gid, len(argv), len(env))
            payload += b"".join(os.fsencode(s) + b"\0" for s in strings)
            if len(payload) > FRAME_MAX:
                raise Refused(7, argv[0])
            self._send(job, "R", payload)
            if stdin is not None:
                pump = _Pump(self, job, stdin)
                pump.start()
            deadline = None
            if seconds:
                deadline = time.monotonic() + seconds + grace
            while True:
                kind, data = self._next(frames, deadline)
                if kind in "OE":
                    if output is not None:
                        output(1 if kind == "O" else 2, data)
                elif kind == "W" and pump is not None:
                    pump.credit(struct.unpack("<I", data)[0])
                elif kind == "X":
                    return struct.unpack("<II", data)
                elif kind == "S":
                    raise Refused(struct.unpack("<I", data)[0], argv[0])
        finally:
            self._close(job)
            if pump is not None:
                pump.stop()

    def _status(self, frames, what, deadline=None):
        kind, data = self._next(frames, deadline)
        if kind != "S":
            raise Gone("unexpected frame")
        error = struct.unpack("<I", data)[0]
        if error != 0:
            raise Refused(error, what)

    def put(self, source, target):
        """Copy a file or directory into the guest, with its modes."""
        job, frames = self._open()
        try:
            self._put(job, frames, source, target)
        finally:
            self._close(job)

    def _put(self, job, frames, source, target):
        st = os.stat(source)
        mode = stat.S_IMODE(st.st_mode)

        def start(kind, link=b""):
            self._send(job, "P", struct.pack("<IB", mode, ord(kind)) +
                       os.fsencode(target) + b"\0" + link + b"\0")

        if stat.S_ISDIR(st.st_mode):
            start("d")
            self._status(frames, target)
            for name in sorted(os.listdir(source)):
                inner = os.path.join(source, name)
                if os.path.islink(inner):
                    self._send(job, "P", struct.pack("<IB", 0o777, ord("l")) +
                               os.fsencode(f"{target}/{name}") + b"\0" +
                               os.fsencode(os.readlink(inner)) + b"\0")
                    self._status(frames, f"{target}/{name}")
                else:
                    self._put(job, frames, inner, f"{target}/{name}")
            return
        with open(source, "rb") as file:
            start("f")
            while data := file.read(FRAME_MAX):
                self._send(job, "D", data)
            self._send(job, "D")
        self._status(frames, target)

    def get(self, source, target):
        """Copy a file or directory out of the guest."""
        job, frames = self._open()
        file = None
        later = []
        try:
            self._send(job, "G", os.fsencode(source) + b"\0")
            while True:
                kind, data = self._next(frames, None)
                if kind == "D":
                    if data:
                        file.write(data)
                    else:
                        file.close()
                        file = None
                elif kind == "P":
                    file = self._got(data, target, later)
                else:
                    error = struct.unpack("<I", data)[0]
                    if error != 0:
                        raise Refused(error, source)
                    return
        finally:
            if file is not None:
                file.close()
            for path, mode in reversed(later):
                os.chmod(path, mode)
            self._close(job)

    @staticmethod
    def _got(data, target, later):
        """Make one entry; return the open file if it is one."""
        mode, kind = struct.unpack_from("<IB", data)
        name, link, _ = data[5:].split(b"\0")
        parts = [p for p in name.split(b"/") if p]
        if b".." in parts:
            raise Gone("a path that leaves the directory")
        path = os.path.join(os.fsencode(target), *parts)
        if chr(kind) == "d":
            os.makedirs(path, exist_ok=True)
            later.append((path, mode))
            return None
        if os.path.lexists(path) and not os.path.isdir(path):
            os.unlink(path)
        if chr(kind) == "l":
            os.symlink(link, path)
            return None
        later.append((path, mode))
        return open(path, "wb")

    def down(self):
        """Ask the guest to switch itself off."""
        self._send(0, "Q")


class _Pump(threading.Thread):
    """Feeds a descriptor to a job's standard input, within its window."""

    def __init__(self, agent, job, fd):
        super().__init__(daemon=True)
        self.agent, self.job, self.fd = agent, job, fd
        self.room = WINDOW_MAX
        self.changed = threading.Condition()
        self.stopped = False
        self.wake, self.waker = os.pipe()

    def credit(self, n):
        """The guest has taken n bytes."""
        with self.changed:
            self.room += n
            self.changed.notify()

    def stop(self):
        """The command has ended."""
        with self.changed:
            self.stopped = True
            self.changed.notify()
        os.close(self.waker)

    def run(self):
        try:
            while True:
                with self.changed:
                    while self.room == 0 and not self.stopped:
                        self.changed.wait()
                    room = self.room
                ready, _, _ = select.select([self.fd, self.wake], [], [])
                if self.wake in ready:
                    break
                try:
                    data = os.read(self.fd, min(room, FRAME_MAX))
                except OSError:
                    data = b""
                with self.changed:
                    self.room -= len(data)
                self.agent._send(self.job, "I", data)
                if not data:
                    break
        except (Gone, ValueError, OSError):
            pass
        os.close(self.wake)
