/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kdump: show what ktrace(2) has written.
 *
 * The file may be anything: lengths are checked before they are used, and a
 * record that its type does not explain is shown by its length.  Each record
 * becomes a line of text, made in memory first, so that it can also be a member
 * of a JSON object.
 */
#include <sys/param.h>
#include <sys/ktrace.h>
#include <sys/sysarg.h>
#include <sys/wait.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <libutil.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kdump.h"
#include "points.h"

#define	DEFAULT_FILE	"ktrace.out"
#define	RECORD_MAX	(64 * 1024)	/* no record is longer */

/*
 * A record, with what is known of the one before it.
 */
struct record {
	struct ktr_header h;
	const char	*data;
	int		type;		/* without KTR_DROP */
};

static const struct option longopts[] = {
	{ "json", no_argument, NULL, 'J' },
	{ NULL, 0, NULL, 0 },
};

static const char *file = DEFAULT_FILE;
static bool	Eflag, Hflag, Jflag, lflag, Rflag, Sflag, sflag, Tflag;
static int	wanted = -1;			/* KTRFAC_* */
static size_t	maxdata = SIZE_MAX;
static pid_t	only;
static int64_t	first_time = -1, last_time;	/* ns */
static char	*text;				/* the line, made by textfp */
static size_t	textlen;
static FILE	*textfp;

static void	usage(void) __dead2;

/*
 * Every field of JSON but the first.
 */
static void
json_text(const char *name, const char *s, size_t len)
{

	if (!Jflag)
		return;
	(void)printf(", \"%s\": ", name);
	fput_json(s, len, stdout);
}

static void
json_number(const char *name, int64_t value)
{

	if (Jflag)
		(void)printf(", \"%s\": %" PRId64, name, value);
}

/* --- records -------------------------------------------------------------- */

static void
put_call_name(const struct sysdesc *sd, u_int code)
{
	char buf[32];

	if (sd == NULL)
		(void)snprintf(buf, sizeof(buf), "#%u", code);
	else
		(void)snprintf(buf, sizeof(buf), "%s", sd->sd_name);
	(void)fputs(buf, textfp);
	if (Sflag)
		(void)fprintf(textfp, "[%u]", code);
	json_text("call", buf, strlen(buf));
}

static void
dump_syscall(const struct record *r)
{
	const struct ktr_syscall *k = (const void *)r->data;
	const struct sysdesc *sd = call_desc(k->ktr_code);
	u_int i, n;

	n = MIN(k->ktr_narg, (r->h.ktr_len - sizeof(*k)) / sizeof(uint64_t));
	put_call_name(sd, k->ktr_code);
	for (i = 0; i < n; i++) {
		(void)putc(i == 0 ? '(' : ',', textfp);
		if (sd != NULL && i < sd->sd_nargs)
			put_arg(textfp, sd, i, k->ktr_args[i], opt_numbers);
		else
			put_number(textfp, k->ktr_args[i]);
	}
	(void)fputs(n == 0 ? "()" : ")", textfp);
}

static void
dump_sysret(const struct record *r)
{
	const struct ktr_sysret *k = (const void *)r->data;
	const struct sysdesc *sd = call_desc(k->ktr_code);
	const char *name;

	put_call_name(sd, k->ktr_code);
	(void)putc(' ', textfp);
	if (k->ktr_error == KTR_ERESTART)
		(void)fputs("RESTART", textfp);
	else if (k->ktr_error == KTR_EJUSTRETURN)
		(void)fputs("JUSTRETURN", textfp);
	else if (k->ktr_error != 0) {
		(void)fputs("-1 ", textfp);
		put_error(textfp, k->ktr_error);
		name = name_of(sysnames_errno, k->ktr_error);
		if (name != NULL)
			json_text("error", name, strlen(name));
		json_number("errno", k->ktr_error);
	} else {
		if (sd != NULL && (sd->sd_flags & SYF_PTR) != 0)
			put_number(textfp, (uint64_t)k->ktr_retval);
		else {
			(void)fprintf(textfp, "%" PRId64, k->ktr_retval);
			if (!opt_decimal && !opt_numbers &&
			    (k->ktr_retval < 0 || k->ktr_retval > 9))
				(void)fprintf(textfp, "/%#" PRIx64,
				    (uint64_t)k->ktr_retval);
		}
		json_number("result", k->ktr_retval);
	}
}

static void
dump_namei(const struct record *r)
{

	put_string(textfp, r->data, r->h.ktr_len);
	json_text("path", r->data, r->h.ktr_len);
}

/*
 * Bytes, as text if they are, else in hexadecimal, below the line.
 */
static void
put_bytes(const char *data, size_t len, uint64_t total)
{
	size_t i, j, plain = 0;

	len = MIN(len, maxdata);
	for (i = 0; i < len; i++) {
		if (isprint((u_char)data[i]) || data[i] == '\n' ||
		    data[i] == '\t' || (data[i] & 0x80) != 0)
			plain++;
	}
	/* A line of text to a line. */
	for (i = 0; i < len && plain >= len - len / 8; i = j) {
		for (j = i; j < len && j - i < 512; j++) {
			if (data[j] == '\n') {
				j++;
				break;
			}
		}
		(void)fputs("\n       ", textfp);
		put_string(textfp, data + i, j - i);
	}
	for (; i < len; i += 16) {
		(void)fprintf(textfp, "\n       %04zx ", i);
		for (j = 0; j < 16; j++) {
			if (i + j < len)
				(void)fprintf(textfp, " %02x",
				    (u_char)data[i + j]);
			else
				(void)fputs("   ", textfp);
		}
		(void)fputs("  ", textfp);
		for (j = 0; j < 16 && i + j < len; j++)
			(void)putc(isprint((u_char)data[i + j]) ?
			    data[i + j] : '.', textfp);
	}
	if (len < total)
		(void)fputs("\n       ...", textfp);
}

static void
dump_genio(const struct record *r)
{
	const struct ktr_genio *k = (const void *)r->data;
	const char *way = k->ktr_rw == 0 ? "read" : "wrote";
	size_t len = r->h.ktr_len - sizeof(*k);

	(void)fprintf(textfp, "fd %d %s %" PRIu64 " byte%s", k->ktr_fd, way,
	    k->ktr_total, k->ktr_total == 1 ? "" : "s");
	json_number("fd", k->ktr_fd);
	json_text("direction", k->ktr_rw == 0 ? "read" : "write",
	    k->ktr_rw == 0 ? 4 : 5);
	json_number("total", (int64_t)k->ktr_total);
	if (sflag)
		return;
	put_bytes(r->data + sizeof(*k), len, k->ktr_total);
	json_text("data", r->data + sizeof(*k), MIN(len, maxdata));
}

static void
dump_psig(const struct record *r)
{
	const struct ktr_psig *k = (const void *)r->data;

	put_signal(textfp, k->ktr_signo);
	if (k->ktr_action == 0)
		(void)fputs(" SIG_DFL", textfp);
	else {
		(void)fputs(" caught handler=", textfp);
		put_number(textfp, k->ktr_action);
		(void)fputs(" mask=", textfp);
		put_sigset(textfp, k->ktr_mask);
	}
	(void)fputs(" code=", textfp);
	put_sigcode(textfp, k->ktr_signo, k->ktr_code);
	json_number("signal", k->ktr_signo);
}

static void
dump_csw(const struct record *r)
{
	const struct ktr_csw *k = (const void *)r->data;

	(void)fprintf(textfp, "%s %s", k->ktr_out != 0 ? "stop" : "resume",
	    k->ktr_user != 0 ? "user" : "kernel");
	(void)putc(' ', textfp);
	put_string(textfp, k->ktr_wmesg, strnlen(k->ktr_wmesg,
	    sizeof(k->ktr_wmesg)));
}

static void
dump_user(const struct record *r)
{

	(void)fprintf(textfp, "%u byte%s", r->h.ktr_len,
	    r->h.ktr_len == 1 ? "" : "s");
	put_bytes(r->data, r->h.ktr_len, r->h.ktr_len);
	json_text("data", r->data, MIN(r->h.ktr_len, maxdata));
}

static void
dump_struct(const struct record *r)
{
	const struct ktr_struct *k = (const void *)r->data;
	const struct sysdesc *sd = call_desc(k->ktr_code);
	const struct sysarg *a;

	if (sd == NULL || k->ktr_arg >= sd->sd_nargs) {
		(void)fprintf(textfp, "argument %u of #%u", k->ktr_arg,
		    k->ktr_code);
		return;
	}
	a = &sd->sd_args[k->ktr_arg];
	(void)fprintf(textfp, "%s %s %s ", sd->sd_name, a->sa_name,
	    k->ktr_out != 0 ? "<-" : "=");
	json_text("call", sd->sd_name, strlen(sd->sd_name));
	json_text("argument", a->sa_name, strlen(a->sa_name));
	put_struct(textfp, a, r->data + sizeof(*k),
	    r->h.ktr_len - sizeof(*k), k->ktr_total);
}

static void
dump_ctor(const struct record *r)
{
	const struct ktr_procctor *k = (const void *)r->data;

	(void)fprintf(textfp, "parent %d, ABI %u", k->ktr_ppid, k->ktr_abi);
	json_number("ppid", k->ktr_ppid);
}

static void
dump_dtor(const struct record *r)
{
	const struct ktr_procdtor *k = (const void *)r->data;

	if (WIFEXITED(k->ktr_status))
		(void)fprintf(textfp, "exit %d", WEXITSTATUS(k->ktr_status));
	else {
		(void)fputs("killed by ", textfp);
		put_signal(textfp, WTERMSIG(k->ktr_status));
	}
	json_number("status", k->ktr_status);
}

static void
dump_fault(const struct record *r)
{
	const struct ktr_fault *k = (const void *)r->data;

	put_number(textfp, k->ktr_vaddr);
	(void)putc(' ', textfp);
	put_names(textfp, sysnames_prot, (uint64_t)k->ktr_access);
}

static void
dump_faultend(const struct record *r)
{
	const struct ktr_faultend *k = (const void *)r->data;

	if (k->ktr_error == 0)
		(void)fputs("resolved", textfp);
	else
		put_error(textfp, k->ktr_error);
}

static const struct kind {
	const char	*name;
	size_t		least;		/* bytes that it needs */
	void		(*dump)(const struct record *);
} kinds[] = {
	[KTR_SYSCALL] = { "CALL", sizeof(struct ktr_syscall), dump_syscall },
	[KTR_SYSRET] = { "RET", sizeof(struct ktr_sysret), dump_sysret },
	[KTR_NAMEI] = { "NAMI", 0, dump_namei },
	[KTR_GENIO] = { "GIO", sizeof(struct ktr_genio), dump_genio },
	[KTR_PSIG] = { "PSIG", sizeof(struct ktr_psig), dump_psig },
	[KTR_CSW] = { "CSW", sizeof(struct ktr_csw), dump_csw },
	[KTR_USER] = { "USER", 0, dump_user },
	[KTR_STRUCT] = { "STRU", sizeof(struct ktr_struct), dump_struct },
	[KTR_PROCCTOR] = { "CTOR", sizeof(struct ktr_procctor), dump_ctor },
	[KTR_PROCDTOR] = { "DTOR", sizeof(struct ktr_procdtor), dump_dtor },
	[KTR_FAULT] = { "PFLT", sizeof(struct ktr_fault), dump_fault },
	[KTR_FAULTEND] = { "PRET", sizeof(struct ktr_faultend),
	    dump_faultend },
};

/* --- lines ---------------------------------------------------------------- */

/*
 * What stands before a record: who, when.
 */
static void
put_head(const struct record *r, const char *name)
{
	const struct ktr_header *h = &r->h;
	const int commlen = (int)strnlen(h->ktr_comm, sizeof(h->ktr_comm));
	int64_t now = h->ktr_sec * 1000000000 + h->ktr_nsec, t;

	if (first_time == -1)
		first_time = last_time = now;
	if (Jflag) {
		(void)printf("{\"pid\": %d, \"tid\": %d, \"cpu\": %d, "
		    "\"time\": %" PRId64 ".%09d", h->ktr_pid, h->ktr_tid,
		    h->ktr_cpu, h->ktr_sec, h->ktr_nsec);
		json_text("command", h->ktr_comm, (size_t)commlen);
		json_text("type", name, strlen(name));
		if ((h->ktr_type & KTR_DROP) != 0)
			json_number("dropped", h->ktr_dropped);
		last_time = now;
		return;
	}
	if ((h->ktr_type & KTR_DROP) != 0)
		(void)printf("%6d: %u record%s lost here\n", h->ktr_pid,
		    h->ktr_dropped, h->ktr_dropped == 1 ? "" : "s");
	(void)printf("%6d ", h->ktr_pid);
	if (Hflag)
		(void)printf("%6d ", h->ktr_tid);
	(void)printf("%-8.*s ", commlen, h->ktr_comm);
	if (Tflag)
		(void)printf("%" PRId64 ".%06d ", h->ktr_sec,
		    h->ktr_nsec / 1000);
	if (Eflag || Rflag) {
		t = (now - (Eflag ? first_time : last_time)) / 1000;
		(void)printf("%s%" PRId64 ".%06d ", t < 0 ? "-" : "",
		    (t < 0 ? -t : t) / 1000000,
		    (int)((t < 0 ? -t : t) % 1000000));
	}
	last_time = now;
	(void)printf("%-4s  ", name);
}

static void
dump(const struct record *r, bool first)
{
	const struct kind *k = NULL;

	if ((u_int)r->type < nitems(kinds) && kinds[r->type].dump != NULL)
		k = &kinds[r->type];
	if (Jflag)
		(void)fputs(first ? "\n  " : ",\n  ", stdout);
	put_head(r, k != NULL ? k->name : "?");
	rewind(textfp);
	if (k == NULL || r->h.ktr_len < k->least)
		(void)fprintf(textfp, "record of type %d, %u bytes", r->type,
		    r->h.ktr_len);
	else
		k->dump(r);
	if (fflush(textfp) != 0)
		err(1, NULL);
	if (Jflag) {
		json_text("text", text, textlen);
		(void)putchar('}');
	} else {
		(void)fwrite(text, 1, textlen, stdout);
		(void)putchar('\n');
	}
}

/*
 * Read n bytes; false at the end of the file, at which -l waits.
 */
static bool
fetch(FILE *fp, void *buf, size_t n)
{
	size_t got = 0;

	for (;;) {
		got += fread((char *)buf + got, 1, n - got, fp);
		if (got == n)
			return (true);
		if (ferror(fp))
			err(1, "%s", file);
		if (!lflag)
			break;
		if (fflush(stdout) != 0)
			err(1, "stdout");
		(void)sleep(1);
		clearerr(fp);
	}
	if (got != 0)
		warnx("%s: ends within a record", file);
	return (false);
}

static bool
is_wanted(const struct record *r)
{

	if (only != 0 && r->h.ktr_pid != only && r->h.ktr_tid != only)
		return (false);
	return (r->type < 31 ? (wanted & 1 << r->type) != 0 : wanted == -1);
}

static int
dump_file(FILE *fp)
{
	static uint64_t buf[RECORD_MAX / sizeof(uint64_t)];
	struct record r;
	bool first = true;

	r.data = (const char *)buf;
	while (fetch(fp, &r.h, sizeof(r.h))) {
		if (r.h.ktr_version != KTR_VERSION ||
		    r.h.ktr_len > RECORD_MAX) {
			warnx("%s: not a trace", file);
			return (1);
		}
		if (!fetch(fp, buf, r.h.ktr_len)) {
			if (r.h.ktr_len != 0)
				return (1);
			break;
		}
		r.type = r.h.ktr_type & ~KTR_DROP;
		if (is_wanted(&r)) {
			dump(&r, first);
			first = false;
		}
	}
	return (0);
}

int
main(int argc, char *argv[])
{
	const char *errstr;
	FILE *fp;
	int ch, rval;

	while ((ch = getopt_long(argc, argv, "dEf:HJlm:np:RSsTt:", longopts,
	    NULL)) != -1) {
		switch (ch) {
		case 'd':
			opt_decimal = true;
			break;
		case 'E':
			Eflag = true;
			break;
		case 'f':
			file = optarg;
			break;
		case 'H':
			Hflag = true;
			break;
		case 'J':
			Jflag = true;
			break;
		case 'l':
			lflag = true;
			break;
		case 'm':
			maxdata = (size_t)strtonum(optarg, 0, RECORD_MAX,
			    &errstr);
			if (errstr != NULL)
				errx(1, "%s: length is %s", optarg, errstr);
			break;
		case 'n':
			opt_numbers = true;
			break;
		case 'p':
			only = (pid_t)strtonum(optarg, 1, INT32_MAX, &errstr);
			if (errstr != NULL)
				errx(1, "%s: process id is %s", optarg,
				    errstr);
			break;
		case 'R':
			Rflag = true;
			break;
		case 'S':
			Sflag = true;
			break;
		case 's':
			sflag = true;
			break;
		case 'T':
			Tflag = true;
			break;
		case 't':
			wanted = points_parse(optarg);
			if (wanted == POINTS_ERROR)
				errx(1, "%s: no such trace points", optarg);
			break;
		default:
			usage();
		}
	}
	if (argc != optind || Eflag + Rflag > 1)
		usage();
	fp = strcmp(file, "-") == 0 ? stdin : fopen(file, "r");
	if (fp == NULL)
		err(1, "%s", file);
	textfp = open_memstream(&text, &textlen);
	if (textfp == NULL)
		err(1, NULL);
	if (Jflag)
		(void)putchar('[');
	rval = dump_file(fp);
	if (Jflag)
		(void)puts("\n]");
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: kdump [-dEHJlnRSsT] [-f file] [-m maxdata] [-p pid] "
	    "[-t points]\n");
	exit(1);
}
