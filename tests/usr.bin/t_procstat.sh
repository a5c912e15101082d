# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# procstat(1); what lies under it is in tests/sys/kern/t_procstat.c.

# Start a program that waits, with a file open; sets pid.
start()
{
	echo 0123456789 > file
	sleep 100 3< file &
	pid=$!
	trap "kill $pid" EXIT
	# Until the shell has become sleep.
	until procstat -hk $pid | grep -q ' sleep .* nanosleep$'; do
		sleep 1
	done
}

atf_test_case basic
basic_body()
{
	start
	atf_check -o save:out procstat $pid
	atf_check -o match:'^ *PID +PPID +PGID +SID .* COMM$' head -n 1 out
	set -- $(sed 1d out)
	atf_check_equal "$pid $$" "$1 $2"
	atf_check_equal nanosleep "$8"
	atf_check_equal sleep "$9"
	atf_check -o match:'^ +[0-9]+ .* init$' procstat -ha
}

atf_test_case texts
texts_body()
{
	start
	atf_check -o match:"^ *$pid sleep +/bin/sleep\$" procstat -b $pid
	atf_check -o match:"^ *$pid sleep +sleep 100\$" procstat -hc $pid
	HERE=there procstat -he $$ > out
	atf_check -s exit:1 grep HERE=there out
	HERE=there sh -c 'procstat -he $$; exit' > out
	atf_check -o ignore grep ' HERE=there' out
}

atf_test_case files
files_body()
{
	start
	atf_check -o save:out procstat -hf $pid
	atf_check -o match:"^ *$pid sleep +text v r r-" grep '/bin/sleep$' out
	atf_check -o match:" cwd v d .* $PWD\$" grep ' cwd ' out
	# A job in the background reads /dev/null.
	atf_check -o match:' 0 v c r------ .* /dev/null$' grep ' 0 v ' out
	# File 3 was opened by the shell, which has closed it.
	set -- $(grep ' 3 v ' out)
	atf_check_equal "3 v r r------ 1 0 - $PWD/file" \
	    "$3 $4 $5 $6 $7 $8 $9 ${10}"
}

atf_test_case memory
memory_body()
{
	start
	atf_check -o save:out procstat -hv $pid
	atf_check -o match:' r-x r-x .* vn /bin/sleep$' cat out
	atf_check -o match:' rw- rw- .* --D- an' cat out
	atf_check -o match:' gd' cat out
	# Nothing is both writable and executable, and the ranges ascend.
	atf_check -s exit:1 grep ' .wx ' out
	last=0
	while read -r p start end rest; do
		[ $((start)) -ge $((last)) ] && [ $((end)) -gt $((start)) ] ||
		    atf_fail "$start-$end after $last"
		last=$end
	done < out
}

atf_test_case signals
signals_body()
{
	nohup sleep 100 2> /dev/null > out &
	pid=$!
	trap "kill $pid" EXIT
	until procstat -hk $pid | grep -q 'sleep .* nanosleep'; do
		sleep 1
	done
	atf_check -o match:"^ *$pid sleep +HUP +-I-\$" procstat -i $pid
	atf_check -o match:"^ *$pid sleep +INT +-" procstat -i $pid
	atf_check -o match:"^ *$pid +[0-9]+ sleep +HUP +--\$" procstat -j $pid
}

atf_test_case credentials
credentials_body()
{
	umask 027
	start
	atf_check -o match:"^ *$pid sleep +0 +0 +0 +0 +0 +0 027 +-- " \
	    procstat -hs $pid
}

atf_test_case threads
threads_body()
{
	start
	atf_check -o match:"^ *$pid +[0-9]+ sleep +- +sleep +nanosleep\$" \
	    procstat -hk $pid
	atf_check -o match:"^ *$pid +[0-9]+ sleep .* sleep +nanosleep\$" \
	    procstat -ht $pid
	atf_check -o match:"^ *$pid sleep +voluntary context switches" \
	    procstat -hr $pid
	# Threads of the kernel have names.
	atf_check -o match:'^ *0 +[0-9]+ [a-z]+ +[a-z]' procstat -hk 0
}

atf_test_case json
json_body()
{
	start
	atf_check -o match:"\"pid\": $pid, \"command\": \"sleep\", \
\"fd\": \"3\", .*\"offset\": 0, " procstat --json -f $pid
	atf_check -o match:'^\[$' -o match:'^  \{"pid": ' procstat -Ja
	atf_check -o match:'"offset": null' procstat -Jf $pid
}

atf_test_case others
others_head()
{
	atf_set require.user unprivileged
}
others_body()
{
	for option in b e f s v; do
		atf_check -s exit:1 -o ignore \
		    -e match:'1: Operation not permitted' procstat -$option 1
	done
	atf_check -o match:' init$' procstat -h 1
	# -a leaves them out.
	atf_check -o save:out procstat -hfa
	atf_check -s exit:1 grep '^ *1 ' out
	atf_check -o match:procstat cat out
}

atf_test_case errors
errors_body()
{
	atf_check -s exit:1 -e match:usage procstat
	atf_check -s exit:1 -e match:usage procstat -a 1
	atf_check -s exit:1 -e match:usage procstat -f -v 1
	atf_check -s exit:1 -e match:usage procstat -x 1
	atf_check -s exit:1 -e match:'-w 0' procstat -w 0 1
	atf_check -s exit:1 -e match:'process x' procstat x
	atf_check -s exit:1 -o ignore -e match:'99999: No such process' \
	    procstat 99999
}

atf_init_test_cases()
{
	for c in basic texts files memory signals credentials threads json \
	    others errors; do
		atf_add_test_case $c
	done
}
