# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# basename and dirname take paths apart.

: ${BASENAME:=/usr/bin/basename}
: ${DIRNAME:=/usr/bin/dirname}

atf_test_case last_part
last_part_head()
{
	atf_set "descr" "the part behind the last slash"
}
last_part_body()
{
	atf_check -o inline:'c\n' "$BASENAME" /a/b/c
	atf_check -o inline:'c\n' "$BASENAME" a/c//
	atf_check -o inline:'/\n' "$BASENAME" ///
	atf_check -o inline:'\n' "$BASENAME" ''
	atf_check -o inline:'a b\n' "$BASENAME" '/x/a b'
	atf_check -o inline:'-x\n' "$BASENAME" -- /y/-x
}

atf_test_case suffix
suffix_head()
{
	atf_set "descr" "a suffix goes, but not the whole name"
}
suffix_body()
{
	atf_check -o inline:'f\n' "$BASENAME" d/f.c .c
	atf_check -o inline:'f.c\n' "$BASENAME" d/f.c .h
	atf_check -o inline:'.c\n' "$BASENAME" d/.c .c
}

atf_test_case many
many_head()
{
	atf_set "descr" "-a and -s take several paths"
}
many_body()
{
	atf_check -o inline:'b\nd\n' "$BASENAME" -a a/b c/d
	atf_check -o inline:'b\nd\n' "$BASENAME" -s .o a/b.o c/d.o
}

atf_test_case directory
directory_head()
{
	atf_set "descr" "dirname leaves the last part out"
}
directory_body()
{
	atf_check -o inline:'/a/b\n' "$DIRNAME" /a/b/c
	atf_check -o inline:'.\n' "$DIRNAME" c
	atf_check -o inline:'/\n/\n.\n' "$DIRNAME" /c / ''
	atf_check -o inline:'a\n' "$DIRNAME" a//b//
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong usage and a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e match:'^usage: basename ' "$BASENAME"
	atf_check -s exit:1 -e match:'^usage: basename ' "$BASENAME" a b c
	atf_check -s exit:1 -e match:'^usage: basename ' "$BASENAME" -K
	atf_check -s exit:1 -e match:'^usage: dirname ' "$DIRNAME"
	atf_check -s exit:1 -e \
	    inline:'basename: stdout: No space left on device\n' sh -c \
	    '"$0" a > /dev/full' "$BASENAME"
	atf_check -s exit:1 -e \
	    inline:'dirname: stdout: No space left on device\n' sh -c \
	    '"$0" a > /dev/full' "$DIRNAME"
}

atf_init_test_cases()
{
	atf_add_test_case last_part
	atf_add_test_case suffix
	atf_add_test_case many
	atf_add_test_case directory
	atf_add_test_case errors
}
