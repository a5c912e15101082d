# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# procfs(5): the files there are, their form, and who may read them.

atf_test_case machine
machine_head()
{
	atf_set descr "the files of the top directory"
}
machine_body()
{
	atf_check -o inline:'cpuinfo\nmeminfo\nmounts\nself\nstat\nuptime\nversion\n' \
	    sh -c 'ls /proc | grep -v "^[0-9]*$"'
	atf_check_equal "$(nproc)" "$(grep -c '^processor' /proc/cpuinfo)"
	atf_check -o match:'^MemTotal: +[1-9][0-9]* kB$' \
	    -o match:'^MemFree: +[1-9][0-9]* kB$' cat /proc/meminfo
	atf_check -o match:'^/dev/vbd0p1 / ext2fs rw' \
	    -o match:'^[^ ]+ /dev devfs rw' \
	    -o match:'^[^ ]+ /proc procfs rw' cat /proc/mounts
	atf_check -o match:'^cpu  [0-9]+ [0-9]+ [0-9]+ [0-9]+ 0 [0-9]+ 0$' \
	    -o match:'^cpu0 ' -o match:'^btime [0-9]{10}$' \
	    -o match:'^ctxt [1-9]' cat /proc/stat
	atf_check -o match:'^[0-9]+\.[0-9]{2} [0-9]+\.[0-9]{2}$' \
	    cat /proc/uptime
	atf_check -o match:'^Tessera ' cat /proc/version
}

atf_test_case process
process_head()
{
	atf_set descr "the files of a process, and self"
}
process_body()
{
	sleep 1000 &
	pid=$!
	atf_check -o inline:'cmdline\nmaps\nstat\nstatus\n' ls /proc/$pid
	# exec may not have happened yet.
	while [ "$(tr '\0' ' ' < /proc/$pid/cmdline)" != 'sleep 1000 ' ]; do
		sleep 0.01
	done
	atf_check -o match:"^$pid \(sleep\) S $$ " cat /proc/$pid/stat
	atf_check -o match:'^Name:	sleep$' -o match:'^State:	S$' \
	    -o match:"^PPid:	$$\$" cat /proc/$pid/status
	atf_check -o match:'^[0-9a-f]+-[0-9a-f]+ r-xp [0-9a-f]+ inode ' \
	    -o not-match:' rwx' cat /proc/$pid/maps
	atf_check -o match:'^Name:	cat$' cat /proc/self/status
	kill $pid
	wait $pid
	atf_check -s exit:1 -e match:'No such file' cat /proc/$pid/stat
}

atf_test_case permissions
permissions_head()
{
	atf_set descr "the maps of others, and writing"
	atf_set require.user unprivileged
}
permissions_body()
{
	atf_check -s exit:1 -e match:'Permission denied' cat /proc/1/maps
	atf_check -o match:'^Name:	init' cat /proc/1/status
	atf_check -o not-empty cat /proc/self/maps
	atf_check -s not-exit:0 -e not-empty sh -c 'echo x > /proc/version'
	atf_check -s exit:1 -e match:'Read-only|Permission' mkdir /proc/x
}

atf_init_test_cases()
{
	atf_add_test_case machine
	atf_add_test_case process
	atf_add_test_case permissions
}
