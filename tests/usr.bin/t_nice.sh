# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# nice, nohup and time run commands; logname has only a name to tell.

: ${NICE:=/usr/bin/nice}
: ${NOHUP:=/usr/bin/nohup}
: ${TIME:=/usr/bin/time}

atf_test_case increments
increments_head()
{
	atf_set "descr" "nice adds to the priority"
}
increments_body()
{
	atf_check -o inline:'10\n' "$NICE" sh -c 'ps -o nice= -p $$ | tr -d " "'
	atf_check -o inline:'5\n' "$NICE" -n 5 sh -c \
	    'ps -o nice= -p $$ | tr -d " "'
	atf_check -o inline:'7\n' "$NICE" -7 sh -c \
	    'ps -o nice= -p $$ | tr -d " "'
	atf_check -o inline:'20\n' "$NICE" -n 100 sh -c \
	    'ps -o nice= -p $$ | tr -d " "'
}

atf_test_case unprivileged
unprivileged_head()
{
	atf_set "descr" "without the right the command runs all the same"
	atf_set "require.user" "unprivileged"
}
unprivileged_body()
{
	atf_check -o inline:'x\n' -e match:'^nice: setpriority: ' "$NICE" -n \
	    -5 echo x
}

atf_test_case hangup
hangup_head()
{
	atf_set "descr" "nohup ignores SIGHUP"
}
hangup_body()
{
	atf_check -o inline:'alive\n' "$NOHUP" sh -c 'kill -HUP $$; echo alive'
	atf_check -s signal:hup sh -c 'kill -HUP $$'
}

atf_test_case report
report_head()
{
	atf_set "descr" "time prints three times"
}
report_body()
{
	atf_check -e match:'^ +[0-9]+\.[0-9]+ real +[0-9]+\.[0-9]+ user +[0-9]+\.[0-9]+ sys$' \
	    "$TIME" true
	atf_check -e match:'^real [1-9][0-9]*\.' -e match:'^user [0-9]+\.' \
	    -e match:'^sys [0-9]+\.' "$TIME" -p sleep 1
	atf_check -e match:'^	[0-9]+\.[0-9]+s real' "$TIME" -h true
	atf_check -e match:'maximum resident set size$' "$TIME" -l true
	atf_check "$TIME" -p -o out true
	atf_check "$TIME" -p -a -o out true
	atf_check -o inline:'       6\n' sh -c 'wc -l < out'
}

atf_test_case status
status_head()
{
	atf_set "descr" "the command's status, 126 and 127"
}
status_body()
{
	echo x > f
	for p in "$NICE" "$NOHUP" "$TIME"; do
		atf_check -s exit:3 -e ignore "$p" sh -c 'exit 3'
		atf_check -s exit:127 -e match:'none-such: No such file' "$p" \
		    none-such
		atf_check -s exit:126 -e match:'./f: Permission denied' "$p" ./f
	done
	atf_check -s exit:137 -e match:'signal 9' "$TIME" sh -c 'kill -9 $$'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong usage"
}
errors_body()
{
	atf_check -s exit:125 -e match:'^usage: nice ' "$NICE"
	atf_check -s exit:125 -e match:'^nice: x: ' "$NICE" -n x true
	atf_check -s exit:127 -e match:'^usage: nohup ' "$NOHUP"
	atf_check -s exit:125 -e match:'^usage: time ' "$TIME"
	atf_check -s exit:125 -e match:'^time: none/f: ' "$TIME" -o none/f true
	atf_check -s exit:1 -e match:'^usage: logname' logname x
}

atf_init_test_cases()
{
	atf_add_test_case increments
	atf_add_test_case unprivileged
	atf_add_test_case hangup
	atf_add_test_case report
	atf_add_test_case status
	atf_add_test_case errors
}
