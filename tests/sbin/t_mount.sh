# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# mount and umount attach and detach file systems.

atf_test_case list
list_head()
{
	atf_set "descr" "what is mounted"
}
list_body()
{
	atf_check -o match:'^/dev/vbd0p1 on / \(ext2fs' -o match:'^devfs on /dev \(devfs' \
	    mount
	atf_check -o match:'^procfs on /proc' -o not-match:'ext2fs' mount -t procfs
	atf_check -o not-match:'ext2fs' -o match:'devfs' mount -t noext2fs,tmpfs
	atf_check -o not-match:' / ' -o match:' /dev ' mount -t nonroot
	atf_check -o match:"^/dev/vbd0p1	/	ext2fs	rw.*	0 1\$" mount -p
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J and --json"
}
json_body()
{
	for o in -J --json; do
		atf_check -o match:'"from": "/dev/vbd0p1", "on": "/", "type": "ext2fs"' \
		    -o match:'^\]\}$' mount $o
	done
}

atf_test_case tmpfs
tmpfs_head()
{
	atf_set "descr" "options of a file system in memory"
}
tmpfs_body()
{
	mkdir m
	atf_check mount -t tmpfs -o size=1m,mode=750,uid=1,gid=2 tmpfs m
	atf_check -o inline:'750 1 2\n' stat -f '%Lp %u %g' m
	set -- $(df -kP m | tail -n 1)
	umount m
	[ "$2" -eq 1024 ] || atf_fail "size: $2"
}

atf_test_case flags
flags_head()
{
	atf_set "descr" "-r, -u and -w, noexec, nosuid"
}
flags_body()
{
	mkdir m
	atf_check mount -t tmpfs -o noexec,nosuid tmpfs m
	atf_check -o match:' on .*/m \(tmpfs, nosuid, noexec\)$' mount
	cp /bin/sleep m/prog
	chmod 755 m/prog
	atf_check -s exit:126 -e match:'Permission denied' sh -c 'm/prog 0'
	atf_check mount -ur m
	atf_check -o match:' on .*/m \(tmpfs, ro, nosuid, noexec\)$' mount
	atf_check -s not-exit:0 -e match:'Read-only' sh -c ': > m/f'
	atf_check mount -uw m
	: > m/f || atf_fail "not writable"
	atf_check umount m
}

atf_test_case verbose_dry
verbose_dry_head()
{
	atf_set "descr" "-v says what is done, -d does not do it"
}
verbose_dry_body()
{
	mkdir m
	atf_check -o inline:"tmpfs on m (tmpfs)\\n" mount -dv -t tmpfs tmpfs m
	atf_check -o not-match:'/m ' mount
}

atf_test_case umount
umount_head()
{
	atf_set "descr" "by directory, by any name of it; -f and -v"
}
umount_body()
{
	mkdir m
	ln -s m l
	here=$(pwd -P)
	mount -t tmpfs one m
	atf_check -o inline:"$here/m\\n" umount -v ./l/../m/
	mount -t tmpfs one m
	atf_check -s exit:1 -e match:'two on m: .* has a mount on it' \
	    mount -t tmpfs two m
	atf_check umount l
	mount -t tmpfs one m
	sleep 60 > m/f &
	pid=$!
	atf_check -s exit:1 -e match:'busy' umount m
	atf_check umount -f m
	kill $pid
	atf_check -o not-match:"$here/m" mount
}

atf_test_case all
all_head()
{
	atf_set "descr" "umount -a and -A detach all of a type but / and /dev"
}
all_body()
{
	here=$(pwd -P)
	mkdir m n
	for o in a A; do
		mount -t devfs one m
		mount -t devfs two n
		atf_check -o inline:"$here/n\\n$here/m\\n" umount -v$o -t devfs
		atf_check -o match:'^devfs on /dev ' -o not-match:"$here" mount
		atf_check umount -$o -t ext2fs
		atf_check umount -$o -t nofs
	done
	atf_check -s exit:1 -e match:'^usage: umount' umount -A m
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what cannot be mounted"
}
errors_body()
{
	mkdir m
	: > f
	atf_check -s exit:1 -e match:'nofs: unknown type' mount -t nofs x m
	atf_check -s exit:1 -e match:'no such option' mount -t tmpfs -o bad=1 x m
	atf_check -s exit:1 -e match:'no such option' mount -t devfs -o bad x m
	atf_check -s exit:1 -e match:'not a number' mount -t tmpfs -o size=x x m
	atf_check -s exit:1 -e match:'invalid' mount -t tmpfs -o mode=9 x m
	atf_check -s exit:1 -e match:'No such file' mount -t tmpfs x nope
	atf_check -s exit:1 -e match:'Not a directory' mount -t tmpfs x f
	atf_check -s exit:1 -e match:'No such file' mount /dev/nope m
	atf_check -s exit:1 -e match:'^mount: /dev/null on m: ' mount /dev/null m
	atf_check -s exit:1 -e match:'no file system of type ext2fs' \
	    mount /dev/vbd0 m
	atf_check -s exit:1 -e match:'unknown special file' mount nope
	atf_check -s exit:1 -e inline:'umount: nope: not a file system root directory\n' \
	    umount nope
	atf_check -s exit:1 -e match:'not a file system root' umount m
	for a in -Q 'a b c' '-a x'; do
		atf_check -s exit:1 -e match:'usage: mount' mount $a
	done
	for a in '' -Q '-a x'; do
		atf_check -s exit:1 -e match:'^usage: umount' umount $a
	done
	atf_check -s exit:1 -e match:'stdout' sh -c 'mount > /dev/full'
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "only the super-user may"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	mkdir m
	atf_check -s exit:1 -e match:'Operation not permitted' mount -t tmpfs x m
	atf_check -s exit:1 -e match:'Operation not permitted' umount /proc
}

atf_init_test_cases()
{
	atf_add_test_case list
	atf_add_test_case json
	atf_add_test_case tmpfs
	atf_add_test_case flags
	atf_add_test_case verbose_dry
	atf_add_test_case umount
	atf_add_test_case all
	atf_add_test_case errors
	atf_add_test_case refused
}
