# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Many processes that do many things at once and are killed at random moments,
# after which nothing is left of them.  The seed is fixed, but at the full
# level, which takes a new one.  The program prints how its run is repeated.

load=$(dirname "$0")/h_load
dir=/root/load

atf_test_case mixed cleanup
mixed_head()
{
	atf_set descr "processes, memory, files, sockets, signals at once"
	atf_set timeout 2400
}
mixed_body()
{
	seed=1
	case ${LEVEL:-default} in
	quick)		seconds=3 ;;
	default)	seconds=20 ;;
	full)
		seed=$(date +%s) seconds=60
		[ "$(nproc)" -lt 4 ] || seconds=900
		;;
	esac
	command="$load -s $seed -t $seconds $dir"
	$command || atf_fail "$command"
}
mixed_cleanup()
{
	"$load" -c $dir
}

# mistake actor seconds expression: that actor alone runs, and this is said of
# it after so many seconds of patience.
mistake()
{
	atf_check -s exit:1 -o match:"-a $1 -p 2 -s 1 -t 1 load\$" \
	    -e match:"$3" "$load" -a "$1" -p 2 -t 1 -w "$2" $dir
}

atf_test_case leak cleanup
leak_head()
{
	atf_set descr "what an actor leaves behind is noticed"
	atf_set X-level default
}
leak_body()
{
	mistake leave 5 '^tmpfsnode: [0-9]+ before, now [0-9]+$'
	atf_check "$load" -c $dir
	atf_check -s exit:1 -o empty -e ignore ls $dir
	atf_check -s exit:1 -o empty grep $dir /proc/mounts
}
leak_cleanup()
{
	"$load" -c $dir
}

atf_test_case wrong cleanup
wrong_head()
{
	atf_set descr "what an actor finds wrong is said"
}
wrong_body()
{
	mistake wrong 60 '^h_load: wrong, on tmpfs: status 0x100; process [0-9]+: .*: expected 1, got 2 '
}
wrong_cleanup()
{
	"$load" -c $dir
}

atf_test_case hang cleanup
hang_head()
{
	atf_set descr "an actor that does not end is named"
	atf_set X-level default
}
hang_body()
{
	mistake hang 2 '^h_load: hang, process [0-9]+, on tmpfs: overdue by 2 seconds$'
}
hang_cleanup()
{
	"$load" -c $dir
}

atf_init_test_cases()
{
	atf_add_test_case mixed
	atf_add_test_case leak
	atf_add_test_case wrong
	atf_add_test_case hang
}
