# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/tess-cc: what it builds runs, what it cannot build it refuses, and an
# unmodified package configures, builds and runs.

cc=$TOP/tools/tess-cc
guest=$TOP/tools/guest
export OBJROOT

program()
{
	cat > p.c <<-'END'
	#include <stdio.h>
	int
	main(int argc, char *argv[])
	{
	#if !defined(__Tessera__) || defined(__linux__) || !defined(__ELF__)
	#error wrong system
	#endif
		printf("%d %s\n", argc, argv[argc - 1]);
		return (7);
	}
	END
}

atf_test_case link
link_body()
{
	program
	for how in -static-pie -static; do
		atf_check "$cc" -O2 -Wall -Werror $how -o p p.c -lm -pthread
		atf_check -s exit:7 -o inline:'2 x y\n' \
		    "$guest" -a p:/tmp/p -- /tmp/p 'x y'
	done
	atf_check -o match:'static-pie' sh -c "'$cc' -o p p.c; file p"
}

atf_test_case separate
separate_body()
{
	program
	atf_check "$cc" -c -MD p.c
	atf_check -o ignore test -f p.d
	atf_check "$cc" -o 'p q' p.o
	atf_check -s exit:7 -o ignore "$guest" -a 'p q:/tmp/p' -- /tmp/p
	atf_check -o match:'__Tessera__' "$cc" -E -dM p.c
	atf_check -o inline:'x86_64-unknown-tessera\n' "$cc" -dumpmachine
}

atf_test_case refused
refused_body()
{
	program
	atf_check -s exit:1 -e match:'no shared objects' "$cc" -shared p.c
	atf_check -s exit:1 -e match:'64-bit' "$cc" -m32 p.c
	atf_check -s exit:1 -e match:'run-time library' "$cc" \
	    -fsanitize=address p.c
	atf_check -s exit:1 -e match:'no C\+\+' "$cc" -c p.cc
	atf_check -s exit:1 -e match:'no input' "$cc"
	atf_check -s not-exit:0 -e match:'linux/version.h' \
	    sh -c "echo '#include <linux/version.h>' > h.c; '$cc' -c h.c"
	atf_check -s not-exit:0 -e match:'undefined symbol' \
	    sh -c "echo 'int f(void); int main(void){return f();}' > u.c;
	    '$cc' u.c"
}

atf_test_case package
package_head()
{
	atf_set descr "an unmodified autoconf and libtool package"
	atf_set timeout 600
}
package_body()
{
	[ -d /usr/share/keyrings ] || atf_fail "this is not Debian"
	atf_check -o ignore -e ignore "$TOP/tools/fetchsource" \
	    "$TOP/tests/tools/d_package" "$OBJROOT/distfiles" src
	cd src || atf_fail "no source"
	atf_check -o save:config.out -e ignore env \
	    CONFIG_SITE="$TOP/share/config.site" CC="$cc" \
	    ./configure --host=x86_64-unknown-tessera --disable-shared \
	    --disable-nls
	atf_check -o ignore -e ignore make -j2
	atf_check -o ignore -e ignore make -j2 check TESTS=
	atf_check -o match:'^arg1: 1 arg2: foo' "$guest" \
	    -a tests/test1:/tmp/test1 -- /tmp/test1 --arg1 --arg2 foo
}

atf_init_test_cases()
{
	atf_add_test_case link
	atf_add_test_case separate
	atf_add_test_case refused
	atf_add_test_case package
}
