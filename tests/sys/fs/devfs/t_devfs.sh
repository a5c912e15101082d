# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# devfs(5): its nodes, /dev/fd, and that nobody makes or removes names.

atf_test_case nodes
nodes_body()
{
	for n in console full null ptmx random tty urandom vbd0 vbd0p1 zero; do
		[ -c /dev/$n ] || atf_fail "/dev/$n"
	done
	atf_check -o inline:'fd/0\n' readlink /dev/stdin
	atf_check -o match:'^crw-------.*root +wheel' ls -l /dev/vport0p1
	atf_check -o match:'^crw-r-----.*root +operator' ls -l /dev/vbd0
	atf_check -o match:'^crw-rw-rw-' ls -l /dev/null
}

atf_test_case names
names_head()
{
	atf_set descr "EROFS for what would change names"
}
names_body()
{
	for c in 'touch /dev/x' 'rm /dev/null' 'mkdir /dev/x' \
	    'mv /dev/null /dev/x' 'ln -s x /dev/x' 'rmdir /dev/pts'; do
		atf_check -s exit:1 -e match:'Read-only file system' $c
	done
	[ -c /dev/null ] || atf_fail "/dev/null is gone"
}

atf_test_case fd
fd_head()
{
	atf_set descr "/dev/fd has the descriptors of who looks"
}
fd_body()
{
	echo text > f
	atf_check -o inline:'text\n' sh -c 'cat /dev/fd/7 7< f'
	atf_check -o inline:'text\n' sh -c 'cat /dev/stdin < f'
	atf_check -o inline:'text\n' sh -c 'cat f > /dev/stdout'
	atf_check -s exit:1 -e not-empty cat /dev/fd/99
}

atf_test_case second
second_head()
{
	atf_set descr "a second mount has owners and modes of its own"
}
second_body()
{
	mkdir d
	mount -t devfs devfs "$PWD/d"
	chmod 600 d/null
	chown operator d/null
	modes=$(stat -f '%Sp %Su' d/null /dev/null)
	umount "$PWD/d"
	atf_check_equal "crw------- operator
crw-rw-rw- root" "$modes"
}

atf_test_case elsewhere
elsewhere_head()
{
	atf_set descr "a node of another file system leads to its number"
}
elsewhere_body()
{
	major=$(stat -f %Hr /dev/null) minor=$(stat -f %Lr /dev/null)
	mknod n c "$major" "$minor"
	atf_check sh -c 'cat n; echo x > n'
	mknod none c 0 0
	atf_check -s exit:1 -e match:'Device not configured' cat none
}

atf_init_test_cases()
{
	atf_add_test_case nodes
	atf_add_test_case names
	atf_add_test_case fd
	atf_add_test_case second
	atf_add_test_case elsewhere
}
