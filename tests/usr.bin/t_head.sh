# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# head copies the beginning of files.

: ${HEAD:=/usr/bin/head}

atf_test_case lines
lines_head()
{
	atf_set "descr" "ten lines, or -n"
}
lines_body()
{
	seq 12 > f
	atf_check -o inline:'1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n' "$HEAD" f
	atf_check -o inline:'1\n2\n' "$HEAD" -n 2 f
	atf_check -o inline:'1\n2\n' "$HEAD" -2 f
	atf_check "$HEAD" -n 0 f
	atf_check -o file:f "$HEAD" -n 100 f
}

atf_test_case bytes
bytes_head()
{
	atf_set "descr" "-c counts bytes"
}
bytes_body()
{
	printf 'a\0bc' > f
	atf_check -o inline:'a\0b' "$HEAD" -c 3 f
}

atf_test_case suffixes
suffixes_head()
{
	atf_set "descr" "numbers with k, m and so on"
}
suffixes_body()
{
	"$HEAD" -c 3m /dev/zero > f
	atf_check -o match:'^ *3145728 ' wc -c f
	atf_check -o match:'^ *1024$' sh -c '"$0" -c 1k f | wc -c' "$HEAD"
	atf_check -o match:'^ *2048$' sh -c 'yes | "$0" -n 2kb | wc -l' "$HEAD"
	# Without a suffix it is decimal.
	atf_check -o match:'^ *10$' sh -c '"$0" -c 010 /dev/zero | wc -c' "$HEAD"
	for n in k 1kx 1q 99999999e -1k 8e; do
		atf_check -s exit:1 -e match:"^head: -c $n: " "$HEAD" -c $n f
	done
}

atf_test_case headers
headers_head()
{
	atf_set "descr" "several files get headers, -q and -v"
}
headers_body()
{
	echo a > a
	echo b > 'b c'
	atf_check -o inline:'==> a <==\na\n\n==> b c <==\nb\n' "$HEAD" a 'b c'
	atf_check -o inline:'a\nb\n' "$HEAD" -q a 'b c'
	atf_check -o inline:'==> a <==\na\n' "$HEAD" -v a
}

atf_test_case odd_input
odd_input_head()
{
	atf_set "descr" "empty, without newline, standard input"
}
odd_input_body()
{
	: > e
	printf 'x' > f
	atf_check "$HEAD" e
	atf_check -o inline:'x' "$HEAD" f
	atf_check -o inline:'x' sh -c '"$0" - < f' "$HEAD"
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
	atf_check -s exit:1 -o inline:'==> f <==\nx\n' -e \
	    inline:'head: none: No such file or directory\n' "$HEAD" none f
	atf_check -s exit:1 -e inline:'head: d: Is a directory\n' "$HEAD" d
	atf_check -s exit:1 -e match:'^head: -n x: ' "$HEAD" -n x f
	atf_check -s exit:1 -e match:'^head: -c -1: ' "$HEAD" -c -1 f
	atf_check -s exit:1 -e match:'^head: -n 99999999999999999999: ' \
	    "$HEAD" -n 99999999999999999999 f
	atf_check -s exit:1 -e match:'^usage: head ' "$HEAD" -K
	atf_check -s exit:1 -e \
	    inline:'head: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$HEAD"
}

atf_init_test_cases()
{
	atf_add_test_case lines
	atf_add_test_case bytes
	atf_add_test_case suffixes
	atf_add_test_case headers
	atf_add_test_case odd_input
	atf_add_test_case errors
}
