# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# which finds commands by PATH.

: ${WHICH:=/usr/bin/which}

atf_test_case found
found_head()
{
	atf_set "descr" "the first in PATH, or with -a all"
}
found_body()
{
	mkdir a 'b c' d
	printf '#!/bin/sh\n' > a/prog
	cp a/prog 'b c/prog'
	mkdir d/prog
	chmod 755 a/prog 'b c/prog'
	atf_check -o inline:'a/prog\n' env "PATH=none:d:a:b c" "$WHICH" prog
	atf_check -o inline:'a/prog\nb c/prog\n' env "PATH=d:a:b c" "$WHICH" \
	    -a prog
	atf_check env PATH=a "$WHICH" -s prog
	atf_check -o inline:'a/prog\n' env PATH=/ "$WHICH" a/prog
}

atf_test_case missing
missing_head()
{
	atf_set "descr" "what is not found is status 1"
}
missing_body()
{
	atf_check -s exit:1 "$WHICH" none-such
	atf_check -s exit:1 -o inline:'/bin/ls\n' env PATH=/bin "$WHICH" \
	    none-such ls
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong usage, a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e match:'^usage: which ' "$WHICH"
	atf_check -s exit:2 -e \
	    inline:'which: stdout: No space left on device\n' sh -c \
	    '"$0" ls > /dev/full' "$WHICH"
}

atf_init_test_cases()
{
	atf_add_test_case found
	atf_add_test_case missing
	atf_add_test_case errors
}
