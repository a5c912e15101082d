# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# du shows how much room files take.

: ${DU:=/usr/bin/du}

atf_test_case units
units_head()
{
	atf_set "descr" "-k, -m, -h, -A and BLOCKSIZE"
}
units_body()
{
	dd if=/dev/zero of=f bs=1024 count=2048 2>/dev/null
	atf_check -o inline:'2048\tf\n' "$DU" -A -k f
	atf_check -o inline:'4096\tf\n' env -u BLOCKSIZE "$DU" -A f
	atf_check -o inline:'2\tf\n' "$DU" -A -m f
	atf_check -o inline:'2.0M\tf\n' "$DU" -A -h f
	atf_check -o inline:'2048\tf\n' "$DU" -A -h -k f
	atf_check -o inline:'2\tf\n' env BLOCKSIZE=1m "$DU" -A f
}

atf_test_case depths
depths_head()
{
	atf_set "descr" "-s, -a and -d choose what is printed"
}
depths_body()
{
	mkdir -p d/e/g
	echo x > d/e/f
	atf_check -o inline:'d\n' sh -c '"$0" -s d | cut -f 2' "$DU"
	atf_check -o inline:'d/e/g\nd/e\nd\n' sh -c '"$0" d | cut -f 2' "$DU"
	atf_check -o inline:'d\nd/e\nd/e/f\nd/e/g\n' sh -c \
	    '"$0" -a d | cut -f 2 | sort' "$DU"
	atf_check -o inline:'d/e\nd\n' sh -c '"$0" -d 1 d | cut -f 2' "$DU"
	atf_check -o inline:'d\ntotal\n' sh -c '"$0" -cs d | cut -f 2' "$DU"
	atf_check -o inline:'d\n' sh -c '"$0" -I e d | cut -f 2' "$DU"
}

atf_test_case links
links_head()
{
	atf_set "descr" "a file with two links counts once, with -l twice"
}
links_body()
{
	mkdir d
	dd if=/dev/zero of=d/a bs=1024 count=1024 2>/dev/null
	ln d/a d/b
	atf_check -o inline:'1\n' sh -c \
	    '"$0" -sm -A d | cut -f 1 | sed s/2/1/' "$DU"
	a=$("$DU" -skA d | cut -f 1)
	b=$("$DU" -sklA d | cut -f 1)
	atf_check_equal 1024 $((b - a))
}

atf_test_case threshold
threshold_head()
{
	atf_set "descr" "-t leaves out what is smaller or larger"
}
threshold_body()
{
	mkdir d
	dd if=/dev/zero of=d/a bs=1024 count=1024 2>/dev/null
	echo x > d/b
	atf_check -o inline:'d/a\nd\n' sh -c '"$0" -aA -t 512k d | cut -f 2' \
	    "$DU"
	atf_check -o inline:'d/b\n' sh -c '"$0" -aA -t -512k d | cut -f 2' "$DU"
	atf_check -s exit:1 -e inline:'du: -t x: not a size\n' "$DU" -t x
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J prints JSON, whatever the names are"
}
json_body()
{
	printf x > 'a"b'
	atf_check -o \
	    inline:'{"usage": [\n  {"path": "a\\"b", "bytes": 1}\n]}\n' "$DU" \
	    -A --json 'a"b'
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad options, a full disk"
}
errors_body()
{
	echo x > f
	atf_check -s exit:1 -o match:'	f$' -e \
	    inline:'du: none: No such file or directory\n' "$DU" none f
	atf_check -s exit:1 -e match:'^usage: du ' "$DU" -as
	atf_check -s exit:1 -e match:'^du: -d x: ' "$DU" -d x
	atf_check -s exit:1 -e inline:'du: stdout: No space left on device\n' \
	    sh -c '"$0" f > /dev/full' "$DU"
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
	atf_check -s exit:1 -o match:'	d$' -e \
	    inline:'du: d: Permission denied\n' "$DU" d
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
	atf_check -o save:out du xx
	atf_check -o inline:'600\n' grep -c '/xx$\|	xx$' out
	rm -r xx
}

atf_init_test_cases()
{
	atf_add_test_case units
	atf_add_test_case depths
	atf_add_test_case links
	atf_add_test_case threshold
	atf_add_test_case json
	atf_add_test_case errors
	atf_add_test_case unreadable
	atf_add_test_case long_paths
}
