# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# id prints identities.

: ${ID:=/usr/bin/id}

atf_test_case whole
whole_head()
{
	atf_set "descr" "all of it for a user"
}
whole_body()
{
	atf_check -o match:'^uid=0\(root\) gid=0\(wheel\) groups=0\(wheel\)' \
	    "$ID" root
	atf_check -o match:'^uid=0\(root\)' "$ID" 0
	atf_check -o match:'^uid=0\(root\)' "$ID" -a root
}

atf_test_case parts
parts_head()
{
	atf_set "descr" "-u, -g, -G with -n and -r"
}
parts_body()
{
	atf_check -o inline:'0\n' "$ID" -u root
	atf_check -o inline:'root\n' "$ID" -un root
	atf_check -o inline:'0\n' "$ID" -g root
	atf_check -o inline:'wheel\n' "$ID" -gn root
	atf_check -o match:'^0' "$ID" -G root
	atf_check -o match:'^wheel' "$ID" -Gn root
}

atf_test_case passwd
passwd_head()
{
	atf_set "descr" "-P, -d, -s and -p"
}
passwd_body()
{
	atf_check -o match:'^root:\*:0:0:.*:/root:/bin/sh$' "$ID" -P root
	atf_check -o inline:'/root\n' "$ID" -d root
	atf_check -o inline:'/bin/sh\n' "$ID" -s root
	atf_check -o match:'^uid	root$' "$ID" -p root
	atf_check -o match:'^groups	wheel' "$ID" -p root
}

atf_test_case process
process_head()
{
	atf_set "descr" "the process itself"
	atf_set "require.user" "unprivileged"
}
process_body()
{
	atf_check -o inline:'nobody\n' "$ID" -un
	atf_check -o inline:'nobody\n' "$ID" -unr
	atf_check -o match:'^uid=[1-9][0-9]*\(nobody\)' "$ID"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "unknown users, options that exclude each other"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'id: none: no such user\n' "$ID" none
	atf_check -s exit:1 -e inline:'id: 54321: no such user\n' "$ID" 54321
	atf_check -s exit:1 -e match:'^usage: id ' "$ID" -ug
	atf_check -s exit:1 -e match:'^usage: id ' "$ID" -n
	atf_check -s exit:1 -e match:'^usage: id ' "$ID" a b
	atf_check -s exit:1 -e inline:'id: stdout: No space left on device\n' \
	    sh -c '"$0" > /dev/full' "$ID"
}

atf_init_test_cases()
{
	atf_add_test_case whole
	atf_add_test_case parts
	atf_add_test_case passwd
	atf_add_test_case process
	atf_add_test_case errors
}
