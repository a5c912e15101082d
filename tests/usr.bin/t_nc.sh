# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause

await_socket()
{
	while ! test -S "$1"; do
		sleep 0.01
	done
}

atf_test_case transfer
transfer_body()
{
	seq 1 20000 > file
	nc -Uld s > copy &
	await_socket s
	# It listens a moment after the name is there.
	until nc -UN s < file 2> /dev/null; do
		sleep 0.01
	done
	wait
	atf_check cmp file copy
}

atf_test_case both_ways
both_ways_body()
{
	echo answer | nc -UlN s > question &
	await_socket s
	until echo question | nc -UN s > answer 2> /dev/null; do
		sleep 0.01
	done
	wait
	atf_check -o inline:'question\n' cat question
	atf_check -o inline:'answer\n' cat answer
}

atf_test_case keep
keep_body()
{
	nc -Uldk s > all &
	pid=$!
	await_socket s
	for i in 1 2 3; do
		until echo $i | nc -UN s 2> /dev/null; do
			sleep 0.01
		done
	done
	kill $pid
	wait
	atf_check -o inline:'1\n2\n3\n' cat all
}

atf_test_case errors
errors_body()
{
	atf_check -s exit:1 -e inline:'nc: s: No such file or directory\n' \
	    nc -U s
	echo > f
	atf_check -s exit:1 \
	    -e inline:'nc: f: Socket operation on non-socket\n' nc -U f
	atf_check -s exit:1 -e inline:'nc: f: Address already in use\n' \
	    nc -Ul f
	atf_check -s exit:1 -e match:'the path is too long' \
	    nc -U "$(printf '%0120d' 0)"
	atf_check -s exit:1 -e match:'^usage: nc' nc s
	atf_check -s exit:1 -e match:'^usage: nc' nc -Uk s
	atf_check -s exit:1 -e match:'^usage: nc' nc -U
}

atf_init_test_cases()
{
	atf_add_test_case transfer
	atf_add_test_case both_ways
	atf_add_test_case keep
	atf_add_test_case errors
}
