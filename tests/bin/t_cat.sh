# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# cat copies files to standard output.

atf_test_case plain
plain_head()
{
	atf_set "descr" "files, standard input and - are copied in order"
}
plain_body()
{
	printf 'one\n' > a
	printf 'two' > b
	atf_check -o inline:'one\ntwo' cat a b
	echo in | atf_check -o inline:'in\n' cat
	echo in | atf_check -o inline:'one\nin\ntwo' cat a - b
	atf_check -o inline:'onetwo' sh -c 'printf one | cat -u - b | tr -d "\n"'
}

atf_test_case binary
binary_head()
{
	atf_set "descr" "all bytes, NUL too, and no newline at the end"
}
binary_body()
{
	i=0
	while [ $i -lt 256 ]; do
		printf "\\$(printf %o $i)"
		i=$((i + 1))
	done > all
	[ "$(wc -c < all)" -eq 256 ] || atf_fail "could not make the file"
	atf_check -o save:out cat all
	atf_check cmp all out
	dd if=/dev/urandom of=big bs=1000 count=300 status=none
	cat big > out && atf_check cmp big out
	cat < big | cat | cat > out && atf_check cmp big out
}

atf_test_case empty
empty_head()
{
	atf_set "descr" "an empty file and no input"
}
empty_body()
{
	: > e
	atf_check -o empty cat e
	atf_check -o empty cat /dev/null
	atf_check -o empty cat -n e
}

atf_test_case names
names_head()
{
	atf_set "descr" "odd names of files"
}
names_body()
{
	echo 1 > 'a b'
	echo 2 > '
	'
	echo 3 > ./-n
	atf_check -o inline:'1\n2\n3\n' cat 'a b' '
	' ./-n
	atf_check -o inline:'3\n' cat -- -n
}

atf_test_case number
number_head()
{
	atf_set "descr" "-n numbers lines, -b those that are not empty"
}
number_body()
{
	printf 'a\n\nb\n' > f
	printf 'c\nd' > g
	atf_check -o inline:'     1\ta\n     2\t\n     3\tb\n' cat -n f
	atf_check -o inline:'     1\ta\n\n     2\tb\n' cat -b f
	atf_check -o inline:'     1\ta\n\n     2\tb\n' cat -bn f
	atf_check -o inline:'     1\ta\n     2\t\n     3\tb\n     4\tc\n     5\td' \
	    cat -n f g
}

atf_test_case squeeze
squeeze_head()
{
	atf_set "descr" "-s leaves one of several empty lines"
}
squeeze_body()
{
	printf '\n\n\na\n\n\n\nb\n\n' > f
	atf_check -o inline:'\na\n\nb\n\n' cat -s f
	atf_check -o inline:'     1\t\n     2\ta\n     3\t\n     4\tb\n     5\t\n' \
	    cat -sn f
}

atf_test_case visible
visible_head()
{
	atf_set "descr" "-v, -e and -t show what cannot be seen"
}
visible_body()
{
	printf 'a\tb\001\177\200\377\n' > f
	atf_check -o inline:'a\tb^A^?M-^@M-^?\n' cat -v f
	atf_check -o inline:'a\tb^A^?M-^@M-^?$\n' cat -e f
	atf_check -o inline:'a^Ib^A^?M-^@M-^?\n' cat -t f
}

atf_test_case missing
missing_head()
{
	atf_set "descr" "a file that cannot be read does not keep others from being copied"
}
missing_body()
{
	echo x > f
	atf_check -s exit:1 -o inline:'x\n' \
	    -e inline:'cat: nope: No such file or directory\n' cat nope f
	atf_check -s exit:1 -e inline:'cat: .: Is a directory\n' cat .
	atf_check -s exit:1 -e match:'stdin' sh -c 'cat <&-'
}

atf_test_case unreadable
unreadable_head()
{
	atf_set "descr" "a file without permission"
	atf_set "require.user" "unprivileged"
}
unreadable_body()
{
	echo x > f
	chmod 0 f
	atf_check -s exit:1 -e inline:'cat: f: Permission denied\n' cat f
}

atf_test_case full
full_head()
{
	atf_set "descr" "output that has no room is an error"
}
full_body()
{
	echo x > f
	atf_check -s exit:1 -e inline:'cat: stdout: No space left on device\n' \
	    sh -c 'cat f > /dev/full'
	atf_check -s exit:1 -e inline:'cat: stdout: No space left on device\n' \
	    sh -c 'cat -n f > /dev/full'
	atf_check -s exit:1 -e match:'stdout' sh -c 'cat f >&-'
}

atf_test_case itself
itself_head()
{
	atf_set "descr" "a file is not copied to its own end"
}
itself_body()
{
	echo x > f
	atf_check -s exit:1 -e inline:'cat: f: input file is output file\n' \
	    sh -c 'cat f >> f'
	atf_check -o inline:'x\n' cat f
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "an unknown option shows the usage"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: cat \[-benstuv\] \[file ...\]$' cat -Q
}

atf_init_test_cases()
{
	atf_add_test_case plain
	atf_add_test_case binary
	atf_add_test_case empty
	atf_add_test_case names
	atf_add_test_case number
	atf_add_test_case squeeze
	atf_add_test_case visible
	atf_add_test_case missing
	atf_add_test_case unreadable
	atf_add_test_case full
	atf_add_test_case itself
	atf_add_test_case usage
}
