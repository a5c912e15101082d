/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * more: show files a screen at a time.
 *
 * Model	`top' is the row at the top of the screen, which has `height'
 *		rows and below them a line for the prompt.  A command moves
 *		top; going forward by less than a screen scrolls, and anything
 *		else draws the screen anew.  Keys come from the terminal, but
 *		first from `pending', what -p says.
 *
 *		Signal handlers set flags; reading a key returns KEY_AGAIN
 *		then, and the main loop looks at them.
 *
 * When the output is no terminal the files are copied.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <paths.h>
#include <regex.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "more.h"

#define	KEY_AGAIN	(-1)		/* a signal came */
#define	KEY_END		(-2)		/* the terminal is gone */
#define	CTRL(c)		((c) & 0x1f)

static struct text	text;
static size_t		top, height = 23;
static size_t		marks[26];
static char		**files;
static int		nfiles, current;
static int		tty = -1;
static struct termios	modes;
static const char	*pending = "", *initial = "";
static char		message[256];	/* instead of the prompt, once */
static regex_t		regex;
static bool		have_regex, negated, backward;
static bool		cflag, eflag, iflag, sflag, uflag, smart;
static long		nflag;
static volatile sig_atomic_t want_stop, want_size, want_end;

static bool	open_file(int);
static void	quit(int) __dead2;
static void	usage(void) __dead2;

/* --- the terminal --------------------------------------------------------- */

static void
on_signal(int sig)
{

	switch (sig) {
	case SIGTSTP:
		want_stop = 1;
		break;
	case SIGWINCH:
	case SIGCONT:
		want_size = 1;
		break;
	default:
		want_end = 1;
		break;
	}
}

static void
signals_set(void)
{
	static const int sigs[] = { SIGHUP, SIGINT, SIGTERM, SIGTSTP,
	    SIGWINCH, SIGCONT };
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	for (i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		(void)sigaction(sigs[i], &sa, NULL);
}

static void
keys_raw(void)
{
	struct termios raw = modes;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	(void)tcsetattr(tty, TCSADRAIN, &raw);
}

static void
tty_open(void)
{
	const char *term = getenv("TERM");

	tty = open(_PATH_TTY, O_RDWR | O_CLOEXEC);
	if (tty < 0)
		tty = dup(STDERR_FILENO);
	if (tty < 0 || tcgetattr(tty, &modes) != 0)
		err(1, "no terminal for keys");
	smart = term != NULL && strcmp(term, "dumb") != 0;
	signals_set();
	keys_raw();
}

/* A number of the environment, or 0. */
static long
env_number(const char *name)
{
	const char *s = getenv(name);

	return (s == NULL ? 0 : strtol(s, NULL, 10));
}

/* Take the size of the terminal, and fold the text to it. */
static void
size_set(void)
{
	struct winsize ws = { .ws_row = 0 };
	long rows = nflag, columns = env_number("COLUMNS");
	size_t byte = top < text.t_nrows ? text.t_rows[top].r_start : 0;

	(void)ioctl(tty, TIOCGWINSZ, &ws);
	if (rows <= 0)
		rows = env_number("LINES");
	if (rows <= 0)
		rows = ws.ws_row;
	if (columns <= 0)
		columns = ws.ws_col;
	height = rows > 1 ? (size_t)rows - 1 : 23;
	text_refold(&text, columns > 1 ? (size_t)columns : 80);
	for (top = 0; top + 1 < text.t_nrows &&
	    text.t_rows[top + 1].r_start <= byte; top++)
		continue;
}

static int
key(void)
{
	unsigned char c;
	ssize_t n;

	if (*pending != '\0')
		return ((unsigned char)*pending++);
	if (want_end || want_stop || want_size)
		return (KEY_AGAIN);
	n = read(tty, &c, 1);
	if (n == 1)
		return (c);
	return (n < 0 && errno == EINTR ? KEY_AGAIN : KEY_END);
}

/* --- the screen ----------------------------------------------------------- */

static void
rows_write(size_t from, size_t n)
{

	for (; n > 0 && text_need(&text, from + 1); from++, n--) {
		row_write(&text, from, smart && !uflag);
		(void)putchar('\n');
	}
}

static void
prompt_erase(void)
{

	if (smart)
		(void)fputs("\r\033[K", stdout);
	else
		(void)printf("\r%*s\r", (int)text.t_columns - 1, "");
}

static void
draw(void)
{

	prompt_erase();
	if (smart)
		(void)fputs("\033[H\033[J", stdout);
	rows_write(top, height);
}

/* The file, how much of it was seen, and what came of the last command. */
static void
prompt(void)
{
	const char *name = current < nfiles ? files[current] : "";
	bool end = !text_need(&text, top + height + 1);
	struct stat st;
	char part[32] = "";
	size_t seen;

	seen = end ? text.t_len : text.t_rows[top + height].r_start;
	if (end)
		(void)snprintf(part, sizeof(part), "(END)");
	else if (fstat(fileno(text.t_fp), &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size > 0)
		(void)snprintf(part, sizeof(part), "(%zu%%)",
		    seen * 100 / (size_t)st.st_size);
	(void)printf("%s%s%s%s%s%s", smart ? "\033[7m" : "",
	    message[0] != '\0' ? message : "--More--",
	    message[0] == '\0' && *name != '\0' ? name : "",
	    message[0] == '\0' ? part : "", smart ? "\033[27m" : "",
	    message[0] == '\0' && end && current + 1 < nfiles ?
	    " :n next file" : "");
	message[0] = '\0';
	(void)fflush(stdout);
}

/* --- moving --------------------------------------------------------------- */

/* The last top that leaves a full screen; reads everything. */
static size_t
last_top(void)
{

	(void)text_need(&text, SIZE_MAX);
	return (text.t_nrows > height ? text.t_nrows - height : 0);
}

static void
go(size_t row)
{

	if (!text_need(&text, row + height))
		row = last_top();
	top = row;
	draw();
}

static void
forward(size_t n)
{
	size_t have = top + height;

	if (!text_need(&text, have + 1)) {
		if (current + 1 >= nfiles)
			quit(0);
		(void)open_file(current + 1);
		return;
	}
	if (n > height || cflag) {
		go(n > SIZE_MAX / 2 ? last_top() : top + n);
		return;
	}
	if (!text_need(&text, have + n))
		n = text.t_nrows - have;
	prompt_erase();
	rows_write(have, n);
	top += n;
}

static void
back(size_t n)
{

	if (top == 0)
		return;
	top -= n < top ? n : top;
	draw();
}

/* --- searching ------------------------------------------------------------ */

static bool
matches(size_t row)
{
	char *line = line_plain(&text, row);
	bool found = regexec(&regex, line, 0, NULL, 0) == 0;

	free(line);
	return (found != negated);
}

/* The count-th line behind the top, or before it, that matches. */
static void
search(size_t count, bool back_)
{
	size_t row = top;

	if (!have_regex) {
		(void)snprintf(message, sizeof(message), "No pattern yet");
		return;
	}
	while (!want_end) {
		if (back_ ? row == 0 : !text_need(&text, row + 2))
			break;
		row += back_ ? (size_t)-1 : 1;
		if (!text.t_rows[row].r_first || !matches(row) || --count > 0)
			continue;
		top = row;
		draw();
		return;
	}
	want_end = 0;
	(void)snprintf(message, sizeof(message), "Pattern not found");
}

/* Read a line at the prompt.  False if there is none. */
static bool
ask(int mark, char *buf, size_t size)
{
	size_t n = 0;
	int c;

	prompt_erase();
	(void)putchar(mark);
	for (;;) {
		(void)fflush(stdout);
		c = key();
		if (c == '\n' || c == '\r')
			break;
		if (c < 0 || c == 033)
			return (false);
		if (c == modes.c_cc[VERASE] || c == '\b') {
			if (n == 0)
				return (false);
			n--;
			(void)fputs("\b \b", stdout);
		} else if (c == modes.c_cc[VKILL]) {
			for (; n > 0; n--)
				(void)fputs("\b \b", stdout);
		} else if (n + 1 < size) {
			buf[n++] = (char)c;
			(void)putchar(c);
		}
	}
	buf[n] = '\0';
	return (true);
}

static void
search_new(size_t count, int direction)
{
	char buf[256], *p = buf;
	int error;

	if (!ask(direction, buf, sizeof(buf)))
		return;
	backward = direction == '?';
	if (*p != '\0') {
		negated = *p == '!';
		if (negated)
			p++;
		if (have_regex)
			regfree(&regex);
		error = regcomp(&regex, p, REG_NOSUB | (iflag ? REG_ICASE : 0));
		have_regex = error == 0;
		if (error != 0) {
			(void)regerror(error, &regex, message,
			    sizeof(message));
			return;
		}
	}
	search(count, backward);
}

/* --- files ---------------------------------------------------------------- */

/* Show a file of the list.  False if it cannot be. */
static bool
open_file(int n)
{
	const char *name = n < nfiles ? files[n] : "-";
	struct stat st;
	FILE *fp;

	fp = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	if (fp != NULL && fstat(fileno(fp), &st) == 0 &&
	    S_ISDIR(st.st_mode)) {
		(void)fclose(fp);
		fp = NULL;
		errno = EISDIR;
	}
	if (fp == NULL) {
		(void)snprintf(message, sizeof(message), "%s: %s", name,
		    strerror(errno));
		current = n;
		return (false);
	}
	text_free(&text);
	text.t_fp = fp;
	text.t_squeeze = sflag;
	text.t_raw = uflag;
	current = n;
	top = 0;
	memset(marks, 0, sizeof(marks));
	size_set();
	draw();
	pending = initial;
	return (true);
}

/* A command behind a colon. */
static void
colon(size_t count)
{
	static char *named[1];
	static char name[PATH_MAX];
	char buf[PATH_MAX + 2];

	if (!ask(':', buf, sizeof(buf)))
		return;
	if (strcmp(buf, "q") == 0)
		quit(0);
	else if (strcmp(buf, "n") == 0 && current + (int)count < nfiles)
		(void)open_file(current + (int)count);
	else if (strcmp(buf, "p") == 0 && current >= (int)count)
		(void)open_file(current - (int)count);
	else if (strncmp(buf, "e ", 2) == 0) {
		(void)snprintf(name, sizeof(name), "%s", buf + 2);
		named[0] = name;
		files = named;
		nfiles = 1;
		(void)open_file(0);
	} else
		(void)snprintf(message, sizeof(message),
		    buf[0] == 'n' || buf[0] == 'p' ? "No such file" :
		    "Commands: :e file, :n, :p, :q");
}

/* --- commands ------------------------------------------------------------- */

static void
help(void)
{
	static const char *const lines[] = {
		"Most commands take a number before them, n.",
		"",
		"space, f, ^F    forward n lines, or a screen",
		"b, ^B           back n lines, or a screen",
		"return, j       forward n lines, or one",
		"k               back n lines, or one",
		"d, ^D  u, ^U    forward, back n lines, or half a screen",
		"s               forward n lines behind the screen",
		"g  G            to line n, or the first, the last",
		"/pattern        forward to the n-th line that matches",
		"?pattern        back to it; ! before a pattern: does not match",
		"n  N            the same again, in the other direction",
		"mx  'x  ''      mark x, go to it, go back",
		":n  :p  :e file next, previous, another file",
		"=, ^G           where one is",
		"r, ^L           draw the screen again",
		"q, :q, ZZ       end",
	};
	size_t i;

	prompt_erase();
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		(void)puts(lines[i]);
	(void)snprintf(message, sizeof(message), "r: back to the text");
}

static void
position(void)
{

	(void)snprintf(message, sizeof(message), "%s: file %d of %d, line %zu",
	    current < nfiles ? files[current] : "-", current + 1,
	    nfiles > 0 ? nfiles : 1,
	    top < text.t_nrows ? text.t_rows[top].r_line + 1 : 0);
}

/* To the line with a number, from 1. */
static void
go_line(size_t n)
{
	size_t row = 0;

	while (text_need(&text, row + 1) && text.t_rows[row].r_line + 1 < n)
		row++;
	go(row);
}

static void
mark(int command)
{
	static size_t previous;
	size_t was = top;
	int c = key();

	if (c == '\'' && command == '\'')
		go(previous);
	else if (c < 'a' || c > 'z')
		return;
	else if (command == 'm')
		marks[c - 'a'] = top;
	else
		go(marks[c - 'a']);
	if (command == '\'')
		previous = was;
}

/*
 * One command; n is the number before it, or 0.  False if there is no such
 * command.
 */
static bool
command(int c, size_t n)
{

	switch (c) {
	case ' ':
	case 'f':
	case CTRL('f'):
		forward(n > 0 ? n : height);
		break;
	case 'b':
	case CTRL('b'):
		back(n > 0 ? n : height);
		break;
	case '\n':
	case '\r':
	case 'j':
		forward(n > 0 ? n : 1);
		break;
	case 'k':
		back(n > 0 ? n : 1);
		break;
	case 'd':
	case CTRL('d'):
		forward(n > 0 ? n : (height + 1) / 2);
		break;
	case 'u':
	case CTRL('u'):
		back(n > 0 ? n : (height + 1) / 2);
		break;
	case 's':
		go(top + height + (n > 0 ? n : 1) - 1);
		break;
	case 'g':
		go_line(n > 0 ? n : 1);
		break;
	case 'G':
		if (n > 0)
			go_line(n);
		else
			go(last_top());
		break;
	case '/':
	case '?':
		search_new(n > 0 ? n : 1, c);
		break;
	case 'n':
	case 'N':
		search(n > 0 ? n : 1, backward != (c == 'N'));
		break;
	case 'm':
	case '\'':
		mark(c);
		break;
	case ':':
		colon(n > 0 ? n : 1);
		break;
	case '=':
	case CTRL('g'):
		position();
		break;
	case 'r':
	case CTRL('l'):
		draw();
		break;
	case 'h':
		help();
		break;
	case 'q':
		quit(0);
	default:
		return (false);
	}
	return (true);
}

static void
signals_heed(void)
{

	if (want_end)
		quit(0);
	if (want_stop) {
		want_stop = 0;
		prompt_erase();
		(void)fflush(stdout);
		(void)tcsetattr(tty, TCSADRAIN, &modes);
		(void)kill(0, SIGSTOP);
		keys_raw();
		want_size = 1;
	}
	if (want_size) {
		want_size = 0;
		size_set();
		draw();
	}
}

static void
run(void)
{
	size_t n = 0;
	int c;

	for (;;) {
		if (eflag && current + 1 >= nfiles &&
		    !text_need(&text, top + height + 1))
			quit(0);
		if (n == 0 && *pending == '\0')
			prompt();
		c = key();
		if (c == KEY_END)
			quit(1);
		if (c == KEY_AGAIN) {
			signals_heed();
			continue;
		}
		if (isdigit(c) && n < SIZE_MAX / 100) {
			n = n * 10 + (size_t)(c - '0');
			continue;
		}
		if (c == 'Z' && key() == 'Z')
			quit(0);
		if (!command(c, n))
			(void)snprintf(message, sizeof(message),
			    "h for help");
		n = 0;
		prompt_erase();
	}
}

static void
quit(int status)
{

	prompt_erase();
	if (fflush(stdout) != 0)
		status = 1;
	(void)tcsetattr(tty, TCSADRAIN, &modes);
	exit(status);
}

/* --- the start ------------------------------------------------------------ */

/* Copy files to what is no terminal. */
static int
copy_all(void)
{
	int i, c, last, status = 0;
	bool empty;
	FILE *fp;

	for (i = 0; i < nfiles || (i == 0 && nfiles == 0); i++) {
		fp = nfiles == 0 || strcmp(files[i], "-") == 0 ? stdin :
		    fopen(files[i], "re");
		if (fp == NULL) {
			warn("%s", files[i]);
			status = 1;
			continue;
		}
		empty = false;
		for (last = '\n'; (c = getc(fp)) != EOF; last = c) {
			if (sflag && c == '\n' && last == '\n' && empty)
				continue;
			empty = c == '\n' && last == '\n';
			(void)putchar(c);
		}
		if (ferror(fp)) {
			warn("%s", nfiles == 0 ? "stdin" : files[i]);
			status = 1;
		}
		if (fp != stdin)
			(void)fclose(fp);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (status);
}

/* -p: a search needs the end of its line. */
static void
initial_set(const char *s)
{
	char *copy;

	if (asprintf(&copy, "%s%s", s, strpbrk(s, "/?:") != NULL ? "\n" :
	    "") == -1)
		err(1, NULL);
	initial = copy;
}

static void
options(int argc, char *argv[])
{
	char *end;
	int ch;

	while ((ch = getopt(argc, argv, "cein:p:su")) != -1) {
		switch (ch) {
		case 'c':
			cflag = true;
			break;
		case 'e':
			eflag = true;
			break;
		case 'i':
			iflag = true;
			break;
		case 'n':
			nflag = strtol(optarg, &end, 10);
			if (*end != '\0' || nflag < 2)
				errx(1, "-n %s: not a number of lines",
				    optarg);
			break;
		case 'p':
			initial_set(optarg);
			break;
		case 's':
			sflag = true;
			break;
		case 'u':
			uflag = true;
			break;
		default:
			usage();
		}
	}
}

/* The options in MORE come before those of the command line. */
static void
options_env(char *name)
{
	char *words = getenv("MORE"), *copy, *word, *argv[32] = { name };
	int argc = 1;

	if (words == NULL || (copy = strdup(words)) == NULL)
		return;
	while (argc < 31 && (word = strsep(&copy, " \t")) != NULL)
		if (*word != '\0')
			argv[argc++] = word;
	options(argc, argv);
	optind = optreset = 1;
}

int
main(int argc, char *argv[])
{
	int i;

	options_env(argv[0]);
	options(argc, argv);
	files = argv + optind;
	nfiles = argc - optind;
	if (!isatty(STDOUT_FILENO))
		return (copy_all());
	if (nfiles == 0 && isatty(STDIN_FILENO))
		usage();
	tty_open();
	for (i = 0; !open_file(i) && i + 1 < nfiles; i++)
		continue;
	if (text.t_fp == NULL) {
		(void)tcsetattr(tty, TCSADRAIN, &modes);
		errx(1, "%s", message);
	}
	run();
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: more [-ceisu] [-n number] [-p command] "
	    "[file ...]\n");
	exit(1);
}
