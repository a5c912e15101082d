# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# rmdir removes empty directories.

atf_test_case plain
plain_head()
{
	atf_set "descr" "directories that are empty"
}
plain_body()
{
	mkdir a 'b c' ./-d
	atf_check rmdir a 'b c' ./-d
	mkdir d/ ; atf_check rmdir d/
	mkdir -- -e; atf_check rmdir -- -e
}

atf_test_case parents
parents_head()
{
	atf_set "descr" "-p removes those above too"
}
parents_body()
{
	mkdir -p a/b/c
	atf_check rmdir -p a/b/c
	[ -e a ] && atf_fail "a is there"
	mkdir -p a/b/c
	: > a/f
	atf_check -s exit:1 -e inline:'rmdir: a: Directory not empty\n' \
	    rmdir -p a/b//c/
	[ -e a/b ] && atf_fail "a/b is there"
	true
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what was removed"
}
verbose_body()
{
	mkdir -p a/b
	atf_check -o inline:'a/b\na\n' rmdir -pv a/b
	mkdir a
	atf_check -s exit:1 -e match:'stdout' sh -c 'rmdir -v a > /dev/full'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "each failure is told, the others are removed"
}
errors_body()
{
	mkdir a b
	: > b/f
	: > f
	atf_check -s exit:1 -e inline:'rmdir: b: Directory not empty\n' rmdir b a
	[ -e a ] && atf_fail "a is there"
	atf_check -s exit:1 -e inline:'rmdir: nope: No such file or directory\n' \
	    rmdir nope
	atf_check -s exit:1 -e inline:'rmdir: f: Not a directory\n' rmdir f
	atf_check -s exit:1 -e match:'Invalid argument' rmdir .
	atf_check -s exit:1 -e match:'^usage: rmdir' rmdir
	atf_check -s exit:1 -e match:'^usage: rmdir' rmdir -Q a
}

atf_init_test_cases()
{
	atf_add_test_case plain
	atf_add_test_case parents
	atf_add_test_case verbose
	atf_add_test_case errors
}
