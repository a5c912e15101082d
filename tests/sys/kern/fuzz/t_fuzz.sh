# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Random system calls by ordinary users, after which nothing is left of them.

fuzz=$(dirname "$0")/h_fuzz
dir=/root/fuzz

run_fuzz()
{
	case ${LEVEL:-default} in
	quick)		calls=10000 ;;
	default)	calls=50000 ;;
	full)		calls=500000 ;;
	esac
	seed=$(date +%s)
	echo "h_fuzz -n $calls -s $seed"
	"$fuzz" -n $calls -s $seed $dir || atf_fail "seed $seed"
}

atf_test_case ext2fs cleanup
ext2fs_head()
{
	atf_set descr "calls by users whose files are on the disk"
	atf_set timeout 900
}
ext2fs_body()
{
	rm -rf $dir
	atf_check mkdir $dir
	run_fuzz
}
ext2fs_cleanup()
{
	umount $dir/proc $dir/dev 2> /dev/null
	rm -rf $dir
}

atf_test_case tmpfs cleanup
tmpfs_head()
{
	atf_set descr "calls by users whose files are in memory"
	atf_set timeout 900
}
tmpfs_body()
{
	rm -rf $dir
	atf_check mkdir $dir
	atf_check mount -t tmpfs -o mode=755 tmpfs $dir
	run_fuzz
	atf_check umount $dir
}
tmpfs_cleanup()
{
	umount $dir/proc $dir/dev $dir 2> /dev/null
	rm -rf $dir
}

atf_init_test_cases()
{
	atf_add_test_case ext2fs
	atf_add_test_case tmpfs
}
