/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The line discipline: what happens to characters between a terminal's device
 * and the processes that read and write it (POSIX.1-2017, chapter 11).
 *
 * Model	Input passes tty_ldisc_input() a character at a time: flow
 *		control, signals, mapping, then in canonical mode editing.  It
 *		ends in t_in, which holds complete lines up to t_canon, and the
 *		line being edited behind it:
 *
 *			r_tail ........ t_canon ........ r_head
 *			   complete lines    being edited
 *
 *		A bit in t_delims marks the character that ends a line; one in
 *		t_eofs marks that it is VEOF, which ends a read but is not
 *		returned.  In non-canonical mode t_canon follows r_head and no
 *		bits are set.
 *
 *		Output passes tty_ldisc_output(), which maps characters and
 *		follows the cursor's column, into t_out, from where the device
 *		takes it.  Echo takes the same way; it is dropped when t_out is
 *		full, as input must never wait for output.
 *
 * Invariants	(1) r_tail <= t_canon <= r_head, as distances.
 *		(2) t_lines is the number of bits set in t_delims; all of them
 *		    lie in [r_tail, t_canon).
 *		(3) t_eofs is a subset of t_delims.
 *
 * Locks	t_lock throughout.  Nothing here sleeps.
 * Tests	tests/bin/t_stty.sh
 */
#include <sys/param.h>
#include <sys/notify.h>
#include <sys/poll.h>
#include <sys/signal.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/ttydefaults.h>

#define	TTY_TABWIDTH	8
#define	TTY_RESERVE	16	/* room of t_in kept for delimiters */
#define	TTY_BITS(map, n)	(map)[((n) & (TTY_RINGSIZE - 1)) / 64]
#define	TTY_BIT(n)		(1ULL << ((n) & 63))

static void	tty_echo(struct tty *, uint8_t);
static void	tty_input_char(struct tty *tp, uint8_t) __requires(tp->t_lock);
static bool	tty_input_signal(struct tty *tp, uint8_t)
		    __requires(tp->t_lock);

/* --- output --------------------------------------------------------------- */

static bool
tty_out_raw(struct tty *tp, uint8_t c)
{

	if (RING_ROOM(&tp->t_out) == 0)
		return (false);
	RING_AT(&tp->t_out, tp->t_out.r_head++) = c;
	return (true);
}

/*
 * Follow the cursor: a byte that continues a UTF-8 character moves nothing.
 */
static void
tty_out_column(struct tty *tp, uint8_t c)
{

	switch (c) {
	case '\b':
		if (tp->t_column > 0)
			tp->t_column--;
		break;
	case '\r':
		tp->t_column = 0;
		break;
	case '\n':
		if ((tp->t_termios.c_oflag & ONLRET) != 0)
			tp->t_column = 0;
		break;
	case '\t':
		tp->t_column = roundup(tp->t_column + 1, TTY_TABWIDTH);
		break;
	default:
		if (c >= 0x20 && c != 0x7f && !((c & 0xc0) == 0x80 &&
		    (tp->t_termios.c_iflag & IUTF8) != 0))
			tp->t_column++;
		break;
	}
}

/*
 * Send one character with output processing; false when there is no room, and
 * then nothing was sent.
 */
static bool
tty_out_char(struct tty *tp, uint8_t c)
{
	tcflag_t oflag = tp->t_termios.c_oflag;
	u_int n;

	if ((oflag & OPOST) == 0) {
		if (!tty_out_raw(tp, c))
			return (false);
		tty_out_column(tp, c);
		return (true);
	}
	switch (c) {
	case '\n':
		if ((oflag & ONLCR) != 0) {
			if (RING_ROOM(&tp->t_out) < 2)
				return (false);
			(void)tty_out_raw(tp, '\r');
			tp->t_column = 0;
		}
		break;
	case '\r':
		if ((oflag & ONOCR) != 0 && tp->t_column == 0)
			return (true);
		if ((oflag & OCRNL) != 0)
			c = '\n';
		break;
	case '\t':
		if ((oflag & TABDLY) != TAB3)
			break;
		n = TTY_TABWIDTH - tp->t_column % TTY_TABWIDTH;
		if (RING_ROOM(&tp->t_out) < n)
			return (false);
		tp->t_column += n;
		while (n-- > 0)
			(void)tty_out_raw(tp, ' ');
		return (true);
	case CEOT:
		if ((oflag & ONOEOT) != 0)
			return (true);
		break;
	default:
		break;
	}
	if (!tty_out_raw(tp, c))
		return (false);
	tty_out_column(tp, c);
	return (true);
}

static void
tty_out_start(struct tty *tp)
{

	if ((tp->t_flags & TTY_STOPPED) == 0 && RING_USED(&tp->t_out) > 0)
		tp->t_ops->start(tp);
}

size_t
tty_ldisc_output(struct tty *tp, const uint8_t *buf, size_t len)
{
	size_t i;

	if ((tp->t_flags & TTY_DISCARD) != 0)
		return (len);
	/* Output in the middle of an input line: its echo must come again. */
	if (tp->t_in.r_head != tp->t_canon)
		tp->t_flags |= TTY_REPRINT;
	for (i = 0; i < len && tty_out_char(tp, buf[i]); i++)
		continue;
	tty_out_start(tp);
	return (i);
}

/* --- echo ----------------------------------------------------------------- */

static void
tty_echo_string(struct tty *tp, const char *s)
{

	while (*s != '\0')
		(void)tty_out_char(tp, (uint8_t)*s++);
}

static bool
tty_is_control(uint8_t c)
{

	return ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f);
}

static void
tty_echo_visible(struct tty *tp, uint8_t c)
{

	if ((tp->t_termios.c_lflag & ECHOCTL) != 0 && tty_is_control(c)) {
		(void)tty_out_char(tp, '^');
		(void)tty_out_char(tp, c ^ 0x40);
	} else
		(void)tty_out_char(tp, c);
}

static void
tty_echo(struct tty *tp, uint8_t c)
{
	tcflag_t lflag = tp->t_termios.c_lflag;

	if ((tp->t_flags & TTY_ERASING) != 0) {
		(void)tty_out_char(tp, '/');
		tp->t_flags &= ~TTY_ERASING;
	}
	if ((lflag & ECHO) != 0)
		tty_echo_visible(tp, c);
	else if ((lflag & (ECHONL | ICANON)) == (ECHONL | ICANON) && c == '\n')
		(void)tty_out_char(tp, c);
}

/*
 * Columns that a character of the input line took, when it began in col.
 */
static u_int
tty_width(const struct tty *tp, uint8_t c, u_int col)
{

	if (c == '\t')
		return (roundup(col + 1, TTY_TABWIDTH) - col);
	if (tty_is_control(c))
		return ((tp->t_termios.c_lflag & ECHOCTL) != 0 ? 2 : 0);
	if ((c & 0xc0) == 0x80 && (tp->t_termios.c_iflag & IUTF8) != 0)
		return (0);
	return (1);
}

static void
tty_echo_reprint(struct tty *tp)
{
	uint32_t n;

	tp->t_startcol = tp->t_column;
	for (n = tp->t_canon; n != tp->t_in.r_head; n++)
		tty_echo_visible(tp, RING_AT(&tp->t_in, n));
	tp->t_flags &= ~TTY_REPRINT;
}

/* --- editing -------------------------------------------------------------- */

/*
 * Rub out on the screen the columns behind col.
 */
static void
tty_rub_to(struct tty *tp, u_int col)
{

	while (tp->t_column > col) {
		u_int before = tp->t_column;

		tty_echo_string(tp, "\b \b");
		if (tp->t_column >= before)
			break;		/* no room for output */
	}
}

/*
 * The column in which the input line now ends.
 */
static u_int
tty_line_column(const struct tty *tp)
{
	uint32_t n;
	u_int col = tp->t_startcol;

	for (n = tp->t_canon; n != tp->t_in.r_head; n++)
		col += tty_width(tp, RING_AT(&tp->t_in, n), col);
	return (col);
}

/*
 * Remove the last character, of one or more bytes, of the line.  Returns false
 * when the line is empty.
 */
static bool
tty_erase(struct tty *tp)
{
	tcflag_t lflag = tp->t_termios.c_lflag;
	uint8_t c;

	if (tp->t_in.r_head == tp->t_canon)
		return (false);
	do {
		c = RING_AT(&tp->t_in, --tp->t_in.r_head);
	} while ((tp->t_termios.c_iflag & IUTF8) != 0 && (c & 0xc0) == 0x80 &&
	    tp->t_in.r_head != tp->t_canon);
	if ((lflag & ECHO) == 0)
		return (true);
	if ((tp->t_flags & TTY_REPRINT) != 0) {
		(void)tty_out_char(tp, '\n');
		tty_echo_reprint(tp);
	} else if ((lflag & ECHOPRT) != 0) {
		if ((tp->t_flags & TTY_ERASING) == 0) {
			(void)tty_out_char(tp, '\\');
			tp->t_flags |= TTY_ERASING;
		}
		tty_echo_visible(tp, c);
	} else if ((lflag & ECHOE) != 0)
		tty_rub_to(tp, tty_line_column(tp));
	else
		tty_echo_visible(tp, tp->t_termios.c_cc[VERASE]);
	return (true);
}

static void
tty_kill(struct tty *tp)
{
	tcflag_t lflag = tp->t_termios.c_lflag;

	if ((lflag & ECHOKE) != 0 && (lflag & ECHOPRT) == 0) {
		while (tty_erase(tp))
			continue;
		return;
	}
	tp->t_in.r_head = tp->t_canon;
	tty_echo(tp, tp->t_termios.c_cc[VKILL]);
	if ((lflag & ECHOK) != 0)
		(void)tty_out_char(tp, '\n');
	tp->t_flags &= ~(TTY_ERASING | TTY_REPRINT);
}

static bool
tty_word_char(uint8_t c)
{

	return ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80);
}

/*
 * Erase blanks, then a word: up to a blank, or with ALTWERASE up to a
 * character of another class.
 */
static void
tty_word_erase(struct tty *tp)
{
	struct tty_ring *r = &tp->t_in;
	bool alt = (tp->t_termios.c_lflag & ALTWERASE) != 0, cls = false;
	bool started = false;
	uint8_t c;

	while (r->r_head != tp->t_canon) {
		c = RING_AT(r, r->r_head - 1);
		if (c == ' ' || c == '\t') {
			if (started)
				break;
		} else if (!started) {
			started = true;
			cls = tty_word_char(c);
		} else if (alt && tty_word_char(c) != cls)
			break;
		if (!tty_erase(tp))
			break;
	}
}

/* --- the input queue ------------------------------------------------------ */

/*
 * Append a byte.  A delimiter may use the reserve that others leave.
 */
static bool
tty_in_put(struct tty *tp, uint8_t c, bool delim, bool eof)
{
	struct tty_ring *r = &tp->t_in;

	if (RING_ROOM(r) <= (delim ? 0 : TTY_RESERVE)) {
		if ((tp->t_termios.c_iflag & IMAXBEL) != 0)
			(void)tty_out_raw(tp, '\a');
		return (false);
	}
	if (r->r_head == tp->t_canon) {
		tp->t_startcol = tp->t_column;
		tp->t_flags &= ~TTY_REPRINT;
	}
	RING_AT(r, r->r_head) = c;
	if (delim) {
		TTY_BITS(tp->t_delims, r->r_head) |= TTY_BIT(r->r_head);
		if (eof)
			TTY_BITS(tp->t_eofs, r->r_head) |= TTY_BIT(r->r_head);
		tp->t_lines++;
	}
	r->r_head++;
	if (delim || (tp->t_termios.c_lflag & ICANON) == 0)
		tp->t_canon = r->r_head;
	return (true);
}

static void
tty_in_wakeup(struct tty *tp)
{

	cv_broadcast(&tp->t_incv);
	notify_fire(&tp->t_notify, POLLIN | POLLRDNORM);
}

/*
 * How many characters certainly fit.
 */
size_t
tty_ldisc_room(struct tty *tp)
{
	size_t room = RING_ROOM(&tp->t_in);

	/* A line too long to fit is discarded with a bell, not waited for. */
	if ((tp->t_termios.c_lflag & ICANON) != 0 && tp->t_lines == 0)
		return (TTY_RINGSIZE);
	room = room > TTY_RESERVE ? room - TTY_RESERVE : 0;
	/* Some characters are put twice. */
	if ((tp->t_termios.c_iflag & (PARMRK | IGNPAR)) == PARMRK)
		room /= 2;
	return (room);
}

static void
tty_in_taken(struct tty *tp)
{

	if (tp->t_ops->room != NULL && (tp->t_flags & TTY_GONE) == 0)
		tp->t_ops->room(tp);
}

bool
tty_ldisc_readable(struct tty *tp)
{

	if ((tp->t_termios.c_lflag & ICANON) != 0)
		return (tp->t_lines > 0);
	return (RING_USED(&tp->t_in) > 0);
}

/*
 * Take bytes for a reader: in canonical mode at most the rest of one line.
 */
size_t
tty_ldisc_read(struct tty *tp, uint8_t *buf, size_t len)
{
	struct tty_ring *r = &tp->t_in;
	size_t n = 0;
	uint64_t bit;
	uint32_t at;

	while (r->r_tail != tp->t_canon) {
		at = r->r_tail;
		bit = TTY_BIT(at);
		if ((TTY_BITS(tp->t_eofs, at) & bit) == 0) {
			if (n == len)
				break;
			buf[n++] = RING_AT(r, at);
		}
		r->r_tail++;
		if ((TTY_BITS(tp->t_delims, at) & bit) != 0) {
			TTY_BITS(tp->t_delims, at) &= ~bit;
			TTY_BITS(tp->t_eofs, at) &= ~bit;
			tp->t_lines--;
			if ((tp->t_termios.c_lflag & ICANON) != 0)
				break;
		}
	}
	tty_in_taken(tp);
	return (n);
}

void
tty_ldisc_flush(struct tty *tp, bool in, bool out)
{

	if (in) {
		tp->t_in.r_tail = tp->t_canon = tp->t_in.r_head;
		tp->t_lines = 0;
		memset(tp->t_delims, 0, TTY_RINGSIZE / 8);
		memset(tp->t_eofs, 0, TTY_RINGSIZE / 8);
		tp->t_flags &= ~(TTY_LNEXT | TTY_ERASING | TTY_REPRINT);
		tty_in_taken(tp);
	}
	if (out) {
		tp->t_out.r_tail = tp->t_out.r_head;
		cv_broadcast(&tp->t_outcv);
		notify_fire(&tp->t_notify, POLLOUT | POLLWRNORM);
	}
}

/*
 * Parameters changed.  Leaving canonical mode makes the unfinished line
 * readable; entering it makes what is there one line's beginning, and marks
 * what was readable as readable, as the standard leaves open.
 */
void
tty_ldisc_changed(struct tty *tp, const struct termios *old)
{
	tcflag_t changed = old->c_lflag ^ tp->t_termios.c_lflag;

	if ((changed & ICANON) != 0) {
		if ((tp->t_termios.c_lflag & ICANON) == 0)
			tp->t_canon = tp->t_in.r_head;
		else if (tp->t_in.r_tail != tp->t_in.r_head &&
		    tp->t_lines == 0) {
			uint32_t last = tp->t_in.r_head - 1;

			TTY_BITS(tp->t_delims, last) |= TTY_BIT(last);
			tp->t_lines = 1;
			tp->t_canon = tp->t_in.r_head;
		}
		tty_in_wakeup(tp);
	}
	if ((tp->t_termios.c_iflag & IXON) == 0 &&
	    (tp->t_flags & TTY_STOPPED) != 0) {
		tp->t_flags &= ~TTY_STOPPED;
		tty_out_start(tp);
	}
	/* VMIN and VTIME may have changed under a reader. */
	cv_broadcast(&tp->t_incv);
}

/* --- input ---------------------------------------------------------------- */

/*
 * Characters that send signals.  Returns true when c was one.
 */
static bool
tty_input_signal(struct tty *tp, uint8_t c)
{
	const cc_t *cc = tp->t_termios.c_cc;
	tcflag_t lflag = tp->t_termios.c_lflag;
	int sig;

	if ((lflag & ISIG) == 0)
		return (false);
	if (CCEQ(cc[VINTR], c))
		sig = SIGINT;
	else if (CCEQ(cc[VQUIT], c))
		sig = SIGQUIT;
	else if (CCEQ(cc[VSUSP], c))
		sig = SIGTSTP;
	else if (CCEQ(cc[VSTATUS], c) && (lflag & (ICANON | IEXTEN)) ==
	    (ICANON | IEXTEN)) {
		tty_signal(tp, SIGINFO);
		return (true);
	} else
		return (false);
	if ((lflag & NOFLSH) == 0)
		tty_ldisc_flush(tp, true, sig != SIGTSTP);
	tty_echo(tp, c);
	tty_signal(tp, sig);
	return (true);
}

/*
 * Flow control.  Returns true when c was consumed.
 */
static bool
tty_input_flow(struct tty *tp, uint8_t c)
{
	const cc_t *cc = tp->t_termios.c_cc;
	bool stopped = (tp->t_flags & TTY_STOPPED) != 0;

	if ((tp->t_termios.c_iflag & IXON) == 0)
		return (false);
	if (CCEQ(cc[VSTOP], c) && !(stopped && cc[VSTART] == cc[VSTOP])) {
		tp->t_flags |= TTY_STOPPED;
		return (true);
	}
	if (CCEQ(cc[VSTART], c) ||
	    (stopped && (tp->t_termios.c_iflag & IXANY) != 0)) {
		tp->t_flags &= ~TTY_STOPPED;
		tty_out_start(tp);
		return (CCEQ(cc[VSTART], c));
	}
	return (false);
}

/*
 * Editing characters of canonical mode.  Returns true when c was one.
 */
static bool
tty_input_edit(struct tty *tp, uint8_t c)
{
	const cc_t *cc = tp->t_termios.c_cc;
	bool iexten = (tp->t_termios.c_lflag & IEXTEN) != 0;

	if (CCEQ(cc[VERASE], c) || (iexten && CCEQ(cc[VERASE2], c)))
		(void)tty_erase(tp);
	else if (CCEQ(cc[VKILL], c))
		tty_kill(tp);
	else if (iexten && CCEQ(cc[VWERASE], c))
		tty_word_erase(tp);
	else if (iexten && CCEQ(cc[VREPRINT], c)) {
		tty_echo(tp, c);
		(void)tty_out_char(tp, '\n');
		tty_echo_reprint(tp);
	} else if (CCEQ(cc[VEOF], c)) {
		if (tty_in_put(tp, c, true, true))
			tty_in_wakeup(tp);
		if ((tp->t_termios.c_lflag & (ECHO | ECHOCTL)) ==
		    (ECHO | ECHOCTL))
			tty_echo_string(tp, "^D\b\b");
	} else
		return (false);
	return (true);
}

static void
tty_input_char(struct tty *tp, uint8_t c)
{
	const cc_t *cc = tp->t_termios.c_cc;
	tcflag_t iflag = tp->t_termios.c_iflag;
	tcflag_t lflag = tp->t_termios.c_lflag;
	bool literal, canon = (lflag & ICANON) != 0, delim;

	literal = (tp->t_flags & TTY_LNEXT) != 0;
	tp->t_flags &= ~TTY_LNEXT;
	if (!literal) {
		if (tty_input_flow(tp, c))
			return;
		if ((lflag & IEXTEN) != 0) {
			if (canon && CCEQ(cc[VLNEXT], c)) {
				if ((lflag & (ECHO | ECHOE)) ==
				    (ECHO | ECHOE))
					tty_echo_string(tp, "^\b");
				tp->t_flags |= TTY_LNEXT;
				return;
			}
			if (CCEQ(cc[VDISCARD], c)) {
				tp->t_flags ^= TTY_DISCARD;
				tty_echo(tp, c);
				return;
			}
		}
		if (tty_input_signal(tp, c))
			return;
		if (c == '\r') {
			if ((iflag & IGNCR) != 0)
				return;
			if ((iflag & ICRNL) != 0)
				c = '\n';
		} else if (c == '\n' && (iflag & INLCR) != 0)
			c = '\r';
		if (canon && tty_input_edit(tp, c))
			return;
	}
	delim = canon && !literal && (c == '\n' || CCEQ(cc[VEOL], c) ||
	    ((lflag & IEXTEN) != 0 && CCEQ(cc[VEOL2], c)));
	if (!tty_in_put(tp, c, delim, false))
		return;
	tty_echo(tp, c);
	if (delim || !canon)
		tty_in_wakeup(tp);
}

void
tty_ldisc_input(struct tty *tp, uint8_t c)
{
	tcflag_t iflag = tp->t_termios.c_iflag;

	if ((tp->t_termios.c_cflag & CREAD) == 0)
		return;
	tp->t_flags &= ~(tp->t_termios.c_cc[VDISCARD] == c ? 0 : TTY_DISCARD);
	if ((iflag & ISTRIP) != 0)
		c &= 0x7f;
	else if (c == 0xff && (iflag & (PARMRK | IGNPAR)) == PARMRK)
		(void)tty_in_put(tp, c, false, false); /* doubled: a real one */
	tty_input_char(tp, c);
	tty_out_start(tp);
}
