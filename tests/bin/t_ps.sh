# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# ps shows processes.

# is_sleep pid: wait until the child with this number runs sleep.
is_sleep()
{
	until [ "$(ps -o comm= -p $1)" = sleep ]; do
		sleep 0.01
	done
}

atf_test_case default
default_head()
{
	atf_set "descr" "the caller's processes with a terminal"
}
default_body()
{
	script -qc 'ps' /dev/null < /dev/null > out
	grep -q 'PID TT  *STAT  *TIME COMMAND' out || atf_fail "$(head -n 1 out)"
	grep -q 'pts/[0-9]* .* ps' out || atf_fail "no ps: $(cat out)"
	grep -q init out && atf_fail "init is there"
	true
}

atf_test_case all
all_head()
{
	atf_set "descr" "-A and -ax show all, with their arguments"
}
all_body()
{
	sleep 77 &
	pid=$!
	is_sleep $pid
	atf_check -o match:"^ *$pid .*[0-9]:[0-9][0-9]\\.[0-9][0-9] sleep 77\$" ps -A
	atf_check -o match:"^ *$pid .* sleep 77\$" ps -ax
	atf_check -o match:"^ *1 .* /sbin/init" ps -e
	atf_check -o match:"\\[kernel\\]" ps -A
	kill $pid
}

atf_test_case choose
choose_head()
{
	atf_set "descr" "-p, -U, -G and -t"
}
choose_body()
{
	sleep 77 &
	pid=$!
	is_sleep $pid
	atf_check -o inline:"$pid sleep\\n" \
	    sh -c "ps -o pid= -o comm= -p $pid | sed 's/^ *//'"
	[ "$(ps -o pid= -p 1,$pid | wc -l)" -eq 2 ] || atf_fail "a list of numbers"
	[ "$(ps -o pid= -p "1 $pid" | wc -l)" -eq 2 ] || atf_fail "with blanks"
	atf_check -o match:"^ *$pid\$" ps -o pid= -U root
	atf_check -o match:"^ *$pid\$" ps -o pid= -U 0
	atf_check -o match:"^ *$pid\$" ps -o pid= -G wheel
	atf_check -o not-match:"^ *$pid\$" ps -o pid= -t console
	kill $pid
	wait $pid
	atf_check -s exit:1 -o inline:'  PID\n' ps -o pid -p $pid
}

atf_test_case columns
columns_head()
{
	atf_set "descr" "-o with headings, -O"
}
columns_body()
{
	atf_check -o inline:'  PID COMMAND\n    1 init\n' ps -o pid,comm -p 1
	atf_check -o inline:'    1\n' ps -o pid= -p 1
	atf_check -o inline:'A TITLE\n      1\n' ps -o 'pid=A TITLE' -p 1
	atf_check -o inline:'COMMAND           PPID\ninit                 0\n' \
	    ps -o comm,ppid -p 1
	atf_check -o match:'^ *PID +RSS +TT +STAT +TIME +COMMAND$' ps -O rss -p 1
	for k in $(ps -L); do
		ps -o $k -p 1 > out || atf_fail "$k: status $?"
		[ "$(wc -l < out)" -eq 2 ] || atf_fail "$k: $(cat out)"
	done
}

atf_test_case formats
formats_head()
{
	atf_set "descr" "-f, -j, -l, -u and -v"
}
formats_body()
{
	atf_check -o match:'USER +PID +PPID +CPU +STARTED +TT +TIME +COMMAND' ps -fp 1
	atf_check -o match:'USER +PID +PPID +PGID +SID +TT +STAT +TIME' ps -jp 1
	atf_check -o match:'UID +PID +PPID +CPU +PRI +NI +VSZ +RSS +WCHAN' ps -lp 1
	atf_check -o match:'USER +PID +%CPU +%MEM +VSZ +RSS +TT +STAT' ps -up 1
	atf_check -o match:'PID +STAT +TIME +MAJFLT +MINFLT +VSZ +RSS' ps -vp 1
}

atf_test_case values
values_head()
{
	atf_set "descr" "what is shown is true"
}
values_body()
{
	sleep 77 &
	pid=$!
	[ $(ps -o ppid= -p $pid) -eq $$ ] || atf_fail "the parent"
	[ "$(ps -o user= -p $pid)" = root ] || atf_fail "the user"
	kill -STOP $pid
	i=0
	until ps -o stat= -p $pid | grep -q T; do
		i=$((i + 1))
		[ $i -lt 50 ] || atf_fail "not stopped: $(ps -o stat= -p $pid)"
		sleep 0.1
	done
	kill -KILL $pid
	wait $pid
	sh -c 'exit 0 & exec sleep 5' &
	pid=$!
	i=0
	until ps -A -o ppid= -o stat= | grep -q "^ *$pid Z"; do
		i=$((i + 1))
		[ $i -lt 50 ] || atf_fail "no zombie of $pid: $(ps -Aj)"
		sleep 0.1
	done
	kill $pid
}

atf_test_case wide
wide_head()
{
	atf_set "descr" "lines are cut at the terminal's width, but with -w"
}
wide_body()
{
	x=$(printf '%0200d' 0)
	sh -c 'sleep 77; :' $x &
	pid=$!
	script -qc "stty -echo columns 60; ps -p $pid" /dev/null < /dev/null > out
	[ "$(tail -n 1 out | tr -d '\r\n' | wc -c)" -eq 60 ] || atf_fail "$(cat out)"
	script -qc "stty -echo columns 60; ps -wp $pid" /dev/null < /dev/null > out
	grep -q $x out || atf_fail "-w: $(cat out)"
	kill $pid
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J and --json"
}
json_body()
{
	for o in -J --json; do
		atf_check -o inline:'{"processes": [\n  {"pid": 1, "ppid": 0, "comm": "init"}\n]}\n' \
		    ps $o -o pid,ppid,comm -p 1
	done
	sh -c 'sleep 77; :' 'a"b' &
	pid=$!
	sleep 0.2
	atf_check -o match:'a\\"b' ps -J -o args -p $pid
	kill $pid
}

atf_test_case threads
threads_head()
{
	atf_set "descr" "-H shows a row for each thread"
}
threads_body()
{
	atf_check -o match:'^ +PID +LWP +TT +STAT +TIME +COMMAND' ps -H -p $$
	atf_check -o match:"^ *$$ +[0-9]+ *\$" ps -H -p $$ -o pid,lwp
	n=$(($(ps -o nlwp= -p 0)))
	[ "$n" -gt 3 ] || atf_fail "process 0 has $n threads"
	atf_check -o inline:"$n\n" sh -c "ps -H -p 0 -o lwp= | sort -u |
	    grep -c ."
	atf_check -o match:'^reaper' ps -H -p 0 -o tdname
	atf_check -o inline:'-\n' ps -p $$ -o tdname=
	# In the order of their numbers.
	ps -AH -o pid= -o lwp= > list
	atf_check sort -c -n -k 1,1 -k 2,2 list
	atf_check -o match:'"tdname": "reaper"' ps -HJ -p 0 -o lwp,tdname
}

atf_test_case undashed
undashed_head()
{
	atf_set "descr" "the first argument may lack its dash"
}
undashed_body()
{
	atf_check -o match:'^USER +PID +%CPU' -o match:'/sbin/init' ps aux
	atf_check -o inline:'init\n' ps o comm= -p 1
	atf_check -s exit:1 -e match:'^usage: ps' ps -a x
}

atf_test_case bsd
bsd_head()
{
	atf_set "descr" "-c, -C, -g, -S, -X"
}
bsd_body()
{
	atf_check -o inline:'init\n' ps -c -o command= -p 1
	atf_check -o inline:'init\n' ps -Cg -o comm= -p 1
	atf_check -o match:'^ *1$' ps -ax -o pid=
	atf_check -s ignore -o not-match:'^ *1$' ps -axX -o pid=
	# The shell's own time stays, that of its child only counts with -S.
	sh -c 'sh -c "i=0; while [ \$i -lt 60000 ]; do i=\$((i + 1)); done"
	    ps -o time= -p $$; ps -S -o time= -p $$' > out
	own=$(sed -n '1s/[^0-9]//gp' out)
	all=$(sed -n '2s/[^0-9]//gp' out)
	[ "$all" -gt "$own" ] || atf_fail "$(cat out)"
}

atf_test_case tree
tree_head()
{
	atf_set "descr" "-d puts children behind their parents"
}
tree_body()
{
	sh -c 'sleep 77 & echo $! > child; wait' &
	pid=$!
	until [ -s child ]; do
		sleep 0.1
	done
	child=$(cat child)
	is_sleep $child
	ps -Ad -o pid= -o command= > out
	grep -A 1 "^ *$pid " out | tail -n 1 | grep -q "^ *$child " ||
	    atf_fail "not behind its parent: $(cat out)"
	ps -d -o command= -p $pid,$child > out
	atf_check -o inline:'  sleep 77\n' tail -n 1 out
	atf_check -o match:'^sh -c' head -n 1 out
	# All are there, once.
	ps -AHd -o lwp= | sort > out
	[ -z "$(uniq -d out)" ] || atf_fail "twice: $(uniq -d out)"
	kill $child
	wait $pid
}

atf_test_case headings
headings_head()
{
	atf_set "descr" "-h repeats the heading"
}
headings_body()
{
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do
		sleep 77 &
	done
	pids=$(jobs -p)
	ps -ax -o pid > out
	[ "$(grep -c PID out)" -eq 1 ] || atf_fail "without -h: $(cat out)"
	ps -axh -o pid > out
	n=$(wc -l < out)
	[ "$(grep -c PID out)" -eq $(((n + 21) / 22)) ] || atf_fail "$(cat out)"
	sed -n 23p out | grep -q PID || atf_fail "line 23: $(cat out)"
	[ "$(ps -axh -o pid= | grep -c '[A-Z]')" -eq 0 ] ||
	    atf_fail "a heading that was not wanted"
	kill $pids
}

atf_test_case jobc
jobc_head()
{
	atf_set "descr" "jobc: what keeps a group from being an orphan"
}
jobc_body()
{
	atf_check -o inline:'JOBC\n   0\n' ps -o jobc -p 1
	# A job of its own group has one parent outside, in the same session.
	script -qc 'stty -echo; set -m; sleep 77 &
	    ps -o jobc= -p $!; kill $!' /dev/null < /dev/null > out
	atf_check -o match:' 1.$' cat out
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong keywords, numbers, names"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'ps: nonsense: keyword not found\n' ps -o nonsense
	atf_check -s exit:1 -e match:'process number' ps -p x
	atf_check -s exit:1 -e match:'process number' ps -p 99999999999
	atf_check -s exit:1 -e inline:'ps: nobodyatall: no such user\n' \
	    ps -U nobodyatall
	atf_check -s exit:1 -e match:'no such group' ps -G nosuch
	atf_check -s exit:1 -e match:'stdin' sh -c 'ps -T < /dev/null'
	atf_check -s exit:1 -e match:'^usage: ps' ps -Q
	atf_check -s exit:1 -e match:'^usage: ps' ps 1
	atf_check -s exit:1 -e match:'stdout' sh -c 'ps -A > /dev/full'
}

atf_init_test_cases()
{
	atf_add_test_case default
	atf_add_test_case all
	atf_add_test_case choose
	atf_add_test_case columns
	atf_add_test_case formats
	atf_add_test_case values
	atf_add_test_case wide
	atf_add_test_case json
	atf_add_test_case threads
	atf_add_test_case undashed
	atf_add_test_case bsd
	atf_add_test_case tree
	atf_add_test_case headings
	atf_add_test_case jobc
	atf_add_test_case errors
}
