/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The console's serial line: a 16550 at COM1.
 *
 * Output is polled, always: a character is written when the transmitter has
 * room, so that messages come out in any state of the kernel.  The FIFO is
 * filled at once when it is empty.  Input comes by interrupt, once
 * uart_attach() has run, and goes to cons_input().
 *
 * Locks	uart_lock (IPL_HIGH) keeps the characters of a call together;
 *		a panicking CPU does without.
 * Limits	One line, 115200 bits a second, 8 bits, no parity.
 */

#include <sys/param.h>
#include <sys/bus.h>
#include <sys/md.h>
#include <sys/spin.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <dev/uart/uartvar.h>
#include <machine/cpufunc.h>
#include <machine/machdep.h>

#define	COM1_PORT	0x3f8
#define	COM1_IRQ	4

#define	UART_DATA	0
#define	UART_IER	1		/* interrupt enable */
#define	UART_IER_RX	0x01
#define	UART_IIR	2		/* interrupt identification */
#define	UART_IIR_NONE	0x01
#define	UART_FCR	2		/* FIFO control */
#define	UART_FCR_ENABLE	0x01
#define	UART_FCR_RESET	0x06
#define	UART_FCR_TRIG8	0x80
#define	UART_LCR	3		/* line control */
#define	UART_LCR_8BITS	0x03
#define	UART_LCR_DLAB	0x80
#define	UART_MCR	4		/* modem control */
#define	UART_MCR_DTR	0x01
#define	UART_MCR_RTS	0x02
#define	UART_MCR_OUT2	0x08		/* gates the interrupt */
#define	UART_LSR	5		/* line status */
#define	UART_LSR_DATA	0x01
#define	UART_LSR_THRE	0x20		/* the transmitter FIFO is empty */
#define	UART_SCRATCH	7

#define	UART_FIFO	16
#define	UART_BURST	256		/* characters for one interrupt */
#define	UART_PATIENCE	100000		/* polls for a stuck transmitter */

static struct spin uart_lock = SPIN_INITIALIZER("uart", IPL_HIGH);
static bool uart_present;
static u_int uart_room;			/* characters the FIFO still takes */
static struct intr_handle *uart_ih;

static uint8_t
uart_read(u_int reg)
{

	return (inb(COM1_PORT + reg));
}

static void
uart_write_reg(u_int reg, uint8_t v)
{

	outb(COM1_PORT + reg, v);
}

/*
 * Find and set up the device; boot, before anything else.
 */
void
uart_early_init(void)
{

	uart_write_reg(UART_SCRATCH, 0x5a);
	uart_present = uart_read(UART_SCRATCH) == 0x5a;
	if (!uart_present)
		return;
	uart_write_reg(UART_IER, 0);
	uart_write_reg(UART_LCR, UART_LCR_DLAB | UART_LCR_8BITS);
	uart_write_reg(UART_DATA, 1);		/* 115200 */
	uart_write_reg(UART_IER, 0);
	uart_write_reg(UART_LCR, UART_LCR_8BITS);
	uart_write_reg(UART_FCR, UART_FCR_ENABLE | UART_FCR_RESET |
	    UART_FCR_TRIG8);
	uart_write_reg(UART_MCR, UART_MCR_DTR | UART_MCR_RTS | UART_MCR_OUT2);
}

static void
uart_put(uint8_t c)
{
	u_int n;

	if (uart_room == 0) {
		for (n = 0; (uart_read(UART_LSR) & UART_LSR_THRE) == 0; n++) {
			if (n == UART_PATIENCE)
				return;
			md_cpu_relax();
		}
		uart_room = UART_FIFO;
	}
	uart_room--;
	uart_write_reg(UART_DATA, c);
}

static void
uart_puts(const char *s, size_t len)
{

	while (len-- != 0)
		uart_put((uint8_t)*s++);
}

/*
 * Write len bytes as they are.  Any context.
 */
void
uart_write(const char *s, size_t len)
{

	if (!uart_present)
		return;
	if (panicstr != NULL || cpus_stopped) {
		uart_puts(s, len);
		return;
	}
	spin_enter(&uart_lock);
	uart_puts(s, len);
	spin_exit(&uart_lock);
}

void
md_console_putc(int c)
{

	char ch = (char)c;

	uart_write(&ch, 1);
}

static int
uart_intr(void *arg)
{
	int handled = 0;
	u_int n;

	if ((uart_read(UART_IIR) & UART_IIR_NONE) == 0)
		handled = 1;
	/* Bounded, should the device be broken or gone. */
	for (n = 0; n < UART_BURST; n++) {
		if ((uart_read(UART_LSR) & UART_LSR_DATA) == 0)
			break;
		cons_input(uart_read(UART_DATA));
	}
	if (n == UART_BURST) {
		/* The line stays high: make it rise once more. */
		uart_write_reg(UART_IER, 0);
		uart_write_reg(UART_IER, UART_IER_RX);
	}
	return (handled || n != 0);
}

/*
 * Begin to receive.  Thread context.
 */
void
uart_attach(void)
{
	int error;

	if (!uart_present)
		return;
	error = intr_establish_irq(ioapic_isa_gsi(COM1_IRQ), IPL_VM,
	    uart_intr, NULL, &uart_ih, "uart0");
	if (error != 0) {
		printf("uart0: no interrupt, error %d\n", error);
		return;
	}
	while ((uart_read(UART_LSR) & UART_LSR_DATA) != 0)
		(void)uart_read(UART_DATA);
	uart_write_reg(UART_IER, UART_IER_RX);
	printf("uart0: 16550 at port %#x irq %d, console\n", COM1_PORT,
	    COM1_IRQ);
}
