# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# chown and chgrp change owner and group.

atf_test_case names
names_head()
{
	atf_set "descr" "owner, group and both, by name and by number"
}
names_body()
{
	: > f
	atf_check chown nobody f
	atf_check -o inline:"$(id -u nobody)\\n" stat -f %u f
	atf_check chown 1:2 f
	atf_check -o inline:'1 2\n' stat -f '%u %g' f
	atf_check chown :wheel f
	atf_check -o inline:'1 0\n' stat -f '%u %g' f
	atf_check chown root f
	atf_check -o inline:'0 0\n' stat -f '%u %g' f
	atf_check chown 3: f
	atf_check -o inline:'3 0\n' stat -f '%u %g' f
	atf_check chgrp 5 f
	atf_check -o inline:'3 5\n' stat -f '%u %g' f
	atf_check chgrp wheel f
	atf_check -o inline:'3 0\n' stat -f '%u %g' f
}

atf_test_case links
links_head()
{
	atf_set "descr" "a link is followed, but with -h"
}
links_body()
{
	: > f
	ln -s f l
	ln -s nowhere n
	atf_check chown 1 l
	atf_check -o inline:'1\n0\n' sh -c 'stat -f %u f; stat -f %u l'
	atf_check chown -h 2 l n
	atf_check -o inline:'1\n2\n2\n' sh -c 'stat -f %u f; stat -f %u l n'
	atf_check -s exit:1 -e match:'^chown: n: No such file' chown 1 n
}

atf_test_case tree
tree_head()
{
	atf_set "descr" "-R with -H, -L and -P"
}
tree_body()
{
	mkdir -p d/e out
	: > d/e/f; : > out/g
	ln -s ../out d/l
	atf_check chown -R 1:1 d
	atf_check -o inline:'1 1\n1 1\n1 1\n1 1\n0 0\n0 0\n' \
	    stat -f '%u %g' d d/e d/e/f d/l out out/g
	atf_check chown -RL 2 d
	atf_check -o inline:'2\n2\n2\n' stat -f %u d/e/f out out/g
	ln -s d ld
	atf_check chown -RH 3 ld
	atf_check -o inline:'3\n3\n2\n' stat -f %u d d/e/f out/g
}

atf_test_case setid
setid_head()
{
	atf_set "descr" "a change by an ordinary user takes the set-id bits away"
	atf_set "require.user" "unprivileged"
}
setid_body()
{
	: > f
	chmod 6755 f
	atf_check chgrp "$(id -g)" f
	atf_check -o match:'^0?755$' stat -f %Mp%Lp f
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "-v says what was changed"
}
verbose_body()
{
	mkdir d
	: > d/f
	atf_check -o inline:'d/f\nd\n' chown -Rv 1 d
	atf_check -s exit:1 -e match:'stdout' sh -c 'chown -v 1 d > /dev/full'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "unknown names, missing files"
}
errors_body()
{
	: > f
	atf_check -s exit:1 -e inline:'chown: nosuch: no such user\n' chown nosuch f
	atf_check -s exit:1 -e inline:'chown: nosuch: no such group\n' chown :nosuch f
	atf_check -s exit:1 -e inline:'chgrp: nosuch: no such group\n' chgrp nosuch f
	atf_check -s exit:1 -e match:'no such user' chown 99999999999 f
	atf_check -s exit:1 -e match:'no such user' chown -- -1 f
	atf_check -s exit:1 -e match:'nope: No such file' chown 1 nope f
	atf_check -o inline:'1\n' stat -f %u f
	atf_check -s exit:1 -e match:'^usage: chown' chown 1
	atf_check -s exit:1 -e match:'^usage: chgrp' chgrp 1
	atf_check -s exit:1 -e match:'^usage: chown' chown -Q 1 f
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "an ordinary user cannot give files away"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	: > f
	atf_check -s exit:1 -e inline:'chown: f: Operation not permitted\n' chown 0 f
	atf_check chown -f 0 f
	atf_check -s exit:1 -e inline:'chgrp: f: Operation not permitted\n' chgrp 0 f
	atf_check chgrp "$(id -g)" f
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
	atf_check chown -R 7:9 xx
	atf_check -o match:'^600 755 7:9 ' $(atf_get_srcdir)/../bin/h_deep show xx
	rm -r xx
}

atf_init_test_cases()
{
	atf_add_test_case names
	atf_add_test_case links
	atf_add_test_case tree
	atf_add_test_case setid
	atf_add_test_case verbose
	atf_add_test_case errors
	atf_add_test_case refused
	atf_add_test_case long_paths
}
