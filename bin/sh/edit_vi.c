/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Line editing with the keys of vi (POSIX, sh, "Command Line Editing").
 *
 * Insert mode is that of edit.c, but for ESC.  A command is read as a whole,
 * count, operator and motion; the keys of the last one that changed the line
 * are kept, for "." to feed them in again.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "builtin.h"
#include "edit.h"
#include "input.h"

#define	VI_REPEAT	256		/* keys that "." can repeat */
#define	VI_DEPTH	8		/* aliases in aliases, for "@" */

struct vi {
	int		vi_repeat[VI_REPEAT];	/* what "." types */
	int		vi_nrepeat;
	int		vi_record[VI_REPEAT];
	int		vi_nrecord;
	bool		vi_recording;
	const int	*vi_keys;	/* being fed in, if vi_play is not -1 */
	int		vi_nkeys;
	int		vi_play;	/* the next of vi_keys */
	int		vi_depth;	/* of "@" inside of "@" */
	int		vi_find;	/* f, F, t or T, for ; and , */
	int		vi_findchar;
	char		*vi_search;
	int		vi_searchstep;
	size_t		vi_mark;	/* where replace mode began */
	bool		vi_replace;
};

static struct vi	vi = { .vi_play = -1 };

static enum edit_result	vi_command(struct editor *, int);
static bool	vi_motion(struct editor *, int, int, size_t *, bool *);

/* A new line: insert mode. */
void
edit_vi_start(void)
{
	vi.vi_nrecord = 0;
	vi.vi_recording = false;
	vi.vi_play = -1;
	vi.vi_replace = false;
}

static int
vi_key(struct editor *ed)
{
	int key;

	if (vi.vi_play >= 0 && vi.vi_play < vi.vi_nkeys)
		return (vi.vi_keys[vi.vi_play++]);
	do {
		key = edit_key(ed);
	} while (key == KEY_NONE || key == KEY_RESIZE);
	if (vi.vi_recording && vi.vi_nrecord < VI_REPEAT)
		vi.vi_record[vi.vi_nrecord++] = key;
	return (key);
}

/* The command that was recorded is the one to repeat. */
static void
record_keep(void)
{
	if (vi.vi_play < 0) {
		memcpy(vi.vi_repeat, vi.vi_record, sizeof(vi.vi_record));
		vi.vi_nrepeat = vi.vi_nrecord;
	}
	vi.vi_recording = false;
}

/* 0: blank, 1: punctuation, 2: part of a word. */
static int
char_class(const struct editor *ed, size_t pos, bool big)
{
	unsigned char c = (unsigned char)ed->ed_buf[pos];

	if (isspace(c))
		return (0);
	return (big || isalnum(c) || c == '_' || c >= 0x80 ? 2 : 1);
}

static size_t
word_forward(const struct editor *ed, size_t pos, bool big)
{
	int class;

	if (pos >= ed->ed_len)
		return (pos);
	class = char_class(ed, pos, big);
	while (pos < ed->ed_len && class != 0 &&
	    char_class(ed, pos, big) == class)
		pos++;
	while (pos < ed->ed_len && char_class(ed, pos, big) == 0)
		pos++;
	return (pos);
}

static size_t
word_backward(const struct editor *ed, size_t pos, bool big)
{
	int class;

	while (pos > 0 && char_class(ed, pos - 1, big) == 0)
		pos--;
	if (pos == 0)
		return (0);
	class = char_class(ed, pos - 1, big);
	while (pos > 0 && char_class(ed, pos - 1, big) == class)
		pos--;
	return (pos);
}

/* The last character of this word or the next. */
static size_t
word_end(const struct editor *ed, size_t pos, bool big)
{
	int class;

	if (pos < ed->ed_len)
		pos++;
	while (pos < ed->ed_len && char_class(ed, pos, big) == 0)
		pos++;
	if (pos >= ed->ed_len)
		return (ed->ed_len > 0 ? ed_prev(ed, ed->ed_len) : 0);
	class = char_class(ed, pos, big);
	while (pos + 1 < ed->ed_len && char_class(ed, pos + 1, big) == class)
		pos++;
	return (pos);
}

static bool
at_word_end(const struct editor *ed, size_t pos, bool big)
{
	return (pos + 1 >= ed->ed_len || char_class(ed, pos, big) !=
	    char_class(ed, pos + 1, big));
}

/* f, F, t, T: find a character of the line. */
static bool
find_char(const struct editor *ed, int how, int c, int count, size_t *to)
{
	size_t pos = ed->ed_pos;
	bool back = how == 'F' || how == 'T';

	while (count-- > 0) {
		do {
			if (back ? pos == 0 : ed_next(ed, pos) >= ed->ed_len)
				return (false);
			pos = back ? ed_prev(ed, pos) : ed_next(ed, pos);
		} while ((unsigned char)ed->ed_buf[pos] != c);
	}
	if (how == 't')
		pos = ed_prev(ed, pos);
	else if (how == 'T')
		pos = ed_next(ed, pos);
	*to = pos;
	return (true);
}

/*
 * Where the motion key leads; *inclusive says whether an operator takes the
 * character there too.  False if key is no motion, or leads nowhere.
 */
static bool
vi_motion(struct editor *ed, int key, int count, size_t *to, bool *inclusive)
{
	size_t pos = ed->ed_pos;
	int n = count > 0 ? count : 1, how;

	*inclusive = false;
	switch (key) {
	case 'h':
	case CTRL_KEY('H'):
	case KEY_RUBOUT:
	case KEY_LEFT:
		while (n-- > 0)
			pos = ed_prev(ed, pos);
		break;
	case 'l':
	case ' ':
	case KEY_RIGHT:
		while (n-- > 0)
			pos = ed_next(ed, pos);
		break;
	case 'w':
	case 'W':
		while (n-- > 0)
			pos = word_forward(ed, pos, key == 'W');
		break;
	case 'b':
	case 'B':
		while (n-- > 0)
			pos = word_backward(ed, pos, key == 'B');
		break;
	case 'e':
	case 'E':
		while (n-- > 0)
			pos = word_end(ed, pos, key == 'E');
		*inclusive = true;
		break;
	case '0':
	case KEY_HOME:
		pos = 0;
		break;
	case '^':
		for (pos = 0; pos < ed->ed_len &&
		    isspace((unsigned char)ed->ed_buf[pos]); pos++)
			;
		break;
	case '$':
	case KEY_END:
		pos = ed->ed_len;
		break;
	case '|':
		for (pos = 0; --n > 0;)
			pos = ed_next(ed, pos);
		break;
	case 'f':
	case 'F':
	case 't':
	case 'T':
		vi.vi_find = key;
		vi.vi_findchar = vi_key(ed);
		/* FALLTHROUGH */
	case ';':
	case ',':
		if ((how = vi.vi_find) == 0)
			return (false);
		if (key == ',')
			how = islower(how) ? toupper(how) : tolower(how);
		*inclusive = how == 'f' || how == 't';
		return (find_char(ed, how, vi.vi_findchar, n, to));
	default:
		return (false);
	}
	*to = pos;
	return (true);
}

static void
vi_insert_mode(struct editor *ed)
{
	ed->ed_command = false;
}

/* Copy a range to the kill buffer. */
static void
vi_yank(struct editor *ed, size_t from, size_t to)
{
	free(ed->ed_kill);
	ed->ed_kill = mem_strndup(ed->ed_buf + from, to - from);
	ed->ed_killlen = to - from;
}

/* c, d and y with a motion. */
static void
vi_operator(struct editor *ed, int op, int count)
{
	size_t from = 0, to = ed->ed_len, pos = ed->ed_pos;
	bool inclusive;
	int key = vi_key(ed), n = 0;

	while (key >= '1' && key <= '9') {
		do {
			n = n < 10000 ? n * 10 + key - '0' : n;
			key = vi_key(ed);
		} while (key >= '0' && key <= '9');
	}
	if (n > 0)
		count = count > 0 ? count * n : n;
	/* cw changes to the end of the word, not to the next one. */
	if (op == 'c' && (key == 'w' || key == 'W') && pos < ed->ed_len &&
	    !isspace((unsigned char)ed->ed_buf[pos])) {
		for (n = 0, to = pos; n == 0 || n < count; n++) {
			if (n > 0 || !at_word_end(ed, pos, key == 'W'))
				to = word_end(ed, to, key == 'W');
		}
		from = pos;
		to = ed_next(ed, to);
	} else if (key != op) {
		if (!vi_motion(ed, key, count, &to, &inclusive)) {
			ed_beep();
			return;
		}
		from = pos;
		if (to < from) {
			from = to;
			to = pos;
		} else if (inclusive)
			to = ed_next(ed, to);
	}
	vi_yank(ed, from, to);
	if (op != 'y') {
		ed_save_undo(ed);
		ed_delete(ed, from, to);
		ed->ed_pos = from;
	} else if (key != op)
		ed->ed_pos = from;
	if (op == 'c')
		vi_insert_mode(ed);
}

/* r: replace characters by one. */
static void
vi_replace(struct editor *ed, int count)
{
	size_t end = ed->ed_pos;
	int key = vi_key(ed), i;

	for (i = 0; i < count; i++) {
		if (end >= ed->ed_len)
			break;
		end = ed_next(ed, end);
	}
	if (i < count || key < ' ' || key >= 0x110000) {
		ed_beep();
		return;
	}
	ed_save_undo(ed);
	ed_delete(ed, ed->ed_pos, end);
	for (i = 0; i < count; i++)
		ed_insert_key(ed, key);
	ed->ed_pos = ed_prev(ed, ed->ed_pos);
}

static void
vi_toggle_case(struct editor *ed, int count)
{
	unsigned char c;

	ed_save_undo(ed);
	for (; count > 0 && ed->ed_pos < ed->ed_len; count--) {
		c = (unsigned char)ed->ed_buf[ed->ed_pos];
		if (c < 0x80)
			ed->ed_buf[ed->ed_pos] = (char)(isupper(c) ?
			    tolower(c) : toupper(c));
		ed->ed_pos = ed_next(ed, ed->ed_pos);
	}
}

/* n and N: search the history on, in steps of step. */
static void
vi_search_on(struct editor *ed, int step)
{
	const char *s, *pat = vi.vi_search;
	bool anchored;
	int n;

	if (pat == NULL) {
		ed_beep();
		return;
	}
	if ((anchored = *pat == '^'))
		pat++;
	for (n = ed->ed_hist + step; (s = hist_get(n)) != NULL; n += step) {
		if (anchored ? strncmp(s, pat, strlen(pat)) == 0 :
		    strstr(s, pat) != NULL) {
			edit_history(ed, n);
			ed->ed_pos = 0;
			return;
		}
	}
	ed_beep();
}

/* / and ?: read what to search for. */
static void
vi_search(struct editor *ed, int key)
{
	struct editor line;
	char prompt[2] = { (char)key, '\0' };
	int c;

	memset(&line, 0, sizeof(line));
	ed_set(&line, "");
	line.ed_curline = ed->ed_curline;
	line.ed_curcol = ed->ed_curcol;
	ed->ed_valid = false;
	for (;;) {
		ed_refresh(&line, prompt);
		c = vi_key(ed);
		if (c == '\r' || c == '\n' || c == KEY_ESC || c == KEY_EOF ||
		    c == CTRL_KEY('C'))
			break;
		if (c == KEY_RUBOUT || c == CTRL_KEY('H') ||
		    c == ed->ed_erase) {
			if (line.ed_len == 0)
				break;
			ed_delete(&line, ed_prev(&line, line.ed_len),
			    line.ed_len);
		} else if (c >= ' ' && c < 0x110000)
			ed_insert_key(&line, c);
	}
	ed->ed_curline = line.ed_curline;
	ed->ed_curcol = line.ed_curcol;
	free(line.ed_shown);
	if (c == '\r' || c == '\n') {
		if (line.ed_len != 0) {
			free(vi.vi_search);
			vi.vi_search = mem_strdup(line.ed_buf);
		}
		vi.vi_searchstep = key == '/' ? -1 : 1;
		vi_search_on(ed, vi.vi_searchstep);
	}
	free(line.ed_buf);
}

/* Put the kill buffer behind (p) or before (P) the cursor. */
static void
vi_put(struct editor *ed, int key, int count)
{
	if (ed->ed_kill == NULL || ed->ed_killlen == 0) {
		ed_beep();
		return;
	}
	ed_save_undo(ed);
	if (key == 'p')
		ed->ed_pos = ed_next(ed, ed->ed_pos);
	while (count-- > 0)
		ed_insert(ed, ed->ed_kill, ed->ed_killlen);
	ed->ed_pos = ed_prev(ed, ed->ed_pos);
}

/* Commands that begin to insert text; false if key is none of them. */
static bool
vi_begin_insert(struct editor *ed, int key)
{
	switch (key) {
	case 'A':
		ed->ed_pos = ed->ed_len;
		break;
	case 'I':
		ed->ed_pos = 0;
		break;
	case 'a':
		ed->ed_pos = ed_next(ed, ed->ed_pos);
		break;
	case 'R':
		vi.vi_replace = true;
		vi.vi_mark = ed->ed_pos;
		break;
	case 'i':
		break;
	default:
		return (false);
	}
	ed_save_undo(ed);
	vi_insert_mode(ed);
	return (true);
}

/*
 * _: append a blank and the last word of the command before, or its word
 * count, and insert on behind it.
 */
static bool
vi_last_word(struct editor *ed, int count)
{
	const char *s = hist_get(hist_next - 1), *word = NULL;
	size_t len = 0;
	int n;

	if (s == NULL)
		s = "";
	for (n = 0; (count == 0 || n < count) &&
	    *(s += strspn(s, " \t\n")) != '\0'; n++, s += len) {
		word = s;
		len = strcspn(s, " \t\n");
	}
	if (n == 0 || n < count) {
		ed_beep();
		return (true);
	}
	ed_save_undo(ed);
	ed->ed_pos = ed_next(ed, ed->ed_pos);
	ed_insert(ed, " ", 1);
	ed_insert(ed, word, len);
	vi_insert_mode(ed);
	return (true);
}

/* Commands that change the line and stay in command mode, or C, S, s. */
static bool
vi_change(struct editor *ed, int key, int count)
{
	size_t to = ed->ed_pos;
	int n = count > 0 ? count : 1;

	switch (key) {
	case 'C':
	case 'D':
		to = ed->ed_len;
		break;
	case 'S':
		ed->ed_pos = 0;
		to = ed->ed_len;
		break;
	case 's':
	case 'x':
	case KEY_DELETE:
		while (n-- > 0)
			to = ed_next(ed, to);
		break;
	case 'X':
		while (n-- > 0)
			ed->ed_pos = ed_prev(ed, ed->ed_pos);
		break;
	case 'c':
	case 'd':
		vi_operator(ed, key, count);
		return (true);
	case 'p':
	case 'P':
		vi_put(ed, key, n);
		return (true);
	case 'r':
		vi_replace(ed, n);
		return (true);
	case '~':
		vi_toggle_case(ed, n);
		return (true);
	case '_':
		return (vi_last_word(ed, count));
	default:
		return (vi_begin_insert(ed, key));
	}
	ed_save_undo(ed);
	vi_yank(ed, ed->ed_pos, to);
	ed_delete(ed, ed->ed_pos, to);
	if (key == 'C' || key == 'S' || key == 's')
		vi_insert_mode(ed);
	return (true);
}

/* Obey keys that nobody types, until one of them ends the line. */
static enum edit_result
vi_feed(struct editor *ed, const int *keys, int n)
{
	const int *saved_keys = vi.vi_keys;
	int saved_n = vi.vi_nkeys, saved_play = vi.vi_play;
	enum edit_result r = ER_GOON;

	vi.vi_keys = keys;
	vi.vi_nkeys = n;
	vi.vi_play = 0;
	while (r == ER_GOON && vi.vi_play < vi.vi_nkeys)
		r = edit_vi(ed, vi.vi_keys[vi.vi_play++]);
	vi.vi_keys = saved_keys;
	vi.vi_nkeys = saved_n;
	vi.vi_play = saved_play;
	return (r);
}

/* @x: type what the alias _x stands for. */
static enum edit_result
vi_alias(struct editor *ed)
{
	char name[3] = { '_', '\0', '\0' };
	const struct alias *a;
	enum edit_result r;
	int key = vi_key(ed), *keys, n = 0;
	const char *s;
	size_t len, left;
	uint32_t c;

	name[1] = key > ' ' && key < KEY_RUBOUT ? (char)key : '\0';
	if (name[1] == '\0' || (a = alias_find(name)) == NULL ||
	    vi.vi_depth == VI_DEPTH) {
		ed_beep();
		return (ER_GOON);
	}
	keys = mem_alloc((strlen(a->a_text) + 1) * sizeof(*keys));
	for (s = a->a_text, left = strlen(s); left > 0;
	    s += len, left -= len) {
		if ((len = utf8_decode(s, left, &c)) == 0) {
			c = (unsigned char)*s;
			len = 1;
		}
		keys[n++] = (int)c;
	}
	vi.vi_depth++;
	r = vi_feed(ed, keys, n);
	vi.vi_depth--;
	free(keys);
	return (r);
}

/*
 * v: have an editor change the line, or the entry count of the history, and
 * run what it leaves.  fc does that; the line it is to take becomes an entry.
 */
static enum edit_result
vi_external(struct editor *ed, int count)
{
	char command[64];

	if (input_prompt == 2 || (count > 0 && hist_get(count) == NULL)) {
		ed_beep();
		return (ER_GOON);
	}
	if (count == 0) {
		hist_add(ed->ed_buf, ed->ed_len);
		count = hist_next - 1;
	}
	if (count < hist_first) {
		ed_beep();
		return (ER_GOON);
	}
	(void)snprintf(command, sizeof(command),
	    "fc -e \"${VISUAL:-${EDITOR:-vi}}\" %d", count);
	ed_set(ed, command);
	return (ER_ACCEPT);
}

/* Obey a key in command mode. */
static enum edit_result
vi_command(struct editor *ed, int key)
{
	size_t to;
	bool inclusive;
	int count = 0;

	vi.vi_nrecord = 0;
	vi.vi_recording = vi.vi_play < 0;
	if (vi.vi_recording)
		vi.vi_record[vi.vi_nrecord++] = key;
	while ((key >= '1' && key <= '9') || (key == '0' && count > 0)) {
		count = count < 10000 ? count * 10 + key - '0' : count;
		key = vi_key(ed);
	}
	if (key == CTRL_KEY('C') || key == ed->ed_intr)
		return (ER_INTERRUPT);
	if (vi_change(ed, key, count)) {
		/* What is typed in insert mode belongs to the command. */
		if (ed->ed_command)
			record_keep();
		return (ER_GOON);
	}
	vi.vi_recording = false;
	switch (key) {
	case '\r':
	case '\n':
		return (ER_ACCEPT);
	case KEY_EOF:
		return (ER_EOF);
	case '#':
		ed->ed_pos = 0;
		ed_insert(ed, "#", 1);
		return (ER_ACCEPT);
	case 'k':
	case '-':
	case KEY_UP:
	case CTRL_KEY('P'):
		edit_history(ed, ed->ed_hist - (count > 0 ? count : 1));
		ed->ed_pos = 0;
		break;
	case 'j':
	case '+':
	case KEY_DOWN:
	case CTRL_KEY('N'):
		edit_history(ed, ed->ed_hist + (count > 0 ? count : 1));
		ed->ed_pos = 0;
		break;
	case 'G':
		edit_history(ed, count > 0 ? count : hist_first);
		ed->ed_pos = 0;
		break;
	case '/':
	case '?':
		vi_search(ed, key);
		break;
	case 'n':
	case 'N':
		vi_search_on(ed, key == 'n' ? vi.vi_searchstep :
		    -vi.vi_searchstep);
		break;
	case 'y':
		vi_operator(ed, key, count);
		break;
	case 'Y':
		vi_yank(ed, ed->ed_pos, ed->ed_len);
		break;
	case 'u':
		ed_restore_undo(ed);
		break;
	case '.':
		return (vi_feed(ed, vi.vi_repeat, vi.vi_nrepeat));
	case '@':
		return (vi_alias(ed));
	case 'v':
		return (vi_external(ed, count));
	case 'U':
		ed_save_undo(ed);
		ed_set(ed, ed->ed_hist == hist_next ? "" :
		    hist_get(ed->ed_hist));
		ed->ed_pos = 0;
		break;
	case '=':
	case '\\':
	case '*':
		ed->ed_pos = ed_next(ed, ed->ed_pos);
		edit_complete(ed, key == '=');
		if (key != '=')
			vi_insert_mode(ed);
		break;
	case CTRL_KEY('L'):
		ed_clear_screen(ed);
		break;
	case CTRL_KEY('R'):
		return (edit_search(ed));
	case KEY_ESC:
		break;
	default:
		if (vi_motion(ed, key, count, &to, &inclusive))
			ed->ed_pos = to;
		else
			ed_beep();
		break;
	}
	return (ER_GOON);
}

/* Obey a key. */
enum edit_result
edit_vi(struct editor *ed, int key)
{
	enum edit_result r = ER_GOON;

	if (ed->ed_command) {
		if (key >= KEY_META) {
			/* ESC and a command, typed fast. */
			key -= KEY_META;
		}
		r = vi_command(ed, key);
	} else {
		if (vi.vi_recording && vi.vi_play < 0 &&
		    vi.vi_nrecord < VI_REPEAT)
			vi.vi_record[vi.vi_nrecord++] = key;
		if (key == KEY_ESC || key >= KEY_META) {
			ed->ed_command = true;
			vi.vi_replace = false;
			ed->ed_pos = ed_prev(ed, ed->ed_pos);
			if (vi.vi_recording)
				record_keep();
			if (key >= KEY_META)
				r = vi_command(ed, key - KEY_META);
		} else {
			if (vi.vi_replace && key >= ' ' && key < 0x110000 &&
			    key != ed->ed_erase && key != KEY_RUBOUT)
				ed_delete(ed, ed->ed_pos,
				    ed_next(ed, ed->ed_pos));
			r = edit_emacs(ed, key);
		}
	}
	/* In command mode the cursor is on a character. */
	if (r == ER_GOON && ed->ed_command && ed->ed_len > 0 &&
	    ed->ed_pos >= ed->ed_len)
		ed->ed_pos = ed_prev(ed, ed->ed_len);
	return (r);
}
