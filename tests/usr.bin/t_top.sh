# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# top(1)

atf_test_case batch
batch_body()
{
	atf_check -o save:out top -b
	for line in 'load averages:( +[0-9.]+,?){3}' '[0-9]+ processes' \
	    'CPU: .*user.*nice.*system.*interrupt.*idle' \
	    'Memory: [0-9]+K free, .* [0-9]+K total' \
	    ' +PID USER +THR +NI +SIZE +RES STATE +C +TIME +CPU COMMAND' \
	    ' +1 root +1 +0 .*% init' ' +[0-9]+ root .*% top'; do
		grep -Eq "^$line\$" out || atf_fail "no line: $line"
	done
	grep -q ' kernel$' out && atf_fail "a process of the kernel"
	atf_check -o match:' kernel$' top -S
	atf_check -o save:out top -P -n 0
	[ "$(grep -c '^CPU [0-9]' out)" -eq "$(nproc)" ] || atf_fail "-P"
	atf_check -o save:out top -b -d 2 -s 1
	[ "$(grep -c '^load averages' out)" -eq 2 ] || atf_fail "-d 2"
}

atf_test_case order
order_body()
{
	for key in size res; do
		atf_check -o save:out top -b -S -o $key
		sed '1,/PID/d; s/ *[0-9]* *[^ ]* *[0-9]* *-*[0-9]* *//' out > rows
		case $key in
		size)	sed 's/K.*//' rows > values ;;
		res)	sed 's/[0-9]*K *//; s/K.*//' rows > values ;;
		esac
		atf_check sort -n -r -c values
	done
	atf_check -o match:' init$' sh -c 'top -b -o pid -n 1 | tail -n 1'
}

atf_test_case shares
shares_head()
{
	atf_set descr "a process that runs all the time is found"
}
shares_body()
{
	sh -c 'while :; do :; done' &
	pid=$!
	atf_check -o save:out top -b -o cpu -d 2 -s 1 -n 100
	kill $pid
	# The last display's row of it has a share that is not nothing.
	row=$(grep "^ *$pid " out | tail -n 1)
	case $row in
	'')		atf_fail "not listed" ;;
	*' 0.00% '*)	atf_fail "$row" ;;
	esac
}

atf_test_case json
json_body()
{
	atf_check -o save:out top --json -n 2
	atf_check -o match:'^[{]"load": \[[0-9.]+, ' head -n 1 out
	atf_check -o match:'"memory_kib": [{]"free": [0-9]+,' head -n 1 out
	atf_check -o match:'^  [{]"pid": [0-9]+, "user": "root", ' sed 1d out
	[ "$(grep -c '"pid"' out)" -eq 2 ] || atf_fail "-n 2"
	[ "$(tail -n 1 out)" = ']}' ] || atf_fail "its end"
}

atf_test_case terminal
terminal_body()
{
	(sleep 1; printf P; sleep 1; printf N; sleep 1; printf q; sleep 2) |
	    script -q typescript top -s 100 > out
	[ "$(grep -c 'load averages' out)" -eq 3 ] || atf_fail "not 3 displays"
	grep -q '^CPU 0 ' out || atf_fail "the key P"
}

atf_test_case errors
errors_body()
{
	atf_check -s exit:1 -e match:usage top -x
	atf_check -s exit:1 -e match:usage top extra
	atf_check -s exit:1 -e match:'-o name' top -o name
	for option in d n s; do
		atf_check -s exit:1 -e match:"-$option x" top -$option x
	done
}

atf_init_test_cases()
{
	atf_add_test_case batch
	atf_add_test_case order
	atf_add_test_case shares
	atf_add_test_case json
	atf_add_test_case terminal
	atf_add_test_case errors
}
