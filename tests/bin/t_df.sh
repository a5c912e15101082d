# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# df shows how much room file systems have.

atf_test_case table
table_head()
{
	atf_set "descr" "a heading and a line for each file system"
}
table_body()
{
	atf_check -o save:out df
	head -n 1 out | grep -q '^Filesystem *512-blocks *Used *Avail *Capacity  Mounted on$' ||
	    atf_fail "the heading: $(head -n 1 out)"
	grep -q '^/dev/vbd0p1 .* [0-9]*%  /$' out || atf_fail "no root"
	grep -q devfs out && atf_fail "a file system without blocks"
	atf_check -o match:'^devfs' df -a
}

atf_test_case posix
posix_head()
{
	atf_set "descr" "-P and -k"
}
posix_body()
{
	atf_check -o match:'^Filesystem *512-blocks *Used *Available *Capacity  Mounted on$' \
	    df -P /
	atf_check -o match:'^Filesystem *1024-blocks *Used *Available *Capacity  Mounted on$' \
	    df -kP /
	[ "$(df -kP / | wc -l)" -eq 2 ] || atf_fail "not two lines"
}

atf_test_case numbers
numbers_head()
{
	atf_set "descr" "used and available are what statvfs tells"
}
numbers_body()
{
	mkdir m
	mount -t tmpfs -o size=1m tmpfs m || atf_fail "cannot mount"
	dd if=/dev/zero of=m/f bs=64k count=4 status=none
	set -- $(df -kP m | tail -n 1)
	[ "$2" -eq 1024 ] || atf_fail "size: $2"
	[ "$3" -ge 256 -a "$3" -lt 300 ] || atf_fail "used: $3"
	[ $(($3 + $4)) -eq "$2" ] || atf_fail "available: $4"
	[ "$5" = "$((($3 * 100 + $2 - 1) / $2))%" ] || atf_fail "share: $5"
	set -- $(BLOCKSIZE=1024 df m | tail -n 1)
	[ "$2" -eq 1024 ] || atf_fail "BLOCKSIZE: $2"
	atf_check -o match:' 1\.0M ' df -h m
	umount m
}

atf_test_case units
units_head()
{
	atf_set "descr" "-b, -g, -H, -h, -k, -m: the last one counts"
}
units_body()
{
	mkdir m
	mount -t tmpfs -o size=4m tmpfs m || atf_fail "cannot mount"
	for o in -b:8192 -k:4096 -m:4 -g:1 -h:4.0M -H:4.2M -hk:4096 -kh:4.0M \
	    -mg:1 -gm:4 -mP:4; do
		set -- $(df ${o%:*} m | tail -n 1)
		[ "$2" = ${o#*:} ] || echo "$o gives $2" >> wrong
	done
	df -m m > out
	umount m
	[ ! -s wrong ] || atf_fail "$(cat wrong)"
	atf_check -o match:'^Filesystem +1M-blocks ' cat out
	atf_check -o match:'^Filesystem +1G-blocks ' df -g /
	atf_check -o match:'^Filesystem +Size ' df -H /
}

atf_test_case total
total_head()
{
	atf_set "descr" "-c adds a line with the sums"
}
total_body()
{
	df -ck > out
	grep -q '^total ' out || atf_fail "$(cat out)"
	sum=$(sed -e 1d -e '/^total/d' out | while read -r name size rest; do
		echo $((n += size))
	done | tail -n 1)
	set -- $(tail -n 1 out)
	[ "$2" -eq "$sum" ] || atf_fail "$2, not $sum"
	[ "$(df -c / | wc -l)" -eq 3 ] || atf_fail "not three lines"
}

atf_test_case local
local_head()
{
	atf_set "descr" "-l leaves local file systems in"
}
local_body()
{
	atf_check -o match:'^/dev/vbd0p1 .* /$' df -l
	atf_check -o match:'^/dev/vbd0p1 .* /$' df -l /
}

atf_test_case inodes
inodes_head()
{
	atf_set "descr" "-i adds inodes, -T the type"
}
inodes_body()
{
	atf_check -o match:'iused +ifree +%iused' df -i /
	atf_check -o match:'^/dev/vbd0p1 ext2fs ' df -T /
}

atf_test_case types
types_head()
{
	atf_set "descr" "-t chooses"
}
types_body()
{
	atf_check -o not-match:'ext2fs' -o match:'tmpfs' df -T -t tmpfs
	atf_check -o match:'ext2fs' -o match:'devfs' df -T -t ext2fs,devfs
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J and --json"
}
json_body()
{
	for o in -J --json; do
		atf_check -o match:'"filesystem": "/dev/vbd0p1", "type": "ext2fs", "mounted_on": "/"' \
		    -o match:'^\{"filesystems": \[$' df $o
	done
	atf_check -o not-match:'tmpfs' df --json /
}

atf_test_case json_names
json_names_head()
{
	atf_set "descr" "JSON stays valid whatever a directory is called"
}
json_names_body()
{
	d='a"b\c'
	mkdir "$d"
	mount -t tmpfs tmpfs "$d" || atf_fail "cannot mount"
	df -J "$d" > out
	umount "$d"
	grep -qF '/a\"b\\c"' out || atf_fail "$(cat out)"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "files that are not there"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'df: nope: No such file or directory\n' df nope
	atf_check -s exit:1 -o match:' /$' -e match:'nope' df nope /
	atf_check -s exit:1 -e match:'^usage: df' df -Q
	atf_check -s exit:1 -e match:'usage: df' df --jsonx
	atf_check -s exit:1 -e match:'stdout' sh -c 'df > /dev/full'
}

atf_init_test_cases()
{
	atf_add_test_case table
	atf_add_test_case posix
	atf_add_test_case numbers
	atf_add_test_case units
	atf_add_test_case total
	atf_add_test_case local
	atf_add_test_case inodes
	atf_add_test_case types
	atf_add_test_case json
	atf_add_test_case json_names
	atf_add_test_case errors
}
