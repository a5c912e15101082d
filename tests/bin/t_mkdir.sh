# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# mkdir makes directories.

atf_test_case plain
plain_head()
{
	atf_set "descr" "directories with the mode that the umask leaves"
}
plain_body()
{
	umask 027
	atf_check mkdir a 'b c' ./-d
	atf_check -o inline:'750\n750\n750\n' stat -f %Lp a 'b c' ./-d
	atf_check mkdir -- -e
	[ -d ./-e ] || atf_fail "no -e"
	atf_check mkdir f/ && [ -d f ] || atf_fail "no f"
}

atf_test_case mode
mode_head()
{
	atf_set "descr" "-m sets the mode, whatever the umask"
}
mode_body()
{
	umask 077
	atf_check mkdir -m 1777 a
	atf_check -o inline:'1777\n' stat -f %Mp%Lp a
	atf_check mkdir -m u=rwx,go=rx b
	atf_check -o inline:'755\n' stat -f %Lp b
	atf_check -s exit:1 -e inline:'mkdir: invalid file mode: 9\n' mkdir -m 9 c
	[ -e c ] && atf_fail "c was made"
	true
}

atf_test_case parents
parents_head()
{
	atf_set "descr" "-p makes what is missing on the way"
}
parents_body()
{
	umask 022
	atf_check mkdir -p a/b/c
	[ -d a/b/c ] || atf_fail "no a/b/c"
	atf_check mkdir -p a/b/c a//d/ ./e/../f
	[ -d a/d -a -d f -a -d e ] || atf_fail "not all were made"
	umask 777
	mkdir -p -m 700 g/h
	umask 022
	atf_check -o inline:'300\n700\n' stat -f %Lp g g/h
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what was made"
}
verbose_body()
{
	atf_check -o inline:'a\na/b\n' mkdir -pv a/b
	atf_check -o inline:'c\n' mkdir -v c
	atf_check -s exit:1 -e match:'stdout' sh -c 'mkdir -v d > /dev/full'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "each failure is told, the others are made"
}
errors_body()
{
	: > f
	atf_check -s exit:1 -e inline:'mkdir: f: File exists\n' mkdir f g
	[ -d g ] || atf_fail "g was not made"
	atf_check -s exit:1 -e inline:'mkdir: no/d: No such file or directory\n' \
	    mkdir no/d
	atf_check -s exit:1 -e inline:'mkdir: f: File exists\n' mkdir -p f
	atf_check -s exit:1 -e match:'^mkdir: f.*: Not a directory$' mkdir -p f/a/b
	atf_check -s exit:1 -e match:'No such file' mkdir ''
	n=$(printf '%0300d' 0)
	atf_check -s exit:1 -e match:'File name too long' mkdir "$n"
	atf_check -s exit:1 -e match:'^usage: mkdir' mkdir
	atf_check -s exit:1 -e match:'^usage: mkdir' mkdir -Q d
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "without permission"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	mkdir d
	chmod 555 d
	atf_check -s exit:1 -e inline:'mkdir: d/e: Permission denied\n' mkdir d/e
	atf_check -s exit:1 -e inline:'mkdir: d/e: Permission denied\n' mkdir -p d/e/f
}

atf_init_test_cases()
{
	atf_add_test_case plain
	atf_add_test_case mode
	atf_add_test_case parents
	atf_add_test_case verbose
	atf_add_test_case errors
	atf_add_test_case refused
}
