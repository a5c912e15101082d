# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Two builds of a commit, in different places, at different times and for
# different people, give the same bytes.  Everything is built twice only at
# level full; below that, one kernel, the libraries and the programs of bin
# stand for the rest, and the image is made twice of the tree under test.

# In a clone at $1/tree, with the umask $2 and the environment $3, run the
# commands $4.
build()
{
	mkdir -p "$1"
	atf_check git clone -q "$TOP" "$1/tree"
	(cd "$1/tree" && umask "$2" && env -u OBJROOT -u MAKEFLAGS \
	    -u SOURCE_DATE_EPOCH DISTDIR="$OBJROOT/distfiles" \
	    MAKESYSPATH="$PWD/share/mk" CCACHE_DISABLE=1 "$3" \
	    sh -e -c "$4" > ../log 2>&1) ||
	    { tail -n 20 "$1/log"; atf_fail "$1 does not build"; }
}

build_both()
{
	build one 022 TZ=UTC "$1"
	build second/place 027 TZ=Pacific/Auckland "$1"
}

# The files that find(1) finds in obj with these arguments are the same.
same()
{
	(cd one/tree/obj && find "$@" | sort) > files
	[ -s files ] || atf_fail "nothing was built"
	while read -r file; do
		cmp "one/tree/obj/$file" "second/place/tree/obj/$file" ||
		    atf_fail "$file differs"
	done < files
}

atf_test_case parts
parts_head()
{
	atf_set descr "kernel, libraries and programs of two clones"
	atf_set timeout 1800
	atf_set X-level default
}
parts_body()
{
	build_both 'bmake -j2 kernel headers; (cd lib && bmake -j2)
	    (cd bin && bmake -j2)'
	same sys/GENERIC/kernel sysroot/usr/lib sysroot/usr/include \
	    -type f
	same bin -name '*.full'
}

atf_test_case image
image_head()
{
	atf_set descr "images of two copies of a staged tree"
	atf_set X-level default
	atf_set timeout 300
}
image_body()
{
	cp -R "$OBJROOT/destdir" one
	(umask 077 && mkdir second && cd "$OBJROOT/destdir" &&
	    find . -type d | sort -r | tar -cf - --no-recursion -T - |
	    tar -C "$OLDPWD/second" -xf - &&
	    find . ! -type d | sort -r | tar -cf - --no-recursion -T - |
	    tar -C "$OLDPWD/second" -xf -) || atf_fail "no copy"
	for dir in one second; do
		SOURCE_DATE_EPOCH=1700000000 atf_check "$TOP/tools/mkimage" \
		    -r "$dir" -t "$TOP/etc/image.table" -o "$dir.img"
		sleep 1
	done
	cmp one.img second.img || atf_fail "the images differ"
}

atf_test_case double_build
double_build_head()
{
	atf_set descr "all of two clones"
	atf_set timeout 1800
	atf_set X-level full
}
double_build_body()
{
	build_both 'bmake -j2 image'
	same image/tessera.img sys/GENERIC/kernel sysroot/usr/lib -type f
}

atf_init_test_cases()
{
	atf_add_test_case parts
	atf_add_test_case image
	atf_add_test_case double_build
}
