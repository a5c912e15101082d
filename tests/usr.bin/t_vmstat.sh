# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# vmstat(1)

atf_test_case rows
rows_body()
{
	atf_check -o save:out vmstat
	[ "$(wc -l < out)" -eq 2 ] || atf_fail "not a heading and a row"
	# As many fields as headings; processor time adds up.
	set -- $(head -n 1 out)
	[ $# -eq 14 ] || atf_fail "$# headings"
	set -- $(tail -n 1 out)
	[ $# -eq 14 ] || atf_fail "$# fields"
	shift 11
	[ $(($1 + $2 + $3)) -eq 100 ] || atf_fail "$1 + $2 + $3 is not 100"
	atf_check -o save:out vmstat -c 2 -w 1
	[ "$(wc -l < out)" -eq 3 ] || atf_fail "not two rows"
	atf_check -o save:out vmstat 1 2
	[ "$(wc -l < out)" -eq 3 ] || atf_fail "not two rows"
}

atf_test_case sums
sums_body()
{
	atf_check -o save:out vmstat -s
	for node in total faults pageins; do
		value=$(sysctl -n vm.stats.$node)
		case $node in
		total)	text='pages of memory' ;;
		faults)	text='page faults' ;;
		pageins) text='pages read from files' ;;
		esac
		was=$(sed -n "s/^ *\([0-9]*\) $text\$/\1/p" out)
		[ "$was" -gt 0 ] && [ "$was" -le "$value" ] ||
		    atf_fail "$text: $was, then $value"
	done
}

atf_test_case caches
caches_body()
{
	atf_check -o save:out vmstat -m
	atf_check -o match:'^cache +size +used +room +KiB$' head -n 1 out
	atf_check -o match:'^proc +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+$' \
	    grep '^proc ' out
	sed 1d out > rows
	while read -r name size used room kib; do
		[ "$used" -le "$room" ] || atf_fail "$name: $used of $room"
		[ "$kib" -eq $((size * room / 1024)) ] || atf_fail "$name: $kib"
	done < rows
}

timers()
{
	n=0
	for count in $(vmstat -i | sed -n 's/^cpu[0-9]*:timer *\([0-9]*\) .*/\1/p')
	do
		n=$((n + count))
	done
	echo $n
}

atf_test_case interrupts
interrupts_body()
{
	cpus=$(nproc)
	atf_check -o save:out vmstat -i
	atf_check -o match:'^interrupt +total +rate$' head -n 1 out
	# The disk interrupts, and each processor's timer.
	atf_check -o match:'^(irq|msi)[0-9]+:.* +[1-9][0-9]* +[0-9]+$' cat out
	[ "$(grep -c '^cpu[0-9]*:timer ' out)" -eq "$cpus" ] ||
	    atf_fail "not $cpus timers"
	sum=0
	while read -r name total rate; do
		case $name in
		interrupt) ;;
		total)	[ "$total" -eq $sum ] || atf_fail "$total is not $sum" ;;
		*)	sum=$((sum + total)) ;;
		esac
	done < out
	# A sleep ends with an interrupt of a timer.
	was=$(timers)
	sleep 0.1
	now=$(timers)
	[ "$now" -gt "$was" ] || atf_fail "the timers: $was, then $now"
}

atf_test_case json
json_body()
{
	atf_check -o match:'^[{]"free": [0-9]+, .*"idle": [0-9]+[}]$' vmstat -J
	atf_check -o match:'^[{]"vm.stats.free": [0-9]+, .*[0-9][}]$' \
	    vmstat --json -s
	atf_check -o match:'^  [{]"cache": "proc", "size": [0-9]+, "used": ' \
	    vmstat -Jm
	atf_check -o match:'^  [{]"interrupt": "cpu0:timer", "total": [0-9]+[}]' \
	    vmstat -Ji
}

atf_test_case errors
errors_body()
{
	atf_check -s exit:1 -e match:usage vmstat -x
	atf_check -s exit:1 -e match:usage vmstat -ms
	atf_check -s exit:1 -e match:usage vmstat -im
	atf_check -s exit:1 -e match:usage vmstat 1 2 3
	atf_check -s exit:1 -e match:'-c 0' vmstat -c 0
	atf_check -s exit:1 -e match:'wait x' vmstat x
}

atf_init_test_cases()
{
	atf_add_test_case rows
	atf_add_test_case sums
	atf_add_test_case caches
	atf_add_test_case interrupts
	atf_add_test_case json
	atf_add_test_case errors
}
