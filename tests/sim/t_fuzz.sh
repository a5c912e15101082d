# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# libFuzzer on the simulator: all that is kept in corpus/, and some new inputs,
# always the same ones.  The seed is a new one at the full level only.

case ${LEVEL:-default} in
quick)	RUNS=100 SEED=1 ;;
full)	RUNS=20000 SEED=$(date +%s) ;;
*)	RUNS=1500 SEED=1 ;;
esac

fuzz_check()
{
	kept=$(wc -l < "$TOP/tests/sim/corpus/${1#fuzz_}")
	atf_check -o match:"^$1: Done [0-9]+ runs" \
	    "$TOP/tools/simfuzz" -d "$PWD" -n $RUNS -s "$SEED" "$1"
	grep -q " $kept files found in .*/kept\$" "$1/log" ||
	    atf_fail "the corpus was not read"
}

for s in elf ext2 syscall; do
	atf_test_case $s
	eval "${s}_head() { atf_set descr 'Inputs of fuzz_$s'; \
	    atf_set timeout 3600; }
	${s}_body() { fuzz_check fuzz_$s; }"
done

# fuzz_fails scenario seed variant ...: a failure is found, which names its
# input, and the simulator replays it to the same end.
fuzz_fails()
{
	s=$1 seed=$2
	shift 2
	atf_check -s exit:1 -o save:out "$TOP/tools/simfuzz" -d "$PWD" \
	    -n 5000 -s $seed $s
	command=$(sed -n 's,^.tools/sim ,,p' out)
	hash=$(sed -n 's/^event.* hash \([0-9a-f]*\); replay:$/\1/p' out)
	for v; do
		atf_check -s exit:1 -o match:"hash $hash; replay:" -e ignore \
		    env SIMVARIANT=$v "$TOP/tools/sim" $command
	done
}

# Half of the seeds choose schedules by how long a run is.
atf_test_case failure_replays
failure_replays_body()
{
	fuzz_fails defect_input 1 fast asan
	fuzz_fails defect_input_points 2 fast asan
}

# So does an input that the process does not survive.
atf_test_case death_replays
death_replays_body()
{
	export SIMSECONDS=1
	fuzz_fails defect_input_overflows 1 asan
	grep -q 'AddressSanitizer: global-buffer-overflow' out ||
	    atf_fail "not the failure that was expected"
	fuzz_fails defect_input_loops 1 fast asan
	grep -q ': the kernel loops$' out ||
	    atf_fail "not the failure that was expected"
}

atf_init_test_cases()
{
	atf_add_test_case elf
	atf_add_test_case ext2
	atf_add_test_case syscall
	atf_add_test_case failure_replays
	atf_add_test_case death_replays
}
