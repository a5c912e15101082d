# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# nproc counts processors.

: ${NPROC:=/usr/bin/nproc}

atf_test_case count
count_head()
{
	atf_set "descr" "as many as the kernel says"
}
count_body()
{
	atf_check -o inline:"$(sysctl -n hw.ncpu)\n" "$NPROC"
	atf_check -o inline:"$(sysctl -n hw.ncpu)\n" "$NPROC" --all
	atf_check -o inline:'1\n' "$NPROC" --ignore=1000
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "bad numbers, operands, a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e match:'^nproc: --ignore x: ' "$NPROC" --ignore x
	atf_check -s exit:1 -e match:'^usage: nproc ' "$NPROC" x
	atf_check -s exit:1 -e \
	    inline:'nproc: stdout: No space left on device\n' sh -c \
	    '"$0" > /dev/full' "$NPROC"
}

atf_init_test_cases()
{
	atf_add_test_case count
	atf_add_test_case errors
}
