/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uname: print the name of the system.
 */
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/utsname.h>

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define	SYSNAME		0x01
#define	NODENAME	0x02
#define	RELEASE		0x04
#define	VERSION		0x08
#define	MACHINE_	0x10
#define	PROCESSOR	0x20
#define	IDENT		0x40
#define	KERNEL_ABI	0x80
#define	USER_ABI	0x100
#define	BUILD_ID	0x200
#define	ALL		(SYSNAME | NODENAME | RELEASE | VERSION | MACHINE_)

static const char	*sep = "";

static void	usage(void) __dead2;

static void
put(const char *s)
{

	(void)printf("%s%s", sep, s);
	sep = " ";
}

/*
 * A text of the kernel; empty when this kernel does not have the variable and
 * may do without it.
 */
static void
put_variable(const char *name, bool may_lack)
{
	char buf[256];
	size_t len = sizeof(buf);

	buf[0] = '\0';
	if (sysctlbyname(name, buf, &len, NULL, 0) != 0 &&
	    (!may_lack || errno != ENOENT))
		err(1, "sysctl %s", name);
	put(buf);
}

static void
put_number(int n)
{
	char buf[16];

	(void)snprintf(buf, sizeof(buf), "%d", n);
	put(buf);
}

static int
kernel_abi(void)
{
	size_t len;
	int n;

	len = sizeof(n);
	if (sysctlbyname("kern.osreldate", &n, &len, NULL, 0) != 0)
		err(1, "sysctl kern.osreldate");
	return (n);
}

int
main(int argc, char *argv[])
{
	struct utsname u;
	int ch, what = 0;

	while ((ch = getopt(argc, argv, "KUabimnoprsv")) != -1) {
		switch (ch) {
		case 'K':
			what |= KERNEL_ABI;
			break;
		case 'U':
			what |= USER_ABI;
			break;
		case 'a':
			what |= ALL;
			break;
		case 'b':
			what |= BUILD_ID;
			break;
		case 'i':
			what |= IDENT;
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
	if ((what & PROCESSOR) != 0)
		put_variable("hw.machine_arch", false);
	if ((what & IDENT) != 0)
		put_variable("kern.ident", false);
	if ((what & KERNEL_ABI) != 0)
		put_number(kernel_abi());
	if ((what & USER_ABI) != 0)
		put_number(__Tessera__);
	if ((what & BUILD_ID) != 0)
		put_variable("kern.build_id", true);
	(void)putchar('\n');
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: uname [-KUabimnoprsv]\n");
	exit(1);
}
