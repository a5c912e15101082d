#!/usr/bin/env python3
# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""Cut the power of a machine that works with files, and look at its disk.

    d_powercut.py [-k kernel] [-s cpus] disk seed rounds

Makes an ext2 file system on `disk'.  In each round a machine mounts it and
h_powercut works on it until the emulator is killed, at a time that the seed
gives.  Then e2fsck must be able to mend it, find nothing more in a second run,
and every file that was reported as kept, in this round and in earlier ones,
must be whole.  The disk stays as the last round left it.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import threading

TOP = os.environ["TOP"]
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(TOP, "tools"))
from vm import agent, machine			# noqa: E402

BLOCK = 4096
DISK_MIB = 256
ROUNDS_KEPT = 2				# directories of older rounds go
WORKER = "/usr/tests/boot/h_powercut"


def work(config, seed, number, seconds):
    """Boot, work, cut; return what was kept."""
    out, err = [], []
    started = threading.Event()

    def output(stream, data):
        (out if stream == 1 else err).append(data)
        started.set()

    vm = machine.Machine(config)
    killer = threading.Timer(seconds, vm.process.kill)
    script = (f"mount -t ext2fs /dev/vbd1 /mnt && "
              f"rm -rf /mnt/r{number - ROUNDS_KEPT} && "
              f"mkdir /mnt/r{number} && "
              f"exec {WORKER} {seed} /mnt/r{number}")
    try:
        vm.wait_ready(60)
        threading.Thread(target=lambda: (started.wait(60), killer.start()),
                         daemon=True).start()
        status = vm.agent.run(["sh", "-c", script], machine.ENV,
                              output=output, seconds=120)
        sys.exit(f"the work ended by itself: {status} "
                 f"{b''.join(err).decode(errors='replace')}")
    except agent.Gone:
        vm.process.wait(10)
        if vm.panicked() or not started.is_set():
            sys.exit(f"the machine is gone\n{vm.console_text()}")
    finally:
        killer.cancel()
        vm.destroy()
    # The last line may be cut off: of that file nothing was promised.
    lines = b"".join(out).decode().split("\n")[:-1]
    return {f"r{number}/{words[1]}": [int(w) for w in words[2:]]
            for words in (line.split() for line in lines)
            if words[0] == "kept"}


def contents(ident, blocks, tail, sparse):
    """What such a file holds."""
    data = []
    for n in range(blocks + 1):
        if sparse and n % 3 == 2 and n != blocks:
            data.append(bytes(BLOCK))
        else:
            data.append(b"%08x%08x" % (ident, n) * (BLOCK // 16))
    data[-1] = data[-1][:tail]
    return b"".join(data)


def fsck(disk):
    """Mend the disk, and see that it is mended; what is wrong, or None."""
    first = subprocess.run(["e2fsck", "-fy", disk], capture_output=True,
                           text=True, check=False)
    if first.returncode not in (0, 1):
        return f"e2fsck -fy: {first.returncode}\n{first.stdout}"
    second = subprocess.run(["e2fsck", "-fn", disk], capture_output=True,
                            text=True, check=False)
    if second.returncode != 0:
        return f"e2fsck -fn: {second.returncode}\n{first.stdout}" \
            f"{second.stdout}"
    return None


def damaged(disk, kept):
    """Names of the files that are not whole."""
    tree = disk + ".tree"
    shutil.rmtree(tree, ignore_errors=True)
    os.mkdir(tree)
    subprocess.run(["debugfs", "-R", f"rdump / {tree}", disk],
                   capture_output=True, check=True)
    bad = []
    for name, what in kept.items():
        try:
            with open(os.path.join(tree, name), "rb") as file:
                if file.read() != contents(*what):
                    bad.append(f"{name}: other contents")
        except OSError as error:
            bad.append(f"{name}: {error.strerror}")
    shutil.rmtree(tree)
    return bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-k", default="GENERIC")
    parser.add_argument("-s", type=int, default=1)
    parser.add_argument("disk")
    parser.add_argument("seed", type=int)
    parser.add_argument("rounds", type=int)
    opts = parser.parse_args()
    print(f"seed {opts.seed}", flush=True)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-b", str(BLOCK),
                    opts.disk, f"{DISK_MIB}M"], check=True)
    rng = random.Random(opts.seed)
    config = machine.Config(kernel=opts.k, cpus=opts.s)
    config.disks.append((opts.disk, False))
    kept, total = {}, 0
    for number in range(opts.rounds):
        kept = {name: what for name, what in kept.items()
                if not name.startswith(f"r{number - ROUNDS_KEPT}/")}
        new = work(config, rng.randrange(1 << 32), number,
                   rng.uniform(0.0, 2.0))
        kept.update(new)
        total += len(new)
        why = fsck(opts.disk) or "\n".join(damaged(opts.disk, kept))
        print(f"round {number}: {len(new)} kept, {len(kept)} in all",
              flush=True)
        if why:
            sys.exit(f"seed {opts.seed}, round {number}: {why}")
    if total == 0:
        sys.exit("no file was kept in any round")


if __name__ == "__main__":
    main()
