# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# chmod changes permissions.

atf_test_case octal
octal_head()
{
	atf_set "descr" "numeric modes"
}
octal_body()
{
	: > f
	for m in 000 644 755 4755 2755 1777 7777 0; do
		atf_check chmod $m f
		atf_check -o match:"^0*${m#0}\$" stat -f %Mp%Lp f
	done
}

atf_test_case symbolic
symbolic_head()
{
	atf_set "descr" "clauses of who, operator and permissions"
}
symbolic_body()
{
	: > f
	umask 022
	set -- 000 u+rwx 700 000 a=r 444 000 +x 111 000 +w 200 777 go-w 755 \
	    644 u=g 444 640 o=u 646 777 a-x,u+x 766 755 u=,g=u 005 \
	    755 u+s 4755 755 g+s 2755 644 a+X 644 744 a+X 755 700 go=u-w 755 \
	    755 +t 1755 444 u+w,o-r 640 777 -w 577
	while [ $# -gt 0 ]; do
		chmod $1 f
		atf_check chmod "$2" f
		got=$(stat -f %Mp%Lp f)
		[ $((0$got)) -eq $((0$3)) ] || atf_fail "$1 $2: $got, not $3"
		shift 3
	done
}

atf_test_case directory_X
directory_X_head()
{
	atf_set "descr" "X gives search permission to directories"
}
directory_X_body()
{
	mkdir d
	: > d/f
	chmod -R a-x,u+rw d 2> /dev/null
	chmod -R a+X d
	atf_check -o match:'^drwxr?-?x?' ls -ld d
	[ -x d/f ] && atf_fail "a file became executable"
	atf_check -s exit:0 test -x d
}

atf_test_case recursive
recursive_head()
{
	atf_set "descr" "-R changes a tree, not what links in it lead to"
}
recursive_body()
{
	mkdir -p d/e
	: > d/e/f
	: > out
	chmod 600 out
	ln -s ../out d/l
	atf_check chmod -R go= d
	atf_check -o inline:'700\n700\n600\n' stat -f %Lp d d/e d/e/f
	atf_check chmod -R 755 d
	atf_check -o inline:'600\n' stat -f %Lp out
	atf_check chmod -RL u=rwx,go= d
	atf_check -o inline:'700\n' stat -f %Lp out
}

atf_test_case operand_link
operand_link_head()
{
	atf_set "descr" "a link that is an operand is followed, but with -h"
}
operand_link_body()
{
	: > f
	chmod 644 f
	ln -s f l
	atf_check chmod 600 l
	atf_check -o inline:'600\n' stat -f %Lp f
	mkdir d
	: > d/f
	chmod 644 d/f
	ln -s d ld
	atf_check chmod -RH 700 ld
	atf_check -o inline:'700\n' stat -f %Lp d/f
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v and -vv say what was done"
}
verbose_body()
{
	: > f
	chmod 644 f
	atf_check -o inline:'f\n' chmod -v 600 f
	atf_check -o inline:'f: 0600 [-rw------- ] -> 0755 [-rwxr-xr-x ]\n' \
	    chmod -vv 755 f
	atf_check -s exit:1 -e match:'stdout' sh -c 'chmod -v 600 f > /dev/full'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "each file that fails is named; the others are changed"
}
errors_body()
{
	: > f
	chmod 644 f
	atf_check -s exit:1 -e inline:'chmod: nope: No such file or directory\n' \
	    chmod 600 nope f
	atf_check -o inline:'600\n' stat -f %Lp f
	for m in 8 99 77777 u+q z+r 'u+r,' ''; do
		atf_check -s exit:1 -e match:'invalid file mode' chmod "$m" f
	done
	atf_check -o inline:'600\n' stat -f %Lp f
	atf_check -s exit:1 -e match:'^usage: chmod' chmod 644
	atf_check -s exit:1 -e match:'^usage: chmod' chmod -Q 644 f
}

atf_test_case not_owner
not_owner_head()
{
	atf_set "descr" "only the owner may change a mode"
	atf_set "require.user" "unprivileged"
}
not_owner_body()
{
	atf_check -s exit:1 -e inline:'chmod: /etc/passwd: Operation not permitted\n' \
	    chmod 777 /etc/passwd
	atf_check chmod -f 777 /etc/passwd
}

atf_test_case names
names_head()
{
	atf_set "descr" "modes and names with leading dashes"
}
names_body()
{
	: > ./-f
	: > 'a b'
	chmod 644 ./-f 'a b'
	atf_check chmod -- 600 -f 'a b'
	atf_check -o inline:'600\n600\n' stat -f %Lp ./-f 'a b'
	atf_check chmod -r 'a b'
	atf_check -o inline:'200\n' stat -f %Lp 'a b'
}

atf_test_case long_paths
long_paths_head()
{
	atf_set "descr" "a tree deeper than PATH_MAX, with few descriptors"
}
long_paths_body()
{
	$(atf_get_srcdir)/h_deep make 600
	ulimit -n 32
	atf_check chmod -R go=u xx
	atf_check -o match:'^600 777 ' $(atf_get_srcdir)/h_deep show xx
	rm -r xx
}

atf_init_test_cases()
{
	atf_add_test_case octal
	atf_add_test_case symbolic
	atf_add_test_case directory_X
	atf_add_test_case recursive
	atf_add_test_case operand_link
	atf_add_test_case verbose
	atf_add_test_case errors
	atf_add_test_case not_owner
	atf_add_test_case names
	atf_add_test_case long_paths
}
