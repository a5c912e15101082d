# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sync writes everything to the disks.

atf_test_case works
works_head()
{
	atf_set "descr" "it ends well and says nothing"
}
works_body()
{
	echo x > f
	atf_check sync
	atf_check sync
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "it takes no arguments"
}
usage_body()
{
	atf_check -s exit:1 -e inline:'usage: sync\n' sync x
}

atf_init_test_cases()
{
	atf_add_test_case works
	atf_add_test_case usage
}
