# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# cpuset(1)

atf_test_case show
show_body()
{
	n=$(nproc)
	all=$(seq -s ', ' 0 $((n - 1)))
	atf_check -o inline:"mask: $all\n" cpuset -g
	atf_check -o inline:"mask: $all\n" cpuset -g -r
	atf_check -o inline:"pid $$ mask: $all\n" cpuset -g -p $$
}

atf_test_case run
run_body()
{
	atf_check -o inline:'mask: 0\n' cpuset -l 0 cpuset -g
	# What does not exist is ignored, and children are bound too.
	atf_check -o inline:'mask: 0\n' cpuset -l 0,200-255 sh -c 'cpuset -g'
	atf_check -s exit:3 cpuset -l all sh -c 'exit 3'
	atf_check -s exit:127 -e match:nosuch cpuset -l 0 nosuch
	atf_check -s exit:126 -e match:/etc/passwd cpuset -l 0 /etc/passwd
}

atf_test_case set
set_body()
{
	sleep 30 &
	pid=$!
	atf_check cpuset -l 0 -p $pid
	atf_check -o inline:"pid $pid mask: 0\n" cpuset -g -p $pid
	atf_check cpuset -l all -p $pid
	n=$(nproc)
	atf_check -o inline:"pid $pid mask: $(seq -s ', ' 0 $((n - 1)))\n" \
	    cpuset -g -p $pid
	kill $pid
}

atf_test_case errors
errors_body()
{
	atf_check -s exit:1 -e match:usage cpuset
	atf_check -s exit:1 -e match:usage cpuset -l 0
	atf_check -s exit:1 -e match:usage cpuset -l 0 -p 1 true
	atf_check -s exit:1 -e match:usage cpuset -g -l 0
	for list in '' x 256 3-1 1- 0,; do
		atf_check -s exit:1 -e match:'-l' cpuset -l "$list" true
	done
	atf_check -s exit:1 -e match:'No such process' cpuset -g -p 99999
	atf_check -s exit:1 -e match:'none of these CPUs' cpuset -l 255 true
	atf_check -s exit:1 -e match:'-p x' cpuset -g -p x
}

atf_init_test_cases()
{
	atf_add_test_case show
	atf_add_test_case run
	atf_add_test_case set
	atf_add_test_case errors
}
