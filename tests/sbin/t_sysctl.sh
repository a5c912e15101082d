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
	atf_add_test_case errors
	atf_add_test_case refused
}
