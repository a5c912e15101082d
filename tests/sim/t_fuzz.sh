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

# A failure names its input, which the simulator replays to the same end.
atf_test_case failure_replays
failure_replays_body()
{
	atf_check -s exit:1 -o save:out "$TOP/tools/simfuzz" -d "$PWD" \
	    -n 5000 -s 1 defect_input
	command=$(sed -n 's,^.tools/sim ,,p' out)
	hash=$(sed -n 's/^event.* hash \([0-9a-f]*\); replay:$/\1/p' out)
	for v in fast asan; do
		atf_check -s exit:1 -o match:"hash $hash; replay:" -e ignore \
		    env SIMVARIANT=$v "$TOP/tools/sim" $command
	done
}

atf_init_test_cases()
{
	atf_add_test_case elf
	atf_add_test_case ext2
	atf_add_test_case syscall
	atf_add_test_case failure_replays
}
