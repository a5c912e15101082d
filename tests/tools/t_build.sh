# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# A build does what has changed, and no more: when a header is touched, its
# users are compiled, which d_users finds by reading the sources.

clone()
{
	atf_check git clone -q "$TOP" tree
	unset OBJROOT MAKEFLAGS
	export MAKESYSPATH="$PWD/tree/share/mk"
}

# Build in tree/$1 with the arguments that follow; `done' has the names, without
# suffix, of what was compiled.
build()
{
	dir=$1
	shift
	(cd "tree/$dir" && bmake -j2 "$@") > log 2>&1 ||
	    { tail -n 20 log; atf_fail "$dir does not build"; }
	sed -n 's/\.[cS]$//; s/^\(cc\|as\) .*[/ ]//p' log | sort > done
}

# Change a file, when all else is older: make knows times in seconds.
change()
{
	touch -d '1 hour ago' old
	find tree -type f -exec touch -r old {} + || atf_fail "touch"
	echo >> "tree/$1"
}

# What of `all' uses the header $1 was compiled, nothing else.  The sources are
# below tree/$2, but not in $4; <name> is in $3.
users_only()
{
	python3 "$TOP/tests/tools/d_users" tree "$@" < all > users ||
	    atf_fail "d_users"
	[ -s users ] || atf_fail "$1 has no users"
	cmp -s users all && atf_fail "all use $1: nothing is shown"
	atf_check -o file:users cat done
}

atf_test_case library
library_head()
{
	atf_set descr "a library's own header, a public one, its Makefile"
	atf_set timeout 300
}
library_body()
{
	clone
	(cd tree && bmake headers) > log 2>&1 || atf_fail "$(cat log)"
	build lib/libm
	mv done all
	[ "$(wc -l < all)" -gt 10 ] || atf_fail "little was compiled"
	build lib/libm
	atf_check cat done
	change lib/libm/each.h
	build lib/libm
	users_only lib/libm/each.h lib/libm include
	change include/math.h
	(cd tree && bmake headers) > log 2>&1 || atf_fail "$(cat log)"
	build lib/libm
	users_only include/math.h lib/libm include
	change lib/libm/Makefile
	build lib/libm
	atf_check -o file:all cat done
	build lib/libm
	atf_check cat done
}

atf_test_case kernel
kernel_head()
{
	atf_set descr "a header of the kernel"
	atf_set X-level default
	atf_set timeout 900
}
kernel_body()
{
	clone
	build . kernel
	mv done all
	build . kernel
	atf_check cat done
	change sys/sys/disk.h
	build . kernel
	users_only sys/sys/disk.h sys sys sys/arch/sim
}

atf_init_test_cases()
{
	atf_add_test_case library
	atf_add_test_case kernel
}
