# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# readlink prints where links lead.

: ${READLINK:=/usr/bin/readlink}

atf_test_case target
target_head()
{
	atf_set "descr" "the target of each link"
}
target_body()
{
	ln -s 'a b' l
	ln -s none m
	atf_check -o inline:'a b\nnone\n' "$READLINK" l m
	atf_check -o inline:'a b' "$READLINK" -n l
}

atf_test_case canonical
canonical_head()
{
	atf_set "descr" "-f gives the absolute path"
}
canonical_body()
{
	mkdir d
	echo x > d/f
	ln -s d/f l
	atf_check -o inline:"$(pwd -P)/d/f\n" "$READLINK" -f l
	atf_check -o inline:"$(pwd -P)\n" "$READLINK" -f d/..
	atf_check -s exit:1 -e \
	    inline:'readlink: none/x: No such file or directory\n' "$READLINK" \
	    -f none/x
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what is no link is silent"
}
errors_body()
{
	echo x > f
	atf_check -s exit:1 "$READLINK" f
	atf_check -s exit:1 "$READLINK" none
	atf_check -s exit:1 -e match:'^usage: readlink ' "$READLINK"
	ln -s f l
	atf_check -s exit:1 -e \
	    inline:'readlink: stdout: No space left on device\n' sh -c \
	    '"$0" l > /dev/full' "$READLINK"
}

atf_init_test_cases()
{
	atf_add_test_case target
	atf_add_test_case canonical
	atf_add_test_case errors
}
