/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sources of command text.
 *
 * Sources are stacked: a file or terminal (in_fd >= 0), or a string: that of
 * -c, eval or a trap; the value of an alias; text pushed back by the lexer.
 * The last two are transparent (in_through): reading goes on in the source
 * below when they are used up.  The others end with IN_EOF, which is not
 * sticky, so that a terminal can go on after control-D.
 *
 * Push-back	IN_BACK characters just read can be pushed back at any time;
 *		input_fill() keeps the end of the old buffer in front of the
 *		new one.
 * Sharing	When commands come from standard input (in_sync), the
 *		programs that they start read the same file.  input_sync()
 *		moves its offset back to the first unread byte; where that is
 *		not possible, the shell reads byte by byte.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "builtin.h"
#include "edit.h"
#include "eval.h"
#include "expand.h"
#include "input.h"
#include "jobs.h"
#include "parser.h"
#include "var.h"

#define	IN_SIZE		4096

struct input	*input_top;
int		input_prompt;
bool		input_alias_next;

static ssize_t	input_read(struct input *);
static ssize_t	input_read_tty(struct input *);
static struct input *input_push(void);

static struct input	first_input;	/* one that needs no malloc() */
static bool		first_used;

static struct input *
input_push(void)
{
	struct input *in;

	in = first_used ? mem_alloc(sizeof(*in)) : &first_input;
	first_used = true;
	memset(in, 0, sizeof(*in));
	in->in_fd = -1;
	in->in_line = 1;
	in->in_prev = input_top;
	input_top = in;
	return (in);
}

/* Read commands from fd, which is then ours unless it is standard input. */
void
input_push_fd(int fd, bool tty)
{
	struct input *in;
	char *buf;

	buf = mem_alloc(IN_BACK + IN_SIZE);
	memset(buf, 0, IN_BACK);
	in = input_push();
	in->in_buf = buf;
	in->in_owned = true;
	in->in_pos = in->in_end = buf + IN_BACK;
	in->in_fd = fd;
	in->in_tty = tty;
	in->in_sync = fd == STDIN_FILENO && !tty;
	if (in->in_sync)
		in->in_seekable = lseek(fd, 0, SEEK_CUR) >= 0;
}

/*
 * Read commands from a string, the first line of which is counted as line.
 * The caller keeps the string until the source is popped; s may be NULL when
 * there is none of it.
 */
void
input_push_string(const char *s, size_t len, int line)
{
	struct input *in = input_push();

	/* Strings are only read: in_pos is shared with writable buffers. */
	in->in_pos = (char *)(uintptr_t)(len > 0 ? s : "");
	in->in_end = in->in_pos + len;
	in->in_line = line;
}

/*
 * Read text again that has been read already from the current source.
 */
void
input_push_back(const char *s, size_t len)
{
	struct input *in;
	char *buf;
	size_t i;
	int line = input_top->in_line;

	for (i = 0; i < len; i++)
		line -= s[i] == '\n';
	buf = mem_alloc(IN_BACK + len);
	memset(buf, 0, IN_BACK);
	memcpy(buf + IN_BACK, s, len);
	in = input_push();
	in->in_buf = buf;
	in->in_owned = true;
	in->in_pos = buf + IN_BACK;
	in->in_end = in->in_pos + len;
	in->in_line = line;
	in->in_through = true;
}

void
input_push_alias(struct alias *a, const char *text)
{
	size_t len = strlen(text);
	int line = input_top->in_line;
	struct input *in;
	char *copy;

	/*
	 * With a blank at its end, the source is not yet used up when the
	 * last word of the alias has been read, so that the alias is still
	 * known to be busy when that word is looked up.
	 */
	copy = tmp_alloc(len + 1);
	memcpy(copy, text, len);
	copy[len] = ' ';
	input_push_back(copy, len + 1);
	in = input_top;
	in->in_line = line;
	in->in_alias = a;
	in->in_alias_next = len != 0 &&
	    (text[len - 1] == ' ' || text[len - 1] == '\t');
	a->a_busy = true;
}

void
input_pop(void)
{
	struct input *in = input_top;

	input_top = in->in_prev;
	if (in->in_alias != NULL)
		alias_done(in->in_alias);
	if (in->in_fd > STDIN_FILENO)
		(void)close(in->in_fd);
	if (in->in_owned)
		free(in->in_buf);
	if (in == &first_input)
		first_used = false;
	else
		free(in);
}

void
input_unwind(struct input *in)
{
	while (input_top != in)
		input_pop();
}

/* In a child: leave every file that commands are read from. */
void
input_close_all(void)
{
	struct input *in;

	for (in = input_top; in != NULL; in = in->in_prev) {
		if (in->in_fd > STDIN_FILENO)
			(void)close(in->in_fd);
		in->in_fd = -1;
		in->in_end = in->in_pos;
	}
}

/* A redirection wants fd: if we read from it, move to another. */
bool
input_evict(int fd)
{
	struct input *in;

	for (in = input_top; in != NULL; in = in->in_prev) {
		if (in->in_fd == fd && fd > STDIN_FILENO) {
			in->in_fd = fd_move_high(fd);
			return (true);
		}
	}
	return (false);
}

/*
 * The buffer of the current source is used up: get the next character
 * another way.
 */
int
input_fill(void)
{
	struct input *in = input_top;
	ssize_t n;

	for (;;) {
		/* input_getc() also comes here for a NUL, which is skipped. */
		if (in->in_pos < in->in_end)
			return (input_getc());
		if (in->in_through) {
			int line = in->in_line;
			bool pushed = in->in_alias == NULL;

			if (in->in_alias_next)
				input_alias_next = true;
			input_pop();
			in = input_top;
			if (pushed && in->in_line < line)
				in->in_line = line;
			continue;
		}
		if (in->in_fd < 0)
			return (IN_EOF);
		memmove(in->in_buf, in->in_end - IN_BACK, IN_BACK);
		in->in_pos = in->in_end = in->in_buf + IN_BACK;
		n = in->in_tty ? input_read_tty(in) : input_read(in);
		if (n <= 0)
			return (IN_EOF);
		in->in_end += n;
		if (sh_opt(VERBOSE))
			err_write(in->in_pos, (size_t)n);
	}
}

static ssize_t
input_read(struct input *in)
{
	size_t size = IN_SIZE;
	ssize_t n;

	if (in->in_sync && !in->in_seekable)
		size = 1;
	while ((n = read(in->in_fd, in->in_pos, size)) < 0) {
		if (errno == EINTR) {
			trap_check_interrupt();
			continue;
		}
		sh_error(ST_ERROR, "cannot read commands: %s",
		    strerror(errno));
	}
	return (n);
}

/* Read one line from the terminal, with a prompt. */
static ssize_t
input_read_tty(struct input *in)
{
	struct mem_mark m = tmp_mark();
	const char *prompt;
	char *line;
	size_t len, room;
	ssize_t n;

	prompt = "";
	if (input_prompt != 0)
		prompt = expand_prompt(input_prompt == 1 ? "PS1" : "PS2");
	if (edit_possible()) {
		if ((line = edit_read(prompt, &len)) == NULL) {
			tmp_release(m);
			return (0);
		}
		room = IN_SIZE;
		if (len > room) {
			in->in_buf = mem_realloc(in->in_buf, IN_BACK + len);
			in->in_pos = in->in_end = in->in_buf + IN_BACK;
		}
		memcpy(in->in_pos, line, len);
		n = (ssize_t)len;
	} else {
		err_puts(prompt);
		do {
			n = read(in->in_fd, in->in_pos, IN_SIZE);
			if (n < 0 && errno == EINTR)
				trap_check_interrupt();
		} while (n < 0 && errno == EINTR);
		if (n < 0)
			n = 0;
	}
	tmp_release(m);
	if (n > 0) {
		if (input_prompt == 2)
			hist_append(in->in_pos, (size_t)n);
		else
			hist_add(in->in_pos, (size_t)n);
	}
	if (input_prompt == 1)
		input_prompt = 2;
	return (n);
}

/*
 * Before a command runs: when commands come from standard input, let it
 * begin to read where we stopped.
 */
void
input_sync(void)
{
	struct input *in = input_top;

	while (in != NULL && in->in_through)
		in = in->in_prev;
	if (in == NULL || !in->in_sync || !in->in_seekable ||
	    in->in_pos == in->in_end)
		return;
	(void)lseek(in->in_fd, (off_t)(in->in_pos - in->in_end), SEEK_CUR);
	in->in_end = in->in_pos;
}

/* After an error at the terminal: forget the rest of the line. */
void
input_discard(void)
{
	while (input_top != NULL && input_top->in_through)
		input_pop();
	if (input_top != NULL && input_top->in_fd >= 0)
		input_top->in_pos = input_top->in_end;
	input_alias_next = false;
}

/*
 * True if only blanks, newlines and semicolons are left of the string that
 * commands are read from, so that the command just read is the last one.
 */
bool
input_at_end(void)
{
	const struct input *in = input_top;
	const char *p;

	if (in->in_fd >= 0 || in->in_through)
		return (false);
	for (p = in->in_pos; p < in->in_end; p++) {
		if (*p != ' ' && *p != '\t' && *p != '\n')
			return (false);
	}
	return (true);
}
