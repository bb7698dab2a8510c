/* SPDX-License-Identifier: MIT */
/*
 * Look-alikes learned from corrected pages, page after page.
 */
#include "core/base/abi.h"
#include "core/base/array.h"
#include "core/base/buffer.h"
#include "core/base/utf8.h"
#include "core/text/lookalike_learn.h"

struct yz_learner {
    yz_allocator allocator;
    const yz_allocator *memory; /* `allocator`, or NULL */
    arena page;                 /* for the page at hand */
    ARRAY_OF(misreading) seen;
};

yz_status
yz_learner_new(const yz_learner_options *options, yz_learner **ret_learner,
               yz_error *reterr)
{
    yz_learner_options own = YZ_OPTIONS(yz_learner_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(memory_check(own.allocator, reterr));
    yz_learner *learner = memory_zeroed(own.allocator, 1, sizeof(*learner));
    if (!learner)
        return error_nomem(reterr);
    learner->memory = memory_keep(&learner->allocator, own.allocator);
    learner->page.from = learner->seen.from = learner->memory;
    *ret_learner = learner;
    return YZ_OK;
}

static yz_status
fold(yz_learner *l, yz_str text, skeleton *ret_skeleton, yz_error *err)
{
    if (utf8_valid_prefix(text.data, text.size) < text.size)
        return error_set(err, YZ_E_INVALID, "the page is not UTF-8");
    return skeleton_make(NULL, text, false, &l->page, ret_skeleton, err);
}

static yz_status
learn(yz_learner *l, yz_str read, yz_str truth, yz_error *err)
{
    skeleton as_read;
    skeleton as_printed;
    misreadings found;
    TRY(fold(l, read, &as_read, err));
    TRY(fold(l, truth, &as_printed, err));
    TRY(lookalike_learn(&as_read, &as_printed, &l->page, &found, err));
    for (size_t i = 0; i < found.count; i++)
        if (!ARRAY_PUSH(&l->seen, found.items[i]))
            return error_nomem(err);
    return YZ_OK;
}

yz_status
yz_learner_add(yz_learner *learner, yz_str read, yz_str truth, yz_error *reterr)
{
    TRY(abi_require(learner, "learner", reterr));
    const yz_status status = learn(learner, read, truth, reterr);
    arena_clear(&learner->page);
    return status;
}

yz_status
yz_learner_write(yz_learner *learner, yz_write_fn write, void *context,
                 yz_error *reterr)
{
    TRY(abi_require(learner, "learner", reterr));
    TRY(abi_require(write, "write callback", reterr));
    buffer out = { .from = learner->memory };
    lookalike_pairs pairs;
    misreadings all = { .items = learner->seen.items,
                        .count = learner->seen.count };
    misreadings_merge(&all);
    learner->seen.count = all.count;
    yz_status status =
        lookalike_pairs_learned(&all, &learner->page, &pairs, reterr);
    if (status == YZ_OK) {
        lookalike_pairs_write(&pairs, &out);
        status = buffer_ok(&out) ? YZ_OK : error_nomem(reterr);
    }
    if (status == YZ_OK && out.size)
        write(context, buffer_str(&out));
    buffer_dispose(&out);
    arena_clear(&learner->page);
    return status;
}

void
yz_learner_free(yz_learner *learner)
{
    if (!learner)
        return;
    arena_dispose(&learner->page);
    ARRAY_DISPOSE(&learner->seen);
    const yz_allocator copy = learner->allocator;
    memory_release(learner->memory ? &copy : NULL, learner);
}
