/* SPDX-License-Identifier: MIT */
/*
 * Who may ask: the names this server answers to, the token, and how many
 * requests an address may send.
 */
#ifndef YZ_SERVE_GATE_H
#define YZ_SERVE_GATE_H

#include "serve/address.h"
#include "serve/exchange.h"
#include "serve/options.h"

typedef struct gate gate;

/** @return EXIT_DONE, or an exit code after the error was reported. */
exit_code
gate_open(const serve_options *options, gate **ret_gate);

void
gate_close(gate *g);

/**
 * Whether the request of this address may be answered; if not, the answer says
 * why. It is one, too, that gives a browser its cookie for `?token=`.
 */
bool
gate_admits(gate *g, exchange *e, const struct sockaddr *from);

#endif /* YZ_SERVE_GATE_H */
