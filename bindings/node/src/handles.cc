/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/handles.h"

yizhan::snapshot
shared_index::take()
{
    std::optional<yizhan::snapshot> taken;
    {
        const std::lock_guard<std::mutex> lock(m_mutex);
        if (!m_idle.empty()) {
            taken = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (!taken)
        return yizhan::snapshot(m_index);
    taken->renew();
    return std::move(*taken);
}

void
shared_index::give(yizhan::snapshot snapshot)
{
    const std::lock_guard<std::mutex> lock(m_mutex);
    try {
        m_idle.push_back(std::move(snapshot));
    } catch (const std::bad_alloc &) {
        /* closed instead */
    }
}

void
shared_index::drop_idle()
{
    std::vector<yizhan::snapshot> dropped; /* outlives the lock */
    const std::lock_guard<std::mutex> lock(m_mutex);
    dropped.swap(m_idle);
}
