/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getty: prepare a terminal line, ask who is there, start login(1).
 *
 * usage: getty [type [line]]
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <paths.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define	GETTYTAB	"/etc/gettytab"
#define	LOGIN		"/usr/bin/login"
#define	NAMELEN		64

struct settings {
	char	al[NAMELEN];	/* log this user in without asking */
	char	im[256];	/* message before the question */
	char	lm[64];		/* the question */
	long	sp;		/* speed, 0: as it is */
};

static void	ask(const struct settings *, const char *, char *, size_t);
static bool	gettytab(const char *, struct settings *, int);
static void	line_open(const char *);
static void	line_setup(const struct settings *);
static void	print_message(const char *, const char *);

int
main(int argc, char *argv[])
{
	struct settings set = { .lm = "login: " };
	const char *line = NULL;
	char name[NAMELEN];

	if (argc > 1 && !gettytab(argv[1], &set, 0) &&
	    !gettytab("default", &set, 0))
		warnx("%s: no entry %s", GETTYTAB, argv[1]);
	if (argc > 2)
		line = argv[2];
	if (line != NULL)
		line_open(line);
	line_setup(&set);
	if (set.al[0] != '\0') {
		(void)execl(LOGIN, "login", "-f", "-p", set.al, (char *)NULL);
		err(1, "%s", LOGIN);
	}
	print_message(set.im, line);
	ask(&set, line, name, sizeof(name));
	(void)execl(LOGIN, "login", "-p", "--", name, (char *)NULL);
	err(1, "%s", LOGIN);
}

/*
 * Make the line our controlling terminal and descriptors 0, 1 and 2.
 */
static void
line_open(const char *line)
{
	char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "%s%s",
	    line[0] == '/' ? "" : _PATH_DEV, line);
	fd = open(path, O_RDWR);
	if (fd < 0) {
		/* init tries again: not at once. */
		(void)sleep(10);
		err(1, "%s", path);
	}
	(void)setsid();
	if (login_tty(fd) != 0)
		err(1, "%s", path);
}

static void
line_setup(const struct settings *set)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) != 0)
		return;
	t.c_iflag |= ICRNL | IXON | BRKINT | IMAXBEL;
	t.c_iflag &= ~(tcflag_t)(ISTRIP | INLCR | IGNCR);
	t.c_oflag |= OPOST | ONLCR;
	t.c_lflag |= ICANON | ISIG | IEXTEN | ECHO | ECHOE | ECHOKE | ECHOCTL;
	t.c_lflag &= ~(tcflag_t)(TOSTOP | NOFLSH);
	if (set->sp != 0)
		(void)cfsetspeed(&t, (speed_t)set->sp);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

/*
 * %s, %h and %t stand for the system's name, the host's and the line's.
 */
static void
print_message(const char *msg, const char *line)
{
	struct utsname u;
	const char *p;

	if (uname(&u) != 0)
		return;
	for (p = msg; *p != '\0'; p++) {
		if (*p != '%' || p[1] == '\0') {
			(void)putchar(*p);
			continue;
		}
		switch (*++p) {
		case 's':
			(void)printf("%s/%s %s", u.sysname, u.machine,
			    u.release);
			break;
		case 'h':
			(void)fputs(u.nodename, stdout);
			break;
		case 't':
			(void)fputs(line != NULL ? line : "", stdout);
			break;
		default:
			(void)putchar(*p);
			break;
		}
	}
	(void)fflush(stdout);
}

static void
ask(const struct settings *set, const char *line, char *name, size_t size)
{
	size_t len;

	for (;;) {
		print_message(set->lm, line);
		if (fgets(name, (int)size, stdin) == NULL)
			exit(0);
		len = strcspn(name, "\n");
		name[len] = '\0';
		if (len > 0 && name[0] != '-')
			return;
	}
}

/* --- gettytab ------------------------------------------------------------- */

/*
 * Copy a value, with \r, \n, \e, \\, \: and octal numbers decoded.
 */
static void
decode(char *dst, size_t size, const char *src)
{
	size_t n = 0;
	int c, i;

	while (*src != '\0' && n + 1 < size) {
		c = (unsigned char)*src++;
		if (c == '\\' && *src != '\0') {
			c = (unsigned char)*src++;
			if (c >= '0' && c <= '7') {
				c -= '0';
				for (i = 0; i < 2 && *src >= '0' &&
				    *src <= '7'; i++)
					c = c * 8 + *src++ - '0';
			} else
				c = c == 'r' ? '\r' : c == 'n' ? '\n' :
				    c == 't' ? '\t' : c == 'e' ? 033 : c;
		}
		dst[n++] = (char)c;
	}
	dst[n] = '\0';
}

static void
capability(char *cap, struct settings *set, char **next)
{

	if (strncmp(cap, "al=", 3) == 0)
		decode(set->al, sizeof(set->al), cap + 3);
	else if (strncmp(cap, "im=", 3) == 0)
		decode(set->im, sizeof(set->im), cap + 3);
	else if (strncmp(cap, "lm=", 3) == 0)
		decode(set->lm, sizeof(set->lm), cap + 3);
	else if (strncmp(cap, "sp#", 3) == 0)
		set->sp = strtol(cap + 3, NULL, 10);
	else if (strncmp(cap, "tc=", 3) == 0)
		*next = cap + 3;
}

/*
 * Split off what stands before the next colon that is not escaped.
 */
static char *
cut(char **sp)
{
	char *p = *sp, *start = *sp;

	if (*p == '\0')
		return (NULL);
	while (*p != '\0' && *p != ':')
		p += *p == '\\' && p[1] != '\0' ? 2 : 1;
	if (*p != '\0')
		*p++ = '\0';
	*sp = p;
	return (start);
}

static bool
names_match(char *names, const char *type)
{
	char *name;

	while ((name = strsep(&names, "|")) != NULL)
		if (strcmp(name, type) == 0)
			return (true);
	return (false);
}

/*
 * Read an entry, its lines joined, and the one it continues with (tc=), whose
 * values it overrides.  False when there is none of that name.
 */
static bool
gettytab(const char *type, struct settings *set, int depth)
{
	char *text = NULL, *entry = NULL, *p, *cap, *next = NULL, *new;
	struct settings own;
	size_t size = 0, len = 0;
	bool found = false;
	ssize_t n;
	FILE *fp;

	if (depth > 8 || (fp = fopen(GETTYTAB, "re")) == NULL)
		return (false);
	while (!found && (n = getline(&text, &size, fp)) > 0) {
		for (p = text; len > 0 && (*p == ' ' || *p == '\t'); p++)
			n--;
		if (n > 0 && p[n - 1] == '\n')
			p[--n] = '\0';
		if (len == 0 && (n == 0 || *p == '#'))
			continue;
		new = realloc(entry, len + (size_t)n + 1);
		if (new == NULL)
			break;
		entry = new;
		(void)memcpy(entry + len, p, (size_t)n + 1);
		len += (size_t)n;
		if (entry[len - 1] == '\\') {
			entry[--len] = '\0';
			continue;
		}
		len = 0;
		p = entry;
		cap = cut(&p);
		found = cap != NULL && names_match(cap, type);
	}
	(void)fclose(fp);
	free(text);
	if (found) {
		own = *set;
		while ((cap = cut(&p)) != NULL)
			capability(cap, &own, &next);
		if (next != NULL)
			(void)gettytab(next, set, depth + 1);
		if (own.al[0] != '\0')
			(void)strlcpy(set->al, own.al, sizeof(set->al));
		if (own.im[0] != '\0')
			(void)strlcpy(set->im, own.im, sizeof(set->im));
		(void)strlcpy(set->lm, own.lm, sizeof(set->lm));
		if (own.sp != 0)
			set->sp = own.sp;
	}
	free(entry);
	return (found);
}
