# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# pathchk checks names of files.

: ${PATHCHK:=/usr/bin/pathchk}

atf_test_case usable
usable_head()
{
	atf_set "descr" "paths that exist, or could"
}
usable_body()
{
	mkdir d
	atf_check "$PATHCHK" d d/new new/sub / 'a b' -- -x
}

atf_test_case unusable
unusable_head()
{
	atf_set "descr" "parts that are no directories, and long ones"
}
unusable_body()
{
	echo x > f
	long=$(head -c 256 /dev/zero | tr '\0' x)
	atf_check -s exit:1 -e inline:'pathchk: f/x: Not a directory\n' \
	    "$PATHCHK" f/x
	atf_check -s exit:1 -e match:'longer than 255 bytes' "$PATHCHK" "$long"
	atf_check "$PATHCHK" "${long%x}"
}

atf_test_case portable
portable_head()
{
	atf_set "descr" "-p and -P"
}
portable_body()
{
	atf_check "$PATHCHK" -p abc/def.x_y-z
	atf_check -s exit:1 -e match:'character 2 is not portable' "$PATHCHK" \
	    -p 'a b'
	atf_check -s exit:1 -e match:'longer than 14 bytes' "$PATHCHK" -p \
	    123456789012345
	atf_check -s exit:1 -e inline:'pathchk: empty path\n' "$PATHCHK" -P ''
	atf_check -s exit:1 -e match:'begins with a dash' "$PATHCHK" -P a/-b
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong usage"
}
errors_body()
{
	atf_check -s exit:1 -e match:'^usage: pathchk ' "$PATHCHK"
}

atf_init_test_cases()
{
	atf_add_test_case usable
	atf_add_test_case unusable
	atf_add_test_case portable
	atf_add_test_case errors
}
