/* SPDX-License-Identifier: MIT */
/*
 * Addresses to listen at.
 */
#ifndef YZ_SERVE_ADDRESS_H
#define YZ_SERVE_ADDRESS_H

#include "core/base/status.h"

#include <netinet/in.h>
#include <sys/socket.h>

typedef struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } socket;
    socklen_t size;
} address;

enum { ADDRESS_TEXT_SIZE = 64 };

/**
 * Read `127.0.0.1:8666`, `[::1]:8666` or `localhost:8666`. Names are not looked
 * up, but for `localhost`. Port 0 is any free one.
 */
yz_status
address_read(const char *text, address *ret, yz_error *err);

/** Whether only this machine can connect to it. */
bool
address_is_loopback(const address *a);

uint16_t
address_port(const address *a);

/** As it is written in a URL: `127.0.0.1:8666`, `[::1]:8666`. */
void
address_write(const address *a, char text[ADDRESS_TEXT_SIZE]);

#endif /* YZ_SERVE_ADDRESS_H */
