# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tmpfs(5): what it gives back.  What all file systems have in common is tested
# in tests/sys/kern.

# How many blocks of kernel memory there are of the size of a table of 256.
tables()
{
	sysctl -n vm.kmem | sed -n 's/^kmem-2048 *2048 *\([0-9]*\) .*/\1/p'
}

atf_test_case empty_directory cleanup
empty_directory_head()
{
	atf_set descr "an empty directory keeps no large table of names"
}
empty_directory_body()
{
	mkdir m
	atf_check mount -t tmpfs tmpfs m
	before=$(tables)
	(cd m && seq 1 130 | xargs touch)
	atf_check_equal $((before + 1)) "$(tables)"
	(cd m && rm *)
	atf_check_equal "$before" "$(tables)"
	# Names can be made again, by which one is renamed, too.
	touch m/a
	mv m/a m/b
	atf_check -o inline:'b\n' ls m
}
empty_directory_cleanup()
{
	umount m
}

atf_init_test_cases()
{
	atf_add_test_case empty_directory
}
