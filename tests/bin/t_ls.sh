# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# ls lists directories.

atf_test_case plain
plain_head()
{
	atf_set "descr" "names in order, without those that begin with a dot"
}
plain_body()
{
	mkdir d
	: > d/b; : > d/a; : > d/.h; : > d/C; mkdir d/s
	atf_check -o inline:'C\na\nb\ns\n' ls d
	atf_check -o inline:'d/a\nd/b\n' ls d/b d/a
	atf_check -o inline:'.\n..\n.h\nC\na\nb\ns\n' ls -a d
	atf_check -o inline:'.h\nC\na\nb\ns\n' ls -A d
	atf_check -o inline:'d\n' ls -d d
	atf_check -o inline:'s\nb\na\nC\n' ls -r d
	mkdir e
	atf_check -o empty ls e
	cd d && atf_check -o inline:'C\na\nb\ns\n' ls
}

atf_test_case several
several_head()
{
	atf_set "descr" "files first, then directories with their names"
}
several_body()
{
	mkdir a b
	: > a/x
	: > f
	atf_check -o inline:'f\n\na:\nx\n\nb:\n' ls b a f
	atf_check -s exit:1 -o inline:'a:\nx\n' -e match:'nope' ls nope a
}

atf_test_case recursive
recursive_head()
{
	atf_set "descr" "-R goes down"
}
recursive_body()
{
	mkdir -p a/b/c
	: > a/f
	: > a/b/g
	atf_check -o inline:'a:\nb\nf\n\na/b:\nc\ng\n\na/b/c:\n' ls -R a
	ln -s .. a/b/up
	atf_check -o match:'up' ls -R a
	atf_check -s exit:1 -o ignore -e match:'causes a cycle' ls -RL a
}

atf_test_case types
types_head()
{
	atf_set "descr" "-F and -p mark names"
}
types_body()
{
	mkdir d
	: > d/f; : > d/x; chmod 755 d/x; mkdir d/s; ln -s f d/l; mkfifo d/p
	atf_check -o inline:'f\nl@\np|\ns/\nx*\n' ls -F d
	atf_check -o inline:'f\nl\np\ns/\nx\n' ls -p d
}

atf_test_case links
links_head()
{
	atf_set "descr" "-H, -L and -P"
}
links_body()
{
	mkdir d
	: > d/f
	ln -s d l
	ln -s nowhere n
	atf_check -o inline:'f\n' ls l
	atf_check -o inline:'l@\n' ls -F l
	atf_check -o match:'^l.* l -> d$' ls -l l
	atf_check -o match:'^-.* f$' ls -lH l
	atf_check -o match:'^drwx' ls -ldL l
	atf_check -o inline:'l\n' ls -P l
	atf_check -o inline:'n\n' ls n
	atf_check -o match:'^l.* n -> nowhere$' ls -lL n
}

atf_test_case sizes_and_times
sizes_and_times_head()
{
	atf_set "descr" "-S, -t, -c, -u and -r order"
}
sizes_and_times_body()
{
	printf 1 > small; printf 123 > large; printf 12 > middle
	touch -t 200001010000 large; touch -t 200101010000 small
	touch -t 200201010000 middle
	atf_check -o inline:'large\nmiddle\nsmall\n' ls -S
	atf_check -o inline:'small\nmiddle\nlarge\n' ls -Sr
	atf_check -o inline:'middle\nsmall\nlarge\n' ls -t
	atf_check -o inline:'large\nsmall\nmiddle\n' ls -tr
	touch -a -t 201001010000 small; touch -a -t 200901010000 large
	touch -a -t 200801010000 middle
	atf_check -o inline:'small\nlarge\nmiddle\n' ls -tu
	atf_check -o inline:'large\nmiddle\nsmall\n' ls -tS
}

atf_test_case unsorted
unsorted_head()
{
	atf_set "descr" "-f neither sorts nor hides"
}
unsorted_body()
{
	: > b; : > a; : > .h
	[ "$(ls -f | wc -l)" -eq 5 ] || atf_fail "$(ls -f)"
	ls -f | sort > out1
	ls -a | grep -v out > out2
	grep -v out out1 > out3
	atf_check cmp out2 out3
}

atf_test_case long
long_head()
{
	atf_set "descr" "-l prints type, mode, links, owner, size, time"
}
long_body()
{
	umask 022
	printf 12345 > f
	chmod 4751 f
	touch -t 200001020304.05 f
	ln f g
	atf_check -o match:'^-rws-wx--x +2 root +wheel +5 Jan  2  2000 f$|^-rwsr-x--x +2 root +wheel +5 Jan  2  2000 f$' ls -l f
	atf_check -o match:'2 0 +0 +5 Jan  2  2000 f$' ls -ln f
	atf_check -o match:'Jan  2 03:04:05 2000 f$' ls -lT f
	atf_check -o match:' 2000-01-02 03h f$' ls -lD '%Y-%m-%d %Hh' f
	atf_check -o match:'^-rwsr-x--x +2 wheel +5' ls -g f
	atf_check -o match:'^-rwsr-x--x +2 root +5' ls -o f
	touch f
	atf_check -o match:'[A-Z][a-z][a-z] [ 0-9][0-9] [0-2][0-9]:[0-5][0-9] f$' ls -l f
	mkdir d
	atf_check -o match:'^drwxr-xr-x ' ls -ld d
	chmod 1777 d
	atf_check -o match:'^drwxrwxrwt ' ls -ld d
	atf_check -o match:'^total [0-9]+$' ls -l
	atf_check -o match:'^crw-rw-rw- ' ls -l /dev/null
	atf_check -o match:'^c.* 0x[0-9a-f]+ ' ls -l /dev/vbd0
}

atf_test_case human
human_head()
{
	atf_set "descr" "-h prints sizes with units"
}
human_body()
{
	dd if=/dev/null of=f bs=1k seek=1536 status=none
	atf_check -o match:' 1\.5M ' ls -lh f
	printf 12 > g
	atf_check -o match:' 2B ' ls -lh g
}

atf_test_case blocks_and_inodes
blocks_and_inodes_head()
{
	atf_set "descr" "-s, -k and -i"
}
blocks_and_inodes_body()
{
	dd if=/dev/zero of=f bs=1k count=64 status=none
	sync
	b=$(stat -f %b f)
	atf_check -o inline:"$b f\\n" ls -s f
	atf_check -o inline:"$((b / 2)) f\\n" ls -sk f
	atf_check -o inline:"$((b / 2)) f\\n" env BLOCKSIZE=1024 ls -s f
	atf_check -o inline:"$(stat -f %i f) f\\n" ls -i f
}

atf_test_case columns
columns_head()
{
	atf_set "descr" "-C, -x and -m fill the width"
}
columns_body()
{
	i=1
	while [ $i -le 9 ]; do
		: > file$i
		i=$((i + 1))
	done
	atf_check -o inline:'file1  file4  file7\nfile2  file5  file8\nfile3  file6  file9\n' \
	    env COLUMNS=22 ls -C
	atf_check -o inline:'file1  file2  file3\nfile4  file5  file6\nfile7  file8  file9\n' \
	    env COLUMNS=22 ls -x
	atf_check -o inline:'file1, file2, file3,\nfile4, file5, file6,\nfile7, file8, file9\n' \
	    env COLUMNS=22 ls -m
	atf_check -o inline:'file1\nfile2\nfile3\nfile4\nfile5\nfile6\nfile7\nfile8\nfile9\n' \
	    env COLUMNS=3 ls -C
	atf_check -o inline:'file1\nfile2\nfile3\nfile4\nfile5\nfile6\nfile7\nfile8\nfile9\n' \
	    env COLUMNS=80 ls -C1
}

atf_test_case terminal
terminal_head()
{
	atf_set "descr" "on a terminal in columns, without strange characters"
}
terminal_body()
{
	: > a; : > b; : > "$(printf 'c\001d')"
	atf_check -o match:'a +b +c\?d' \
	    sh -c 'script -qc "stty -echo columns 80; ls" /dev/null < /dev/null'
}

atf_test_case strange_names
strange_names_head()
{
	atf_set "descr" "newlines, control characters, bytes that are no text"
}
strange_names_body()
{
	: > 'a b'
	: > "$(printf 'c\nd')"
	: > "$(printf 'e\377\033')"
	: > ./-l
	atf_check -o inline:'-l\na b\nc?d\ne??\n' ls -q
	atf_check -o inline:'-l\na b\nc\nd\ne\377\033\n' ls
	atf_check -o inline:'-l\na b\nc\\012d\ne\\377\\033\n' ls -B
	atf_check -o inline:'-l\na b\nc\\nd\ne\\377\\033\n' ls -b
	# The last one counts.
	atf_check -o inline:'-l\na b\nc\nd\ne\377\033\n' ls -bqBw
	atf_check -o inline:'-l\na b\nc?d\ne??\n' ls -wBq
	atf_check -o inline:'-l\n' ls -- -l
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what cannot be listed"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'ls: nope: No such file or directory\n' ls nope
	atf_check -s exit:1 -e match:'No such file' ls ''
	: > f
	atf_check -s exit:1 -o inline:'f\n' -e match:'nope' ls nope f
	atf_check -s exit:1 -e match:'Not a directory' ls f/
	atf_check -s exit:1 -e match:'^usage: ls' ls -Q
	atf_check -s exit:1 -e match:'stdout' sh -c 'ls > /dev/full'
	atf_check -s exit:1 -e match:'stdout' sh -c 'ls -l / > /dev/full'
}

atf_test_case unreadable
unreadable_head()
{
	atf_set "descr" "a directory without permission"
	atf_set "require.user" "unprivileged"
}
unreadable_body()
{
	mkdir -p d/e f
	: > f/x
	chmod 0 d
	atf_check -s exit:1 -o inline:'f:\nx\n' \
	    -e inline:'ls: d: Permission denied\n' ls d f
	atf_check -o inline:'d\n' ls -d d
	chmod 700 d
}

atf_test_case many
many_head()
{
	atf_set "descr" "a directory of 2000 files"
}
many_body()
{
	mkdir d
	i=0
	while [ $i -lt 2000 ]; do
		: > d/$i
		i=$((i + 1))
	done
	[ "$(ls d | wc -l)" -eq 2000 ] || atf_fail "$(ls d | wc -l)"
	[ "$(ls -l d | wc -l)" -eq 2001 ] || atf_fail "-l: $(ls -l d | wc -l)"
}

atf_test_case json
json_head()
{
	atf_set descr "-J is one array, whatever is listed"
}
json_body()
{
	mkdir d
	printf abc > 'd/a"b'
	ln -s target d/l
	touch -t 202611280000.00 'd/a"b'
	atf_check -o save:out ls -J d
	atf_check_equal 4 "$(grep -c . out)"
	atf_check -o match:'^\[$' -o match:'^\]$' \
	    -o match:'^  \{"file": "a\\"b", "directory": "d", "target": null, "mode": "-rw' \
	    -o match:'"nlink": 1, .*"size": 3, .*\},$' \
	    -o match:'^  \{"file": "l", .*"target": "target", "mode": "l.*\}$' \
	    cat out
	mkdir e
	atf_check -o inline:'[]\n' ls --json e
	atf_check -o save:out ls -RJ d e .
	atf_check_equal 1 "$(grep -c '^\[' out)"
	! grep -q '^d:' out || atf_fail "a header among JSON"
	atf_check -o match:'"file": "d/l", "directory": null' ls -J d/l
	atf_check -s exit:1 -o inline:'[]\n' -e match:none ls -J none
}

atf_test_case long_paths
long_paths_head()
{
	atf_set "descr" "a tree deeper than PATH_MAX, with few descriptors"
}
long_paths_body()
{
	$(atf_get_srcdir)/h_deep make 600
	ln -s ../xx xx/l
	ulimit -n 32
	atf_check -o save:out ls -R xx
	atf_check -o inline:'600\n' grep -c '^xx.*:$' out
	atf_check -o inline:'leaf\n' tail -n 1 out
	rm -r xx
}

atf_init_test_cases()
{
	atf_add_test_case plain
	atf_add_test_case several
	atf_add_test_case recursive
	atf_add_test_case types
	atf_add_test_case links
	atf_add_test_case sizes_and_times
	atf_add_test_case unsorted
	atf_add_test_case long
	atf_add_test_case human
	atf_add_test_case blocks_and_inodes
	atf_add_test_case columns
	atf_add_test_case terminal
	atf_add_test_case strange_names
	atf_add_test_case errors
	atf_add_test_case unreadable
	atf_add_test_case many
	atf_add_test_case json
	atf_add_test_case long_paths
}
