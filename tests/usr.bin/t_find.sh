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

atf_test_case times
times_head()
{
	atf_set "descr" "ages with units, -newer and its relatives"
}
times_body()
{
	touch -t 202001010000 old
	touch -t 202001010000.01 later
	touch now
	atf_check -o inline:'./later\n./old\n' "$FIND" -s . -type f -mtime +30
	atf_check -o inline:'./now\n' "$FIND" . -type f -mtime -1h30m
	atf_check -o inline:'./now\n' "$FIND" . -type f -mmin -60
	atf_check -o inline:'./later\n./now\n' "$FIND" -s . -type f -newer old
	atf_check -o inline:'./later\n./now\n' "$FIND" -s . -type f -newermm old
	atf_check -o inline:'./later\n./now\n./old\n' \
	    "$FIND" -s . -type f -cnewer old
	atf_check -o inline:'./now\n' "$FIND" . -type f -newermt 2020-01-02
	atf_check -o inline:'./later\n./now\n' \
	    "$FIND" -s . -type f -newermt '2020-01-01 00:00:00'
	atf_check -s exit:1 -e inline:'find: x: not a date\n' \
	    "$FIND" . -newermt x
	atf_check -s exit:1 -e inline:'find: -mtime 1q: not an age\n' \
	    "$FIND" . -mtime 1q
}

atf_test_case patterns
patterns_head()
{
	atf_set "descr" "-regex, -E, -lname and -wholename"
}
patterns_body()
{
	tree
	atf_check -o inline:'d/e/b.c\n' "$FIND" d -regex '.*\.c'
	atf_check "$FIND" d -regex 'b.c'
	atf_check -o inline:'d/a\nd/l\n' "$FIND" -s -E d -iregex 'D/(A|L)'
	atf_check -o inline:'d/l\n' "$FIND" d -lname 'a*'
	atf_check -o inline:'d/l\n' "$FIND" d -ilname 'A'
	atf_check -o inline:'d/e/f\n' "$FIND" d -wholename '*/f'
	atf_check -s exit:1 -e match:'^find: \[: ' "$FIND" d -regex '['
}

atf_test_case inodes
inodes_head()
{
	atf_set "descr" "-samefile, -links, -inum, -user, -uid and access"
}
inodes_body()
{
	tree
	ln d/a d/e/a2
	atf_check -o inline:'d/a\nd/e/a2\n' "$FIND" -s d -samefile d/a
	atf_check -o inline:'d/a\nd/e/a2\n' "$FIND" -s d -type f -links 2
	atf_check -o inline:'d/a\nd/e/a2\n' \
	    "$FIND" -s d -inum "$(stat -f %i d/a)"
	atf_check -o inline:'d\n' "$FIND" d -maxdepth 0 -uid "$(id -u)"
	atf_check -o inline:'d\n' "$FIND" d -maxdepth 0 -user "$(id -un)"
	atf_check -o inline:'d\n' "$FIND" d -maxdepth 0 -readable -executable
	atf_check "$FIND" d -nouser
	atf_check -s exit:1 -e inline:'find: -user nobodyatall: not a number\n' \
	    "$FIND" d -user nobodyatall
}

atf_test_case fstype
fstype_head()
{
	atf_set "descr" "-fstype, also of links and across mounts"
}
fstype_body()
{
	tree
	type=$(df -T d | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2)
	ln -s /dev d/e/dev
	atf_check -o inline:'d/e\nd/e/dev\nd/e/f\n' \
	    "$FIND" -s d -fstype "$type" ! -type f -path '*/e*'
	atf_check "$FIND" d -fstype devfs
	atf_check -o inline:'d/e/dev\n' "$FIND" -L d -fstype devfs -name dev
	atf_check -o inline:'/dev/null\n' "$FIND" /dev -fstype devfs -name null
	atf_check "$FIND" /dev -fstype nosuch
	atf_check "$FIND" d -fstype rdonly
	atf_check -s exit:1 -e inline:'find: -fstype: an operand is missing\n' \
	    "$FIND" d -fstype
}

atf_test_case execdir
execdir_head()
{
	atf_set "descr" "-execdir runs commands where the file is, -ok asks"
}
execdir_body()
{
	tree
	atf_check -o match:'/d/e b.c$' \
	    "$FIND" d -name b.c -execdir sh -c 'echo "$PWD $1"' sh {} ';'
	atf_check -o inline:'d/a\n' -e inline:'< echo ... d/a >? ' \
	    sh -c 'echo y | "$0" d -name a -ok echo {} ";"' "$FIND"
	atf_check -o empty -e inline:'< echo ... d/a >? ' \
	    sh -c 'echo n | "$0" d -name a -ok echo {} ";"' "$FIND"
	atf_check -s exit:1 -o empty "$FIND" d -name a -exec false {} +
	atf_check -s exit:1 -e inline:'find: -exec: no ; or +\n' \
	    "$FIND" d -exec echo
}

atf_test_case operands
operands_head()
{
	atf_set "descr" "-f, -s, -depth n, -H and -L, and names that are odd"
}
operands_body()
{
	tree
	mkdir -- -x 'a b' '
'
	atf_check -o inline:'-x\n' "$FIND" -f -x
	atf_check -o inline:'\n\0-x\0a b\0' sh -c \
	    '"$0" . -mindepth 1 -maxdepth 1 -type d ! -name d -print0 |
	    sed "s,\./,,g" | sort -z' "$FIND"
	atf_check -o inline:'d\nd/a\nd/e\nd/l\n' "$FIND" -s d -maxdepth 1
	atf_check -o inline:'d/e/b.c\nd/e/f\n' "$FIND" -s d -depth 2
	ln -s d link
	atf_check -o inline:'link\n' "$FIND" link -maxdepth 1 -name '*'
	atf_check -o inline:'link/e\n' "$FIND" -H link -name e
	atf_check -o inline:'d/a\nd/l\n' "$FIND" -s -L d -size 6c
	atf_check -s exit:1 -e match:'^usage: find ' "$FIND" -K
	atf_check -s exit:1 -e inline:'find: stdout: No space left on device\n' \
	    sh -c '"$0" d > /dev/full' "$FIND"
}

atf_test_case unreadable
unreadable_head()
{
	atf_set "descr" "a directory that cannot be read"
	atf_set "require.user" "unprivileged"
}
unreadable_body()
{
	mkdir d
	chmod 0 d
	atf_check -s exit:1 -o inline:'d\n' \
	    -e inline:'find: d: Permission denied\n' "$FIND" d
	chmod 700 d
}

atf_test_case long_paths
long_paths_head()
{
	atf_set "descr" "a tree deeper than PATH_MAX, with few descriptors"
}
long_paths_body()
{
	$(atf_get_srcdir)/../bin/h_deep make 600
	ulimit -n 32
	atf_check -o save:out find xx
	atf_check -o inline:'601\n' grep -c xx out
	atf_check -o inline:"$(pwd)\n" find xx -name leaf -exec pwd ';'
	atf_check -o inline:"needle\n" find xx -name leaf -execdir cat {} ';'
	atf_check find xx -delete
	atf_check -o inline:'out\n' ls
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
	atf_add_test_case times
	atf_add_test_case patterns
	atf_add_test_case inodes
	atf_add_test_case fstype
	atf_add_test_case execdir
	atf_add_test_case operands
	atf_add_test_case unreadable
	atf_add_test_case long_paths
}
