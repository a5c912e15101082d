# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# cksum prints checksums and sizes.

: ${CKSUM:=/usr/bin/cksum}

atf_test_case sums
sums_head()
{
	atf_set "descr" "known sums"
}
sums_body()
{
	printf 123456789 > f
	: > e
	atf_check -o inline:'930766865 9 f\n4294967295 0 e\n' "$CKSUM" f e
	atf_check -o inline:'930766865 9\n' sh -c '"$0" < f' "$CKSUM"
	head -c 100000 /dev/zero > z
	atf_check -o match:'^[0-9]+ 100000 z$' "$CKSUM" z
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, directories, a full disk"
}
errors_body()
{
	mkdir d
	printf 123456789 > f
	atf_check -s exit:1 -o inline:'930766865 9 f\n' -e \
	    inline:'cksum: none: No such file or directory\n' "$CKSUM" none f
	atf_check -s exit:1 -e inline:'cksum: d: Is a directory\n' "$CKSUM" d
	atf_check -s exit:1 -e match:'^usage: cksum ' "$CKSUM" -K
	atf_check -s exit:1 -e \
	    inline:'cksum: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$CKSUM"
}

atf_init_test_cases()
{
	atf_add_test_case sums
	atf_add_test_case errors
}
