"""Which leaf of a step is audited: as `AuditDraw` draws it, with Philox4x32-10."""

MASK = 0xFFFFFFFF
# RandomPurpose.audit
PURPOSE = 5


def leaf(seed, step, shards):
    return _words((step & MASK, step >> 32, 0, PURPOSE), (seed & MASK, seed >> 32))[0] % shards


def owner(leaf, ranks, shards):
    """The rank that computes a leaf: rank r has the shards from rS/P on."""
    return next(rank for rank in range(ranks) if leaf < (rank + 1) * shards // ranks)


def _words(counter, key):
    for _ in range(10):
        left, right = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = (right >> 32 ^ counter[1] ^ key[0], right & MASK, left >> 32 ^ counter[3] ^ key[1], left & MASK)
        key = ((key[0] + 0x9E3779B9) & MASK, (key[1] + 0xBB67AE85) & MASK)
    return counter
