# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sort puts lines in order.

: ${SORT:=/usr/bin/sort}

atf_test_case plain
plain_head()
{
	atf_set "descr" "lines are ordered by their bytes"
}
plain_body()
{
	printf 'b\na\nC\n' > f
	atf_check -s exit:0 -o inline:'C\na\nb\n' -e empty "$SORT" f
	atf_check -s exit:0 -o inline:'b\na\nC\n' -e empty "$SORT" -r f
	atf_check -s exit:0 -o inline:'a\nb\nC\n' -e empty "$SORT" -f f
}

atf_test_case numbers
numbers_head()
{
	atf_set "descr" "-n compares numbers of any length"
}
numbers_body()
{
	printf '10\n9\n-2\n1.5\n1.25\nx\n100000000000000000000000\n' > f
	atf_check -s exit:0 -e empty \
	    -o inline:'-2\nx\n1.25\n1.5\n9\n10\n100000000000000000000000\n' \
	    "$SORT" -n f
}

atf_test_case keys
keys_head()
{
	atf_set "descr" "-k and -t choose what is compared"
}
keys_body()
{
	printf 'a:3:x\nb:10:y\nc:2:x\n' > f
	atf_check -s exit:0 -o inline:'c:2:x\na:3:x\nb:10:y\n' -e empty \
	    "$SORT" -t: -k2,2n f
	atf_check -s exit:0 -o inline:'b:10:y\nc:2:x\na:3:x\n' -e empty \
	    "$SORT" -t: -k3,3r -k1,1r f
}

atf_test_case stable
stable_head()
{
	atf_set "descr" "-s keeps equal lines in their order"
}
stable_body()
{
	printf '1 b\n1 a\n0 c\n' > f
	atf_check -s exit:0 -o inline:'0 c\n1 b\n1 a\n' -e empty \
	    "$SORT" -s -k1,1 f
	atf_check -s exit:0 -o inline:'0 c\n1 a\n1 b\n' -e empty "$SORT" -k1,1 f
}

atf_test_case unique
unique_head()
{
	atf_set "descr" "-u writes the first of equal keys"
}
unique_body()
{
	printf '1 b\n1 a\n0 c\n' > f
	atf_check -s exit:0 -o inline:'0 c\n1 b\n' -e empty "$SORT" -u -k1,1 f
}

atf_test_case check
check_head()
{
	atf_set "descr" "-c and -C tell whether a file is in order"
}
check_body()
{
	printf 'a\nc\nb\n' > f
	atf_check -s exit:1 -o empty -e inline:'sort: f:3: disorder: b\n' \
	    "$SORT" -c f
	atf_check -s exit:1 -o empty -e empty "$SORT" -C f
	atf_check -s exit:0 -o empty -e empty "$SORT" -c /dev/null
}

atf_test_case merge
merge_head()
{
	atf_set "descr" "-m merges files that are in order, also onto one of them"
}
merge_body()
{
	printf 'a\nc\n' > f
	printf 'b\nd\n' > g
	atf_check -s exit:0 -o inline:'a\nb\nc\nd\n' -e empty "$SORT" -m f g
	atf_check -s exit:0 -o empty -e empty "$SORT" -m -o f f g
	atf_check -s exit:0 -o inline:'a\nb\nc\nd\n' cat f
}

atf_test_case external
external_head()
{
	atf_set "descr" "more than fits into memory is sorted in temporary files"
}
external_body()
{
	seq 3000 > want
	atf_check -s exit:0 -o empty -e empty "$SORT" -r -o f want
	atf_check -s exit:0 -o file:want -e empty "$SORT" -n -S 100b -T . f
}

atf_test_case orders
orders_head()
{
	atf_set "descr" "-h, -M, -V and -g"
}
orders_body()
{
	printf '2K\n1M\n3\n' > f
	atf_check -s exit:0 -o inline:'3\n2K\n1M\n' -e empty "$SORT" -h f
	printf 'mar\nJan\nx\n' > f
	atf_check -s exit:0 -o inline:'x\nJan\nmar\n' -e empty "$SORT" -M f
	printf 'v1.10\nv1.9\n' > f
	atf_check -s exit:0 -o inline:'v1.9\nv1.10\n' -e empty "$SORT" -V f
	printf '1e3\n5\n' > f
	atf_check -s exit:0 -o inline:'5\n1e3\n' -e empty "$SORT" -g f
}

atf_test_case random
random_head()
{
	atf_set "descr" "-R takes another order each time, equal keys together"
}
random_body()
{
	seq 2000 > f
	"$SORT" -R f > a || atf_fail "-R failed"
	"$SORT" -R f > b || atf_fail "-R failed"
	cmp -s a f && atf_fail "not random"
	cmp -s a b && atf_fail "the same order again"
	atf_check -o file:f "$SORT" -n a
	atf_check -o file:f "$SORT" -n b
	# Runs in temporary files have one order.
	"$SORT" -R -S 100b -T . f > c || atf_fail "-R -S failed"
	atf_check -o file:f "$SORT" -n c
	for i in 1 2 3; do
		sed "s/^/$i /" f
	done > g
	"$SORT" -k 2,2R g > h || atf_fail "-k failed"
	cut -d ' ' -f 2 h | uniq > i
	[ "$(wc -l < i)" -eq 2000 ] || atf_fail "equal keys apart"
	cut -d ' ' -f 1 h | uniq | head -n 3 > j
	atf_check -o inline:'1\n2\n3\n' cat j
	for o in -m -c -C; do
		atf_check -s exit:2 -e match:'^sort: -R: ' "$SORT" $o -R f
	done
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "bad keys and files end with status 2"
}
errors_body()
{
	atf_check -s exit:2 -o empty \
	    -e inline:'sort: none: No such file or directory\n' "$SORT" none
	atf_check -s exit:2 -o empty -e match:'count from 1' "$SORT" -k 0
	atf_check -s exit:2 -o empty -e match:'^usage: sort ' "$SORT" -K
}

atf_init_test_cases()
{
	atf_add_test_case plain
	atf_add_test_case numbers
	atf_add_test_case keys
	atf_add_test_case stable
	atf_add_test_case unique
	atf_add_test_case check
	atf_add_test_case merge
	atf_add_test_case external
	atf_add_test_case orders
	atf_add_test_case random
	atf_add_test_case errors
}
