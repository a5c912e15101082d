# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# join pairs lines with the same field.

: ${JOIN:=/usr/bin/join}

atf_test_case pairs
pairs_head()
{
	atf_set "descr" "lines that have partners"
}
pairs_body()
{
	printf 'a 1\nb 2\nb 3\nd 4\n' > f
	printf 'b x\nb y\nc z\nd w\n' > g
	atf_check -o inline:'b 2 x\nb 2 y\nb 3 x\nb 3 y\nd 4 w\n' "$JOIN" f g
	atf_check -o inline:'b 2 x\nb 2 y\nb 3 x\nb 3 y\nd 4 w\n' sh -c \
	    '"$0" f - < g' "$JOIN"
}

atf_test_case unpaired
unpaired_head()
{
	atf_set "descr" "-a and -v"
}
unpaired_body()
{
	printf 'a 1\nb 2\n' > f
	printf 'b x\nc z\n' > g
	atf_check -o inline:'a 1\nb 2 x\n' "$JOIN" -a 1 f g
	atf_check -o inline:'a 1\nb 2 x\nc z\n' "$JOIN" -a 1 -a 2 f g
	atf_check -o inline:'a 1\n' "$JOIN" -v 1 f g
	atf_check -o inline:'a 1\nc z\n' "$JOIN" -v 1 -v 2 f g
}

atf_test_case fields
fields_head()
{
	atf_set "descr" "-1, -2, -j, -o, -e and -t"
}
fields_body()
{
	printf '1:a:x\n2:b:\n' > f
	printf 'a:p\nb:q\n' > g
	atf_check -o inline:'a:1:x:p\nb:2::q\n' "$JOIN" -t : -1 2 f g
	atf_check -o inline:'p,x\nq,-\n' sh -c \
	    '"$0" -t : -e - -1 2 -2 1 -o 2.2,1.3 f g | tr : ,' "$JOIN"
	printf 'x a\ny b\n' > h
	atf_check -o inline:'a x x\nb y y\n' "$JOIN" -j 2 h h
	printf 'A 1\n' > f
	printf 'a 2\n' > g
	atf_check "$JOIN" f g
	atf_check -o inline:'A 1 2\n' "$JOIN" -i f g
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad lists, a full disk"
}
errors_body()
{
	echo a > f
	atf_check -s exit:1 -e \
	    inline:'join: none: No such file or directory\n' "$JOIN" f none
	for o in 3.1 1 1.0 x 1.1x; do
		atf_check -s exit:1 -e match:'not a list of fields' "$JOIN" -o \
		    $o f f
	done
	atf_check -s exit:1 -e match:'^join: -1 0: ' "$JOIN" -1 0 f f
	atf_check -s exit:1 -e match:'^join: -a 3: ' "$JOIN" -a 3 f f
	atf_check -s exit:1 -e match:'not one character' "$JOIN" -t ab f f
	atf_check -s exit:1 -e match:'^usage: join ' "$JOIN" f
	atf_check -s exit:1 -e \
	    inline:'join: stdout: No space left on device\n' sh -c \
	    '"$0" f f > /dev/full' "$JOIN"
}

atf_init_test_cases()
{
	atf_add_test_case pairs
	atf_add_test_case unpaired
	atf_add_test_case fields
	atf_add_test_case errors
}
