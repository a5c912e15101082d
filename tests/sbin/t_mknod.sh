# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# mknod makes FIFOs and device nodes.

atf_test_case fifo
fifo_head()
{
	atf_set "descr" "a FIFO, with the mode that the umask leaves"
}
fifo_body()
{
	umask 022
	atf_check mknod p p
	[ -p p ] || atf_fail "no FIFO"
	atf_check -o inline:'644\n' stat -f %Lp p
	atf_check mknod -m 666 q p
	atf_check -o inline:'666\n' stat -f %Lp q
}

atf_test_case device
device_head()
{
	atf_set "descr" "nodes with major and minor number"
}
device_body()
{
	atf_check mknod c c 1 2
	[ -c c ] || atf_fail "no character device"
	atf_check mknod b b 0x10 3
	[ -b b ] || atf_fail "no block device"
	[ "$(stat -f %r b)" != "$(stat -f %r c)" ] || atf_fail "the same number"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong numbers and names"
}
errors_body()
{
	atf_check -s exit:1 -e match:'invalid major number' mknod c c x 0
	atf_check -s exit:1 -e match:'invalid minor number' mknod c c 0 -1
	atf_check -s exit:1 -e match:'invalid minor number' mknod c c 0 99999999999
	atf_check -s exit:1 -e match:'invalid file mode' mknod -m 9 c p
	: > f
	atf_check -s exit:1 -e inline:'mknod: f: File exists\n' mknod f p
	atf_check -s exit:1 -e inline:'mknod: no/p: No such file or directory\n' \
	    mknod no/p p
	for a in '' f 'f x' 'f c' 'f c 1' 'f p 1 2' '-Q f p'; do
		atf_check -s exit:1 -e match:'^usage: mknod' mknod $a
	done
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "devices are for the super-user"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	atf_check -s exit:1 -e inline:'mknod: c: Operation not permitted\n' \
	    mknod c c 1 1
	atf_check mknod p p
}

atf_init_test_cases()
{
	atf_add_test_case fifo
	atf_add_test_case device
	atf_add_test_case errors
	atf_add_test_case refused
}
