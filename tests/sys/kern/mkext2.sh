#!/bin/sh
# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# mkext2.sh: the ext2 file system that h_vfs.h writes on the spare disk.
#
#	mkext2.sh image
#
# 512 blocks of 1 KiB and 64 inodes, so that it is soon full; and files that no
# call can make:
#
#	file dir	as usual, for everybody
#	many full	a file and a directory that cannot have more links
#	immutable	nobody may change it
#	append		may only be appended to
#	fixed		a directory that nobody may change, with a file
#	bad		a directory whose block is not one
#	wild		a file with a block that the disk does not have
#
# The bytes depend on nothing else.

set -e
image=$1
PATH=$PATH:/usr/sbin:/sbin
E2FSPROGS_FAKE_TIME=1767225600
export PATH E2FSPROGS_FAKE_TIME
text=$(mktemp)
trap 'rm -f "$text"' EXIT
printf text > "$text"
rm -f "$image.tmp"
truncate -s 512K "$image.tmp"
uuid=5b6f8a52-1f0e-4c57-8a54-2e0f7d9c1a36
mke2fs -q -F -t ext2 -b 1024 -I 256 -N 64 -m 0 -U $uuid \
    -O ^resize_inode,^dir_index,^ext_attr,filetype,sparse_super,large_file \
    -E hash_seed=$uuid,root_owner=0:0,nodiscard "$image.tmp"
{
	echo 'set_current_time @1767225600'
	for name in file many immutable append wild; do
		echo "write $text $name"
		echo "sif $name mode 0100666"
		echo "sif $name uid 0"
		echo "sif $name gid 0"
	done
	for name in dir full fixed bad; do
		echo "mkdir $name"
		echo "sif $name mode 040777"
		echo "sif $name uid 0"
		echo "sif $name gid 0"
	done
	echo "write $text fixed/file"
	echo 'sif <2> mode 040777'
	echo 'sif many links_count 32000'
	echo 'sif full links_count 32000'
	echo 'sif immutable flags 0x10'
	echo 'sif append flags 0x20'
	echo 'sif fixed flags 0x10'
	echo 'zap_block -f bad -p 0xff 0'
	echo 'sif wild block[0] 0x7fffffff'
} | debugfs -w -f - "$image.tmp" > "$image.log" 2>&1
mv "$image.tmp" "$image"
