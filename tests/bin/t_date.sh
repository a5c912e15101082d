# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# date prints the time and sets the clock.

atf_test_case format
format_head()
{
	atf_set "descr" "formats as strftime(3) has them"
}
format_body()
{
	atf_check -o inline:'1970-01-01 00:00:00\n' date -u -r 0 '+%Y-%m-%d %H:%M:%S'
	atf_check -o inline:'Thu Jan  1 00:00:00 UTC 1970\n' date -u -r 0
	atf_check -o inline:'2001-09-09T01:46:40\n' date -u -r 1000000000 +%FT%T
	atf_check -o inline:'1000000000\n' date -u -r 1000000000 +%s
	atf_check -o inline:'\n' date +
	atf_check -o inline:'100%\n' date '+100%%'
	atf_check -o inline:'a b\n' date '+a b'
}

atf_test_case before_1970
before_1970_head()
{
	atf_set "descr" "negative times"
}
before_1970_body()
{
	atf_check -o inline:'1969-12-31 23:59:59\n' date -u -r -1 '+%F %T'
	atf_check -o inline:'1969-12-31 23:59:59\n' \
	    date -ju -f '%Y-%m-%d %H:%M:%S' '1969-12-31 23:59:59' '+%F %T'
}

atf_test_case now
now_head()
{
	atf_set "descr" "without operands it is now"
}
now_body()
{
	atf_check -o match:'^[A-Z][a-z][a-z] [A-Z][a-z][a-z] [ 0-9][0-9] [0-9:]{8} [^ ]+ [0-9]{4}$' \
	    date
	a=$(date +%s)
	b=$(date -u +%s)
	c=$(date +%s)
	[ $a -le $b -a $b -le $c ] || atf_fail "$a, then $b, then $c"
}

atf_test_case zone
zone_head()
{
	atf_set "descr" "TZ, and -u against it"
}
zone_body()
{
	atf_check -o inline:'01:00\n' env TZ=ZZZ-1 date -r 0 +%H:%M
	atf_check -o inline:'19:00\n' env TZ=EST5 date -r 0 +%H:%M
	atf_check -o inline:'00:00\n' env TZ=EST5 date -u -r 0 +%H:%M
	atf_check -o inline:'EST -0500\n' env TZ=EST5 date -r 0 '+%Z %z'
}

atf_test_case iso_and_rfc
iso_and_rfc_head()
{
	atf_set "descr" "-I and -R"
}
iso_and_rfc_body()
{
	atf_check -o inline:'1970-01-01\n' date -u -r 0 -I
	atf_check -o inline:'1970-01-01T00+0000\n' date -u -r 0 -Ihours
	atf_check -o inline:'1970-01-01T00:00+0000\n' date -u -r 0 -Iminutes
	atf_check -o inline:'1970-01-01T00:00:00+0000\n' date -u -r 0 -Iseconds
	atf_check -o inline:'1970-01-01T00:00:00,000000000+0000\n' \
	    date -u -r 0 -Ins
	atf_check -o match:',[0-9]{9}\+0000$' date -u -Ins
	atf_check -o inline:'x\n' date -Ins +x
	atf_check -o inline:'Thu, 01 Jan 1970 00:00:00 +0000\n' date -u -r 0 -R
	atf_check -s exit:1 -e match:'^usage: date' date -Iyears
}

atf_test_case file_time
file_time_head()
{
	atf_set "descr" "-r with the name of a file"
}
file_time_body()
{
	touch -t 200001020304.05 f
	atf_check -o inline:'200001020304.05\n' date -r f +%Y%m%d%H%M.%S
	atf_check -s exit:1 -e inline:'date: nope: No such file or directory\n' \
	    date -r nope
}

atf_test_case parse
parse_head()
{
	atf_set "descr" "-j reads a time and only prints it"
}
parse_body()
{
	atf_check -o inline:'2026-02-28 13:45:06\n' \
	    date -j 202602281345.06 '+%F %T'
	atf_check -o inline:'1999-02-28 13:45:00\n' date -j 9902281345 '+%F %T'
	atf_check -o inline:'2000-02-29\n' date -j 0002291200 +%F
	atf_check -o inline:'12:34:00\n' date -j 1234 +%T
	atf_check -o match:'^..:07:00$' date -j 07 +%T
	atf_check -o inline:'2024-05-06\n' date -j -f %d.%m.%Y 06.05.2024 +%F
}

atf_test_case parse_errors
parse_errors_head()
{
	atf_set "descr" "times that are none"
}
parse_errors_body()
{
	for t in 1 123 1234567890123 12x4 202613010000 202600010000 202602300000 \
	    202602290000 202601012400 202601010060 1234.61 1234.5 1234.x5 ''; do
		atf_check -s exit:1 -o empty -e match:'^date: ' date -j "$t"
	done
	atf_check -s exit:1 -e match:'does not match' date -j -f %Y x
	atf_check -s exit:1 -e match:'does not match' date -j -f %Y 2024x
	atf_check -s exit:1 -e match:'^usage: date' date -j -f %Y
}

atf_test_case adjust
adjust_head()
{
	atf_set "descr" "-v moves fields or sets them"
}
adjust_body()
{
	t=202601311200
	set -- +1d 2026-02-01 -31d 2025-12-31 +1m 2026-02-28 +1y 2027-01-31 \
	    +1w 2026-02-07 2m 2026-02-28 15d 2026-01-15 2024y 2024-01-31 \
	    -11m 2025-02-28 +13m 2027-02-28 +12H 2026-02-01
	while [ $# -gt 0 ]; do
		atf_check -o inline:"$2\\n" date -j -v $1 $t +%F
		shift 2
	done
	atf_check -o inline:'2027-02-28 11:00\n' \
	    date -j -v +1y -v +1m -v -60M $t '+%F %H:%M'
	for v in '' + 1 1x +d ++1d '+ 1d' 99999999999d +999999999999999999999y; do
		atf_check -s exit:1 -o empty -e match:'^date: -v' date -v "$v"
	done
}

atf_test_case names
names_head()
{
	atf_set "descr" "-v with names of weekdays and months"
}
names_body()
{
	# A Wednesday.
	t=202601281200
	set -- +wed 2026-01-28 -wed 2026-01-28 +fri 2026-01-30 -fri 2026-01-23 \
	    fri 2026-01-30 Monday 2026-01-26 sun 2026-01-25 +sunday 2026-02-01 \
	    +mar 2026-03-28 -mar 2025-03-28 mar 2026-03-28 -january 2026-01-28 \
	    DEC 2026-12-28 -Decem 2025-12-28
	while [ $# -gt 0 ]; do
		atf_check -o inline:"$2\n" date -j -v $1 $t +%F
		shift 2
	done
	atf_check -o inline:'2026-02-28\n' date -j -v feb 202601311200 +%F
	atf_check -o inline:'2026-02-06\n' date -j -v 1d -v +feb -v +fri $t +%F
	for v in fr +fr fryday mondays ++fri xmar; do
		atf_check -s exit:1 -o empty -e match:'^date: -v' date -v "$v"
	done
}

atf_test_case output_zone
output_zone_head()
{
	atf_set "descr" "-z prints in another zone, and reads in that of TZ"
}
output_zone_body()
{
	atf_check -o inline:'19:00 EST\n' date -u -z EST5 -r 0 '+%H:%M %Z'
	atf_check -o inline:'17:34\n' \
	    env TZ=UTC0 date -j -z ZZZ-5 1234 +%H:%M
	atf_check -o inline:'2026-02-01 04:00\n' \
	    env TZ=UTC0 date -j -v 31d -v 23H -z ZZZ-5 202601010000 '+%F %H:%M'
}

atf_test_case long_result
long_result_head()
{
	atf_set "descr" "a result of any length"
}
long_result_body()
{
	f=$(printf '%01000d' 0)
	f=$f$f$f
	atf_check -o inline:"$f\\n" date +"$f"
}

atf_test_case set_clock
set_clock_head()
{
	atf_set "descr" "the super-user sets the clock"
}
set_clock_body()
{
	then=$(date +%s)
	atf_check -o ignore date -u 203001020304.05
	now=$(date -u +%Y%m%d%H%M)
	date -u -f %s $((then + 2)) > /dev/null
	[ "$now" = 203001020304 ] || atf_fail "the clock says $now"
}

atf_test_case set_clock_refused
set_clock_refused_head()
{
	atf_set "descr" "others do not"
	atf_set "require.user" "unprivileged"
}
set_clock_refused_body()
{
	atf_check -s exit:1 -o empty \
	    -e inline:'date: clock_settime: Operation not permitted\n' \
	    date 203001020304
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments, output without room"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: date' date -Q
	atf_check -s exit:1 -e match:'^usage: date' date +x +y
	atf_check -s exit:1 -e match:'stdout' sh -c 'date > /dev/full'
}

atf_init_test_cases()
{
	atf_add_test_case format
	atf_add_test_case before_1970
	atf_add_test_case now
	atf_add_test_case zone
	atf_add_test_case iso_and_rfc
	atf_add_test_case file_time
	atf_add_test_case parse
	atf_add_test_case parse_errors
	atf_add_test_case adjust
	atf_add_test_case names
	atf_add_test_case output_zone
	atf_add_test_case long_result
	atf_add_test_case set_clock
	atf_add_test_case set_clock_refused
	atf_add_test_case usage
}
