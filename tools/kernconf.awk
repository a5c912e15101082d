# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# kernconf.awk: read a kernel configuration and the list of sources.
#
#	awk -f kernconf.awk -v dir=sys/conf -v conf=DEBUG -v machine=amd64 \
#	    -v what=options|files
#
# Prints the options, NAME or NAME=value, or the sources they select, one a
# line.  share/mk/bsd.kern.mk describes both formats.

function fail(file, n, msg)
{
	printf("%s:%d: %s\n", file, n, msg) > "/dev/stderr"
	failed = 1
	exit 1
}

function readconf(name,   file, line, w, n, nw)
{
	file = dir "/" name
	n = 0
	while ((r = (getline line < file)) > 0) {
		n++
		sub(/#.*/, "", line)
		nw = split(line, w)
		if (nw == 0)
			continue
		if (nw == 2 && w[1] == "include")
			readconf(w[2])
		else if (nw == 2 && w[1] == "option") {
			opts[++nopts] = w[2]
			sub(/=.*/, "", w[2])
			if (toupper(w[2]) in set)
				fail(file, n, "option " w[2] " given twice")
			set[toupper(w[2])] = 1
		} else
			fail(file, n, "neither `option NAME' nor `include NAME'")
	}
	if (r < 0)
		fail(file, 0, "cannot be read")
	close(file)
}

function readfiles(   file, line, w, n, nw, i)
{
	file = dir "/files"
	n = 0
	while ((r = (getline line < file)) > 0) {
		n++
		sub(/#.*/, "", line)
		nw = split(line, w)
		if (nw == 0)
			continue
		i = 1
		if (w[1] ~ /:$/) {
			if (w[1] != machine ":")
				continue
			i = 2
		}
		if (w[i] !~ /\.[cS]$/ || nw > i + 1)
			fail(file, n, "not `[machine:] path.c [option]'")
		if (w[i] in seen)
			fail(file, n, w[i] " listed twice")
		seen[w[i]] = 1
		if (nw == i || (toupper(w[i + 1]) in set))
			print w[i]
	}
	if (r < 0)
		fail(file, 0, "cannot be read")
}

BEGIN {
	readconf(conf)
	if (what == "options")
		for (i = 1; i <= nopts; i++)
			print opts[i]
	else
		readfiles()
	exit failed
}
