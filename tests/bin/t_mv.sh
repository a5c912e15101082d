# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# mv moves files and trees.

atf_test_case rename
rename_head()
{
	atf_set "descr" "a new name"
}
rename_body()
{
	echo x > f
	ino=$(stat -f %i f)
	atf_check mv f g
	[ -e f ] && atf_fail "f is still there"
	[ "$(stat -f %i g)" = $ino ] || atf_fail "it was copied"
	mkdir d
	atf_check mv d e
	[ -d e ] || atf_fail "no e"
	echo y > h
	atf_check mv h g
	atf_check -o inline:'y\n' cat g
}

atf_test_case into_directory
into_directory_head()
{
	atf_set "descr" "files and trees go into a directory"
}
into_directory_body()
{
	echo 1 > a
	echo 2 > 'b c'
	mkdir d e
	atf_check mv a 'b c' e/ d
	atf_check -o inline:'1\n2\n' cat d/a 'd/b c'
	[ -d d/e ] || atf_fail "no d/e"
	echo 3 > ./-f
	atf_check mv -- -f d
	atf_check -o inline:'3\n' cat d/-f
	: > x
	: > y
	atf_check -s exit:1 -e inline:'mv: y: not a directory\n' mv x d/a y
}

atf_test_case interactive
interactive_head()
{
	atf_set "descr" "-i asks, -n keeps, -f does neither"
}
interactive_body()
{
	echo 1 > a
	echo 2 > b
	echo n | atf_check -e inline:'overwrite b? not overwritten\n' mv -i a b
	atf_check -e match:'not overwritten' mv -i a b < /dev/null
	atf_check mv -n a b
	atf_check -o inline:'1\n2\n' cat a b
	echo y | atf_check -e inline:'overwrite b? ' mv -i a b
	atf_check -o inline:'1\n' cat b
	echo 3 > a
	atf_check mv -i -f a b
	atf_check -o inline:'3\n' cat b
}

atf_test_case links
links_head()
{
	atf_set "descr" "a link is moved itself; -h replaces a link to a directory"
}
links_body()
{
	mkdir d
	ln -s d l
	ln -s nowhere n
	atf_check mv n m
	atf_check -o inline:'nowhere\n' readlink m
	atf_check mv m l
	[ -L d/m ] || atf_fail "not in the directory"
	ln -s other o
	atf_check mv -h o l
	atf_check -o inline:'other\n' readlink l
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what was moved"
}
verbose_body()
{
	: > a
	atf_check -o inline:'a -> b\n' mv -v a b
	mkdir d
	atf_check -o inline:'b -> d/b\n' mv -v b d
	atf_check -s exit:1 -e match:'stdout' sh -c 'mv -v d/b c > /dev/full'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what cannot be moved stays"
}
errors_body()
{
	: > f
	mkdir -p d/e
	: > d/x
	atf_check -s exit:1 -e inline:'mv: nope: No such file or directory\n' \
	    mv nope x
	atf_check -s exit:1 -e match:'^mv: rename f to no/g: No such file' mv f no/g
	[ -f f ] || atf_fail "f is gone"
	atf_check -s exit:1 -e match:'Invalid argument' mv d d/e
	[ -d d/e ] || atf_fail "d is gone"
	mkdir g g/f
	atf_check -s exit:1 -e match:'Is a directory' mv f g
	mkdir h h/d
	: > h/d/y
	atf_check -s exit:1 -e match:'Directory not empty' mv d h
	atf_check -s exit:1 -e match:'nope' mv nope f h
	[ -f h/f ] || atf_fail "the second operand was not moved"
	atf_check -s exit:1 -e match:'^usage: mv' mv f
	atf_check -s exit:1 -e match:'^usage: mv' mv -Q f g
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
	: > d/f
	chmod 555 d
	atf_check -s exit:1 -e match:'Permission denied' mv d/f g
	[ -f d/f ] || atf_fail "d/f is gone"
	chmod 755 d
}

atf_test_case across
across_head()
{
	atf_set "descr" "to another file system trees are copied with all they have"
}
across_body()
{
	mkdir -p m s/t
	mount -t tmpfs tmpfs m || atf_fail "cannot mount"
	echo 1 > s/t/f
	ln -s t/f s/l
	chmod 4750 s/t/f
	touch -t 200001020304 s/t/f
	was=$(stat -f '%m %Mp%Lp %u' s/t/f)
	echo 2 > f
	mkfifo p
	ln -s nowhere l
	mv s f p l m
	st=$?
	now=$(stat -f '%m %Mp%Lp %u' m/s/t/f)
	link=$(readlink m/s/l)
	text=$(cat m/s/t/f m/f)
	ls s f p l > left 2> /dev/null
	[ -p m/p ] && fifo=yes
	[ -L m/l ] && sym=yes
	mv m/f back
	rm -rf m/s
	umount m
	[ $st -eq 0 ] || atf_fail "status $st"
	[ "$was" = "$now" ] || atf_fail "$was became $now"
	[ "$link" = t/f ] || atf_fail "the link: $link"
	[ "$text" = "$(printf '1\n2')" ] || atf_fail "text: $text"
	[ "$fifo$sym" = yesyes ] || atf_fail "special files"
	[ -s left ] && atf_fail "left: $(cat left)"
	atf_check -o inline:'2\n' cat back
}

atf_test_case across_full
across_full_head()
{
	atf_set "descr" "when there is no room the source stays"
}
across_full_body()
{
	mkdir m
	mount -t tmpfs -o size=64k tmpfs m || atf_fail "cannot mount"
	dd if=/dev/zero of=f bs=1k count=200 status=none
	mv f m 2> err
	st=$?
	there=$(ls m)
	umount m
	[ $st -eq 1 ] || atf_fail "status $st"
	grep -q 'No space left' err || atf_fail "$(cat err)"
	[ "$(stat -f %z f)" -eq 204800 ] || atf_fail "the source is damaged"
	[ -z "$there" ] || atf_fail "a part is left: $there"
}

atf_test_case long_paths cleanup
long_paths_head()
{
	atf_set "descr" "a tree deeper than PATH_MAX moves to another file system"
}
long_paths_body()
{
	h=$(atf_get_srcdir)/h_deep
	mkdir m
	mount -t tmpfs tmpfs m || atf_fail "cannot mount"
	$h make 600
	ulimit -n 32
	atf_check mv xx m
	[ -e xx ] && atf_fail "xx is there"
	atf_check -o match:'^600 .*needle' $h show m/xx
	atf_check mv m/xx yy
	atf_check -o match:'^600 .*needle' $h show yy
	rm -r yy
}
long_paths_cleanup()
{
	umount m
}

atf_init_test_cases()
{
	atf_add_test_case rename
	atf_add_test_case into_directory
	atf_add_test_case interactive
	atf_add_test_case links
	atf_add_test_case verbose
	atf_add_test_case errors
	atf_add_test_case refused
	atf_add_test_case across
	atf_add_test_case across_full
	atf_add_test_case long_paths
}
