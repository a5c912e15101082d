# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# true has a status and no more.

: ${TRUE:=/usr/bin/true}

atf_test_case status
status_head()
{
	atf_set "descr" "the status is always 0, and nothing is written"
}
status_body()
{
	atf_check -s exit:0 -o empty -e empty "$TRUE"
	atf_check -s exit:0 -o empty -e empty "$TRUE" --help x
	atf_check -s exit:0 -o empty -e empty sh -c '"$0" >&-' "$TRUE"
}

atf_init_test_cases()
{
	atf_add_test_case status
}
