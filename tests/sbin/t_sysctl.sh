# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sysctl reads, describes and sets the kernel's variables.

atf_test_case read
read_head()
{
	atf_set "descr" "names, values and descriptions"
}
read_body()
{
	atf_check -o inline:'kern.ostype: Tessera\n' sysctl kern.ostype
	atf_check -o inline:'Tessera\n' sysctl -n kern.ostype
	atf_check -o inline:'kern.ostype=Tessera\n' sysctl -e kern.ostype
	atf_check -o inline:'kern.ostype\n' sysctl -N kern.ostype
	atf_check -o match:'^kern.ostype: .' sysctl -d kern.ostype
	atf_check -o match:'^kern.boottime: \{ sec = [0-9]+, usec = [0-9]+ \}' \
	    sysctl kern.boottime
	atf_check -o match:'^hw.ncpu: [1-9]' -o match:'^kern.ostype' \
	    sysctl hw.ncpu kern.ostype
}

atf_test_case trees
trees_head()
{
	atf_set "descr" "a node, and all"
}
trees_body()
{
	atf_check -o match:'^hw.ncpu: ' -o not-match:'^kern' sysctl hw
	atf_check -o match:'^hw.ncpu: ' -o match:'^kern.ostype: ' sysctl -a
	atf_check -o match:'^hw.ncpu$' -o not-match:':' sysctl -aN
	[ "$(sysctl -aN | sort | uniq -d | wc -l)" -eq 0 ] || atf_fail "names twice"
	sysctl -ad > out
	grep -q ': $' out && atf_fail "without description: $(grep ': $' out)"
	true
}

atf_test_case set
set_head()
{
	atf_set "descr" "the old value and the new"
}
set_body()
{
	old=$(hostname)
	atf_check -o inline:"kern.hostname: $old -> new.name\\n" \
	    sysctl kern.hostname=new.name
	atf_check -o inline:'new.name\n' hostname
	atf_check sysctl -q kern.hostname="$old"
	atf_check -o inline:"$old\\n" hostname
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J and --json"
}
json_body()
{
	atf_check -o inline:'{\n  "kern.ostype": "Tessera"\n}\n' sysctl -J kern.ostype
	atf_check -o match:'^  "hw.ncpu": [0-9]+,?$' sysctl --json hw
	atf_check -o match:'^\}$' sysctl --json -a
}

atf_test_case types
types_head()
{
	atf_set "descr" "-t and -F, alone and with -d"
}
types_body()
{
	atf_check -o inline:'kern.ostype: string\n' sysctl -t kern.ostype
	atf_check -o inline:'unsigned integer\n' sysctl -nt hw.ncpu
	atf_check -o inline:'opaque\n' sysctl -nt kern.boottime
	atf_check -o inline:'kern.boottime=S,timeval\n' \
	    sysctl -eF kern.boottime
	atf_check -o inline:'kern.boottime: opaque: S,timeval\n' \
	    sysctl -tF kern.boottime
	atf_check -o inline:"kern.ostype: string: $(sysctl -nd kern.ostype)\\n" \
	    sysctl -td kern.ostype
	atf_check -o inline:'{\n  "kern.ostype": "string"\n}\n' \
	    sysctl -Jt kern.ostype
	atf_check -o not-match:'unknown' -o match:'^kern.ostype: string$' \
	    sysctl -at
}

atf_test_case opaque
opaque_head()
{
	atf_set "descr" "-o, -x, -A and -X show what only programs read"
}
opaque_body()
{
	atf_check -o match:'^kern.boottime: Format:S,timeval Length:16 Dump:0x[0-9a-f]{32}$' \
	    sysctl -o kern.boottime
	atf_check -o inline:"$(printf '0x%08x' "$(sysctl -n hw.ncpu)")\\n" \
	    sysctl -nx hw.ncpu
	atf_check -o inline:"{\\n  \"hw.ncpu\": \"$(sysctl -nx hw.ncpu)\"\\n}\\n" \
	    sysctl -Jx hw.ncpu
	# Only a list leaves opaque ones out, and -o puts them in.
	sysctl -a > a
	sysctl -A > A
	sysctl -X > X
	grep -q 'Format:' a && atf_fail "-a shows opaque ones"
	for f in A X; do
		atf_check -o match:'^kern.boottime: Format:S,timeval' cat $f
		atf_check -o match:'^kern.ostype: Tessera$' cat $f
	done
	grep -q 'Dump:.*\.\.\.$' X && atf_fail "-X cuts"
	atf_check -o match:'^hw.ncpu: [0-9]+$' cat A
	atf_check -o match:'^hw.ncpu: 0x0' cat X
}

atf_test_case human
human_head()
{
	atf_set "descr" "-h puts commas between thousands"
}
human_body()
{
	n=$(sysctl -n hw.physmem)
	[ "$n" -ge 1000000 ] || atf_fail "hw.physmem is $n"
	atf_check -o match:'^[1-9][0-9]?[0-9]?(,[0-9][0-9][0-9])+$' \
	    sysctl -nh hw.physmem
	[ "$(sysctl -nh hw.physmem | tr -d ,)" = "$n" ] || atf_fail "not $n"
	atf_check -o inline:"$(sysctl -n hw.ncpu)\\n" sysctl -nh hw.ncpu
	atf_check -o match:": $n\$" sysctl -Jh hw.physmem
	atf_check -s exit:1 -e match:'^usage: sysctl' sysctl -hx hw.ncpu
}

atf_test_case file
file_head()
{
	atf_set "descr" "-f does what a file says"
}
file_body()
{
	old=$(hostname)
	cat > f <<-'EOF'
	# A comment.

	kern.hostname = "a#b"	# another
	  kern.ostype
	EOF
	atf_check -o inline:"kern.hostname: $old -> a#b\\nkern.ostype: Tessera\\n" \
	    sysctl -f f
	atf_check -o inline:'a#b\n' hostname
	printf 'nope=1\nkern=1\nkern.ostype=x\nkern.msgbuf_clear=x\nkern.hostname='\''%s'\' \
	    "$old" > f
	atf_check -s exit:1 -e match:'^sysctl: f:1: unknown variable nope$' \
	    -e match:'^sysctl: f:2: kern: is a node' \
	    -e match:'^sysctl: f:3: kern.ostype=x: ' \
	    -e match:'^sysctl: f:4: kern.msgbuf_clear: x: not a number' \
	    -o inline:'hw.ncpu\n' sh -c 'sysctl -q -f f; r=$?
	    sysctl -N hw.ncpu; exit $r'
	atf_check -o inline:"$old\\n" hostname
	echo nope=1 > f
	atf_check -o match:'^hw.ncpu: ' sysctl -i -f f -w hw.ncpu
	: > f
	atf_check sysctl -f f
	atf_check -s exit:1 -e inline:'sysctl: none: No such file or directory\n' \
	    sysctl -f none
	atf_check -s exit:1 -e match:'^sysctl: \.: Is a directory$' sysctl -f .
	atf_check -s exit:1 -e match:'^usage: sysctl' sysctl -a -f f
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "unknown names, wrong values"
}
errors_body()
{
	atf_check -s exit:1 -e match:'unknown variable nope' sysctl nope
	atf_check -s exit:1 -o match:'Tessera' -e match:'nope' sysctl nope kern.ostype
	atf_check sysctl -i nope
	atf_check -s exit:1 -e match:'kern.ostype=x: ' sysctl kern.ostype=x
	atf_check -s exit:1 -e match:'is a node' sysctl kern=1
	for v in '' x 1x 99999999999 -99999999999; do
		atf_check -s exit:1 -e match:'not a number in range' \
		    sysctl kern.msgbuf_clear="$v"
	done
	atf_check -s exit:1 -e match:'usage: sysctl' sysctl
	atf_check -s exit:1 -e match:'usage: sysctl' sysctl -Q
	atf_check -s exit:1 -e match:'usage: sysctl' sysctl -a kern
	atf_check -s exit:1 -e match:'stdout' sh -c 'sysctl -a > /dev/full'
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "only the super-user sets"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	atf_check -s exit:1 -e match:'Operation not permitted' sysctl kern.hostname=x
}

atf_init_test_cases()
{
	atf_add_test_case read
	atf_add_test_case trees
	atf_add_test_case set
	atf_add_test_case json
	atf_add_test_case types
	atf_add_test_case opaque
	atf_add_test_case human
	atf_add_test_case file
	atf_add_test_case errors
	atf_add_test_case refused
}
