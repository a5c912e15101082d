# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Random system calls by ordinary users, after which nothing is left of them.
# The seeds are fixed, but at the full level, which takes a new one, and makes
# most calls where races are likeliest to be seen: on several CPUs with checks.
# The fuzzer prints how its run is repeated.

fuzz=$(dirname "$0")/h_fuzz
dir=/root/fuzz

# run_fuzz first_seed [option]: one with odd seeds, one with even ones.
run_fuzz()
{
	first=$1
	shift
	case ${LEVEL:-default} in
	quick)		calls=2500 runs=2 ;;
	default)	calls=10000 runs=5 ;;
	full)
		calls=500000 runs=1 first=$(date +%s)
		if [ "$(sysctl -n kern.ident)" = DEBUG ] &&
		    [ "$(nproc)" -ge 4 ]; then
			calls=2500000
		fi
		;;
	esac
	seed=$first
	while [ $runs -gt 0 ]; do
		command="$fuzz $* -n $calls -s $seed $dir"
		$command || atf_fail "$command"
		seed=$((seed + 2)) runs=$((runs - 1))
	done
}

atf_test_case ext2fs cleanup
ext2fs_head()
{
	atf_set descr "calls by users whose files are on the disk"
	atf_set timeout 7200
}
ext2fs_body()
{
	run_fuzz 1
}
ext2fs_cleanup()
{
	"$fuzz" -c $dir
}

atf_test_case tmpfs cleanup
tmpfs_head()
{
	atf_set descr "calls by users whose files are in memory"
	atf_set timeout 7200
}
tmpfs_body()
{
	run_fuzz 2 -t
}
tmpfs_cleanup()
{
	"$fuzz" -c $dir
}

# A run that is killed leaves processes, mounts and files behind.
atf_test_case cleanup_after_kill cleanup
cleanup_after_kill_head()
{
	atf_set descr "the fuzzer removes what a killed run has left"
	atf_set timeout 300
}
cleanup_after_kill_body()
{
	"$fuzz" -t -n 100000000 $dir > log &
	pid=$!
	until ls $dir/u20000/f1 > /dev/null 2>&1; do
		sleep 0.1
	done
	kill -KILL $pid
	wait $pid
	atf_check "$fuzz" -c $dir
	atf_check -s exit:1 -o empty -e ignore ls $dir
	atf_check -s exit:1 -o empty grep $dir /proc/mounts
	atf_check -o match:'^to repeat: tools/guest .* -t -n 100000000 -p 8 -s 1 fuzz$' cat log
}
cleanup_after_kill_cleanup()
{
	"$fuzz" -c $dir
}

atf_init_test_cases()
{
	atf_add_test_case ext2fs
	atf_add_test_case tmpfs
	atf_add_test_case cleanup_after_kill
}
