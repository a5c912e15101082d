# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# What is on the disk after a machine stops, judged by e2fsck(8) of the host.

PATH=$PATH:/sbin:/usr/sbin
guest=$TOP/tools/guest
root='?offset=1048576'		# the root's partition in the image

atf_test_case built
built_head()
{
	atf_set descr "the image as it is built has no defects"
}
built_body()
{
	atf_check -o ignore -e ignore e2fsck -fn \
	    "$OBJROOT/image/tessera.img$root"
}

atf_test_case poweroff
poweroff_head()
{
	atf_set descr "after file work and power off there is nothing to mend"
	atf_set timeout 200
}
poweroff_body()
{
	cp --sparse=always "$OBJROOT/image/tessera.img" disk.img
	atf_check "$guest" -t 120 -K disk.img -D -- sh -ec '
		cd /root
		mkdir -p a/b/c
		i=0
		while [ $i -lt 200 ]; do
			echo "file $i" > a/b/f$i
			i=$((i + 1))
		done
		cp -R a copy
		rm -r a/b/f1*
		mv copy/b moved
		ln moved/f7 link
		ln -s moved/f8 symlink
		dd if=/dev/zero of=hole bs=1 count=1 seek=100000000 2>/dev/null
		mkfifo fifo
		chmod 600 link
		exec 3> gone
		echo unlinked >&3
		rm gone
	'
	atf_check -o save:fsck -e ignore e2fsck -fn "disk.img$root"
	cat fsck
	atf_check -o inline:'file 7\nfile 8\n' "$guest" -K disk.img -- \
	    cat /root/link /root/symlink
}

# Kernel, CPUs, rounds.  The seed is fixed, but at the full level a new one.
power_cuts()
{
	seed=1
	[ "${LEVEL:-default}" != full ] || seed=$(date +%s)
	python3 "$TOP/tests/boot/d_powercut.py" -k "$1" -s "$2" disk "$seed" \
	    "$3" || atf_fail "seed $seed"
}

atf_test_case powercut
powercut_head()
{
	atf_set descr "what was synced survives the power being cut"
	atf_set timeout 1200
}
powercut_body()
{
	case ${LEVEL:-default} in
	quick)		power_cuts GENERIC 1 1 ;;
	default)	power_cuts GENERIC 1 5 ;;
	full)		power_cuts GENERIC 1 100 ;;
	esac
}

atf_test_case powercut_smp
powercut_smp_head()
{
	atf_set descr "the same on 4 CPUs with checks"
	atf_set X-level full
	atf_set timeout 1800
}
powercut_smp_body()
{
	power_cuts DEBUG 4 50
}

atf_init_test_cases()
{
	for c in built poweroff powercut powercut_smp; do
		atf_add_test_case $c
	done
}
