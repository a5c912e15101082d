# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# stty shows and sets the modes of a terminal.  script(1) gives one; what its
# command prints goes to the file out.

atf_test_case show
show_head()
{
	atf_set "descr" "what is not as usual, and all"
}
show_body()
{
	script -qc '{ stty; } > out' /dev/null < /dev/null > log
	grep -q '^speed [0-9]* baud;' out || atf_fail "$(cat out)"
	script -qc '{ stty -a; } > out' /dev/null < /dev/null > log
	for w in lflags: icanon isig echo iflags: icrnl oflags: opost cflags: cs8 \
	    'cchars:' 'erase = ' 'intr = ^C;' rows columns; do
		grep -qF -- "$w" out || atf_fail "no $w: $(cat out)"
	done
}

atf_test_case modes
modes_head()
{
	atf_set "descr" "each mode can be turned off and on"
}
modes_body()
{
	cat > run <<'EOF'
bad=
for m in ignbrk brkint ignpar parmrk inpck istrip inlcr igncr icrnl ixon \
    ixoff ixany imaxbel opost onlcr ocrnl onocr onlret isig icanon iexten \
    echo echoe echok echoke echonl echoctl echoprt altwerase noflsh tostop \
    cstopb parenb parodd hupcl clocal; do
	stty -$m
	stty -a | tr -s ' \t' '\n' | grep -qx -- "-$m" || bad="$bad -$m"
	stty $m
	stty -a | tr -s ' \t' '\n' | grep -qx -- "$m" || bad="$bad $m"
done
stty sane
echo "BAD:$bad:"
EOF
	script -qc '{ sh run; } > out' /dev/null < /dev/null > log
	grep -qx 'BAD::' out || atf_fail "$(cat out)"
}

atf_test_case characters
characters_head()
{
	atf_set "descr" "special characters"
}
characters_body()
{
	cat > run <<'EOF'
stty intr ^G erase x quit undef eof '^-' min 3 time 7
stty -a | tr -s ' \t' '\n' | tr '\n' ' '
EOF
	script -qc '{ sh run; } > out' /dev/null < /dev/null > log
	for w in 'intr = ^G;' 'erase = x;' 'quit = <undef>;' 'eof = <undef>;' \
	    'min = 3;' 'time = 7;'; do
		grep -qF "$w" out || atf_fail "no $w: $(cat out)"
	done
}

atf_test_case size
size_head()
{
	atf_set "descr" "rows, columns and size"
}
size_body()
{
	script -qc '{ stty rows 33 columns 77; stty size; stty cols 78
	    stty size; } > out' /dev/null < /dev/null > log
	atf_check -o inline:'33 77\n33 78\n' cat out
}

atf_test_case save
save_head()
{
	atf_set "descr" "what -g prints restores all"
}
save_body()
{
	cat > run <<'EOF'
stty intr ^G -echo
a=$(stty -g)
stty raw
stty "$a"
b=$(stty -g)
stty sane
[ "$a" = "$b" ] && echo SAME || echo "$a $b"
EOF
	script -qc '{ sh run; } > out' /dev/null < /dev/null > log
	grep -q SAME out || atf_fail "$(cat out)"
}

atf_test_case combinations
combinations_head()
{
	atf_set "descr" "raw, cbreak, sane, nl, evenp"
}
combinations_body()
{
	cat > run <<'EOF'
has()
{
	stty -a | tr -s ' \t' '\n' | grep -qx -- "$1" || echo "NO $1 after $2"
}
stty raw; has -icanon raw; has -isig raw; has -opost raw
stty -raw; has icanon -raw; has opost -raw
stty cbreak; has -icanon cbreak; has isig cbreak
stty sane; has icanon sane; has echo sane
stty nl; has -icrnl nl; has -onlcr nl
stty -nl; has icrnl -nl
stty evenp; has cs7 evenp; has parenb evenp
stty -evenp; has cs8 -evenp; has -parenb -evenp
stty oddp; has parodd oddp
stty sane
stty 9600; [ $(stty speed) = 9600 ] || echo "NO 9600"
echo DONE
EOF
	script -qc '{ sh run; } > out' /dev/null < /dev/null > log
	grep -q DONE out || atf_fail "$(cat out)"
	grep NO out && atf_fail "$(cat out)"
	true
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J and --json"
}
json_body()
{
	script -qc '{ stty --json; } > out' /dev/null < /dev/null > log
	for w in '"speed":' '"icanon": true' '"rows":' '"erase":'; do
		grep -qF "$w" out || atf_fail "no $w: $(cat out)"
	done
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what is no mode and no terminal"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'stty: stdin: Inappropriate ioctl for device\n' \
	    sh -c 'stty < /dev/null'
	atf_check -s exit:1 -e inline:'stty: nope: No such file or directory\n' \
	    stty -f nope
	atf_check -s exit:1 -e match:'usage: stty' sh -c 'stty --nonsense < /dev/null'
	cat > run <<'EOF'
for a in nonsense -nonsense -cs8 "rows" "rows x" "rows 99999" "intr" \
    "intr abc" "min 256" gfmt1:1 12x; do
	stty $a && echo "ACCEPTED $a"
done
echo DONE
EOF
	script -qc '{ sh run; } > out' /dev/null < /dev/null > log
	grep -q DONE out || atf_fail "$(cat out)"
	grep -q ACCEPTED out && atf_fail "$(cat out)"
	true
}

atf_init_test_cases()
{
	atf_add_test_case show
	atf_add_test_case modes
	atf_add_test_case characters
	atf_add_test_case size
	atf_add_test_case save
	atf_add_test_case combinations
	atf_add_test_case json
	atf_add_test_case errors
}
