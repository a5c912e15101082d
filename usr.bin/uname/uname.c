/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uname: print the name of the system.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/utsname.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define	SYSNAME		0x01
#define	NODENAME	0x02
#define	RELEASE		0x04
#define	VERSION		0x08
#define	MACHINE_	0x10
#define	PROCESSOR	0x20
#define	ALL		(SYSNAME | NODENAME | RELEASE | VERSION | MACHINE_)

static const char	*sep = "";

static void	usage(void) __dead2;

static void
put(const char *s)
{

	(void)printf("%s%s", sep, s);
	sep = " ";
}

int
main(int argc, char *argv[])
{
	struct utsname u;
	char arch[64];
	size_t len = sizeof(arch);
	int ch, what = 0;

	while ((ch = getopt(argc, argv, "amnoprsv")) != -1) {
		switch (ch) {
		case 'a':
			what |= ALL;
			break;
		case 'm':
			what |= MACHINE_;
			break;
		case 'n':
			what |= NODENAME;
			break;
		case 'o':
		case 's':
			what |= SYSNAME;
			break;
		case 'p':
			what |= PROCESSOR;
			break;
		case 'r':
			what |= RELEASE;
			break;
		case 'v':
			what |= VERSION;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if (what == 0)
		what = SYSNAME;
	if (uname(&u) != 0)
		err(1, "uname");
	if ((what & SYSNAME) != 0)
		put(u.sysname);
	if ((what & NODENAME) != 0)
		put(u.nodename);
	if ((what & RELEASE) != 0)
		put(u.release);
	if ((what & VERSION) != 0)
		put(u.version);
	if ((what & MACHINE_) != 0)
		put(u.machine);
	if ((what & PROCESSOR) != 0) {
		if (sysctlbyname("hw.machine_arch", arch, &len, NULL, 0) != 0)
			err(1, "sysctl hw.machine_arch");
		put(arch);
	}
	(void)putchar('\n');
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: uname [-amnoprsv]\n");
	exit(1);
}
