/* SPDX-License-Identifier: MIT */
/*
 * An index with the snapshots that its searches use. Each job takes one for
 * itself, since a snapshot serves one thread at a time, and gives it back: to
 * renew one that nothing was committed to costs a few microseconds. Those that
 * lie idle would keep the index from reusing space, so lib/index.js drops them
 * when a second has passed without a search.
 */
#ifndef YIZHAN_NODE_HANDLES_H
#define YIZHAN_NODE_HANDLES_H

#include <yizhan/yizhan.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

class shared_index
{
  public:
    explicit shared_index(yizhan::index index) : m_index(std::move(index))
    {
    }
    const yizhan::index &get() const
    {
        return m_index;
    }
    /* Of the newest state. */
    yizhan::snapshot take();
    void give(yizhan::snapshot snapshot);
    void drop_idle();

  private:
    yizhan::index m_index;
    std::mutex m_mutex;
    std::vector<yizhan::snapshot> m_idle;
};

/* A snapshot for the time of a job. */
class lease
{
  public:
    explicit lease(std::shared_ptr<shared_index> from)
        : m_from(std::move(from)), m_snapshot(m_from->take())
    {
    }
    ~lease()
    {
        m_from->give(std::move(m_snapshot));
    }
    lease(const lease &) = delete;
    lease &operator=(const lease &) = delete;
    yizhan::snapshot *operator->()
    {
        return &m_snapshot;
    }
    yizhan::snapshot &operator*()
    {
        return m_snapshot;
    }

  private:
    std::shared_ptr<shared_index> m_from;
    yizhan::snapshot m_snapshot;
};

#endif /* YIZHAN_NODE_HANDLES_H */
