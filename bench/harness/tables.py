# SPDX-License-Identifier: MIT
"""Prints a result as Markdown. Every figure of a peer has its ratio to
Yizhan's in brackets: how many times as much it takes."""

from statistics import median

from measure import percentile

BASE = "yizhan"
RIGHT = 0.9  # recall and precision below this are no like for like


def table(title, head, rows):
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"


def ratio(value, base):
    """A value with its ratio to Yizhan's, unless it is Yizhan's."""
    if not base or value == base:
        return number(value)
    return f"{number(value)} ({number(value / base)}×)"


def builds(result):
    head = ("engine", "wall s", "CPU s", "text MB/s", "peak MiB", "disk MB",
            "disk / text")
    built = {n: e["build"] for n, e in result["engines"].items()
             if e.get("build")}
    base = built.get(BASE, {})
    text = result["text_bytes"]
    rows = [(name, ratio(b["wall_s"], base.get("wall_s")),
             ratio(b["cpu_s"], base.get("cpu_s")),
             number(text / 1e6 / b["cpu_s"]),
             ratio(b["peak_mib"], base.get("peak_mib")),
             ratio(b["disk_bytes"] / 1e6, base.get("disk_bytes", 0) / 1e6),
             f"{b['disk_bytes'] / text:.2f}") for name, b in built.items()]
    table("Build and size", head, rows)


def asked(result):
    return {n: e["classes"] for n, e in result["engines"].items()
            if e.get("classes")}


def latency(figures, base, statistic):
    """An engine's figure; its ratio is over the queries that both were asked,
    since an engine too slow for the budget is asked the first ones only."""
    both = min(figures["queries"], base["queries"]) if base else 0
    cell = number(statistic(figures["times_us"]))
    if both and figures is not base:
        mine = statistic(figures["times_us"][:both])
        cell += f" ({number(mine / statistic(base['times_us'][:both]))}×)"
    return cell


def latencies(result, title, statistic):
    names = asked(result)
    rows = []
    for cls, count in result["classes"].items():
        row = [f"{cls} ({count})"]
        for figures in names.values():
            f = figures[cls]
            cell = latency(f, names.get(BASE, {}).get(cls), statistic)
            if f["queries"] < count:
                cell += f" ~{f['queries']}"
            if min(f["recall"], f["precision"]) < RIGHT:
                cell = f"[{cell}]"
            row.append(cell)
        rows.append(row)
    table(title, ("class (queries)", *names), rows)


def answers(result):
    names = asked(result)
    rows = [(cls, *(f"{f[cls]['recall']:.3f} / {f[cls]['precision']:.3f}"
                    for f in names.values())) for cls in result["classes"]]
    table("Right answers: mean recall / precision against the scan",
          ("class", *names), rows)


def colds(result):
    rows = [(name, f"{c['wall_ms']:.1f}", f"{c['cpu_ms']:.1f}",
             f"{c['peak_mib']:.0f}") for name, c in result["cold"].items()]
    table("A whole process for one phrase of 4 characters, files in memory",
          ("program", "wall ms", "CPU ms", "peak MiB"), rows)


def show(result):
    print(f"\n## {result['passages']:,} passages, "
          f"{result['text_bytes'] / 1e6:.1f} MB of text\n")
    print(f"{result['date']}, {result['machine']}, load "
          f"{result['load']:.1f}. `~n`: only the first n queries fitted the "
          f"budget (ratios are over those both were asked). In square "
          f"brackets: recall or precision under {RIGHT}.")
    builds(result)
    latencies(result, "Count and best 10 with ids: median CPU µs", median)
    latencies(result, "Count and best 10 with ids: 99th percentile, CPU µs",
              lambda times: percentile(times, 0.99))
    answers(result)
    colds(result)


def settings(chosen):
    print("Settings:\n")
    for engine in chosen:
        print(f"- **{engine.name}**: {engine.settings}")
