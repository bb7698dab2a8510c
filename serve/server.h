/* SPDX-License-Identifier: MIT */
/*
 * HTTP: connections, the threads that answer, and the headers of every answer.
 */
#ifndef YZ_SERVE_SERVER_H
#define YZ_SERVE_SERVER_H

#include "serve/gate.h"
#include "serve/routes.h"

typedef struct server server;

/**
 * Listen, and answer from then on. Signals must be blocked, so that the threads
 * of the server inherit that.
 * @return EXIT_DONE, or an exit code after the error was reported.
 */
exit_code
server_start(const service *does, gate *g, server **ret_server);

/** Where it listens: an address with its port. */
const address *
server_address(const server *s);

/** Take no more requests, finish those that are being answered, and stop. */
void
server_stop(server *s);

#endif /* YZ_SERVE_SERVER_H */
