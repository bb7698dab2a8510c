/* SPDX-License-Identifier: MIT */
/*
 * Where an index is: `opensearch://HOST[:PORT][,HOST[:PORT]].../INDEX?OPTIONS`,
 * or `opensearch+https://`. Secrets are in it, or in the environment; what
 * messages quote has none.
 */
#ifndef YZ_OPENSEARCH_ADDRESS_H
#define YZ_OPENSEARCH_ADDRESS_H

#include "core/base/arena.h"

enum { ADDRESS_HOSTS_MAX = 16 };

typedef struct address {
    const char *hosts[ADDRESS_HOSTS_MAX]; /**< "https://host:9200" */
    size_t host_count;
    const char *index;
    const char *user;   /**< and password, with a colon; NULL: none */
    const char *key;    /**< an API key; NULL: none */
    const char *ca;     /**< files in PEM; NULL: the system's, none, none */
    const char *client; /**< certificate */
    const char *client_key;
    uint32_t timeout_s; /**< of a request */
    uint32_t shards;    /**< of an index that is made */
    uint32_t replicas;
} address;

/** Read one, in the arena. YZ_E_INVALID: what is wrong, in words. */
yz_status
address_read(const char *text, arena *a, address *ret_address, yz_error *err);

#endif /* YZ_OPENSEARCH_ADDRESS_H */
