"""The table at the end of Scripts/soak."""

import collections
import statistics


def text(result):
    rows = [("fault", "struck", "ended rightly", "to be named", "named rightly")]
    by_kind = collections.defaultdict(list)
    for record in result.records:
        by_kind[record.injury.kind.name].append(record)
    for kind, records in sorted(by_kind.items()):
        rows.append((kind, *map(str, _counts(records))))
    rows.append(("all", *map(str, _counts(result.records))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_aligned(row, widths)) for row in rows]
    return "\n".join([*lines, "", *_summary(result)])


def _counts(records):
    struck = [record for record in records if record.outcome.has_struck]
    named = [record for record in struck if record.verdict.needed]
    return (
        len(struck), sum(not record.faults for record in struck), len(named),
        sum(record.verdict.is_right for record in named))


def _aligned(row, widths):
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]


def _summary(result):
    _, _, needed, right = _counts(result.records)
    seconds = [record.seconds for record in result.records] or [0]
    missing = collections.Counter(part for record in result.records for part in record.verdict.missing)
    faults = result.faults + [fault for record in result.records for fault in record.faults]
    yield f"attribution: {right} of {needed} ({100 * right / max(needed, 1):.1f} %)" + (
        f"; not named: {', '.join(f'{part} {count} times' for part, count in missing.items())}" if missing else "")
    yield f"seconds a fault: median {statistics.median(seconds):.2f}, most {max(seconds):.2f}, all {sum(seconds):.0f}"
    yield f"not as it should be: {len(faults) or 'nothing'}"
    equal = sum(digest == result.expected for digest in result.digests)
    yield f"weights sha256 {result.expected}: {equal} of {len(result.digests)} runs through faults end with it"
