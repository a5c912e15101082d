# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# The stress tests inside the kernel of the SELFTEST configuration: locks,
# wake-ups, timeouts, allocators, and what the machine's port promises.

# CPUs, name of the tests' sysctl, whose value is the number of failures.
stress()
{
	atf_check -o save:out -e save:err "$TOP/tools/guest" -k SELFTEST -t 200 \
	    -s "$1" -- sysctl "$2=1"
	cat out err
	atf_check -o inline:"$2: 0 -> 0\n" cat out
}

atf_test_case core
core_head()
{
	atf_set descr "the machine-independent core, on 1 and 4 CPUs"
	atf_set timeout 500
}
core_body()
{
	stress 1 debug.selftest
	stress 4 debug.selftest
}

atf_test_case machine
machine_head()
{
	atf_set descr "the port's own, on 1 and 4 CPUs"
	atf_set timeout 500
}
machine_body()
{
	stress 1 debug.selftest_md
	stress 4 debug.selftest_md
}

atf_init_test_cases()
{
	atf_add_test_case core
	atf_add_test_case machine
}
