# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# hostname prints and sets the name of the host.

atf_test_case print
print_head()
{
	atf_set "descr" "the name, its first part, its domain"
}
print_body()
{
	old=$(hostname)
	atf_check -o inline:"$(uname -n)\\n" hostname
	hostname a.b.example
	atf_check -o inline:'a.b.example\n' hostname
	s=$(hostname -s) d=$(hostname -d) f=$(hostname -f)
	hostname "$old"
	[ "$s" = a ] || atf_fail "-s: $s"
	[ "$d" = b.example ] || atf_fail "-d: $d"
	[ "$f" = a.b.example ] || atf_fail "-f: $f"
}

atf_test_case too_long
too_long_head()
{
	atf_set "descr" "a name of 300 characters"
}
too_long_body()
{
	n=$(printf '%0300d' 0)
	old=$(hostname)
	atf_check -s exit:1 -e match:'^hostname: ' hostname "$n"
	atf_check -o inline:"$old\\n" hostname
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "only the super-user sets it"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	atf_check -s exit:1 -e inline:'hostname: x: Operation not permitted\n' \
	    hostname x
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: hostname' hostname a b
	atf_check -s exit:1 -e match:'^usage: hostname' hostname -s a
	atf_check -s exit:1 -e match:'^usage: hostname' hostname -Q
	atf_check -s exit:1 -e match:'stdout' sh -c 'hostname > /dev/full'
}

atf_init_test_cases()
{
	atf_add_test_case print
	atf_add_test_case too_long
	atf_add_test_case refused
	atf_add_test_case usage
}
