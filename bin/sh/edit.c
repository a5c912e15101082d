/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Line editing on a terminal: reading keys, the emacs keys, searching the
 * history, completion.  edit_vi.c has the keys of vi, edit_buf.c the text,
 * edit_draw.c the screen.
 *
 * The terminal is in raw mode only while a line is being read; what it was
 * before is put back before anything else can run, exceptions included.
 * Control-C is read as a character and becomes EX_INT when that is done.
 *
 * Text that is pasted (the terminal brackets it) is inserted without being
 * interpreted, newlines included: it only runs when Return is typed.
 *
 * Tests	tests/bin/sh/t_interactive.sh
 */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "edit.h"
#include "eval.h"
#include "jobs.h"
#include "var.h"

#define	PASTE_ON	"\033[?2004h"
#define	PASTE_OFF	"\033[?2004l"
#define	ESC_WAIT	60		/* ms that a sequence may take */
#define	LIST_ASK	100		/* completions before we ask */

static struct editor	editor;
static struct termios	saved_tty;
static volatile sig_atomic_t resized;
static volatile sig_atomic_t child_changed;

static int	read_byte(int);
static int	read_escape(struct editor *);
static bool	edit_begin(struct editor *);
static void	edit_end(void);

/* Can lines be edited: is this a terminal that knows how to? */
bool
edit_possible(void)
{
	const char *term = var_get("TERM");

	return ((sh_opt(EMACS) || sh_opt(VI)) && isatty(STDIN_FILENO) &&
	    isatty(STDERR_FILENO) &&
	    (term == NULL || strcmp(term, "dumb") != 0));
}

static void
on_resize(int sig)
{
	resized = 1;
}

static void
on_child(int sig)
{
	child_changed = 1;
}

static bool
edit_begin(struct editor *ed)
{
	struct termios raw;
	struct sigaction sa;

	if (tcgetattr(STDIN_FILENO, &saved_tty) != 0)
		return (false);
	raw = saved_tty;
	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | IXON |
	    ISTRIP);
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) != 0)
		return (false);
	ed->ed_erase = saved_tty.c_cc[VERASE];
	ed->ed_killchar = saved_tty.c_cc[VKILL];
	ed->ed_eof = saved_tty.c_cc[VEOF];
	ed->ed_intr = saved_tty.c_cc[VINTR];
#ifdef VWERASE
	ed->ed_werase = saved_tty.c_cc[VWERASE];
#endif
	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_resize;
	(void)sigaction(SIGWINCH, &sa, NULL);
	sa.sa_handler = on_child;
	if (sh_opt(NOTIFY) && !trap_have(SIGCHLD))
		(void)sigaction(SIGCHLD, &sa, NULL);
	err_puts(PASTE_ON);
	return (true);
}

static void
edit_end(void)
{
	err_puts(PASTE_OFF);
	(void)signal(SIGWINCH, SIG_DFL);
	if (sh_opt(NOTIFY) && !trap_have(SIGCHLD))
		(void)signal(SIGCHLD, SIG_DFL);
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &saved_tty);
}

/*
 * Read a byte; KEY_NONE if none comes within wait milliseconds (-1: for
 * ever).
 */
static int
read_byte(int wait)
{
	struct pollfd pfd = { STDIN_FILENO, POLLIN, 0 };
	unsigned char c;
	ssize_t n;

	if (wait >= 0 && poll(&pfd, 1, wait) <= 0)
		return (KEY_NONE);
	n = read(STDIN_FILENO, &c, 1);
	if (n == 1)
		return (c);
	if (n < 0 && errno == EINTR)
		return (KEY_RESIZE);
	return (KEY_EOF);
}

/* ESC has been read: what does the sequence mean? */
static int
read_escape(struct editor *ed)
{
	int c, n = 0, modifier = 0, final;

	c = read_byte(sh_opt(VI) ? ESC_WAIT : -1);
	if (c == KEY_NONE)
		return (KEY_ESC);
	if (c < 0)
		return (c);
	if (c != '[' && c != 'O')
		return (KEY_META + c);
	final = read_byte(ESC_WAIT);
	if (final == KEY_NONE)
		return (KEY_META + c);
	for (; (final >= '0' && final <= '9') || final == ';';
	    final = read_byte(ESC_WAIT)) {
		if (final == ';') {
			modifier = n;
			n = 0;
		} else if (n < 100000)
			n = n * 10 + final - '0';
	}
	switch (final) {
	case 'A':
		return (KEY_UP);
	case 'B':
		return (KEY_DOWN);
	case 'C':
		return (modifier != 0 ? KEY_META + 'f' : KEY_RIGHT);
	case 'D':
		return (modifier != 0 ? KEY_META + 'b' : KEY_LEFT);
	case 'F':
		return (KEY_END);
	case 'H':
		return (KEY_HOME);
	case '~':
		if (n == 1 || n == 7)
			return (KEY_HOME);
		if (n == 4 || n == 8)
			return (KEY_END);
		if (n == 3)
			return (KEY_DELETE);
		if (n == 200)
			return (KEY_PASTE);
		break;
	}
	return (KEY_UNKNOWN);
}

/* Read a key. */
int
edit_key(struct editor *ed)
{
	char utf8[4];
	uint32_t cp;
	int c, i, more;

	c = read_byte(-1);
	if (c == KEY_RESIZE) {
		if (trap_pending != 0 || trap_interrupt != 0)
			return (KEY_NONE);
		return (resized != 0 ? KEY_RESIZE : KEY_NONE);
	}
	if (c == KEY_ESC)
		return (read_escape(ed));
	if (c < 0x80)
		return (c);
	more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
	utf8[0] = (char)c;
	for (i = 1; i <= more; i++) {
		if ((c = read_byte(ESC_WAIT)) < 0)
			return (KEY_UNKNOWN);
		utf8[i] = (char)c;
	}
	if (utf8_decode(utf8, (size_t)more + 1, &cp) == 0)
		return (KEY_UNKNOWN);
	return ((int)cp);
}

/* Insert what the terminal pastes. */
void
edit_paste(struct editor *ed)
{
	static const char end[] = "\033[201~";
	size_t matched = 0;
	char ch;
	int c;

	ed_save_undo(ed);
	while ((c = read_byte(-1)) >= 0 || c == KEY_RESIZE) {
		if (c == KEY_RESIZE)
			continue;
		if (c == (unsigned char)end[matched]) {
			if (end[++matched] == '\0')
				return;
			continue;
		}
		ed_insert(ed, end, matched);
		matched = c == KEY_ESC;
		if (matched != 0)
			continue;
		ch = c == '\r' ? '\n' : (char)c;
		if (ch != '\0')
			ed_insert(ed, &ch, 1);
	}
}

/* Show the history entry n; hist_next is the line itself. */
void
edit_history(struct editor *ed, int n)
{
	if (n < hist_first || n > hist_next) {
		ed_beep();
		return;
	}
	if (ed->ed_hist == hist_next) {
		free(ed->ed_own);
		ed->ed_own = mem_strndup(ed->ed_buf, ed->ed_len);
	}
	ed->ed_hist = n;
	ed_save_undo(ed);
	ed_set(ed, n == hist_next ? ed->ed_own : hist_get(n));
}

/* Find an entry that has text, from entry n on in steps of step. */
static int
search_from(const char *text, int n, int step)
{
	const char *s;

	for (; (s = hist_get(n)) != NULL; n += step) {
		if (strstr(s, text) != NULL)
			return (n);
	}
	return (0);
}

/*
 * Control-R: search while the text is typed.  The key that ends the search
 * is then obeyed as usual.
 */
enum edit_result
edit_search(struct editor *ed)
{
	struct editor search;
	enum edit_result r = ER_GOON;
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;
	int key, n, found = 0, from = hist_next - 1, step = -1;
	bool failed = false;
	char *own = mem_strndup(ed->ed_buf, ed->ed_len);

	memset(&search, 0, sizeof(search));
	ed_set(&search, "");
	for (;;) {
		sb.sb_len = 0;
		sbuf_puts(&sb, failed ? "(failed " : "(");
		sbuf_puts(&sb, step < 0 ? "reverse-i-search)`" :
		    "i-search)`");
		sbuf_puts(&sb, search.ed_buf);
		sbuf_puts(&sb, "': ");
		ed_refresh(ed, sbuf_str(&sb));
		key = edit_key(ed);
		if (key == KEY_NONE && trap_pending == 0 &&
		    trap_interrupt == 0)
			continue;
		if (key == KEY_RESIZE)
			continue;
		n = found != 0 ? found : from;
		if (key == CTRL_KEY('R') || key == CTRL_KEY('S')) {
			step = key == CTRL_KEY('R') ? -1 : 1;
			if (found != 0)
				n += step;
		} else if (key == ed->ed_erase || key == CTRL_KEY('H') ||
		    key == KEY_RUBOUT) {
			ed_delete(&search, ed_prev(&search, search.ed_len),
			    search.ed_len);
			n = from;
		} else if (key == CTRL_KEY('G')) {
			ed_set(ed, own);
			break;
		} else if (key >= ' ' && key < 0x110000) {
			ed_insert_key(&search, key);
		} else {
			/* Accept; ESC does no more than that. */
			if (key != KEY_ESC && key != KEY_NONE)
				r = edit_emacs(ed, key);
			break;
		}
		if (search.ed_len == 0)
			continue;
		n = search_from(search.ed_buf, n, step);
		failed = n == 0;
		if (failed) {
			ed_beep();
			continue;
		}
		found = n;
		ed->ed_hist = n;
		ed_set(ed, hist_get(n));
		ed->ed_pos = (size_t)(strstr(ed->ed_buf, search.ed_buf) -
		    ed->ed_buf);
	}
	free(ed->ed_own);
	ed->ed_own = own;
	free(search.ed_buf);
	tmp_release(m);
	return (r);
}

/* Ask before a long list is shown. */
static bool
ask_list(struct editor *ed, size_t n)
{
	char buf[80];
	int key;

	if (n <= LIST_ASK)
		return (true);
	(void)snprintf(buf, sizeof(buf), "Show all %zu possibilities? ", n);
	err_puts(buf);
	do {
		key = edit_key(ed);
	} while (key == KEY_NONE && trap_interrupt == 0);
	err_puts("\r\n");
	return (key == 'y' || key == 'Y' || key == ' ');
}

/*
 * Complete the word in front of the cursor as far as it is certain; list
 * the possibilities if that is no further than it was and list is set.
 */
void
edit_complete(struct editor *ed, bool list)
{
	struct mem_mark m = tmp_mark();
	struct completion cp;
	struct sbuf sb = SBUF_INIT;
	const char *first;
	size_t common, old;

	complete_word(ed->ed_buf, ed->ed_pos, &cp);
	if (cp.cp_list.sl_n == 0) {
		ed_beep();
		tmp_release(m);
		return;
	}
	first = cp.cp_list.sl_v[0];
	common = complete_common(&cp);
	complete_quote(&sb, first, common, cp.cp_quote);
	if (cp.cp_list.sl_n == 1 && first[common - 1] != '/') {
		if (cp.cp_quote != '\0')
			sbuf_putc(&sb, cp.cp_quote);
		if (cp.cp_brace)
			sbuf_putc(&sb, '}');
		sbuf_putc(&sb, ' ');
	}
	old = ed->ed_pos - cp.cp_start;
	if (old != sb.sb_len ||
	    memcmp(ed->ed_buf + cp.cp_start, sb.sb_s, old) != 0) {
		ed_save_undo(ed);
		ed_delete(ed, cp.cp_start, ed->ed_pos);
		ed_insert(ed, sb.sb_s, sb.sb_len);
	} else if (cp.cp_list.sl_n > 1) {
		if (list) {
			ed_finish_line(ed);
			if (ask_list(ed, cp.cp_list.sl_n))
				ed_list(ed, &cp.cp_list);
		} else
			ed_beep();
	}
	tmp_release(m);
}

static void
transpose(struct editor *ed)
{
	size_t a, b, c;
	char tmp[32];

	c = ed->ed_pos < ed->ed_len ? ed_next(ed, ed->ed_pos) : ed->ed_len;
	b = ed_prev(ed, c);
	a = ed_prev(ed, b);
	if (a == b || c - b > sizeof(tmp)) {
		ed_beep();
		return;
	}
	ed_save_undo(ed);
	memcpy(tmp, ed->ed_buf + b, c - b);
	memmove(ed->ed_buf + a + (c - b), ed->ed_buf + a, b - a);
	memcpy(ed->ed_buf + a, tmp, c - b);
	ed->ed_pos = c;
}

/* M-u, M-l, M-c: the word behind the cursor in upper or lower case. */
static void
change_case(struct editor *ed, int how)
{
	size_t end = ed_word_next(ed, ed->ed_pos);
	bool first = true;
	char *p;

	ed_save_undo(ed);
	for (; ed->ed_pos < end; ed->ed_pos++) {
		p = &ed->ed_buf[ed->ed_pos];
		if (*p >= 'A' && *p <= 'Z' && (how == 'l' ||
		    (how == 'c' && !first)))
			*p = (char)(*p + 'a' - 'A');
		else if (*p >= 'a' && *p <= 'z' && (how == 'u' ||
		    (how == 'c' && first)))
			*p = (char)(*p - 'a' + 'A');
		if ((*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'))
			first = false;
	}
}

/* Keys that come after ESC, or with Alt. */
static void
emacs_meta(struct editor *ed, int key)
{
	const char *s, *end, *p;

	switch (key) {
	case 'b':
		ed->ed_pos = ed_word_prev(ed, ed->ed_pos);
		break;
	case 'f':
		ed->ed_pos = ed_word_next(ed, ed->ed_pos);
		break;
	case 'd':
		ed_save_undo(ed);
		ed_kill_range(ed, ed->ed_pos, ed_word_next(ed, ed->ed_pos));
		break;
	case KEY_RUBOUT:
	case CTRL_KEY('H'):
		ed_save_undo(ed);
		ed_kill_range(ed, ed_word_prev(ed, ed->ed_pos), ed->ed_pos);
		break;
	case 'u':
	case 'l':
	case 'c':
		change_case(ed, key);
		break;
	case '<':
		edit_history(ed, hist_first);
		break;
	case '>':
		edit_history(ed, hist_next);
		break;
	case '.':
	case '_':
		/* The last word of the command before. */
		if ((s = hist_get(hist_next - 1)) == NULL)
			break;
		end = s + strlen(s);
		while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		for (p = end; p > s && p[-1] != ' ' && p[-1] != '\t' &&
		    p[-1] != '\n'; p--)
			;
		ed_save_undo(ed);
		ed_insert(ed, p, (size_t)(end - p));
		break;
	case '?':
	case '=':
		edit_complete(ed, true);
		break;
	default:
		ed_beep();
		break;
	}
}

/* Obey the keys that the terminal's settings name; false if key is none. */
static bool
terminal_key(struct editor *ed, int key)
{
	if (key == ed->ed_erase) {
		ed_save_undo(ed);
		ed_delete(ed, ed_prev(ed, ed->ed_pos), ed->ed_pos);
	} else if (key == ed->ed_killchar) {
		ed_save_undo(ed);
		ed_kill_range(ed, 0, ed->ed_pos);
	} else if (key == ed->ed_werase) {
		ed_save_undo(ed);
		ed_kill_range(ed, ed_blank_prev(ed, ed->ed_pos), ed->ed_pos);
	} else
		return (false);
	return (true);
}

/* Obey a key of the emacs mode, or of vi's insert mode. */
enum edit_result
edit_emacs(struct editor *ed, int key)
{
	bool killing = ed->ed_killing;

	if (key == ed->ed_intr || key == CTRL_KEY('C'))
		return (ER_INTERRUPT);
	if (key == '\r' || key == '\n')
		return (ER_ACCEPT);
	if (key == KEY_EOF || (key == ed->ed_eof && ed->ed_len == 0))
		return (ER_EOF);
	if (terminal_key(ed, key)) {
		if (key == ed->ed_erase)
			ed->ed_killing = false;
		return (ER_GOON);
	}
	ed->ed_killing = false;
	switch (key) {
	case CTRL_KEY('A'):
	case KEY_HOME:
		ed->ed_pos = 0;
		break;
	case CTRL_KEY('B'):
	case KEY_LEFT:
		ed->ed_pos = ed_prev(ed, ed->ed_pos);
		break;
	case CTRL_KEY('D'):
	case KEY_DELETE:
		ed_save_undo(ed);
		ed_delete(ed, ed->ed_pos, ed_next(ed, ed->ed_pos));
		break;
	case CTRL_KEY('E'):
	case KEY_END:
		ed->ed_pos = ed->ed_len;
		break;
	case CTRL_KEY('F'):
	case KEY_RIGHT:
		ed->ed_pos = ed_next(ed, ed->ed_pos);
		break;
	case CTRL_KEY('H'):
	case KEY_RUBOUT:
		ed_save_undo(ed);
		ed_delete(ed, ed_prev(ed, ed->ed_pos), ed->ed_pos);
		break;
	case '\t':
		edit_complete(ed, ed->ed_lastkey == '\t');
		break;
	case CTRL_KEY('K'):
		ed->ed_killing = killing;
		ed_save_undo(ed);
		ed_kill_range(ed, ed->ed_pos, ed->ed_len);
		break;
	case CTRL_KEY('L'):
		ed_clear_screen(ed);
		break;
	case CTRL_KEY('N'):
	case KEY_DOWN:
		edit_history(ed, ed->ed_hist + 1);
		break;
	case CTRL_KEY('P'):
	case KEY_UP:
		edit_history(ed, ed->ed_hist - 1);
		break;
	case CTRL_KEY('R'):
		return (edit_search(ed));
	case CTRL_KEY('T'):
		transpose(ed);
		break;
	case CTRL_KEY('U'):
		ed->ed_killing = killing;
		ed_save_undo(ed);
		ed_kill_range(ed, 0, ed->ed_pos);
		break;
	case CTRL_KEY('V'):
		ed_save_undo(ed);
		ed_insert_key(ed, edit_key(ed));
		break;
	case CTRL_KEY('W'):
		ed->ed_killing = killing;
		ed_save_undo(ed);
		ed_kill_range(ed, ed_blank_prev(ed, ed->ed_pos), ed->ed_pos);
		break;
	case CTRL_KEY('Y'):
		ed_save_undo(ed);
		if (ed->ed_kill != NULL)
			ed_insert(ed, ed->ed_kill, ed->ed_killlen);
		break;
	case CTRL_KEY('_'):
		ed_restore_undo(ed);
		break;
	case KEY_PASTE:
		edit_paste(ed);
		break;
	default:
		if (key >= KEY_META) {
			ed->ed_killing = killing;
			emacs_meta(ed, key - KEY_META);
			if (key != KEY_META + 'd' &&
			    key != KEY_META + KEY_RUBOUT)
				ed->ed_killing = false;
		} else if (key >= ' ' && key < 0x110000) {
			if (ed->ed_lastkey < ' ' ||
			    ed->ed_lastkey >= 0x110000 || key == ' ')
				ed_save_undo(ed);
			ed_insert_key(ed, key);
		} else if (key != KEY_UNKNOWN)
			ed_beep();
		break;
	}
	return (ER_GOON);
}

/* Show the prompt's lines above its last one, which ed_prompt then is. */
static void
show_prompt(struct editor *ed, const char *prompt)
{
	const char *nl = strrchr(prompt, '\n'), *p;

	if (nl != NULL) {
		for (p = prompt; p <= nl; p++) {
			if (*p == '\n')
				err_write("\r", 1);
			err_write(p, 1);
		}
		prompt = nl + 1;
	}
	ed->ed_prompt = prompt;
}

/* set -b: tell about jobs at once, above the line. */
static void
tell_jobs(struct editor *ed)
{
	if (!job_any_news())
		return;
	err_write("\n", 1);
	job_notify();
	ed_start_line(ed);
	ed_refresh(ed, NULL);
}

/* Edit until the line is done with. */
static enum edit_result
edit_loop(struct editor *ed)
{
	enum edit_result r = ER_GOON;
	int key;

	ed_refresh(ed, NULL);
	while (r == ER_GOON) {
		key = edit_key(ed);
		if (key == KEY_NONE) {
			if (trap_interrupt != 0)
				return (ER_INTERRUPT);
			if (trap_pending != 0) {
				edit_end();
				trap_run();
				(void)edit_begin(ed);
			}
			if (child_changed != 0) {
				child_changed = 0;
				tell_jobs(ed);
			}
			continue;
		}
		if (key == KEY_RESIZE) {
			resized = 0;
			ed->ed_valid = false;
		} else if (sh_opt(VI))
			r = edit_vi(ed, key);
		else
			r = edit_emacs(ed, key);
		ed->ed_lastkey = key;
		if (r == ER_GOON)
			ed_refresh(ed, NULL);
	}
	return (r);
}

/*
 * Read a line with a prompt.  Returns it with its newline, in temporary
 * memory, or NULL at the end of the input; throws EX_INT after control-C.
 */
char *
edit_read(const char *prompt, size_t *len)
{
	struct editor *ed = &editor;
	enum edit_result r;

	while (ed->ed_nundo > 0)
		free(ed->ed_undo[--ed->ed_nundo].u_text);
	ed->ed_hist = hist_next;
	ed_start_line(ed);
	ed->ed_lastkey = KEY_NONE;
	ed->ed_killing = false;
	ed->ed_command = false;
	ed_set(ed, "");
	if (!edit_begin(ed))
		return (NULL);
	edit_vi_start();
	show_prompt(ed, prompt);
	r = edit_loop(ed);
	if (r == ER_ACCEPT)
		ed_finish_line(ed);
	else if (r == ER_INTERRUPT) {
		ed->ed_pos = ed->ed_len;
		ed_refresh(ed, NULL);
		err_puts("^C");
	}
	edit_end();
	if (r == ER_INTERRUPT) {
		if (trap_have(SIGINT)) {
			(void)kill(sh.sh_pid, SIGINT);
			err_puts("\n");
			trap_run();
			ed_set(ed, "");
			r = ER_ACCEPT;
		} else {
			trap_interrupt = 1;
			trap_check_interrupt();
		}
	}
	if (r == ER_EOF)
		return (NULL);
	ed->ed_pos = ed->ed_len;
	ed_insert(ed, "\n", 1);
	*len = ed->ed_len;
	return (tmp_strndup(ed->ed_buf, ed->ed_len));
}
