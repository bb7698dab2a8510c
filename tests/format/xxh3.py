# SPDX-License-Identifier: MIT
"""XXH3, 64 bits: the hash that an index stores.

Written from the specification of xxHash (doc/xxhash_spec.md there), in whole
numbers and nothing else.
"""
from struct import iter_unpack, unpack_from

MASK = (1 << 64) - 1
P32_1, P32_2, P32_3 = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
P64_1, P64_2, P64_3 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F,
                       0x165667B19E3779F9)
P64_4, P64_5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5
MX1, MX2 = 0x165667919E3779F9, 0x9FB21C651E98DF25
SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
    "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
    "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
    "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
    "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e")


def u32(data, at=0):
    return unpack_from("<I", data, at)[0]


def u64(data, at=0):
    return unpack_from("<Q", data, at)[0]


def swap64(x):
    return int.from_bytes(x.to_bytes(8, "little"), "big")


def fold_product(a, b):
    product = a * b
    return product & MASK ^ product >> 64


def rotate(x, bits):
    return (x << bits | x >> 64 - bits) & MASK


def avalanche(h):
    h ^= h >> 37
    h = h * MX1 & MASK
    return h ^ h >> 32


def avalanche_xxh64(h):
    h ^= h >> 33
    h = h * P64_2 & MASK
    h ^= h >> 29
    h = h * P64_3 & MASK
    return h ^ h >> 32


def up_to_16(data, seed):
    size = len(data)
    if size > 8:
        low = u64(data) ^ ((u64(SECRET, 24) ^ u64(SECRET, 32)) + seed & MASK)
        high = u64(data, size - 8) ^ (
            (u64(SECRET, 40) ^ u64(SECRET, 48)) - seed & MASK)
        return avalanche(size + swap64(low) + high
                         + fold_product(low, high) & MASK)
    if size >= 4:
        seed ^= int.from_bytes((seed & 0xffffffff).to_bytes(4, "little"),
                               "big") << 32
        both = u32(data, size - 4) + (u32(data) << 32)
        h = both ^ ((u64(SECRET, 8) ^ u64(SECRET, 16)) - seed & MASK)
        h ^= rotate(h, 49) ^ rotate(h, 24)
        h = h * MX2 & MASK
        h ^= (h >> 35) + size & MASK
        h = h * MX2 & MASK
        return h ^ h >> 28
    if size:
        both = (data[0] << 16 | data[size >> 1] << 24 | data[-1] | size << 8)
        return avalanche_xxh64(
            both ^ ((u32(SECRET) ^ u32(SECRET, 4)) + seed & MASK))
    return avalanche_xxh64(seed ^ u64(SECRET, 56) ^ u64(SECRET, 64))


def mix16(data, at, secret_at, seed):
    return fold_product(
        u64(data, at) ^ (u64(SECRET, secret_at) + seed & MASK),
        u64(data, at + 8) ^ (u64(SECRET, secret_at + 8) - seed & MASK))


def up_to_240(data, seed):
    size = len(data)
    h = size * P64_1 & MASK
    if size <= 128:
        for i in range((size - 1) // 32 + 1):
            h += mix16(data, 16 * i, 32 * i, seed)
            h += mix16(data, size - 16 * (i + 1), 32 * i + 16, seed)
        return avalanche(h & MASK)
    for i in range(8):
        h += mix16(data, 16 * i, 16 * i, seed)
    h = avalanche(h & MASK)
    for i in range(8, size // 16):
        h += mix16(data, 16 * i, 16 * (i - 8) + 3, seed)
    return avalanche(h + mix16(data, size - 16, 136 - 17, seed) & MASK)


def accumulate(lanes, stripe, key):
    for i in range(0, 8, 2):
        a, b = stripe[i], stripe[i + 1]
        x, y = a ^ key[i], b ^ key[i + 1]
        lanes[i] = lanes[i] + b + (x & 0xffffffff) * (x >> 32) & MASK
        lanes[i + 1] = lanes[i + 1] + a + (y & 0xffffffff) * (y >> 32) & MASK


def long_hash(data, seed):
    secret = b"".join(
        (u64(SECRET, i) + seed & MASK).to_bytes(8, "little")
        + (u64(SECRET, i + 8) - seed & MASK).to_bytes(8, "little")
        for i in range(0, len(SECRET) - 15, 16))
    keys = [unpack_from("<8Q", secret, 8 * i) for i in range(16)]
    scramble = unpack_from("<8Q", secret, len(secret) - 64)
    lanes = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1]
    stripes = list(iter_unpack("<8Q", data[:(len(data) - 1) // 64 * 64]))
    for number, stripe in enumerate(stripes):
        accumulate(lanes, stripe, keys[number % 16])
        if number % 16 == 15:
            lanes = [(x ^ x >> 47 ^ s) * P32_1 & MASK
                     for x, s in zip(lanes, scramble)]
    accumulate(lanes, unpack_from("<8Q", data, len(data) - 64),
               unpack_from("<8Q", secret, len(secret) - 64 - 7))
    h = len(data) * P64_1
    for i in range(4):
        h += fold_product(lanes[2 * i] ^ u64(secret, 11 + 16 * i),
                          lanes[2 * i + 1] ^ u64(secret, 19 + 16 * i))
    return avalanche(h & MASK)


def xxh3(data, seed=0):
    if len(data) <= 16:
        return up_to_16(data, seed)
    return up_to_240(data, seed) if len(data) <= 240 else long_hash(data, seed)
