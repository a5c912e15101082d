# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# pwd prints the working directory.

atf_test_case names
names_head()
{
	atf_set "descr" "-L and -P"
}
names_body()
{
	mkdir -p a/b
	ln -s a/b l
	here=$(pwd -P)
	cd l || atf_fail "cd"
	atf_check -o inline:"$here/l\\n" env PWD="$here/l" /bin/pwd
	atf_check -o inline:"$here/l\\n" env PWD="$here/l" /bin/pwd -P -L
	atf_check -o inline:"$here/a/b\\n" env PWD="$here/l" /bin/pwd -P
}

atf_test_case false_PWD
false_PWD_head()
{
	atf_set "descr" "a PWD that does not name the directory is not believed"
}
false_PWD_body()
{
	here=$(pwd -P)
	for p in /nonsense /etc . "$here/." "$here/../${here##*/}" ''; do
		atf_check -o inline:"$here\\n" env PWD="$p" /bin/pwd
	done
	atf_check -o inline:"$here\\n" env -u PWD /bin/pwd
}

atf_test_case root
root_head()
{
	atf_set "descr" "the root, and a deep directory"
}
root_body()
{
	cd / && atf_check -o inline:'/\n' /bin/pwd -P
	cd "$OLDPWD"
	n=$(printf '%0200d' 0)
	mkdir -p $n/$n/$n/$n
	here=$(pwd -P)
	cd $n/$n/$n/$n
	atf_check -o inline:"$here/$n/$n/$n/$n\\n" /bin/pwd -P
}

atf_test_case removed
removed_head()
{
	atf_set "descr" "a directory that was removed"
}
removed_body()
{
	mkdir d
	cd d
	rmdir ../d
	atf_check -s exit:1 -e match:'^pwd: ' /bin/pwd -P
}

atf_test_case long_paths cleanup
long_paths_head()
{
	atf_set "descr" "a directory deeper than PATH_MAX, across a mount"
}
long_paths_body()
{
	h=$(atf_get_srcdir)/h_deep
	mkdir -p m/n
	mount -t tmpfs tmpfs m/n || atf_fail "cannot mount"
	here=$(pwd -P)
	cd m/n
	$h make 600
	ulimit -n 32
	atf_check -o save:$here/out $h run xx /bin/pwd -P
	[ "$(cat $here/out)" = "$here/m/n$(yes /xx | head -n 600 | tr -d '\n')" ] ||
	    atf_fail "$(cat $here/out)"
}
long_paths_cleanup()
{
	umount m/n
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: pwd' /bin/pwd -Q
	atf_check -s exit:1 -e match:'^usage: pwd' /bin/pwd x
	atf_check -s exit:1 -e match:'stdout' sh -c '/bin/pwd > /dev/full'
}

atf_init_test_cases()
{
	atf_add_test_case names
	atf_add_test_case false_PWD
	atf_add_test_case root
	atf_add_test_case removed
	atf_add_test_case long_paths
	atf_add_test_case usage
}
