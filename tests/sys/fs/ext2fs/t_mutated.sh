# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Broken ext2 file systems are refused or used; nothing else happens.

PATH=$PATH:/sbin:/usr/sbin

atf_test_case mutated
mutated_head()
{
	atf_set descr "seeded changes of images: no panic, no hang"
	atf_set timeout 1200
}
mutated_body()
{
	case ${LEVEL:-default} in
	quick)		count=30 ;;
	default)	count=100 ;;
	full)		count=500 ;;
	esac
	python3 "$TOP/tests/sys/fs/ext2fs/d_mutate.py" -n $count 1 "$PWD" ||
	    atf_fail "the seed is in the output"
}

atf_init_test_cases()
{
	atf_add_test_case mutated
}
