# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# ln makes links.

atf_test_case hard
hard_head()
{
	atf_set "descr" "a second name of the same file"
}
hard_body()
{
	echo x > f
	atf_check ln f g
	atf_check -o inline:'2\n' stat -f %l f
	[ "$(stat -f %i f)" = "$(stat -f %i g)" ] || atf_fail "another file"
	mkdir d
	atf_check ln f g d
	atf_check ln d/f ./h
	atf_check -o inline:'5\n' stat -f %l f
	(cd d && atf_check ln ../h)
	[ -f d/h ] || atf_fail "one operand: no link here"
}

atf_test_case symbolic
symbolic_head()
{
	atf_set "descr" "-s makes links to anything"
}
symbolic_body()
{
	atf_check ln -s nowhere l
	atf_check -o inline:'nowhere\n' readlink l
	mkdir d
	atf_check ln -s ../x ../y/z d
	atf_check -o inline:'../x\n../z\n' sh -c 'readlink d/x; echo ../z'
	atf_check -o inline:'../y/z\n' readlink d/z
	atf_check ln -s 'a b' '
	'
	atf_check -o inline:'a b\n' readlink '
	'
	atf_check ln -s -- -x -y
	atf_check -o inline:'-x\n' readlink ./-y
}

atf_test_case exists
exists_head()
{
	atf_set "descr" "what is there stays, but with -f"
}
exists_body()
{
	echo f > f
	echo g > g
	atf_check -s exit:1 -e inline:'ln: g: File exists\n' ln f g
	atf_check -s exit:1 -e inline:'ln: g: File exists\n' ln -s f g
	atf_check -o inline:'g\n' cat g
	atf_check ln -f f g
	atf_check -o inline:'f\n' cat g
	atf_check ln -sf f g
	atf_check -o inline:'f\n' readlink g
}

atf_test_case interactive
interactive_head()
{
	atf_set "descr" "-i asks"
}
interactive_body()
{
	echo f > f
	echo g > g
	echo n | atf_check -s exit:1 -e match:'^replace g\? not replaced$' ln -i f g
	atf_check -o inline:'g\n' cat g
	echo y | atf_check -e inline:'replace g? ' ln -i f g
	atf_check -o inline:'f\n' cat g
}

atf_test_case itself
itself_head()
{
	atf_set "descr" "a file is not removed for a link to itself"
}
itself_body()
{
	echo x > f
	atf_check -s exit:1 -e match:'same directory entry' ln -f f f
	atf_check -s exit:1 -e match:'same directory entry' ln -f f ./f
	atf_check -o inline:'x\n' cat f
	ln f g
	atf_check ln -f f g
	atf_check -o inline:'x\n' cat g
}

atf_test_case follow
follow_head()
{
	atf_set "descr" "-L and -P tell what a link to a link is"
}
follow_body()
{
	echo x > f
	ln -s f l
	atf_check ln -L l a
	[ -L a ] && atf_fail "-L: a symbolic link"
	atf_check ln -P l b
	[ -L b ] || atf_fail "-P: not a symbolic link"
}

atf_test_case into_link
into_link_head()
{
	atf_set "descr" "a target that is a link to a directory"
}
into_link_body()
{
	mkdir d
	ln -s d l
	: > f
	atf_check ln -s x l
	[ -L d/x ] || atf_fail "not in the directory"
	atf_check ln -sfh y l
	atf_check -o inline:'y\n' readlink l
	ln -sfn d l
	atf_check -o inline:'d\n' readlink l
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what was linked"
}
verbose_body()
{
	: > f
	atf_check -o inline:'g => f\n' ln -v f g
	atf_check -o inline:'h -> f\n' ln -sv f h
	atf_check -s exit:1 -e match:'stdout' sh -c 'ln -v f i > /dev/full'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "directories, missing files, wrong usage"
}
errors_body()
{
	mkdir d
	: > f
	: > g
	atf_check -s exit:1 -e inline:'ln: d: Is a directory\n' ln d e
	atf_check -s exit:1 -e inline:'ln: nope: No such file or directory\n' \
	    ln nope e
	atf_check -s exit:1 -e inline:'ln: no/e: No such file or directory\n' \
	    ln f no/e
	atf_check -s exit:1 -e inline:'ln: g: not a directory\n' ln f f g
	atf_check -s exit:1 -e match:'nope' ln nope f d
	[ -f d/f ] || atf_fail "the second operand was not linked"
	atf_check -s exit:1 -e match:'^usage: ln' ln
	atf_check -s exit:1 -e match:'^usage: ln' ln -Q f h
}

atf_test_case across
across_head()
{
	atf_set "descr" "a hard link to another file system"
}
across_body()
{
	: > f
	mkdir m
	mount -t tmpfs tmpfs m || atf_fail "cannot mount"
	ln f m/g 2> err
	st=$?
	umount m
	[ $st -eq 1 ] || atf_fail "status $st"
	grep -q 'Cross-device link' err || atf_fail "$(cat err)"
}

atf_init_test_cases()
{
	atf_add_test_case hard
	atf_add_test_case symbolic
	atf_add_test_case exists
	atf_add_test_case interactive
	atf_add_test_case itself
	atf_add_test_case follow
	atf_add_test_case into_link
	atf_add_test_case verbose
	atf_add_test_case errors
	atf_add_test_case across
}
