/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The text of the line being edited: insertion, deletion, kill buffer, undo,
 * and motion by characters and words.  Positions are byte offsets that never
 * lie inside of a UTF-8 sequence.
 */

#include <ctype.h>
#include <stdlib.h>

#include "edit.h"

void
ed_insert(struct editor *ed, const char *s, size_t len)
{
	size_t cap = ed->ed_cap != 0 ? ed->ed_cap : 256;

	while (ed->ed_len + len + 2 > cap)
		cap *= 2;
	if (cap != ed->ed_cap) {
		ed->ed_buf = mem_realloc(ed->ed_buf, cap);
		ed->ed_cap = cap;
	}
	memmove(ed->ed_buf + ed->ed_pos + len, ed->ed_buf + ed->ed_pos,
	    ed->ed_len - ed->ed_pos);
	if (len != 0)
		memcpy(ed->ed_buf + ed->ed_pos, s, len);
	ed->ed_len += len;
	ed->ed_pos += len;
	ed->ed_buf[ed->ed_len] = '\0';
}

/* Insert a character; other keys insert nothing. */
void
ed_insert_key(struct editor *ed, int key)
{
	char utf8[4];

	if (key <= 0 || key > 0x10ffff)
		return;
	ed_insert(ed, utf8, utf8_encode((uint32_t)key, utf8));
}

void
ed_delete(struct editor *ed, size_t from, size_t to)
{
	memmove(ed->ed_buf + from, ed->ed_buf + to, ed->ed_len - to);
	ed->ed_len -= to - from;
	ed->ed_buf[ed->ed_len] = '\0';
	if (ed->ed_pos >= to)
		ed->ed_pos -= to - from;
	else if (ed->ed_pos > from)
		ed->ed_pos = from;
}

/*
 * Delete a range into the kill buffer; a kill that follows another one is
 * joined to it.
 */
void
ed_kill_range(struct editor *ed, size_t from, size_t to)
{
	size_t len = to - from, old = ed->ed_killing ? ed->ed_killlen : 0;
	bool front = to == ed->ed_pos;
	char *new;

	ed->ed_killing = true;
	if (len == 0)
		return;
	new = mem_alloc(old + len);
	memcpy(new + (front ? 0 : old), ed->ed_buf + from, len);
	if (old != 0)
		memcpy(new + (front ? len : 0), ed->ed_kill, old);
	free(ed->ed_kill);
	ed->ed_kill = new;
	ed->ed_killlen = old + len;
	ed_delete(ed, from, to);
}

/* Make s the whole line, with the cursor at its end. */
void
ed_set(struct editor *ed, const char *s)
{
	ed->ed_len = ed->ed_pos = 0;
	ed_insert(ed, s, strlen(s));
}

/* Remember the line, to come back to it. */
void
ed_save_undo(struct editor *ed)
{
	struct undo *u;

	if (ed->ed_nundo > 0) {
		u = &ed->ed_undo[ed->ed_nundo - 1];
		if (u->u_len == ed->ed_len &&
		    memcmp(u->u_text, ed->ed_buf, ed->ed_len) == 0)
			return;
	}
	if (ed->ed_nundo == ED_UNDO) {
		free(ed->ed_undo[0].u_text);
		memmove(ed->ed_undo, ed->ed_undo + 1,
		    sizeof(ed->ed_undo) - sizeof(ed->ed_undo[0]));
		ed->ed_nundo--;
	}
	u = &ed->ed_undo[ed->ed_nundo++];
	u->u_text = mem_strndup(ed->ed_buf, ed->ed_len);
	u->u_len = ed->ed_len;
	u->u_pos = ed->ed_pos;
}

void
ed_restore_undo(struct editor *ed)
{
	struct undo *u;

	/* Changes that changed nothing are no step back. */
	while (ed->ed_nundo > 0) {
		u = &ed->ed_undo[--ed->ed_nundo];
		if (u->u_len != ed->ed_len ||
		    memcmp(u->u_text, ed->ed_buf, ed->ed_len) != 0) {
			ed_set(ed, u->u_text);
			ed->ed_pos = u->u_pos;
			free(u->u_text);
			return;
		}
		free(u->u_text);
	}
	ed_beep();
}

static bool
is_combining(const struct editor *ed, size_t pos)
{
	uint32_t cp;

	return (pos < ed->ed_len && (unsigned char)ed->ed_buf[pos] >= 0x80 &&
	    utf8_decode(ed->ed_buf + pos, ed->ed_len - pos, &cp) != 0 &&
	    utf8_width(cp) == 0);
}

static size_t
char_bytes(const struct editor *ed, size_t pos)
{
	uint32_t cp;
	size_t n;

	n = utf8_decode(ed->ed_buf + pos, ed->ed_len - pos, &cp);
	return (n != 0 ? n : 1);
}

/* The position one character further, with what combines with it. */
size_t
ed_next(const struct editor *ed, size_t pos)
{
	if (pos >= ed->ed_len)
		return (ed->ed_len);
	do {
		pos += char_bytes(ed, pos);
	} while (is_combining(ed, pos));
	return (pos);
}

size_t
ed_prev(const struct editor *ed, size_t pos)
{
	size_t back;

	while (pos > 0) {
		/* The start of the sequence that ends here, if it is one. */
		for (back = 1; back < 4 && back < pos &&
		    ((unsigned char)ed->ed_buf[pos - back] & 0xc0) == 0x80;
		    back++)
			;
		if (char_bytes(ed, pos - back) != back)
			back = 1;
		pos -= back;
		if (!is_combining(ed, pos))
			break;
	}
	return (pos);
}

static bool
in_word(const struct editor *ed, size_t pos)
{
	unsigned char c = (unsigned char)ed->ed_buf[pos];

	return (isalnum(c) || c == '_' || c >= 0x80);
}

/* The end of this word or the next. */
size_t
ed_word_next(const struct editor *ed, size_t pos)
{
	while (pos < ed->ed_len && !in_word(ed, pos))
		pos++;
	while (pos < ed->ed_len && in_word(ed, pos))
		pos++;
	return (pos);
}

/* The beginning of this word or the one before. */
size_t
ed_word_prev(const struct editor *ed, size_t pos)
{
	while (pos > 0 && !in_word(ed, pos - 1))
		pos--;
	while (pos > 0 && in_word(ed, pos - 1))
		pos--;
	return (pos);
}

/* The same for words that are separated by blanks. */
size_t
ed_blank_prev(const struct editor *ed, size_t pos)
{
	while (pos > 0 && isspace((unsigned char)ed->ed_buf[pos - 1]))
		pos--;
	while (pos > 0 && !isspace((unsigned char)ed->ed_buf[pos - 1]))
		pos--;
	return (pos);
}
