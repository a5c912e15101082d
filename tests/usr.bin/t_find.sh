# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# find walks trees of files.

: ${FIND:=/usr/bin/find}

tree()
{
	mkdir -p d/e/f
	echo hello > d/a
	: > d/e/b.c
	ln -s a d/l
}

atf_test_case print
print_head()
{
	atf_set "descr" "without an action all is printed"
}
print_body()
{
	tree
	atf_check -s exit:0 -o save:out -e empty "$FIND" d
	atf_check -s exit:0 -o inline:'d\nd/a\nd/e\nd/e/b.c\nd/e/f\nd/l\n' sort out
	atf_check -s exit:0 -o save:out -e empty "$FIND" d -depth
	atf_check -s exit:0 -o inline:'d\n' tail -n 1 out
}

atf_test_case name
name_head()
{
	atf_set "descr" "-name and -iname look at the last part"
}
name_body()
{
	tree
	atf_check -s exit:0 -o inline:'d/e/b.c\n' -e empty "$FIND" d -name '*.c'
	atf_check -s exit:0 -o inline:'d/e/b.c\n' -e empty "$FIND" d -iname 'B*'
	atf_check -s exit:0 -o inline:'d/\n' -e empty "$FIND" d/ -name d
	atf_check -s exit:0 -o inline:'d/e/f\n' -e empty "$FIND" d -path '*/f'
}

atf_test_case type
type_head()
{
	atf_set "descr" "-type, -empty and -size"
}
type_body()
{
	tree
	atf_check -s exit:0 -o inline:'d/l\n' -e empty "$FIND" d -type l
	atf_check -s exit:0 -o inline:'d/e/b.c\n' -e empty \
	    "$FIND" d -type f -empty
	atf_check -s exit:0 -o inline:'d/a\n' -e empty "$FIND" d -type f -size 6c
}

atf_test_case operators
operators_head()
{
	atf_set "descr" "not, and, or and parentheses"
}
operators_body()
{
	tree
	atf_check -s exit:0 -o inline:'d/a\n' -e empty \
	    "$FIND" d -type f ! -name '*.c'
	atf_check -s exit:0 -o inline:'d/e/f\n' -e empty \
	    "$FIND" d '(' -name f -o -name zz ')' -a -type d
}

atf_test_case depths
depths_head()
{
	atf_set "descr" "-maxdepth, -mindepth and -prune"
}
depths_body()
{
	tree
	atf_check -s exit:0 -o inline:'d\n' -e empty "$FIND" d -maxdepth 0
	atf_check -s exit:0 -o inline:'d/e/f\n' -e empty \
	    "$FIND" d -mindepth 2 -type d
	atf_check -s exit:0 -o inline:'d/a\n' -e empty \
	    "$FIND" d -name e -prune -o -type f -print
}

atf_test_case exec
exec_head()
{
	atf_set "descr" "-exec runs a command for one or many"
}
exec_body()
{
	tree
	atf_check -s exit:0 -o inline:'<d/a>\n' -e empty \
	    "$FIND" d -name a -exec echo '<{}>' ';'
	atf_check -s exit:0 -o inline:'x d/a\n' -e empty \
	    "$FIND" d -name a -exec echo x {} +
	atf_check -s exit:0 -o empty -e empty "$FIND" d -exec false ';' -print
}

atf_test_case perm
perm_head()
{
	atf_set "descr" "-perm compares modes"
}
perm_body()
{
	tree
	chmod 640 d/a
	atf_check -s exit:0 -o inline:'d/a\n' -e empty "$FIND" d -perm 640
	atf_check -s exit:0 -o inline:'d/a\n' -e empty \
	    "$FIND" d -type f -perm -u=rw,g=r -size -2 -name a
}

atf_test_case delete
delete_head()
{
	atf_set "descr" "-delete removes files before directories"
}
delete_body()
{
	tree
	atf_check -s exit:0 -o empty -e empty "$FIND" d -delete
	atf_check -s exit:1 -o empty -e empty test -e d
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files and bad expressions"
}
errors_body()
{
	atf_check -s exit:1 -o empty \
	    -e inline:'find: none: No such file or directory\n' "$FIND" none
	atf_check -s exit:1 -o empty -e inline:'find: -zz: unknown primary\n' \
	    "$FIND" . -zz
	atf_check -s exit:1 -o empty -e inline:'find: ( without )\n' \
	    "$FIND" . '(' -print
}

atf_init_test_cases()
{
	atf_add_test_case print
	atf_add_test_case name
	atf_add_test_case type
	atf_add_test_case operators
	atf_add_test_case depths
	atf_add_test_case exec
	atf_add_test_case perm
	atf_add_test_case delete
	atf_add_test_case errors
}
