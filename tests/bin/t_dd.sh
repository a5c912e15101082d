# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# dd copies by blocks and converts.

atf_test_case copy
copy_head()
{
	atf_set "descr" "whole and partial blocks are counted"
}
copy_body()
{
	printf '%01300d' 0 > f
	atf_check -e match:'^2\+1 records in$' -e match:'^2\+1 records out$' \
	    -e match:'^1300 bytes transferred in' dd if=f of=g
	atf_check cmp f g
	atf_check -e match:'^1\+1 records in$' -e match:'^13\+0 records out$' \
	    dd if=f of=g ibs=1k obs=100
	atf_check cmp f g
	atf_check -o file:f sh -c 'dd status=none < f'
}

atf_test_case empty
empty_head()
{
	atf_set "descr" "no input at all"
}
empty_body()
{
	atf_check -e match:'^0\+0 records in$' -e match:'^0\+0 records out$' \
	    -e match:'^0 bytes' dd if=/dev/null of=g
	[ -f g -a ! -s g ] || atf_fail "g is not empty"
}

atf_test_case sizes
sizes_head()
{
	atf_set "descr" "numbers have units and factors"
}
sizes_body()
{
	for n in 1k:1024 1K:1024 1b:512 2w:8 1x2x3:6 2*3:6 0x10:16 1kx2:2048 1m:1048576; do
		dd if=/dev/zero of=f bs=${n%:*} count=1 status=none ||
		    atf_fail "bs=$n failed"
		[ "$(stat -f %z f)" -eq ${n#*:} ] || atf_fail "bs=$n is wrong"
	done
	for n in '' x 0 -1 1q 1k1 99999999999999999999 9999999999999g 1x 1x0; do
		atf_check -s exit:1 -o empty -e match:'^dd: bs: ' \
		    dd if=/dev/null bs="$n"
	done
	atf_check -s exit:1 -e match:'^dd: count: ' dd if=/dev/null count=-1
	atf_check -s exit:1 -e match:'^dd: count: ' dd if=/dev/null count=9e99
}

atf_test_case count
count_head()
{
	atf_set "descr" "count, skip and seek"
}
count_body()
{
	printf 0123456789 > f
	atf_check -o inline:'234' dd if=f bs=1 skip=2 count=3 status=none
	atf_check -o inline:'234' dd if=f bs=1 iseek=2 count=3 status=none
	atf_check -o empty dd if=f bs=1 count=0 status=none
	atf_check -o empty dd if=f bs=1 skip=100 status=none
	atf_check -o inline:'6789' sh -c 'cat f | dd bs=2 skip=3 status=none'
	printf abcdefghij > g
	atf_check dd if=f of=g bs=1 count=2 seek=4 conv=notrunc status=none
	atf_check -o inline:'abcd01ghij' cat g
	atf_check dd if=f of=g bs=1 count=2 oseek=1 status=none
	atf_check -o inline:'a01' cat g
	atf_check dd if=f of=g count=0 status=none
	[ -s g ] && atf_fail "not truncated"
	true
}

atf_test_case short_reads
short_reads_head()
{
	atf_set "descr" "bs keeps short blocks, otherwise they are collected"
}
# dd with the arguments given reads ab, and cd once it waits for more.
two_reads()
{
	mkfifo p
	dd if=p of=f "$@" 2> err &
	pid=$!
	exec 3> p
	printf ab >&3
	# A reader that was woken does not sleep before it has read.
	until [ "$(ps -o state= -o wchan= -p $pid | tr -s ' ')" = "S piperd" ]
	do
		kill -0 $pid || atf_fail "dd $*: $(cat err)"
	done
	printf cd >&3
	exec 3>&-
	wait $pid || atf_fail "dd $*: status $?"
	rm p
}
short_reads_body()
{
	two_reads bs=10
	grep -q '^0+2 records out' err || atf_fail "bs: $(cat err)"
	two_reads
	grep -q '^0+1 records out' err || atf_fail "no bs: $(cat err)"
	two_reads bs=10 conv=ucase
	grep -q '^0+1 records out' err || atf_fail "ucase: $(cat err)"
	atf_check -o inline:ABCD cat f
	two_reads bs=4 count=1 iflag=fullblock
	grep -q '^1+0 records in' err || atf_fail "fullblock: $(cat err)"
	atf_check -o inline:abcd cat f
}

atf_test_case case_and_swab
case_and_swab_head()
{
	atf_set "descr" "conv=lcase, ucase, swab"
}
case_and_swab_body()
{
	atf_check -o inline:'ABC\n' sh -c 'echo aBc | dd conv=ucase status=none'
	atf_check -o inline:'abc\n' sh -c 'echo aBc | dd conv=lcase status=none'
	atf_check -o inline:'badce' \
	    sh -c 'printf abcde | dd conv=swab status=none'
	atf_check -o inline:'BADC' \
	    sh -c 'printf abcd | dd conv=swab,ucase status=none'
}

atf_test_case sync
sync_head()
{
	atf_set "descr" "short blocks are filled"
}
sync_body()
{
	printf ab > f
	atf_check -o inline:'ab\0\0' dd if=f ibs=4 conv=sync status=none
	atf_check -o inline:'ab  ' dd if=f ibs=4 cbs=4 conv=sync,block status=none
}

atf_test_case block
block_head()
{
	atf_set "descr" "lines become records"
}
block_body()
{
	printf 'a\nbcdef\n\nx' > f
	dd if=f cbs=4 conv=block > out 2> err || atf_fail "failed"
	atf_check -o inline:'a   bcde    x   ' cat out
	grep -q '^1 truncated record$' err || atf_fail "$(cat err)"
}

atf_test_case unblock
unblock_head()
{
	atf_set "descr" "records become lines"
}
unblock_body()
{
	printf 'a   b c     xy' > f
	atf_check -o inline:'a\nb c\n\nxy\n' dd if=f cbs=4 conv=unblock status=none
}

atf_test_case ebcdic
ebcdic_head()
{
	atf_set "descr" "ASCII to EBCDIC and back"
}
ebcdic_body()
{
	printf 'Hello, 09 [az]\n' > f
	atf_check -o inline:'\310\205\223\223\226\153\100\360\371\100\255\201\251\275\045' \
	    dd if=f conv=ebcdic status=none
	atf_check -o file:f sh -c 'dd if=f conv=ebcdic status=none |
	    dd conv=ascii status=none'
	dd if=f of=g conv=ibm status=none
	atf_check -s not-exit:0 -o ignore cmp f g
	printf 'ab\nc\n' > f
	atf_check -o inline:'\201\202\100\203\100\100' \
	    dd if=f conv=ebcdic cbs=3 status=none
	atf_check -o inline:'ab\nc\n' sh -c 'dd if=f conv=ebcdic cbs=3 status=none |
	    dd conv=ascii cbs=3 status=none'
}

atf_test_case sparse
sparse_head()
{
	atf_set "descr" "zeros become holes"
}
sparse_body()
{
	dd if=/dev/zero of=f bs=64k count=16 conv=sparse status=none
	[ "$(stat -f %z f)" -eq 1048576 ] || atf_fail "the length is wrong"
	[ "$(stat -f %b f)" -lt 64 ] || atf_fail "it takes $(stat -f %b f) blocks"
	{ printf a; dd if=/dev/zero bs=64k count=4 status=none; printf b; } > g
	dd if=g of=h bs=4k conv=sparse status=none
	atf_check cmp g h
}

atf_test_case open_modes
open_modes_head()
{
	atf_set "descr" "excl, nocreat, notrunc, append"
}
open_modes_body()
{
	echo x > f
	atf_check -s exit:1 -e inline:'dd: f: File exists\n' \
	    dd if=/dev/null of=f conv=excl
	atf_check -s exit:1 -e inline:'dd: g: No such file or directory\n' \
	    dd if=/dev/null of=g conv=nocreat
	atf_check sh -c 'echo y | dd of=f oflag=append status=none'
	atf_check -o inline:'x\ny\n' cat f
	atf_check dd if=/dev/null of=f conv=notrunc,fsync status=none
	atf_check -o inline:'x\ny\n' cat f
	atf_check -s exit:1 -e match:'exclude' dd conv=excl,nocreat
}

atf_test_case status
status_head()
{
	atf_set "descr" "none, noxfer and progress"
}
status_body()
{
	atf_check -e inline:'0+0 records in\n0+0 records out\n' \
	    dd if=/dev/null status=noxfer
	atf_check dd if=/dev/null status=none
	atf_check -e match:'bytes' dd if=/dev/zero of=/dev/null count=2 status=progress
	atf_check -s exit:1 -e match:'^dd: status: ' dd status=loud
}

atf_test_case info
info_head()
{
	atf_set "descr" "SIGINFO and SIGUSR1 report and do not end it"
}
info_body()
{
	for sig in INFO USR1; do
		mkfifo p
		dd if=p of=f 2> err &
		pid=$!
		exec 3> p
		echo hello >&3
		i=0
		until grep -q 'records in' err; do
			i=$((i + 1))
			[ $i -lt 100 ] || atf_fail "$sig: no report"
			sleep 0.1
			kill -$sig $pid || atf_fail "$sig: it ended"
		done
		echo more >&3
		exec 3>&-
		wait $pid || atf_fail "$sig: status $?"
		atf_check -o inline:'hello\nmore\n' cat f
		rm p err
	done
}

atf_test_case interrupt
interrupt_head()
{
	atf_set "descr" "SIGINT reports and ends it"
}
interrupt_body()
{
	mkfifo p
	sh -c 'trap - INT; exec dd if=p of=f' 2> err &
	pid=$!
	exec 3> p
	echo hello >&3
	i=0
	until [ -e f ]; do
		i=$((i + 1))
		[ $i -lt 100 ] || atf_fail "dd does not start"
		sleep 0.1
	done
	kill -INT $pid
	wait $pid
	st=$?
	exec 3>&-
	[ $st -eq 130 ] || atf_fail "status $st"
	grep -q 'records in' err || atf_fail "no report"
}

atf_test_case operands
operands_head()
{
	atf_set "descr" "operands that are none"
}
operands_body()
{
	atf_check -s exit:1 -e inline:'dd: nonsense: not operand=value\n' dd nonsense
	atf_check -s exit:1 -e inline:'dd: xx: no such operand\n' dd xx=1
	atf_check -s exit:1 -e match:'no such conversion' dd conv=x
	atf_check -s exit:1 -e match:'no such conversion' dd conv=
	atf_check -s exit:1 -e match:'no such flag' dd oflag=x
	atf_check -s exit:1 -e match:'exclude' dd conv=lcase,ucase
	atf_check -s exit:1 -e match:'exclude' dd conv=ascii,ibm
	atf_check -s exit:1 -e match:'need cbs' dd conv=block
	atf_check -s exit:1 -e match:'^usage: dd' dd -x
}

atf_test_case memory
memory_head()
{
	atf_set "descr" "blocks larger than the memory"
}
memory_body()
{
	for o in bs ibs obs; do
		atf_check -s exit:1 -e \
		    inline:'dd: cannot allocate a buffer of 1099511627776 bytes\n' \
		    dd if=/dev/zero of=/dev/null $o=1t count=1
	done
	# Each fits, both do not.
	n=$(($(sysctl -n hw.physmem) / 8 * 5))
	atf_check -s exit:1 -e match:"^dd: cannot allocate a buffer of $n bytes" \
	    dd if=/dev/null of=/dev/null bs=$n
	atf_check dd if=/dev/null of=/dev/null bs=1m status=none
}

atf_test_case speed
speed_head()
{
	atf_set "descr" "speed= pauses between blocks; signals end the pause"
}
speed_body()
{
	# The second block would be due after a quarter of an hour.
	dd if=/dev/zero of=f bs=1k count=2 speed=1 2> err &
	pid=$!
	i=0
	until grep -q 'records in' err; do
		i=$((i + 1))
		[ $i -lt 100 ] || atf_fail "no report"
		sleep 0.1
		kill -INFO $pid || atf_fail "it ended: $(cat err)"
	done
	i=0
	while kill -INT $pid 2> /dev/null; do
		i=$((i + 1))
		[ $i -lt 100 ] || atf_fail "no end"
		sleep 0.1
	done
	wait $pid && atf_fail "no signal"
	atf_check -o match:'^1\+0 records out$' -o not-match:'^2' cat err
	[ "$(stat -f %z f)" -eq 1024 ] || atf_fail "wrong size"
	atf_check -o inline:'abc' sh -c 'printf abc | dd speed=0 status=none'
	atf_check -o inline:'abc' sh -c 'printf abc | dd speed=1t status=none'
	atf_check -s exit:1 -e match:'^dd: speed: x: not a number' dd speed=x
}

atf_test_case files
files_head()
{
	atf_set "descr" "files that cannot be opened, read or written"
}
files_body()
{
	atf_check -s exit:1 -e inline:'dd: nope: No such file or directory\n' \
	    dd if=nope
	atf_check -s exit:1 -e inline:'dd: no/f: No such file or directory\n' \
	    dd if=/dev/null of=no/f
	atf_check -s exit:1 -e match:'^dd: \.: Is a directory$' dd if=.
	atf_check -s exit:1 -e match:'^dd: /dev/full: No space left on device$' \
	    -e match:'1\+0 records in' dd if=/dev/zero of=/dev/full count=1
	atf_check -e match:'seek' -e match:'^1$' \
	    sh -c '{ dd if=/dev/null seek=1; echo $? >&2; } | cat'
	echo x > 'a b'
	atf_check -o inline:'x\n' dd if='a b' status=none
}

atf_init_test_cases()
{
	atf_add_test_case copy
	atf_add_test_case empty
	atf_add_test_case sizes
	atf_add_test_case count
	atf_add_test_case short_reads
	atf_add_test_case case_and_swab
	atf_add_test_case sync
	atf_add_test_case block
	atf_add_test_case unblock
	atf_add_test_case ebcdic
	atf_add_test_case sparse
	atf_add_test_case open_modes
	atf_add_test_case status
	atf_add_test_case info
	atf_add_test_case interrupt
	atf_add_test_case operands
	atf_add_test_case memory
	atf_add_test_case speed
	atf_add_test_case files
}
