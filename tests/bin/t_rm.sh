# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# rm removes files and trees.

atf_test_case files
files_head()
{
	atf_set "descr" "files, links, FIFOs, strange names"
}
files_body()
{
	: > a; : > 'b c'; : > '
	'; : > ./-f
	ln -s a l
	ln -s nowhere n
	mkfifo p
	atf_check rm 'b c' '
	' l n p ./-f
	atf_check -o inline:'a\n' ls
	: > ./-i
	atf_check rm -- -i
	atf_check -o inline:'a\n' ls
}

atf_test_case trees
trees_head()
{
	atf_set "descr" "-r and -R remove what lies below"
}
trees_body()
{
	mkdir -p a/b/c d
	: > a/f; : > a/b/g; : > d/keep
	ln -s ../../d a/b/l
	atf_check rm -r a
	atf_check rm -R d/keep
	[ -e a ] && atf_fail "a is there"
	mkdir -p a/b
	: > a/b/f
	ln -s a l
	atf_check rm -r l
	[ -f a/b/f ] || atf_fail "it followed a link"
	mkdir -p x/y
	chmod 500 x/y
	atf_check rm -rf x
}

atf_test_case deep
deep_head()
{
	atf_set "descr" "a tree of 100 levels"
}
deep_body()
{
	i=0
	p=d
	while [ $i -lt 100 ]; do
		p=$p/dddddddd
		i=$((i + 1))
	done
	mkdir -p $p
	: > $p/f
	atf_check rm -r d
	[ -e d ] && atf_fail "it is there"
	true
}

atf_test_case long_paths cleanup
long_paths_head()
{
	atf_set "descr" "trees deeper than PATH_MAX, with few descriptors"
}
long_paths_body()
{
	for fs in . m; do
		mkdir -p m
		[ $fs = m ] && mount -t tmpfs tmpfs m
		(cd $fs && $(atf_get_srcdir)/h_deep make 600 &&
		    ulimit -n 32 && atf_check rm -r xx &&
		    atf_check -o not-match:xx ls) || atf_fail "in $fs"
	done
}
long_paths_cleanup()
{
	umount m
}

atf_test_case swapped
swapped_head()
{
	atf_set "descr" "a directory that becomes a link leads nowhere else"
}
swapped_body()
{
	mkdir -p d/e/f keep/f
	: > keep/g; : > keep/f/h; : > d/e/f/i
	# The question stands while the walk is about to enter e.
	mkfifo answers
	rm -ri d < answers 2> asked &
	exec 3> answers
	echo y >&3
	until grep -q 'remove d/e?' asked; do sleep 0.1; done
	mv d/e moved
	ln -s ../keep d/e
	echo y >&3
	yes | head -20 >&3
	exec 3>&-
	wait $!
	[ -f keep/g -a -f keep/f/h -a -f moved/f/i ] ||
	    atf_fail "it went through the link"
}

atf_test_case directory
directory_head()
{
	atf_set "descr" "a directory needs -r, or -d when it is empty"
}
directory_body()
{
	mkdir a b
	: > b/f
	atf_check -s exit:1 -e inline:'rm: a: is a directory\n' rm a
	atf_check -s exit:1 -e match:'is a directory' rm -f a
	atf_check rm -d a
	atf_check -s exit:1 -e match:'Directory not empty' rm -d b
	[ -f b/f ] || atf_fail "b/f is gone"
}

atf_test_case force
force_head()
{
	atf_set "descr" "-f does not mind what is not there"
}
force_body()
{
	atf_check rm -f nope
	atf_check rm -f
	atf_check rm -rf nope no/pe
	atf_check -s exit:1 -e inline:'rm: nope: No such file or directory\n' rm nope
	: > a
	atf_check -s exit:1 -e match:'nope' rm nope a
	[ -e a ] && atf_fail "a is there"
	true
}

atf_test_case interactive
interactive_head()
{
	atf_set "descr" "-i asks for each, -I once"
}
interactive_body()
{
	: > a; : > b
	printf 'n\ny\n' | atf_check -e inline:'remove a? remove b? ' rm -i a b
	[ -e a -a ! -e b ] || atf_fail "the answers were not followed"
	atf_check -e match:'remove' rm -i a < /dev/null
	[ -e a ] || atf_fail "a is gone without an answer"
	mkdir d
	: > d/f
	printf 'y\nn\ny\n' | atf_check -s exit:1 -e match:'Directory not empty' rm -ri d
	[ -f d/f ] || atf_fail "d/f is gone"
	printf 'n\n' | atf_check -e match:'remove d' rm -ri d
	[ -f d/f ] || atf_fail "d/f is gone"
	: > 1; : > 2; : > 3; : > 4
	echo n | atf_check -e match:'remove 4 file' rm -I 1 2 3 4
	[ -e 1 ] || atf_fail "-I did not ask"
	atf_check rm -I 1 2 3
	echo y | atf_check -e match:'remove 1 file' rm -rI d
	[ -e d ] && atf_fail "d is there"
	true
}

atf_test_case override
override_head()
{
	atf_set "descr" "on a terminal it asks for files without write permission"
	atf_set "require.user" "unprivileged"
}
override_body()
{
	: > a
	chmod 444 a
	script -qc 'rm a' /dev/null < /dev/null > out
	[ -e a ] || atf_fail "it did not ask"
	grep -q 'override -r--r--r-- for a?' out || atf_fail "$(cat out)"
	atf_check rm a < /dev/null
}

atf_test_case forbidden
forbidden_head()
{
	atf_set "descr" "the root, . and .. stay"
}
forbidden_body()
{
	mkdir d
	cd d
	for p in . .. ./ ../ ../d/. ../d/..; do
		atf_check -s exit:1 -e match:'may not be removed' rm -rf $p
	done
	[ -d ../d ] || atf_fail "d is gone"
	atf_check -s exit:1 -e match:'"/" may not be removed' rm -rf /
	atf_check -s exit:1 -e match:'"/" may not be removed' rm -rf //
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what was removed"
}
verbose_body()
{
	mkdir -p a/b
	: > f
	atf_check -o inline:'a/b\na\nf\n' rm -rv a f
	: > f
	atf_check -s exit:1 -e match:'stdout' sh -c 'rm -v f > /dev/full'
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "without permission"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	mkdir -p d/e
	: > d/e/f
	: > g
	chmod 555 d/e
	atf_check -s exit:1 -e match:'d/e/f: Permission denied' rm -r d g < /dev/null
	[ -e g ] && atf_fail "the other operand is there"
	atf_check -s exit:1 -e match:'d/e/f: Permission denied' rm -f d/e/f
	chmod 755 d/e
}

atf_test_case other_file_system
other_file_system_head()
{
	atf_set "descr" "-x stays on one"
}
other_file_system_body()
{
	mkdir -p d/m
	mount -t tmpfs tmpfs d/m || atf_fail "cannot mount"
	: > d/m/f
	: > d/g
	rm -rx d 2> err
	ls d/m d > left
	umount d/m
	grep -q '^f$' left || atf_fail "it crossed over"
	grep -q '^g$' left && atf_fail "g is there"
	true
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: rm' rm
	atf_check -s exit:1 -e match:'^usage: rm' rm -Q f
	atf_check -s exit:1 -e match:'No such file' rm ''
}

atf_init_test_cases()
{
	atf_add_test_case files
	atf_add_test_case trees
	atf_add_test_case deep
	atf_add_test_case long_paths
	atf_add_test_case swapped
	atf_add_test_case directory
	atf_add_test_case force
	atf_add_test_case interactive
	atf_add_test_case override
	atf_add_test_case forbidden
	atf_add_test_case verbose
	atf_add_test_case refused
	atf_add_test_case other_file_system
	atf_add_test_case usage
}
