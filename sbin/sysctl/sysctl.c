/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl: read, describe and set the kernel's variables.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <libutil.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct option longopts[] = {
	{ "json",	no_argument,	NULL,	'J' },
	{ NULL,		0,		NULL,	0 },
};

static bool	aflag, bflag, dflag, eflag, Fflag, hflag, iflag, Jflag;
static bool	nflag, Nflag, oflag, qflag, tflag, xflag;
static bool	first_json = true;
static const char	*settings;	/* -f */
static unsigned		 lineno;	/* in it; 0: not in the file */

static int	operand(char *);
static int	read_file(void);
static void	show_tree(const int *, size_t);
static int	show(const int *, size_t);
static int	set(const int *, size_t, const char *, const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int ch, rval = 0;

	while ((ch = getopt_long(argc, argv, "+AFJNXabdef:hinoqtwx", longopts,
	    NULL)) != -1) {
		switch (ch) {
		case 'A':
			aflag = oflag = true;
			break;
		case 'F':
			Fflag = true;
			break;
		case 'J':
			Jflag = true;
			break;
		case 'N':
			Nflag = true;
			break;
		case 'X':
			aflag = xflag = true;
			break;
		case 'a':
			aflag = true;
			break;
		case 'b':
			bflag = true;
			break;
		case 'd':
			dflag = true;
			break;
		case 'e':
			eflag = true;
			break;
		case 'f':
			settings = optarg;
			break;
		case 'h':
			hflag = true;
			break;
		case 'i':
			iflag = true;
			break;
		case 'n':
			nflag = true;
			break;
		case 'o':
			oflag = true;
			break;
		case 'q':
			qflag = true;
			break;
		case 't':
			tflag = true;
			break;
		case 'w':	/* a value alone says it */
			break;
		case 'x':
			xflag = true;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (aflag ? *argv != NULL || settings != NULL :
	    *argv == NULL && settings == NULL)
		usage();
	if (hflag && xflag)
		usage();
	if (Jflag)
		(void)putchar('{');
	if (aflag)
		show_tree(NULL, 0);
	if (settings != NULL)
		rval |= read_file();
	for (; *argv != NULL; argv++)
		rval |= operand(*argv);
	if (Jflag)
		(void)puts("\n}");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/* --- questions about nodes ------------------------------------------------ */

static bool
name_to_oid(const char *name, int *oid, size_t *len)
{
	int q[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	size_t size = CTL_MAXNAME * sizeof(int);

	if (sysctl(q, 2, oid, &size, name, strlen(name)) != 0)
		return (false);
	*len = size / sizeof(int);
	return (true);
}

static int
ask(int what, const int *oid, size_t len, void *buf, size_t *size)
{
	int q[CTL_MAXNAME + 2];

	q[0] = CTL_SYSCTL;
	q[1] = what;
	memcpy(q + 2, oid, len * sizeof(int));
	return (sysctl(q, (unsigned)len + 2, buf, size, NULL, 0));
}

static const char *
oid_name(const int *oid, size_t len)
{
	static char name[256];
	size_t size = sizeof(name);

	if (ask(CTL_SYSCTL_NAME, oid, len, name, &size) != 0)
		return (NULL);
	return (name);
}

/*
 * The kind, CTLTYPE and CTLFLAG, and the format of a node.
 */
static bool
oid_format(const int *oid, size_t len, unsigned *kind, char *fmt, size_t max)
{
	char buf[256];
	size_t size = sizeof(buf) - 1;

	if (ask(CTL_SYSCTL_OIDFMT, oid, len, buf, &size) != 0 ||
	    size < sizeof(*kind))
		return (false);
	buf[size] = '\0';
	memcpy(kind, buf, sizeof(*kind));
	(void)strlcpy(fmt, buf + sizeof(*kind), max);
	return (true);
}

/* --- printing ------------------------------------------------------------- */

static size_t
integer_size(unsigned type)
{

	switch (type) {
	case CTLTYPE_S8:
	case CTLTYPE_U8:
		return (1);
	case CTLTYPE_S16:
	case CTLTYPE_U16:
		return (2);
	case CTLTYPE_INT:
	case CTLTYPE_UINT:
	case CTLTYPE_S32:
	case CTLTYPE_U32:
		return (4);
	case CTLTYPE_LONG:
	case CTLTYPE_ULONG:
	case CTLTYPE_S64:
	case CTLTYPE_U64:
		return (8);
	default:
		return (0);
	}
}

static bool
integer_signed(unsigned type)
{

	return (type == CTLTYPE_INT || type == CTLTYPE_LONG ||
	    type == CTLTYPE_S8 || type == CTLTYPE_S16 ||
	    type == CTLTYPE_S32 || type == CTLTYPE_S64);
}

/*
 * A number with a comma between its thousands.
 */
static void
put_grouped(bool negative, uint64_t u)
{
	char digits[21];
	int i, n;

	n = snprintf(digits, sizeof(digits), "%ju", (uintmax_t)u);
	if (negative)
		(void)putchar('-');
	for (i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			(void)putchar(',');
		(void)putchar(digits[i]);
	}
}

static void
put_integers(unsigned type, const char *buf, size_t len)
{
	size_t w = integer_size(type);
	const char *sep = "";
	uint64_t u;
	int64_t s;

	for (; len >= w; len -= w, buf += w, sep = " ") {
		u = 0;
		memcpy(&u, buf, w);
		s = (int64_t)(u << (64 - 8 * w)) >> (64 - 8 * w);
		if (xflag)
			(void)printf("%s0x%0*jx", sep, (int)(2 * w),
			    (uintmax_t)u);
		else if (hflag && !Jflag) {
			(void)fputs(sep, stdout);
			if (integer_signed(type) && s < 0)
				put_grouped(true, 0 - (uint64_t)s);
			else
				put_grouped(false, u);
		} else if (integer_signed(type))
			(void)printf("%s%jd", sep, (intmax_t)s);
		else
			(void)printf("%s%ju", sep, (uintmax_t)u);
	}
}

static void
put_opaque(const char *fmt, const char *buf, size_t len)
{
	struct timeval tv;
	time_t t;
	size_t i, shown = xflag || len < 16 ? len : 16;

	if (!oflag && !xflag && strcmp(fmt, "S,timeval") == 0 && len == sizeof(tv)) {
		memcpy(&tv, buf, sizeof(tv));
		t = tv.tv_sec;
		(void)printf("{ sec = %jd, usec = %jd } %.24s",
		    (intmax_t)tv.tv_sec, (intmax_t)tv.tv_usec, ctime(&t));
		return;
	}
	(void)printf("Format:%s Length:%zu Dump:0x", fmt, len);
	for (i = 0; i < shown; i++)
		(void)printf("%02x", (unsigned char)buf[i]);
	if (shown < len)
		(void)fputs("...", stdout);
}

static void
put_value(unsigned kind, const char *fmt, const char *buf, size_t len)
{
	unsigned type = kind & CTLTYPE;

	if (bflag) {
		(void)fwrite(buf, 1, len, stdout);
		return;
	}
	if (type == CTLTYPE_STRING) {
		if (Jflag)
			fput_json(buf, strnlen(buf, len), stdout);
		else
			(void)printf("%.*s", (int)strnlen(buf, len), buf);
	} else if (integer_size(type) != 0) {
		/* JSON has neither lists without brackets nor hexadecimal. */
		if (Jflag && (xflag || len > integer_size(type))) {
			(void)putchar('"');
			put_integers(type, buf, len);
			(void)putchar('"');
		} else
			put_integers(type, buf, len);
	} else {
		if (Jflag)
			(void)putchar('"');
		put_opaque(fmt, buf, len);
		if (Jflag)
			(void)putchar('"');
	}
}

static void
put_name(const char *name)
{

	if (Jflag)
		(void)printf("%s\n  \"%s\": ", first_json ? "" : ",", name);
	else if (!nflag && !bflag)
		(void)printf("%s%s", name, Nflag ? "" : eflag ? "=" : ": ");
	first_json = false;
}

static const char *
type_name(unsigned type)
{

	switch (type) {
	case CTLTYPE_NODE:
		return ("node");
	case CTLTYPE_INT:
		return ("integer");
	case CTLTYPE_UINT:
		return ("unsigned integer");
	case CTLTYPE_LONG:
		return ("long integer");
	case CTLTYPE_ULONG:
		return ("unsigned long");
	case CTLTYPE_S8:
		return ("int8_t");
	case CTLTYPE_U8:
		return ("uint8_t");
	case CTLTYPE_S16:
		return ("int16_t");
	case CTLTYPE_U16:
		return ("uint16_t");
	case CTLTYPE_S32:
		return ("int32_t");
	case CTLTYPE_U32:
		return ("uint32_t");
	case CTLTYPE_S64:
		return ("int64_t");
	case CTLTYPE_U64:
		return ("uint64_t");
	case CTLTYPE_STRING:
		return ("string");
	case CTLTYPE_OPAQUE:
		return ("opaque");
	default:
		return ("unknown");
	}
}

/*
 * What -t, -F and -d ask for, in this order.
 */
static void
describe(const int *oid, size_t len, const char *name, unsigned kind,
    const char *fmt)
{
	char descr[512], buf[1024];
	const char *sep = eflag ? "=" : ": ";
	size_t size = sizeof(descr) - 1;

	descr[0] = '\0';
	if (dflag && ask(CTL_SYSCTL_OIDDESCR, oid, len, descr, &size) == 0)
		descr[size] = '\0';
	(void)snprintf(buf, sizeof(buf), "%s%s%s%s%s",
	    tflag ? type_name(kind & CTLTYPE) : "",
	    tflag && (Fflag || dflag) ? sep : "", Fflag ? fmt : "",
	    Fflag && dflag ? sep : "", descr);
	put_name(name);
	if (Jflag)
		fput_json(buf, strlen(buf), stdout);
	else
		(void)puts(buf);
}

/*
 * The value of a node, in memory that the caller frees.
 */
static char *
value(const int *oid, size_t len, size_t *sizep)
{
	char *buf = NULL, *p;
	size_t size = 0;

	for (;;) {
		if (sysctl(oid, (unsigned)len, NULL, &size, NULL, 0) != 0)
			break;
		size += size / 4 + 1;	/* it may grow meanwhile */
		if ((p = realloc(buf, size + 1)) == NULL)
			err(1, NULL);
		buf = p;
		*sizep = size;
		if (sysctl(oid, (unsigned)len, buf, sizep, NULL, 0) == 0) {
			buf[*sizep] = '\0';
			return (buf);
		}
		if (errno != ENOMEM)
			break;
	}
	free(buf);
	return (NULL);
}

static int
show(const int *oid, size_t len)
{
	char fmt[64], name[256], *buf;
	const char *n;
	unsigned kind;
	size_t size;

	if ((n = oid_name(oid, len)) == NULL ||
	    !oid_format(oid, len, &kind, fmt, sizeof(fmt)))
		return (1);
	(void)strlcpy(name, n, sizeof(name));
	if ((kind & CTLTYPE) == CTLTYPE_NODE) {
		show_tree(oid, len);
		return (0);
	}
	if (aflag && !oflag && !xflag && (kind & CTLTYPE) == CTLTYPE_OPAQUE &&
	    strcmp(fmt, "S,timeval") != 0)
		return (0);
	if (Nflag && !Jflag && !dflag) {
		(void)puts(name);
		return (0);
	}
	if (dflag || tflag || Fflag) {
		describe(oid, len, name, kind, fmt);
		return (0);
	}
	if ((buf = value(oid, len, &size)) == NULL) {
		if (!aflag)
			warn("%s", name);
		return (!aflag);
	}
	put_name(name);
	put_value(kind, fmt, buf, size);
	if (!bflag && !Jflag)
		(void)putchar('\n');
	free(buf);
	return (0);
}

/*
 * All nodes below one, in order.
 */
static void
show_tree(const int *oid, size_t len)
{
	int cur[CTL_MAXNAME], next[CTL_MAXNAME];
	size_t curlen = len, size;
	bool saved = aflag;

	memcpy(cur, oid, len * sizeof(int));
	if (len == 0) {
		cur[0] = CTL_KERN;
		curlen = 1;
	}
	for (;;) {
		size = sizeof(next);
		if (ask(CTL_SYSCTL_NEXT, cur, curlen, next, &size) != 0) {
			if (errno == ENOENT)
				return;
			err(1, "sysctl next");
		}
		curlen = size / sizeof(int);
		if (curlen < len || memcmp(next, oid, len * sizeof(int)) != 0)
			return;
		memcpy(cur, next, size);
		aflag = true;		/* a tree: errors are passed over */
		(void)show(cur, curlen);
		aflag = saved;
	}
}

/* --- setting -------------------------------------------------------------- */

/*
 * Where a complaint comes from: the line of the file of settings, if any.
 */
static const char *
where(void)
{
	static char buf[256];

	if (lineno == 0)
		return ("");
	(void)snprintf(buf, sizeof(buf), "%s:%u: ", settings, lineno);
	return (buf);
}

/*
 * Does a number fit into w bytes?
 */
static bool
in_range(unsigned type, uint64_t val, size_t w)
{
	unsigned unused = (unsigned)(64 - 8 * w);

	if (integer_signed(type))
		return ((int64_t)(val << unused) >> unused == (int64_t)val);
	return (val << unused >> unused == val);
}

static int
set(const int *oid, size_t len, const char *name, const char *text)
{
	char fmt[64], *end, *old;
	unsigned kind, type;
	size_t oldlen, w;
	uint64_t val;
	int error;

	if (!oid_format(oid, len, &kind, fmt, sizeof(fmt)))
		errx(1, "%s%s: no format", where(), name);
	type = kind & CTLTYPE;
	if (type == CTLTYPE_NODE) {
		warnx("%s%s: is a node, not a variable", where(), name);
		return (1);
	}
	old = value(oid, len, &oldlen);
	w = integer_size(type);
	if (type == CTLTYPE_STRING)
		error = sysctl(oid, (unsigned)len, NULL, NULL, text,
		    strlen(text));
	else if (w != 0) {
		errno = 0;
		val = integer_signed(type) ?
		    (uint64_t)strtoll(text, &end, 0) :
		    strtoull(text, &end, 0);
		if (end == text || *end != '\0' || errno != 0 ||
		    !in_range(type, val, w)) {
			warnx("%s%s: %s: not a number in range", where(), name,
			    text);
			free(old);
			return (1);
		}
		error = sysctl(oid, (unsigned)len, NULL, NULL, &val, w);
	} else {
		warnx("%s%s: cannot be set from a text", where(), name);
		free(old);
		return (1);
	}
	if (error != 0) {
		warn("%s%s=%s", where(), name, text);
		free(old);
		return (1);
	}
	if (!qflag) {
		put_name(name);
		if (!nflag && !Jflag && old != NULL) {
			put_value(kind, fmt, old, oldlen);
			(void)fputs(" -> ", stdout);
		}
		free(old);
		old = value(oid, len, &oldlen);
		if (old != NULL)
			put_value(kind, fmt, old, oldlen);
		if (!Jflag)
			(void)putchar('\n');
	}
	free(old);
	return (0);
}

static int
operand(char *arg)
{
	int oid[CTL_MAXNAME];
	char *val;
	size_t len;

	if ((val = strchr(arg, '=')) != NULL)
		*val++ = '\0';
	if (!name_to_oid(arg, oid, &len)) {
		if (iflag)
			return (0);
		warnx("%sunknown variable %s", where(), arg);
		return (1);
	}
	return (val != NULL ? set(oid, len, arg, val) : show(oid, len));
}

/*
 * The text without blanks around it; changes it.
 */
static char *
trim(char *s)
{
	size_t n;

	while (isspace((unsigned char)*s))
		s++;
	for (n = strlen(s); n > 0 && isspace((unsigned char)s[n - 1]); n--)
		continue;
	s[n] = '\0';
	return (s);
}

/*
 * End a line at a #, unless quotes are around it.
 */
static void
cut_comment(char *s)
{
	char quote = '\0';

	for (; *s != '\0'; s++) {
		if (quote != '\0')
			quote = *s == quote ? '\0' : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		else if (*s == '#') {
			*s = '\0';
			return;
		}
	}
}

/*
 * One line of a file of settings: name=value, or a name to show.  The value
 * may be in quotes.
 */
static int
setting(char *line)
{
	char *name, *val, *arg;
	size_t n;
	int rval;

	cut_comment(line);
	name = trim(line);
	if (*name == '\0')
		return (0);
	if ((val = strchr(name, '=')) == NULL)
		return (operand(name));
	*val++ = '\0';
	name = trim(name);
	val = trim(val);
	n = strlen(val);
	if (n >= 2 && (*val == '"' || *val == '\'') && val[n - 1] == *val) {
		val[n - 1] = '\0';
		val++;
	}
	if (asprintf(&arg, "%s=%s", name, val) < 0)
		err(1, NULL);
	rval = operand(arg);
	free(arg);
	return (rval);
}

/*
 * Each line of the file of settings; one that fails does not end it.
 */
static int
read_file(void)
{
	char *line = NULL;
	size_t room = 0;
	int rval = 0;
	FILE *fp;

	if ((fp = fopen(settings, "r")) == NULL)
		err(1, "%s", settings);
	while (getline(&line, &room, fp) >= 0) {
		lineno++;
		rval |= setting(line);
	}
	if (ferror(fp))
		err(1, "%s", settings);
	lineno = 0;
	free(line);
	(void)fclose(fp);
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: sysctl [-FJNbdeinoqtw] [-h | -x] [-f file] "
	    "[name[=value] ...]\n"
	    "       sysctl -a | -A | -X [-FJNdenot] [-h | -x]\n");
	exit(1);
}
