# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# reboot, halt and poweroff refuse what they should.

atf_test_case refused
refused_head()
{
	atf_set "descr" "only the super-user may"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	for p in reboot halt poweroff; do
		atf_check -s exit:1 \
		    -e inline:"$p: only the super-user can stop the system\\n" /sbin/$p
		atf_check -s exit:1 -e match:'super-user' /sbin/$p -nq
	done
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: reboot \[-nq\]$' reboot -Q
	atf_check -s exit:1 -e match:'^usage: halt \[-npq\]$' halt -Q
	atf_check -s exit:1 -e match:'^usage: poweroff \[-npq\]$' poweroff -Q
	atf_check -s exit:1 -e match:'^usage: reboot' reboot x
	atf_check -s exit:1 -e match:'^usage: reboot' reboot -p
}

atf_init_test_cases()
{
	atf_add_test_case refused
	atf_add_test_case usage
}
