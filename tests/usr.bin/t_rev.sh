# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# rev turns lines round.

: ${REV:=/usr/bin/rev}

atf_test_case lines
lines_head()
{
	atf_set "descr" "bytes, characters, and what is none"
}
lines_body()
{
	printf 'abc\n\nde' > f
	atf_check -o inline:'cba\n\ned' "$REV" f
	printf 'a\303\251\342\202\254b\n' > f
	atf_check -o inline:'b\342\202\254\303\251a\n' "$REV" f
	printf 'a\377\200\0b\n' > f
	atf_check -o inline:'b\0\200\377a\n' "$REV" f
	atf_check -o inline:'x\n' sh -c 'echo x | "$0"' "$REV"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, wrong usage, a full disk"
}
errors_body()
{
	echo ab > f
	atf_check -s exit:1 -o inline:'ba\n' -e \
	    inline:'rev: none: No such file or directory\n' "$REV" none f
	atf_check -s exit:1 -e match:'^usage: rev ' "$REV" -K
	atf_check -s exit:1 -e inline:'rev: stdout: No space left on device\n' \
	    sh -c '"$0" f > /dev/full' "$REV"
}

atf_init_test_cases()
{
	atf_add_test_case lines
	atf_add_test_case errors
}
