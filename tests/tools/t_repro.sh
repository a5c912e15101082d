# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Two builds of a commit, in different places, give the same bytes.

atf_test_case double_build
double_build_head()
{
	atf_set descr "image and kernel of two clones are the same"
	atf_set timeout 1500
}
double_build_body()
{
	if [ "$(atf_config_get level default)" = quick ]; then
		echo "only compared at the levels default and full"
		return
	fi
	for dir in one second/place; do
		mkdir -p "$dir"
		atf_check git clone -q "$TOP" "$dir/tree"
		(cd "$dir/tree" && env -u OBJROOT -u MAKEFLAGS \
		    DISTDIR="$OBJROOT/distfiles" \
		    bmake -j2 image > ../log 2>&1) ||
		    { tail -n 20 "$dir/log"; atf_fail "$dir does not build"; }
	done
	for file in image/tessera.img sys/GENERIC/kernel \
	    sysroot/usr/lib/libc.a; do
		cmp "one/tree/obj/$file" "second/place/tree/obj/$file" ||
		    atf_fail "$file differs"
	done
}

atf_init_test_cases()
{
	atf_add_test_case double_build
}
