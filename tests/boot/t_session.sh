# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Whole sessions at the console, through a pty, from power on to power off.

session()
{
	python3 "$TOP/tests/boot/d_session.py" "$PWD/work" "$@" ||
	    atf_fail "the session is in the output"
}

atf_test_case first
first_head()
{
	atf_set descr "README's first session; a file survives a restart"
	atf_set timeout 300
}
first_body()
{
	session first
}

atf_test_case made
made_head()
{
	atf_set descr "the same, when make run starts it"
	atf_set X-level default
	atf_set timeout 600
}
made_body()
{
	unset MAKEFLAGS MAKELEVEL MFLAGS
	session made
}

atf_test_case clone
clone_head()
{
	atf_set descr "git clone, make run, and the first session"
	atf_set X-level full
	atf_set timeout 1800
}
clone_body()
{
	atf_check -e ignore git clone -q "$TOP" work
	unset OBJROOT
	session run
}

atf_test_case orphan
orphan_head()
{
	atf_set descr "poweroff without a shell that waits for it"
	atf_set timeout 200
}
orphan_body()
{
	session orphan
}

atf_test_case halt
halt_head()
{
	atf_set descr "halt stops all CPUs, and says so at last"
	atf_set timeout 200
}
halt_body()
{
	session halt DEBUG
}

atf_test_case prompt_time
prompt_time_head()
{
	atf_set descr "from power on to the first prompt on one CPU (METRIC)"
}
prompt_time_body()
{
	session time
}

atf_test_case q35
q35_body()
{
	session machine q35 GENERIC
}

atf_test_case pc
pc_body()
{
	session machine pc GENERIC
}

atf_test_case microvm
microvm_body()
{
	session machine microvm MICROVM
}

atf_init_test_cases()
{
	for c in first made clone orphan halt prompt_time q35 pc microvm; do
		atf_add_test_case $c
	done
}
