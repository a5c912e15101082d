# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# cp copies files and trees.

atf_test_case file
file_head()
{
	atf_set "descr" "a file becomes another, with its mode less the umask"
}
file_body()
{
	umask 022
	printf 'a\0b' > f
	chmod 777 f
	atf_check cp f g
	atf_check cmp f g
	atf_check -o inline:'755\n' stat -f %Lp g
	umask 077
	atf_check cp f h
	atf_check -o inline:'700\n' stat -f %Lp h
}

atf_test_case overwrite
overwrite_head()
{
	atf_set "descr" "what is there keeps its mode and inode"
}
overwrite_body()
{
	echo new > f
	echo older > g
	chmod 600 g
	ino=$(stat -f %i g)
	atf_check cp f g
	atf_check -o inline:'new\n' cat g
	atf_check -o inline:"600 $ino\\n" stat -f '%Lp %i' g
}

atf_test_case into_directory
into_directory_head()
{
	atf_set "descr" "several files go into a directory"
}
into_directory_body()
{
	echo 1 > a
	echo 2 > 'b c'
	mkdir d
	atf_check cp a 'b c' d
	atf_check -o inline:'1\n2\n' cat d/a 'd/b c'
	atf_check cp a d/
	atf_check -s exit:1 -e inline:'cp: x: not a directory\n' cp a 'b c' x
	atf_check -s exit:1 -e match:'not a directory' cp a 'b c' a
}

atf_test_case tree
tree_head()
{
	atf_set "descr" "-R copies all there is"
}
tree_body()
{
	mkdir -p s/t/u
	echo 1 > s/1
	echo 2 > s/t/2
	: > s/t/u/e
	ln -s t/2 s/l
	ln -s nowhere s/dangling
	mkfifo s/p
	atf_check cp -R s new
	atf_check cmp s/1 new/1
	atf_check -o inline:'t/2\n' readlink new/l
	atf_check -o inline:'nowhere\n' readlink new/dangling
	[ -p new/p ] || atf_fail "the FIFO is not there"
	[ -f new/t/u/e ] || atf_fail "the empty file is not there"
	mkdir into
	atf_check cp -R s into
	[ -f into/s/t/2 ] || atf_fail "not copied below the directory"
	atf_check cp -R s/. into
	[ -f into/t/2 ] || atf_fail "s/. did not copy what is in s"
	atf_check cp -R s/ into
}

atf_test_case tree_follow
tree_follow_head()
{
	atf_set "descr" "-H, -L and -P"
}
tree_follow_body()
{
	mkdir s
	echo f > f
	ln -s ../f s/l
	ln -s s ls
	atf_check cp -RP ls p
	[ -L p ] || atf_fail "-P: not a link"
	atf_check cp -R ls d
	[ -L d ] || atf_fail "-R alone: not a link"
	atf_check cp -RH ls h
	[ -d h -a ! -L h -a -L h/l ] || atf_fail "-H: not a directory with a link"
	atf_check cp -RL s L
	[ -f L/l -a ! -L L/l ] || atf_fail "-L: not a file"
	atf_check cp s/l x
	[ -f x -a ! -L x ] || atf_fail "without -R a link is followed"
	atf_check cp -P s/l y
	[ -L y ] || atf_fail "-P: not a link"
}

atf_test_case dangling
dangling_head()
{
	atf_set "descr" "a link that leads nowhere cannot be copied as a file"
}
dangling_body()
{
	ln -s nowhere l
	atf_check -s exit:1 -e inline:'cp: l: No such file or directory\n' cp l f
	[ -e f -o -L f ] && atf_fail "something was made"
	atf_check cp -R l f
	[ -L f ] || atf_fail "-R: not a link"
}

atf_test_case preserve
preserve_head()
{
	atf_set "descr" "-p keeps times, mode and owner"
}
preserve_body()
{
	echo x > f
	chmod 4751 f
	touch -t 200001020304.05 f
	atf_check cp -p f g
	atf_check -o inline:"$(stat -f '%m %Mp%Lp %u %g' f)\\n" \
	    stat -f '%m %Mp%Lp %u %g' g
	mkdir d
	: > d/x
	chmod 555 d
	touch -t 200001020304.05 d
	atf_check cp -Rp d e
	atf_check -o inline:"$(stat -f '%m %Lp' d)\\n" stat -f '%m %Lp' e
}

atf_test_case archive
archive_head()
{
	atf_set "descr" "-a is -RpP"
}
archive_body()
{
	mkdir s
	ln -s x s/l
	: > s/f
	touch -t 199901010000 s/f
	atf_check cp -a s t
	[ -L t/l ] || atf_fail "no link"
	atf_check -o inline:"$(stat -f %m s/f)\\n" stat -f %m t/f
}

atf_test_case no_clobber
no_clobber_head()
{
	atf_set "descr" "-n leaves what is there"
}
no_clobber_body()
{
	echo new > f
	echo old > g
	atf_check cp -n f g
	atf_check -o inline:'old\n' cat g
}

atf_test_case interactive
interactive_head()
{
	atf_set "descr" "-i asks"
}
interactive_body()
{
	echo new > f
	echo old > g
	echo n | atf_check -s exit:1 -e inline:'overwrite g? not overwritten\n' \
	    cp -i f g
	atf_check -o inline:'old\n' cat g
	atf_check -s exit:1 -e match:'not overwritten' cp -i f g < /dev/null
	echo y | atf_check -e inline:'overwrite g? ' cp -i f g
	atf_check -o inline:'new\n' cat g
}

atf_test_case force
force_head()
{
	atf_set "descr" "-f removes what cannot be opened"
	atf_set "require.user" "unprivileged"
}
force_body()
{
	echo new > f
	echo old > g
	chmod 400 g
	atf_check -s exit:1 -e inline:'cp: g: Permission denied\n' cp f g
	atf_check cp -f f g
	atf_check -o inline:'new\n' cat g
}

atf_test_case links
links_head()
{
	atf_set "descr" "-l and -s make links"
}
links_body()
{
	echo x > f
	atf_check cp -l f g
	[ f -ef g ] || [ "$(stat -f %i f)" = "$(stat -f %i g)" ] ||
	    atf_fail "-l: not the same file"
	atf_check cp -s f h
	atf_check -o inline:'f\n' readlink h
	atf_check -s exit:1 -e match:'exclude' cp -ls f i
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what is copied where"
}
verbose_body()
{
	mkdir s
	: > s/f
	atf_check -o inline:'s -> t\ns/f -> t/f\n' cp -Rv s t
	atf_check -s exit:1 -e match:'stdout' sh -c 'cp -v s/f x > /dev/full'
}

atf_test_case directory
directory_head()
{
	atf_set "descr" "without -R a directory is refused"
}
directory_body()
{
	mkdir d into
	: > f
	atf_check -s exit:1 -e inline:'cp: d is a directory (not copied)\n' cp d e
	atf_check -s exit:1 -e match:'d is a directory' cp f d into
}

atf_test_case directory_middle
directory_middle_head()
{
	atf_set "descr" "other operands are copied all the same"
}
directory_middle_body()
{
	mkdir d into
	echo x > f
	atf_check -s exit:1 -e match:'d is a directory' cp d f into
	atf_check -o inline:'x\n' cat into/f
}

atf_test_case itself
itself_head()
{
	atf_set "descr" "a file is not copied to itself, a tree not into itself"
}
itself_body()
{
	echo x > f
	ln f g
	atf_check -s exit:1 -e inline:'cp: f and f are identical (not copied)\n' \
	    cp f f
	atf_check -s exit:1 -e match:'identical' cp f g
	atf_check -o inline:'x\n' cat f
	mkdir -p d/e
	: > d/f
	atf_check -s exit:1 \
	    -e inline:'cp: d/e/d: a directory cannot be copied into itself\n' \
	    cp -R d d/e
	[ -f d/e/d/f ] || atf_fail "the rest was not copied"
	[ -e d/e/d/e/d/e ] && atf_fail "it ran in circles"
	atf_check -s exit:1 -e match:'into itself' cp -R d d/new
}

atf_test_case kinds
kinds_head()
{
	atf_set "descr" "a directory does not replace a file, nor a file a directory"
}
kinds_body()
{
	mkdir d e
	: > f
	: > e/d
	atf_check -s exit:1 -e inline:'cp: f: Not a directory\n' cp -R d f
	mkdir d/f
	atf_check -s exit:1 -e inline:'cp: d/f: Is a directory\n' cp f d
	atf_check -s exit:1 -e match:'Not a directory' cp -R d e
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing and unwritable"
}
errors_body()
{
	: > f
	atf_check -s exit:1 -e inline:'cp: nope: No such file or directory\n' \
	    cp nope f
	atf_check -s exit:1 -e inline:'cp: no/g: No such file or directory\n' \
	    cp f no/g
	atf_check -s exit:1 -e match:'^usage: cp' cp f
	atf_check -s exit:1 -e match:'^usage: cp' cp
	atf_check -s exit:1 -e match:'^usage: cp' cp -Q f g
}

atf_test_case full
full_head()
{
	atf_set "descr" "a target without room is an error"
}
full_body()
{
	echo x > f
	atf_check -s exit:1 -e inline:'cp: /dev/full: No space left on device\n' \
	    cp f /dev/full
	mkdir m
	mount -t tmpfs -o size=64k tmpfs m || atf_fail "cannot mount"
	dd if=/dev/zero of=big bs=1k count=200 status=none
	atf_check -s exit:1 -e inline:'cp: m/big: No space left on device\n' \
	    cp big m
	umount m
}

atf_test_case unreadable
unreadable_head()
{
	atf_set "descr" "a source that cannot be read"
	atf_set "require.user" "unprivileged"
}
unreadable_body()
{
	echo x > f
	chmod 0 f
	atf_check -s exit:1 -e inline:'cp: f: Permission denied\n' cp f g
	mkdir -p d/e
	: > d/e/f
	: > d/z
	chmod 0 d/e
	atf_check -s exit:1 -e match:'d/e: Permission denied' cp -R d new
	[ -f new/z ] || atf_fail "the rest was not copied"
	chmod 700 d/e
	[ -d new/e ] && chmod 700 new/e
	true
}

atf_test_case names
names_head()
{
	atf_set "descr" "odd names of files"
}
names_body()
{
	echo 1 > ./-p
	echo 2 > '
	'
	mkdir d
	atf_check cp -- -p '
	' d
	atf_check -o inline:'1\n2\n' cat d/-p 'd/
	'
}

atf_test_case empty_and_sparse
empty_and_sparse_head()
{
	atf_set "descr" "an empty file, and one with a hole"
}
empty_and_sparse_body()
{
	: > e
	atf_check cp e e2
	[ -f e2 -a ! -s e2 ] || atf_fail "not empty"
	dd if=/dev/null of=hole bs=1k seek=300 status=none
	echo end >> hole
	atf_check cp hole h2
	atf_check cmp hole h2
}

atf_test_case special
special_head()
{
	atf_set "descr" "without -R what a device gives is copied"
}
special_body()
{
	atf_check cp /dev/null n
	[ -f n ] || atf_fail "not a regular file"
}

atf_test_case long_paths
long_paths_head()
{
	atf_set "descr" "trees deeper than PATH_MAX, with few descriptors"
}
long_paths_body()
{
	h=$(atf_get_srcdir)/h_deep
	$h make 600
	mkdir d
	ulimit -n 32
	atf_check cp -Rp xx yy
	atf_check cp -R xx d
	atf_check -o inline:"$($h show xx)\n" $h show yy
	atf_check -o inline:"$($h show xx)\n" $h show d/xx
	atf_check -o match:'^600 .*needle' $h show yy
	rm -r xx yy d
}

atf_init_test_cases()
{
	atf_add_test_case file
	atf_add_test_case overwrite
	atf_add_test_case into_directory
	atf_add_test_case tree
	atf_add_test_case tree_follow
	atf_add_test_case dangling
	atf_add_test_case preserve
	atf_add_test_case archive
	atf_add_test_case no_clobber
	atf_add_test_case interactive
	atf_add_test_case force
	atf_add_test_case links
	atf_add_test_case verbose
	atf_add_test_case directory
	atf_add_test_case directory_middle
	atf_add_test_case itself
	atf_add_test_case kinds
	atf_add_test_case errors
	atf_add_test_case full
	atf_add_test_case unreadable
	atf_add_test_case names
	atf_add_test_case empty_and_sparse
	atf_add_test_case special
	atf_add_test_case long_paths
}
