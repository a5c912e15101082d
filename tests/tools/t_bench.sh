# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/bench: the table, the JSON and what it refuses.

bench=$TOP/tools/bench
export OBJROOT

atf_test_case usage
usage_body()
{
	atf_check -s exit:2 -e match:usage "$bench" -r 0
	atf_check -s exit:2 -e match:invalid "$bench" -m fast
}

atf_test_case missing
missing_head()
{
	atf_set descr "no image is an error, and nothing is written"
}
missing_body()
{
	atf_check -s exit:1 -e match:'^bench: ' "$bench" -O "$PWD/none" \
	    -b "$PWD/nosuch.c" -m icount -o out.json
	[ ! -e out.json ] || atf_fail "out.json was written"
}

atf_test_case compare
compare_head()
{
	atf_set descr "both systems are measured in one run, in both modes"
	atf_set X-level full
	atf_set timeout 900
}
compare_body()
{
	atf_check -o save:table "$bench" -r 1 -o out.json null fork
	for line in 'icount' 'plain' 'mem_boot_kib' 'null_syscall_ns' \
	    'fork_exit_ns' 'boot_ms' 'geometric mean'; do
		atf_check -o ignore grep -E "^$line " table
	done
	atf_check python3 - <<-'END'
	import json
	result = json.load(open("out.json"))
	for mode in ("icount", "plain"):
	    for line in result[mode]["lines"].values():
	        assert line["linux"] > 0 and line["tessera"] > 0
	    lines = result[mode]["lines"]
	    assert ("boot_ms" in lines) == (mode == "plain")
	    line = lines["null_syscall_ns"]
	    want = line["tessera"] / line["linux"]
	    assert abs(line["ratio"] - want) < 0.001
	# Instruction counts of a stock kernel do not change.
	assert 300 < result["icount"]["lines"]["null_syscall_ns"]["linux"] < 360
	END
}

atf_init_test_cases()
{
	atf_add_test_case usage
	atf_add_test_case missing
	atf_add_test_case compare
}
