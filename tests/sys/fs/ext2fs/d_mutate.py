#!/usr/bin/env python3
# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""Break ext2 file systems, and let a guest mount and use them.

    d_mutate.py [-k kernel] [-s cpus] [-n count] [-t seconds] seed directory
    d_mutate.py -w image seed directory

Makes sound images in the directory, and from `seed' on as many broken ones as
-n says: each is a sound image and a few changes of its structures, which the
seed alone decides.  One guest uses them all (h_mutated.c).  When it does not
come back, the seed of its last file system is printed; -w writes that one to a
file.
"""

import argparse
import os
import random
import struct
import subprocess
import sys

TOP = os.environ["TOP"]
USER = "/usr/tests/sys/fs/ext2fs/h_mutated"
MNT_RDONLY = 1
SB = 1024
# The sound images: block size, inode size, blocks, further options.
KINDS = (
    (1024, 128, 2048, ["-g", "512"]),
    (4096, 256, 512, []),
    (2048, 128, 1024, ["-O", "^filetype,^sparse_super,^resize_inode"]),
)
# Fields: (offset, bytes) of the superblock, a descriptor, an inode.
SUPER = [(o, 4) for o in list(range(0, 52, 4)) + [72, 76, 84, 92, 96, 100,
                                                  224, 228, 232]] + \
    [(o, 2) for o in (52, 54, 56, 58, 60, 62, 80, 82, 88, 90, 206, 254)]
GROUP = [(0, 4), (4, 4), (8, 4), (12, 2), (14, 2), (16, 2), (18, 2)]
INODE = [(0, 2), (2, 2), (4, 4), (4, 4), (20, 4), (24, 2), (26, 2), (26, 2),
         (28, 4), (32, 4), (104, 4), (108, 4), (116, 2)]
MODES = (0o10, 0o4, 0o12, 0o2, 0o6, 0o1, 0o14, 0o3, 0)


def make_tree(path):
    """Files with everything that a map or a directory can have."""
    def file(name, size, at=0):
        with open(os.path.join(path, name), "wb") as out:
            out.seek(at)
            out.write(bytes((n * 7 + size) & 255 for n in range(size)))

    os.makedirs(os.path.join(path, "a/b/c/d"))
    os.makedirs(os.path.join(path, "many"))
    os.makedirs(os.path.join(path, "empty"))
    for n in range(200):
        file(f"many/name-number-{n}", 0)
    file("zero", 0)
    file("a/small", 100)
    file("a/b/single", 40000)
    file("a/b/double", 330000)
    file("a/b/c/triple", 3000, 80 << 20)
    file("a/b/c/d/sparse", 5000, 500000)
    os.symlink("a/small", os.path.join(path, "short"))
    os.symlink("a/b/c/d/" + "../d/" * 30 + "sparse",
               os.path.join(path, "long"))
    os.link(os.path.join(path, "a/small"), os.path.join(path, "a/b/linked"))
    os.mkfifo(os.path.join(path, "a/fifo"))


def make_images(directory):
    """The sound images, the same bytes each time."""
    tree = os.path.join(directory, "tree")
    make_tree(tree)
    paths = []
    for n, (bsize, isize, blocks, more) in enumerate(KINDS):
        path = os.path.join(directory, f"sound{n}")
        subprocess.run(
            ["mke2fs", "-q", "-F", "-t", "ext2", "-b", str(bsize),
             "-I", str(isize), "-N", "256", "-m", "1",
             "-U", "6d757461-7465-4d75-8174-656d75746174",
             "-E", "hash_seed=6d757461-7465-4d75-8174-656d75746175",
             "-d", tree] + more + [path, str(blocks)], check=True,
            capture_output=True,
            env=dict(os.environ, E2FSPROGS_FAKE_TIME="1000000000"))
        paths.append(path)
    return paths


class Image:
    """A sound image and where its structures are."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        self.bsize = 1024 << self.u32(SB + 24)
        self.blocks = self.u32(SB + 4)
        self.inodes = self.u32(SB)
        self.isize = self.u16(SB + 88)
        first, bpg, ipg = (self.u32(SB + o) for o in (20, 32, 40))
        self.gdt = (first + 1) * self.bsize
        self.groups = -(-(self.blocks - first) // bpg)
        self.bitmaps, self.used, self.itables = [], [], []
        self.indirect, self.dirblocks, self.inline = [], [], []
        for group in range(self.groups):
            gd = self.gdt + 32 * group
            self.bitmaps += [self.u32(gd), self.u32(gd + 4)]
            self.itables.append(self.u32(gd + 8))
            for n in range(ipg):
                at = self.u32(gd + 8) * self.bsize + n * self.isize
                if self.u16(at) != 0 and self.u16(at + 26) != 0:
                    self.inode(at)

    def u16(self, at):
        """A number of 16 bits."""
        return struct.unpack_from("<H", self.data, at)[0]

    def u32(self, at):
        """A number of 32 bits."""
        return struct.unpack_from("<I", self.data, at)[0]

    def inode(self, at):
        """Note an inode in use and what hangs on it."""
        self.used.append(at)
        kind = self.u16(at) >> 12
        if kind not in (4, 8) and not (kind == 10 and self.u32(at + 28)):
            return
        for n in range(15):
            block = self.u32(at + 40 + 4 * n)
            if block != 0:
                self.block(block, max(0, n - 11), kind)

    def block(self, block, level, kind):
        """Note a block of that many levels above the data."""
        if level > 0:
            self.indirect.append(block)
            for n in range(self.bsize // 4):
                inner = self.u32(block * self.bsize + 4 * n)
                if inner != 0:
                    self.block(inner, level - 1, kind)
        elif kind == 4:
            self.dirblocks.append(block)

    def entries(self, block):
        """Offsets of a directory block's entries."""
        at, end = block * self.bsize, (block + 1) * self.bsize
        while at < end:
            yield at
            at += self.u16(at + 4)


class Mutation:
    """What one seed makes of the images."""

    def __init__(self, images, seed):
        self.rng = random.Random(seed)
        self.seed = seed
        self.which = self.rng.randrange(len(images))
        self.image = images[self.which]
        self.flags = MNT_RDONLY if self.rng.random() < 0.15 else 0
        self.patches = []
        kinds = (self.super, self.group, self.bitmap, self.inode, self.inode,
                 self.pointer, self.pointer, self.dirent, self.dirent,
                 self.indirect, self.indirect, self.name, self.noise)
        for _ in range(self.rng.choice((1, 1, 2, 3, 5, 8, 20))):
            self.rng.choice(kinds)()

    def set(self, at, size, value):
        """Change a number."""
        self.patches.append((at, (value & ((1 << 8 * size) - 1)).to_bytes(
            size, "little")))

    def number(self, at, size):
        """Change a number to something that may be worse."""
        old = int.from_bytes(self.image.data[at:at + size], "little")
        rng = self.rng
        self.set(at, size, rng.choice((
            0, 1, -1, old + 1, old - 1, old * 2, old ^ 1 << rng.randrange(
                8 * size), 1 << rng.randrange(8 * size), (1 << 8 * size - 1)
            - 1, self.some_block(), rng.randrange(1 << 8 * size))))

    def some_block(self):
        """A block's number: data, metadata, another's, none at all."""
        image, rng = self.image, self.rng
        return rng.choice((
            rng.randrange(image.blocks), rng.choice(image.bitmaps),
            rng.choice(image.itables), rng.choice(image.indirect),
            rng.choice(image.dirblocks), 0, 1, image.blocks,
            image.blocks - 1, image.blocks + 1, 0xffffffff, 0x80000000))

    def super(self):
        at, size = self.rng.choice(SUPER)
        self.number(SB + at, size)

    def group(self):
        at, size = self.rng.choice(GROUP)
        self.number(self.image.gdt + 32 * self.rng.randrange(
            self.image.groups) + at, size)

    def bitmap(self):
        block = self.rng.choice(self.image.bitmaps)
        size = self.rng.choice((1, 1, 8, 64, self.image.bsize))
        at = self.rng.randrange(self.image.bsize - size + 1)
        fill = self.rng.choice((0, 255, 0x55))
        self.patches.append((block * self.image.bsize + at,
                             bytes([fill]) * size))

    def inode(self):
        at, size = self.rng.choice(INODE)
        where = self.rng.choice(self.image.used)
        if at == 0 and self.rng.random() < 0.5:
            old = self.image.u16(where)
            self.set(where, 2, self.rng.choice(MODES) << 12 | old & 0o7777)
        else:
            self.number(where + at, size)

    def pointer(self):
        where = self.rng.choice(self.image.used)
        self.set(where + 40 + 4 * self.rng.randrange(15), 4,
                 self.some_block())

    def indirect(self):
        block = self.rng.choice(self.image.indirect)
        slots = self.image.bsize // 4
        slot = self.rng.choice((0, 1, self.rng.randrange(slots), slots - 1))
        self.set(block * self.image.bsize + 4 * slot, 4, self.rng.choice(
            (block, self.some_block())))

    def dirent(self):
        at = self.rng.choice(list(self.image.entries(
            self.rng.choice(self.image.dirblocks))))
        field, size = self.rng.choice(((0, 4), (4, 2), (6, 1), (7, 1)))
        if field == 0 and self.rng.random() < 0.7:
            self.set(at, 4, self.rng.randrange(self.image.inodes + 2))
        else:
            self.number(at + field, size)

    def name(self):
        at = self.rng.choice(list(self.image.entries(
            self.rng.choice(self.image.dirblocks))))
        text = self.rng.choice((b"/", b"\0", b".", b"..", b"zero", b"\xff"))
        self.patches.append((at + 8, text))

    def noise(self):
        block = self.rng.choice(
            self.image.bitmaps + self.image.itables + self.image.indirect +
            self.image.dirblocks + [1])
        at = block * self.image.bsize + self.rng.randrange(self.image.bsize)
        self.patches.append((at, self.rng.randbytes(self.rng.choice(
            (1, 2, 4, 16)))))

    def record(self):
        """Its part of the table."""
        patches = [(at, data[:len(self.image.data) - at])
                   for at, data in self.patches
                   if at < len(self.image.data)]
        return struct.pack("<4I", self.seed, self.which, self.flags,
                           len(patches)) + b"".join(
            struct.pack("<2I", at, len(data)) + data
            for at, data in patches)

    def broken(self):
        """The image that a guest sees."""
        data = bytearray(self.image.data)
        for at, new in self.patches:
            data[at:at + len(new)] = new
        return bytes(data[:len(self.image.data)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-k", default="DEBUG")
    parser.add_argument("-s", default="1")
    parser.add_argument("-n", type=int, default=100)
    parser.add_argument("-t", default="600")
    parser.add_argument("-w")
    parser.add_argument("seed", type=int)
    parser.add_argument("directory")
    opts = parser.parse_args()
    paths = make_images(opts.directory)
    images = [Image(path) for path in paths]
    if opts.w:
        with open(opts.w, "wb") as file:
            file.write(Mutation(images, opts.seed).broken())
        return
    table = os.path.join(opts.directory, "table")
    with open(table, "wb") as file:
        for seed in range(opts.seed, opts.seed + opts.n):
            file.write(Mutation(images, seed).record())
    command = [os.path.join(TOP, "tools/guest"), "-k", opts.k, "-s", opts.s,
               "-t", opts.t, "-a", f"{table}:/tmp/table"]
    devices = []
    for n, path in enumerate(paths):
        command += ["-d", path]
        devices.append(f"/dev/vbd{n + 1}")
    done = subprocess.run(command + ["--", USER, "/tmp/table", "/mnt"] +
                          devices, stdout=subprocess.PIPE, text=True,
                          check=False)
    last = (done.stdout or "nothing").rstrip("\n").split("\n")[-1]
    print(f"from seed {opts.seed}: {last}")
    if done.returncode != 0:
        sys.exit(f"status {done.returncode}, {last}")
    if int(last.split()[3]) < opts.n // 3:
        sys.exit("too few were mounted to tell")


if __name__ == "__main__":
    main()
