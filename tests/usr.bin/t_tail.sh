# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tail copies the end of files.

: ${TAIL:=/usr/bin/tail}

atf_test_case lines
lines_head()
{
	atf_set "descr" "ten lines, -n and the historical forms"
}
lines_body()
{
	seq 12 > f
	atf_check -o inline:'3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n' "$TAIL" f
	for o in '-n 2' -2 '-n -2' '-n +11' +11; do
		atf_check -o inline:'11\n12\n' "$TAIL" $o f
		atf_check -o inline:'11\n12\n' sh -c 'cat f | "$0" $1' "$TAIL" \
		    "$o"
	done
	atf_check "$TAIL" -n 0 f
	atf_check sh -c 'cat f | "$0" -n 0' "$TAIL"
	atf_check -o file:f "$TAIL" -n 100 f
	atf_check -o file:f "$TAIL" -n +1 f
}

atf_test_case bytes
bytes_head()
{
	atf_set "descr" "-c and -b"
}
bytes_body()
{
	printf 'ab\0cd' > f
	atf_check -o inline:'\0cd' "$TAIL" -c 3 f
	atf_check -o inline:'\0cd' sh -c 'cat f | "$0" -c 3' "$TAIL"
	atf_check -o inline:'\0cd' "$TAIL" -c +3 f
	head -c 1024 /dev/zero > g
	atf_check -o inline:'512\n' sh -c '"$0" -b 1 g | wc -c | tr -d " "' \
	    "$TAIL"
}

atf_test_case suffixes
suffixes_head()
{
	atf_set "descr" "numbers with k, m and so on"
}
suffixes_body()
{
	head -c 3000 /dev/zero > f
	atf_check -o match:'^ *2048$' sh -c '"$0" -c 2k f | wc -c' "$TAIL"
	atf_check -o match:'^ *1977$' sh -c '"$0" -c +1k f | wc -c' "$TAIL"
	seq 3000 > f
	atf_check -o match:'^ *1024$' sh -c '"$0" -n 1k f | wc -l' "$TAIL"
	for n in k 1kx 1q +k --1k 8e; do
		atf_check -s exit:1 -e match:'^tail: .*: ' "$TAIL" -c $n f
	done
	atf_check -s exit:1 -e match:'^tail: 7e: ' "$TAIL" -b 7e f
}

atf_test_case reverse
reverse_head()
{
	atf_set "descr" "-r turns the lines round"
}
reverse_body()
{
	printf 'a\nb\nc' > f
	atf_check -o inline:'cb\na\n' "$TAIL" -r f
	atf_check -o inline:'c' "$TAIL" -r -n 1 f
	printf 'a\nb\n' > f
	atf_check -o inline:'b\na\n' sh -c 'cat f | "$0" -r' "$TAIL"
}

atf_test_case no_newline
no_newline_head()
{
	atf_set "descr" "a last line without a newline is a line"
}
no_newline_body()
{
	printf 'a\nb' > f
	atf_check -o inline:'b' "$TAIL" -n 1 f
	atf_check -o inline:'b' sh -c 'cat f | "$0" -n 1' "$TAIL"
	: > e
	atf_check "$TAIL" e
}

atf_test_case headers
headers_head()
{
	atf_set "descr" "several files get headers, -q and -v"
}
headers_body()
{
	echo a > a
	echo b > -b
	atf_check -o inline:'==> a <==\na\n\n==> -b <==\nb\n' "$TAIL" -- a -b
	atf_check -o inline:'a\nb\n' "$TAIL" -q -- a -b
	atf_check -o inline:'==> a <==\na\n' "$TAIL" -v a
}

atf_test_case pipe_large
pipe_large_head()
{
	atf_set "descr" "of a large pipe the end only is kept"
}
pipe_large_body()
{
	atf_check -o inline:'299999\n300000\n' sh -c \
	    'ulimit -v 65536; seq 300000 | "$0" -n 2' "$TAIL"
	atf_check -o inline:'0000\n' sh -c 'seq 300000 | "$0" -c 5' "$TAIL"
}

atf_test_case follow
follow_head()
{
	atf_set "descr" "-f shows what is added, -F also a new file"
}
follow_body()
{
	shown()
	{
		until grep -q "$1" out; do
			sleep 0.1
		done
	}
	echo 1 > f
	"$TAIL" -F f > out 2> err &
	pid=$!
	shown 1
	echo 2 >> f
	shown 2
	echo 3 > g
	mv g f
	shown 3
	kill $pid
	wait $pid
	atf_check -o inline:'1\n2\n3\n' cat out
	atf_check -o \
	    inline:'tail: f has been replaced, following the new file\n' cat err
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad numbers, a full disk"
}
errors_body()
{
	echo x > f
	mkdir d
	atf_check -s exit:1 -o inline:'x\n' -e \
	    inline:'tail: none: No such file or directory\n' "$TAIL" -q none f
	atf_check -s exit:1 -e inline:'tail: d: Is a directory\n' "$TAIL" d
	atf_check -s exit:1 -e match:'^tail: x: ' "$TAIL" -n x f
	atf_check -s exit:1 -e match:'^usage: tail ' "$TAIL" -r -f f
	atf_check -s exit:1 -e \
	    inline:'tail: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$TAIL"
}

atf_init_test_cases()
{
	atf_add_test_case lines
	atf_add_test_case bytes
	atf_add_test_case suffixes
	atf_add_test_case reverse
	atf_add_test_case no_newline
	atf_add_test_case headers
	atf_add_test_case pipe_large
	atf_add_test_case follow
	atf_add_test_case errors
}
