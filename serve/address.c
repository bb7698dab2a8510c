/* SPDX-License-Identifier: MIT */
#include "serve/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The port behind the last colon, which must be all digits. */
static bool
read_port(const char *text, uint16_t *ret_port)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    const unsigned long port = strtoul(text, &end, 10);
    if (*end || port > UINT16_MAX)
        return false;
    *ret_port = (uint16_t)port;
    return true;
}

/* `host` in brackets is an address of IPv6. */
static bool
read_host(char *host, uint16_t port, address *ret)
{
    const size_t size = strlen(host);
    *ret = (address){ 0 };
    if (size > 2 && host[0] == '[' && host[size - 1] == ']') {
        host[size - 1] = '\0';
        ret->socket.v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
                                                .sin6_port = htons(port) };
        ret->size = sizeof(ret->socket.v6);
        return inet_pton(AF_INET6, host + 1, &ret->socket.v6.sin6_addr) == 1;
    }
    ret->socket.v4 =
        (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port) };
    ret->size = sizeof(ret->socket.v4);
    const char *number = strcmp(host, "localhost") ? host : "127.0.0.1";
    return inet_pton(AF_INET, number, &ret->socket.v4.sin_addr) == 1;
}

yz_status
address_read(const char *text, address *ret, yz_error *err)
{
    char host[ADDRESS_TEXT_SIZE];
    uint16_t port = 0;
    const char *colon = strrchr(text, ':');
    const size_t size = colon ? (size_t)(colon - text) : sizeof(host);
    if (size < sizeof(host) && read_port(colon + 1, &port)) {
        memcpy(host, text, size);
        host[size] = '\0';
        if (read_host(host, port, ret))
            return YZ_OK;
    }
    return error_set(err, YZ_E_INVALID,
                     "\"%s\" is not ADDRESS:PORT, such as 127.0.0.1:8666 or "
                     "[::1]:8666",
                     text);
}

bool
address_is_loopback(const address *a)
{
    if (a->socket.any.sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&a->socket.v6.sin6_addr);
    return ntohl(a->socket.v4.sin_addr.s_addr) >> 24 == 127;
}

uint16_t
address_port(const address *a)
{
    if (a->socket.any.sa_family == AF_INET6)
        return ntohs(a->socket.v6.sin6_port);
    return ntohs(a->socket.v4.sin_port);
}

void
address_write(const address *a, char text[ADDRESS_TEXT_SIZE])
{
    char host[INET6_ADDRSTRLEN] = "";
    const bool is_v6 = a->socket.any.sa_family == AF_INET6;
    const void *from = is_v6 ? (const void *)&a->socket.v6.sin6_addr
                             : (const void *)&a->socket.v4.sin_addr;
    inet_ntop(a->socket.any.sa_family, from, host, sizeof(host));
    snprintf(text, ADDRESS_TEXT_SIZE, is_v6 ? "[%s]:%u" : "%s:%u", host,
             (unsigned)address_port(a));
}
