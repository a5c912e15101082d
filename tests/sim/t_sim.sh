# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Each scenario of the simulator, over SEEDS seeds, with the fast build, all of
# which must end well; and the first AGAIN of them a second time, and with the
# sanitized build, with the same hashes.  And the tools around it.

case ${LEVEL:-default} in
quick)	SEEDS=100 AGAIN=4 ;;
full)	SEEDS=1000 AGAIN=1000 ;;
*)	SEEDS=100 AGAIN=100 ;;
esac
sim="$OBJROOT/sim/sim"

scenario_check()
{
	atf_check -o save:all "$sim" --hashes -s 1 -n $SEEDS "$1"
	[ "$(wc -l < all)" -eq $SEEDS ] || atf_fail "runs are missing"
	atf_check -o save:first head -n $AGAIN all
	atf_check -o file:first "$sim" --hashes -s 1 -n $AGAIN "$1"
	atf_check -o file:first "$sim-asan" --hashes -s 1 -n $AGAIN "$1"
}

scenarios()
{
	"$sim" -l | awk '$2 != "(defect)" { print $1 }'
}

for s in $(scenarios); do
	atf_test_case "$s"
	eval "${s}_head() { atf_set descr 'The scenario $s'; \
	    atf_set timeout 1800; }
	${s}_body() { scenario_check $s; }"
done

# A defect is found, and its report's command finds it again.
atf_test_case failure_replays
failure_replays_body()
{
	atf_check -s exit:1 -o save:first "$sim" -q -n 1000 defect_race
	command=$(sed -n 's,^.tools/sim ,,p' first)
	atf_check -s exit:1 -o save:again "$sim" -q $command
	atf_check cmp first again
}

# A window of one point is found by each way to choose schedules.
atf_test_case narrow_race_found
narrow_race_found_body()
{
	for plan in random pct:2 pct:3 pct:5; do
		atf_check -s exit:1 -o match:'narrow_open. is 1' "$sim" -q \
		    -n 20000 -f sched=$plan defect_narrow
	done
	atf_check -s exit:1 -o match:'narrow_open. is 1' "$sim" -q -n 3000 \
	    defect_narrow
	atf_check -o match:' [0-9]+ schedules with up to 1 .* which are all$' \
	    "$sim" -q --preempt 1 defect_narrow
	atf_check -s exit:1 -o save:first "$sim" -q --preempt 2 defect_narrow
	atf_check -o match:'^plan: sched=at:[0-9]+/[01]:[0-9]+/[01]$' cat first
	command=$(sed -n 's,^.tools/sim ,,p' first | tr -d "'")
	atf_check -s exit:1 -o save:again "$sim" -q $command
	atf_check -o ignore grep -F "$(grep '^event' again)" first
	# Switches that it does not need are left out of the plan.
	plan=$(sed -n 's/^plan: //p' first)
	atf_check -s exit:1 -o match:"^plan: $plan\$" "$sim" \
	    -f "$plan:9000/0:9001/1" defect_narrow
}

# A preemption right after another CPU woke up is one of those that are tried.
atf_test_case wake_preempted
wake_preempted_body()
{
	atf_check -s exit:1 -o match:'^plan: sched=at:[0-9]+/[01]$' \
	    "$sim" -q --preempt 1 defect_wake
	for option in '--preempt 1' '-f sched=pct:2'; do
		# shellcheck disable=SC2086
		atf_check -s exit:2 -e match:'nodes: several instances' \
		    "$sim" $option nodes
	done
}

# What a failure does not need is left out, as long as it stays the same one.
atf_test_case plan_reduced
plan_reduced_body()
{
	atf_check -s exit:1 -o match:'^plan: fail:sim_test=5@2$' "$sim" \
	    -f alloc=5,fail:sim_test=5@2,io=3,cut=7 defect_failpoint
	atf_check -s exit:1 -o match:'^seed 1: failed: both$' \
	    -o match:'^plan: fail:sim_first=5@1,fail:sim_second=5@1$' "$sim" \
	    -f fail:sim_first=5,fail:sim_second=5 defect_both
	atf_check -s exit:1 -o match:'^plan: fail:sim_many=5@4$' "$sim" \
	    -f fail:sim_many=5@20+9 defect_many
	atf_check -s exit:1 -o save:first "$sim" -n 3000 -f sched=pct:16 \
	    defect_narrow
	atf_check -o ignore grep -E '^plan: sched=pct:([2-9]|1[0-5])$' first
}

# Without any fault it is replayed so, not with the scenario's own plan.
atf_test_case own_plan_left_out
own_plan_left_out_body()
{
	atf_check -s exit:1 -o save:first "$sim" defect_ownplan
	atf_check -o match:"^.tools/sim -s 1 -f 'none' defect_ownplan\$" \
	    cat first
	atf_check -s exit:1 -o file:first "$sim" -s 1 -f none defect_ownplan
}

atf_test_case plan_mistakes
plan_mistakes_body()
{
	while read -r plan why; do
		atf_check -s exit:2 -e match:"sim: .*$plan.*: .*$why" \
		    "$sim" -f "$plan" turns
	done <<-'EOF'
	fail:nosuch=5	no fail point
	fail:=5		no fail point
	fail:disk_write=abc	no number of an error
	fail:disk_write=0	no number of an error
	fail:disk_write=98	no number of an error
	fail:disk_write=5@0	no range
	alloc=-1	counted from 1
	alloc=0		counted from 1
	alloc=1x	counted from 1
	alloc=99999999999999999999	counted from 1
	nosuch=1	no such kind
	alloc		says nothing
	cut=0		counted from 1
	sched=at:1/9	less than 8
	sched=at:5/0:5/1	points are to grow
	sched=pct:17	a number up to 16
	sched=nosuch	random
	EOF
	atf_check -s exit:2 -e match:'that many CPUs' "$sim" -f sched=at:1/4 \
	    turns
	atf_check -s exit:2 -e match:'is no part of a plan' "$sim" -f io=1,, \
	    turns
}

# Each chance has its turn, on top of the faults that -f has, wherever it stands.
atf_test_case sweep_finds
sweep_finds_body()
{
	atf_check -s exit:1 -o save:first "$sim" -q --sweep alloc defect_alloc
	atf_check -o match:'4 faults, 3 of 3 places' \
	    -o match:'^plan: alloc=1$' -o match:'^plan: alloc=2$' cat first
	for plan in io=99 fail:sim_test=5; do
		atf_check -s exit:1 -o file:first "$sim" -q -f $plan \
		    --sweep alloc defect_alloc
		atf_check -s exit:1 -o file:first "$sim" -q --sweep alloc \
		    -f $plan defect_alloc
	done
	atf_check -s exit:1 -o match:'^seed 1: failed: both$' \
	    -o match:'^plan: fail:sim_first=5@1\+,alloc=1$' \
	    "$sim" -q --sweep alloc -f fail:sim_first=5 defect_both
	atf_check -s exit:2 -e match:'fail:sim_test: not alloc' "$sim" \
	    --sweep fail:sim_test defect_alloc
	for plan in '--sweep power' '-f power=1'; do
		# shellcheck disable=SC2086
		atf_check -s exit:2 -e match:'hello: it does not go on' \
		    "$sim" -q $plan hello
	done
}

# A trace has one run, the one that a failure's report shows.
atf_test_case trace_is_one_run
trace_is_one_run_body()
{
	atf_check -s exit:1 -o save:out "$sim" --trace many \
	    -f fail:sim_many=5@20+9 defect_many
	atf_check -s exit:1 -o ignore "$sim" --trace one \
	    -f fail:sim_many=5@4 defect_many
	atf_check cmp many one
	# One seed of these is measured first.
	for seed in 1 2 3 4; do
		atf_check -o ignore "$sim" -s $seed --trace one turns
		atf_check -o ignore "$sim" -n $seed --trace many turns
		atf_check cmp many one
		atf_check awk '!/^#/ && $1 != ++n { print; exit 1 }' one
	done
	atf_check -s exit:1 -o save:out "$sim" -n 1000 --trace many defect_race
	atf_check -o match:"^event $(tail -n 1 many | cut -d ' ' -f 1), " \
	    grep '^event' out
}

atf_test_case summary
summary_body()
{
	atf_check -o match:'^3 runs, 0 failed, [1-9][0-9]* events, [1-9][0-9]* states, .* runs a second, .* events a second, .* states a second, ' \
	    "$sim" -n 3 turns
}

# Each allocation of pipes, VFS, ext2, fork and exec fails in its turn, at nearly
# all places that allocate; the kernel goes on and has what it had before.  The
# quick level does that with one seed.
atf_test_case sweep_alloc
sweep_alloc_head()
{
	atf_set descr 'Sweeps over failing allocations'
	atf_set timeout 900
}
sweep_alloc_body()
{
	sweeps="sweep_pipe sweep_vfs sweep_ext2 sweep_fork sweep_exec
	    sweep_spawn sweep_ktrace"
	seeds=10
	[ "${LEVEL:-default}" != quick ] || seeds=1
	for variant in "" -asan; do
		# shellcheck disable=SC2086
		atf_check -o save:out "$sim$variant" -q -n $seeds \
		    --sweep alloc $sweeps
		cat out
		[ "$(grep -c ' places failed$' out)" -eq 8 ] ||
		    atf_fail "sweeps are missing"
		atf_check awk '/ of / && $4 < 0.9 * $6 { print; exit 1 }' out
	done
}

# Each interruptible sleep of the same work is interrupted, each request to the
# disk fails, or breaks off; no data, no process and no memory is lost.
sweep_errors()
{
	seeds=10
	[ "${LEVEL:-default}" != quick ] || seeds=1
	for variant in "" -asan; do
		# shellcheck disable=SC2086
		atf_check -o save:out "$sim$variant" -q -n $seeds \
		    --sweep "$1" sweep_pipe sweep_vfs sweep_ext2 sweep_fork \
		    sweep_exec sweep_spawn sweep_ktrace
		cat out
		[ "$(grep -c '^sweep_.* [1-9][0-9]* faults' out)" -eq 7 ] ||
		    atf_fail "sweeps are missing"
	done
}

for k in sleep io short; do
	atf_test_case sweep_$k
	eval "sweep_${k}_head() { atf_set descr 'Sweeps over faults: $k'; \
	    atf_set timeout 900; }
	sweep_${k}_body() { sweep_errors $k; }"
done

# The power is cut at each write, leaving all states or some that differ much;
# at the quick level only at some writes.
atf_test_case sweep_power
sweep_power_head()
{
	atf_set descr 'Sweeps over power cuts'
	atf_set timeout 900
}
sweep_power_body()
{
	if [ "${LEVEL:-default}" = quick ]; then
		for n in 3 14 27; do
			atf_check -o match:ok "$sim" -f power=$n,cut=2 power
			atf_check -o match:ok "$sim" -f power=$n,cut=2 moved
		done
		return
	fi
	for s in power moved; do
		atf_check -o match:' [0-9]+ faults$' "$sim" -q --sweep power $s
	done
}

# What is started in the debugger stops at the last event, with the same plan.
atf_test_case debugger_stops
debugger_stops_body()
{
	mkdir bin
	cat > bin/gdb <<-'EOF'
	#!/bin/sh
	while [ "$1" != --args ]; do shift; done
	shift
	exec "$@"
	EOF
	chmod +x bin/gdb
	event=$("$sim" -q -f fail:sim_test=5@2 defect_failpoint |
	    sed -n 's/^event \([0-9]*\),.*/\1/p')
	after=$("$sim" -q -f power=1 defect_reboot |
	    sed -n 's/^event \([0-9]*\),.*/\1/p')
	export PATH="$PWD/bin:$PATH"
	atf_check -s exit:1 -o match:'panic: signal 5 in the kernel' \
	    -o match:"^event $event," "$sim" --gdb -f fail:sim_test=5@2 \
	    defect_failpoint
	# Also when the power was cut before.
	atf_check -s exit:1 -o match:'panic: signal 5 in the kernel' \
	    -o match:"^event $after," "$sim" --gdb -f power=1 defect_reboot
}

# A power cut leaves the state that the plan says, whatever the seed.
atf_test_case power_states
power_states_body()
{
	atf_check -o save:first "$sim" -s 5 -f power=20,cut=1 power
	atf_check -o file:first "$sim" -s 5 -f power=20,cut=1 power
	for cut in 2 3 4; do
		atf_check -o match:ok "$sim" -s 5 -f power=20,cut=$cut power
	done
	atf_check -s exit:2 -e match:'no part of a plan' "$sim" -f cut=0 power
}

# No program reaches the host.
atf_test_case raw_call_refused
raw_call_refused_body()
{
	atf_check -s exit:1 -o match:"a program executed .syscall. before" \
	    "$sim" -q defect_rawcall
}

atf_test_case sanitizer_names_seed
sanitizer_names_seed_body()
{
	atf_check -o ignore "$sim" -q defect_overflow
	atf_check -s exit:1 -o match:"-s 7 -f 'sched=random' defect_overflow" \
	    -e match:global-buffer-overflow "$sim-asan" -s 7 -f sched=random \
	    defect_overflow
}

# The simulator finds the defects that are kept for it, each by what it does.
atf_test_case mutants_found
mutants_found_head()
{
	atf_set descr 'The defects of tests/sim/mutants'
	atf_set X-level full
	atf_set timeout 1800
}
mutants_found_body()
{
	atf_check -o match:'^[1-9][0-9]* mutants, 0 not found$' \
	    "$TOP/tools/simmutants"
}

atf_init_test_cases()
{
	atf_add_test_case failure_replays
	atf_add_test_case narrow_race_found
	atf_add_test_case wake_preempted
	atf_add_test_case plan_reduced
	atf_add_test_case own_plan_left_out
	atf_add_test_case plan_mistakes
	atf_add_test_case trace_is_one_run
	atf_add_test_case summary
	atf_add_test_case sweep_finds
	atf_add_test_case sweep_alloc
	atf_add_test_case sweep_sleep
	atf_add_test_case sweep_io
	atf_add_test_case sweep_short
	atf_add_test_case sweep_power
	atf_add_test_case debugger_stops
	atf_add_test_case power_states
	atf_add_test_case raw_call_refused
	atf_add_test_case sanitizer_names_seed
	atf_add_test_case mutants_found
	for s in $(scenarios); do
		atf_add_test_case "$s"
	done
}
