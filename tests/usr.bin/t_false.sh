# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# false has a status and no more.

: ${FALSE:=/usr/bin/false}

atf_test_case status
status_head()
{
	atf_set "descr" "the status is always 1, and nothing is written"
}
status_body()
{
	atf_check -s exit:1 -o empty -e empty "$FALSE"
	atf_check -s exit:1 -o empty -e empty "$FALSE" --help x
	atf_check -s exit:1 -o empty -e empty sh -c '"$0" >&-' "$FALSE"
}

atf_init_test_cases()
{
	atf_add_test_case status
}
