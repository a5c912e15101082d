/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * stty: show or set the modes of a terminal.
 *
 * Tables say which word is which bit of which flag word, and which special
 * character; everything else follows from them.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/ttydefaults.h>

#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct mode {
	const char	*name;
	tcflag_t	 set;		/* bits that the name sets */
	tcflag_t	 unset;		/* bits that it clears first */
	bool		 neg;		/* "-name" clears the bits */
};

static const struct mode cmodes[] = {
	{ "cs5",	CS5,		CSIZE,	false },
	{ "cs6",	CS6,		CSIZE,	false },
	{ "cs7",	CS7,		CSIZE,	false },
	{ "cs8",	CS8,		CSIZE,	false },
	{ "cstopb",	CSTOPB,		0,	true },
	{ "cread",	CREAD,		0,	true },
	{ "parenb",	PARENB,		0,	true },
	{ "parodd",	PARODD,		0,	true },
	{ "hupcl",	HUPCL,		0,	true },
	{ "hup",	HUPCL,		0,	true },
	{ "clocal",	CLOCAL,		0,	true },
	{ "crtscts",	CRTSCTS,	0,	true },
};

static const struct mode imodes[] = {
	{ "ignbrk",	IGNBRK,		0,	true },
	{ "brkint",	BRKINT,		0,	true },
	{ "ignpar",	IGNPAR,		0,	true },
	{ "parmrk",	PARMRK,		0,	true },
	{ "inpck",	INPCK,		0,	true },
	{ "istrip",	ISTRIP,		0,	true },
	{ "inlcr",	INLCR,		0,	true },
	{ "igncr",	IGNCR,		0,	true },
	{ "icrnl",	ICRNL,		0,	true },
	{ "ixon",	IXON,		0,	true },
	{ "ixoff",	IXOFF,		0,	true },
	{ "ixany",	IXANY,		0,	true },
	{ "imaxbel",	IMAXBEL,	0,	true },
	{ "iutf8",	IUTF8,		0,	true },
};

static const struct mode omodes[] = {
	{ "opost",	OPOST,		0,	true },
	{ "onlcr",	ONLCR,		0,	true },
	{ "ocrnl",	OCRNL,		0,	true },
	{ "onocr",	ONOCR,		0,	true },
	{ "onlret",	ONLRET,		0,	true },
	{ "oxtabs",	OXTABS,		0,	true },
	{ "onoeot",	ONOEOT,		0,	true },
	{ "tab0",	TAB0,		TABDLY,	false },
	{ "tab3",	TAB3,		TABDLY,	false },
};

static const struct mode lmodes[] = {
	{ "isig",	ISIG,		0,	true },
	{ "icanon",	ICANON,		0,	true },
	{ "iexten",	IEXTEN,		0,	true },
	{ "echo",	ECHO,		0,	true },
	{ "echoe",	ECHOE,		0,	true },
	{ "echok",	ECHOK,		0,	true },
	{ "echoke",	ECHOKE,		0,	true },
	{ "echonl",	ECHONL,		0,	true },
	{ "echoctl",	ECHOCTL,	0,	true },
	{ "echoprt",	ECHOPRT,	0,	true },
	{ "altwerase",	ALTWERASE,	0,	true },
	{ "noflsh",	NOFLSH,		0,	true },
	{ "tostop",	TOSTOP,		0,	true },
	{ "flusho",	FLUSHO,		0,	true },
	{ "nokerninfo",	NOKERNINFO,	0,	true },
};

static const struct {
	const char	*name;
	int		 sub;
	cc_t		 def;
} chars[] = {
	{ "discard",	VDISCARD,	CDISCARD },
	{ "dsusp",	VDSUSP,		CDSUSP },
	{ "eof",	VEOF,		CEOF },
	{ "eol",	VEOL,		CEOL },
	{ "eol2",	VEOL2,		CEOL },
	{ "erase",	VERASE,		CERASE },
	{ "erase2",	VERASE2,	CERASE2 },
	{ "intr",	VINTR,		CINTR },
	{ "kill",	VKILL,		CKILL },
	{ "lnext",	VLNEXT,		CLNEXT },
	{ "min",	VMIN,		CMIN },
	{ "quit",	VQUIT,		CQUIT },
	{ "reprint",	VREPRINT,	CREPRINT },
	{ "start",	VSTART,		CSTART },
	{ "status",	VSTATUS,	CSTATUS },
	{ "stop",	VSTOP,		CSTOP },
	{ "susp",	VSUSP,		CSUSP },
	{ "time",	VTIME,		CTIME },
	{ "werase",	VWERASE,	CWERASE },
};

#define	COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 },
};

static struct termios	t;
static struct winsize	ws;
static int		fd = STDIN_FILENO;
static bool		termios_changed, winsize_changed;

static char	**operand(char **);
static void	print(int);
static void	print_json(void);
static void	usage(void) __dead2;

enum { BRIEF, EVERYTHING, POSIX, GFORM, JSON };

/*
 * "-echo" is an operand, although it begins as options do.
 */
static bool
is_option(const char *s)
{

	if (s[0] != '-' || s[1] == '\0')
		return (false);
	return (strspn(s + 1, "Jaeg") == strlen(s + 1) || s[1] == 'f' ||
	    s[1] == '-');
}

int
main(int argc, char *argv[])
{
	const char *file = NULL;
	int ch, form = BRIEF;

	while (optind < argc && is_option(argv[optind]) &&
	    (ch = getopt_long(argc, argv, "+Jaef:g", longopts, NULL)) != -1) {
		switch (ch) {
		case 'J':
			form = JSON;
			break;
		case 'a':
			form = POSIX;
			break;
		case 'e':
			form = EVERYTHING;
			break;
		case 'f':
			file = optarg;
			fd = open(file, O_RDONLY | O_NONBLOCK);
			if (fd < 0)
				err(1, "%s", file);
			break;
		case 'g':
			form = GFORM;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (tcgetattr(fd, &t) != 0)
		err(1, "%s", fd == STDIN_FILENO ? "stdin" : file);
	if (ioctl(fd, TIOCGWINSZ, &ws) != 0)
		memset(&ws, 0, sizeof(ws));
	if (*argv == NULL || form != BRIEF) {
		if (form == JSON)
			print_json();
		else
			print(form);
	}
	while (*argv != NULL)
		argv = operand(argv);
	if (termios_changed && tcsetattr(fd, TCSADRAIN, &t) != 0)
		err(1, "tcsetattr");
	if (winsize_changed && ioctl(fd, TIOCSWINSZ, &ws) != 0)
		err(1, "TIOCSWINSZ");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/* --- setting -------------------------------------------------------------- */

static bool
set_mode(const struct mode *m, size_t n, const char *name, bool off,
    tcflag_t *flag)
{

	for (; n > 0; n--, m++) {
		if (strcmp(m->name, name) != 0 || (off && !m->neg))
			continue;
		*flag &= ~m->unset;
		if (off)
			*flag &= ~m->set;
		else
			*flag |= m->set;
		termios_changed = true;
		return (true);
	}
	return (false);
}

static cc_t
parse_char(const char *name, int sub, const char *s)
{
	const char *errstr;
	cc_t c;

	if (s == NULL)
		errx(1, "%s: needs an argument", name);
	if (sub == VMIN || sub == VTIME) {
		c = (cc_t)strtonum(s, 0, 255, &errstr);
		if (errstr != NULL)
			errx(1, "%s %s: %s", name, s, errstr);
		return (c);
	}
	if (strcmp(s, "undef") == 0 || strcmp(s, "<undef>") == 0 ||
	    strcmp(s, "^-") == 0 || *s == '\0')
		return (_POSIX_VDISABLE);
	if (s[0] == '^' && s[1] != '\0')
		return (s[1] == '?' ? 0x7f : (cc_t)(s[1] & 0x1f));
	if (s[1] != '\0')
		errx(1, "%s %s: not a character", name, s);
	return ((cc_t)s[0]);
}

static void
set_raw(bool off)
{

	if (off) {
		t.c_iflag |= BRKINT | ICRNL | IXON;
		t.c_oflag |= OPOST;
		t.c_lflag |= ICANON | ISIG | IEXTEN | ECHO;
	} else
		cfmakeraw(&t);
	termios_changed = true;
}

static void
set_sane(void)
{
	size_t i;

	t.c_iflag = TTYDEF_IFLAG;
	t.c_oflag = TTYDEF_OFLAG;
	t.c_lflag = TTYDEF_LFLAG;
	t.c_cflag = TTYDEF_CFLAG | (t.c_cflag & (CLOCAL | CRTSCTS));
	for (i = 0; i < COUNT(chars); i++)
		t.c_cc[chars[i].sub] = chars[i].def;
	termios_changed = true;
}

/*
 * Words that stand for several modes.
 */
static bool
set_combination(const char *name, bool off)
{

	if (strcmp(name, "sane") == 0 && !off)
		set_sane();
	else if (strcmp(name, "raw") == 0)
		set_raw(off);
	else if (strcmp(name, "cooked") == 0 && !off)
		set_raw(true);
	else if (strcmp(name, "cbreak") == 0) {
		t.c_lflag = off ? t.c_lflag | ICANON :
		    (t.c_lflag & ~(tcflag_t)ICANON) | ISIG | IEXTEN;
		t.c_cc[VMIN] = 1;
		t.c_cc[VTIME] = 0;
	} else if (strcmp(name, "nl") == 0) {
		if (off) {
			t.c_iflag |= ICRNL;
			t.c_oflag |= ONLCR;
		} else {
			t.c_iflag &= ~(tcflag_t)ICRNL;
			t.c_oflag &= ~(tcflag_t)ONLCR;
		}
	} else if (strcmp(name, "tabs") == 0)
		t.c_oflag = (t.c_oflag & ~(tcflag_t)TABDLY) |
		    (off ? TAB3 : TAB0);
	else if (strcmp(name, "ek") == 0 && !off) {
		t.c_cc[VERASE] = CERASE;
		t.c_cc[VKILL] = CKILL;
	} else if (strcmp(name, "evenp") == 0 || strcmp(name, "parity") == 0) {
		t.c_cflag &= ~(tcflag_t)(CSIZE | PARODD | PARENB);
		t.c_cflag |= off ? CS8 : CS7 | PARENB;
	} else if (strcmp(name, "oddp") == 0) {
		t.c_cflag &= ~(tcflag_t)(CSIZE | PARODD | PARENB);
		t.c_cflag |= off ? CS8 : CS7 | PARENB | PARODD;
	} else
		return (false);
	termios_changed = true;
	return (true);
}

static unsigned short
number(const char *name, const char *s)
{
	const char *errstr;
	unsigned short n;

	if (s == NULL)
		errx(1, "%s: needs an argument", name);
	n = (unsigned short)strtonum(s, 0, 65535, &errstr);
	if (errstr != NULL)
		errx(1, "%s %s: %s", name, s, errstr);
	return (n);
}

/*
 * What is printed by -g: four words and the characters, in hexadecimal.
 */
static bool
set_gform(const char *s)
{
	unsigned v[6];
	char *copy, *p, *word;
	size_t i;

	if (strncmp(s, "gfmt1:", 6) != 0)
		return (false);
	if ((copy = strdup(s + 6)) == NULL)
		err(1, NULL);
	p = copy;
	for (i = 0; i < 6 + NCCS && (word = strsep(&p, ":")) != NULL; i++) {
		if (i < 6)
			v[i] = (unsigned)strtoul(word, NULL, 16);
		else
			t.c_cc[i - 6] = (cc_t)strtoul(word, NULL, 16);
	}
	free(copy);
	if (i != 6 + NCCS)
		errx(1, "%s: not what -g prints", s);
	t.c_iflag = v[0];
	t.c_oflag = v[1];
	t.c_cflag = v[2];
	t.c_lflag = v[3];
	t.c_ispeed = v[4];
	t.c_ospeed = v[5];
	termios_changed = true;
	return (true);
}

/*
 * Carry out an operand, with its argument; returns the next.
 */
static char **
operand(char **argv)
{
	const char *name = *argv++;
	bool off = *name == '-';
	size_t i;
	char *end;
	unsigned long speed;

	if (set_gform(name))
		return (argv);
	name += off;
	if (set_mode(cmodes, COUNT(cmodes), name, off, &t.c_cflag) ||
	    set_mode(imodes, COUNT(imodes), name, off, &t.c_iflag) ||
	    set_mode(omodes, COUNT(omodes), name, off, &t.c_oflag) ||
	    set_mode(lmodes, COUNT(lmodes), name, off, &t.c_lflag) ||
	    set_combination(name, off))
		return (argv);
	if (off)
		errx(1, "-%s: no such mode", name);
	for (i = 0; i < COUNT(chars); i++)
		if (strcmp(chars[i].name, name) == 0) {
			t.c_cc[chars[i].sub] = parse_char(name, chars[i].sub,
			    *argv);
			termios_changed = true;
			return (argv + 1);
		}
	if (strcmp(name, "size") == 0) {
		(void)printf("%d %d\n", ws.ws_row, ws.ws_col);
		return (argv);
	}
	if (strcmp(name, "speed") == 0) {
		(void)printf("%lu\n", (unsigned long)cfgetospeed(&t));
		return (argv);
	}
	if (strcmp(name, "rows") == 0) {
		ws.ws_row = number(name, *argv);
		winsize_changed = true;
		return (argv + 1);
	}
	if (strcmp(name, "columns") == 0 || strcmp(name, "cols") == 0) {
		ws.ws_col = number(name, *argv);
		winsize_changed = true;
		return (argv + 1);
	}
	if (strcmp(name, "ispeed") == 0 || strcmp(name, "ospeed") == 0) {
		if (*argv == NULL)
			errx(1, "%s: needs an argument", name);
		speed = strtoul(*argv, &end, 10);
		if (end == *argv || *end != '\0')
			errx(1, "%s %s: not a number", name, *argv);
		if ((*name == 'i' ? cfsetispeed(&t, (speed_t)speed) :
		    cfsetospeed(&t, (speed_t)speed)) != 0)
			err(1, "%s %s", name, *argv);
		termios_changed = true;
		return (argv + 1);
	}
	speed = strtoul(name, &end, 10);
	if (end == name || *end != '\0')
		errx(1, "%s: no such mode", name);
	if (cfsetspeed(&t, (speed_t)speed) != 0)
		err(1, "%s", name);
	termios_changed = true;
	return (argv);
}

/* --- showing -------------------------------------------------------------- */

static int	column;

static void
put_word(const char *fmt, const char *a, const char *b)
{
	char buf[64];
	int len;

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wformat-nonliteral"
	len = snprintf(buf, sizeof(buf), fmt, a, b);
#pragma clang diagnostic pop
	if (column > 0 && column + len + 1 > 72) {
		(void)putchar('\n');
		column = 0;
	}
	if (column > 0) {
		(void)putchar(' ');
		column++;
	} else {
		(void)putchar('\t');
		column = 8;
	}
	(void)fputs(buf, stdout);
	column += len;
}

static void
end_line(void)
{

	if (column > 0)
		(void)putchar('\n');
	column = 0;
}

/*
 * The modes of one word: all, or those that differ from the defaults.
 */
static void
put_modes(const char *title, const struct mode *m, size_t n, tcflag_t flag,
    tcflag_t def, bool all)
{
	bool on, started = false;

	for (; n > 0; n--, m++) {
		on = m->neg ? (flag & m->set) != 0 :
		    (flag & m->unset) == m->set;
		if (strcmp(m->name, "hup") == 0 || strncmp(m->name, "tab",
		    3) == 0 || (!m->neg && !on))
			continue;
		if (!all && (m->neg ? (flag & m->set) == (def & m->set) :
		    (flag & m->unset) == (def & m->unset)))
			continue;
		if (!started) {
			(void)printf("%s:", title);
			started = true;
			if (strlen(title) + 1 < 8)
				column = 0;
		}
		put_word("%s%s", on ? "" : "-", m->name);
	}
	end_line();
}

static const char *
char_text(int sub, char *buf, size_t size)
{
	cc_t c = t.c_cc[sub];

	if (sub == VMIN || sub == VTIME)
		(void)snprintf(buf, size, "%u", c);
	else if (c == _POSIX_VDISABLE)
		(void)strlcpy(buf, "<undef>", size);
	else if (c == 0x7f)
		(void)strlcpy(buf, "^?", size);
	else if (c < 0x20)
		(void)snprintf(buf, size, "^%c", c | 0x40);
	else
		(void)snprintf(buf, size, c < 0x80 ? "%c" : "\\%03o", c);
	return (buf);
}

static void
put_chars(bool all)
{
	bool started = false;
	char buf[16];
	size_t i;

	for (i = 0; i < COUNT(chars); i++) {
		if (!all && t.c_cc[chars[i].sub] == chars[i].def)
			continue;
		if (!started)
			(void)printf("cchars:");
		started = true;
		put_word("%s = %s;", chars[i].name, char_text(chars[i].sub,
		    buf, sizeof(buf)));
	}
	end_line();
}

static void
print(int form)
{
	bool all = form != BRIEF;
	size_t i;

	if (form == GFORM) {
		(void)printf("gfmt1:%x:%x:%x:%x:%x:%x", t.c_iflag, t.c_oflag,
		    t.c_cflag, t.c_lflag, t.c_ispeed, t.c_ospeed);
		for (i = 0; i < NCCS; i++)
			(void)printf(":%x", t.c_cc[i]);
		(void)putchar('\n');
		return;
	}
	(void)printf("speed %lu baud;", (unsigned long)cfgetospeed(&t));
	if (all)
		(void)printf(" %d rows; %d columns;", ws.ws_row, ws.ws_col);
	(void)putchar('\n');
	put_modes("lflags", lmodes, COUNT(lmodes), t.c_lflag, TTYDEF_LFLAG,
	    all);
	put_modes("iflags", imodes, COUNT(imodes), t.c_iflag, TTYDEF_IFLAG,
	    all);
	put_modes("oflags", omodes, COUNT(omodes), t.c_oflag, TTYDEF_OFLAG,
	    all);
	put_modes("cflags", cmodes, COUNT(cmodes), t.c_cflag, TTYDEF_CFLAG,
	    all);
	put_chars(all);
}

static void
json_modes(const struct mode *m, size_t n, tcflag_t flag)
{

	for (; n > 0; n--, m++)
		if (m->neg)
			(void)printf(",\n  \"%s\": %s", m->name,
			    (flag & m->set) != 0 ? "true" : "false");
}

static void
print_json(void)
{
	size_t i;

	(void)printf("{\n  \"speed\": %lu,\n  \"rows\": %d,\n"
	    "  \"columns\": %d", (unsigned long)cfgetospeed(&t), ws.ws_row,
	    ws.ws_col);
	json_modes(lmodes, COUNT(lmodes), t.c_lflag);
	json_modes(imodes, COUNT(imodes), t.c_iflag);
	json_modes(omodes, COUNT(omodes), t.c_oflag);
	json_modes(cmodes, COUNT(cmodes), t.c_cflag);
	for (i = 0; i < COUNT(chars); i++)
		(void)printf(",\n  \"%s\": %u", chars[i].name,
		    t.c_cc[chars[i].sub]);
	(void)printf("\n}\n");
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: stty [-J | -a | -e | -g] [-f file] "
	    "[mode ...]\n");
	exit(1);
}
