# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Each scenario of the simulator, over SEEDS seeds: twice with the fast build
# and once with the sanitized one, all of which must end well with the same
# hashes.  And the tools around it.

SEEDS=100
sim="$OBJROOT/sim/sim"

scenario_check()
{
	for run in fast1 fast2; do
		atf_check -o save:$run "$sim" --hashes -s 1 -n $SEEDS "$1"
	done
	atf_check -o save:asan "$sim-asan" --hashes -s 1 -n $SEEDS "$1"
	[ "$(wc -l < fast1)" -eq $SEEDS ] || atf_fail "runs are missing"
	atf_check cmp fast1 fast2
	atf_check cmp fast1 asan
}

scenarios()
{
	"$sim" -l | awk '$2 != "(defect)" { print $1 }'
}

for s in $(scenarios); do
	atf_test_case "$s"
	eval "${s}_head() { atf_set descr 'The scenario $s'; \
	    atf_set timeout 300; }
	${s}_body() { scenario_check $s; }"
done

atf_init_test_cases()
{
	for s in $(scenarios); do
		atf_add_test_case "$s"
	done
}
