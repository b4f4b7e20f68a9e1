#include "md5_lanes.h"

#include <string.h>

// Every step of the four rounds: function, registers, message word, rotation, floor(2^32 * abs(sin(i + 1))).
#define ROUND_1(STEP) \
    STEP(F, a, b, c, d, 0, 7, 0xd76aa478) STEP(F, d, a, b, c, 1, 12, 0xe8c7b756) \
    STEP(F, c, d, a, b, 2, 17, 0x242070db) STEP(F, b, c, d, a, 3, 22, 0xc1bdceee) \
    STEP(F, a, b, c, d, 4, 7, 0xf57c0faf) STEP(F, d, a, b, c, 5, 12, 0x4787c62a) \
    STEP(F, c, d, a, b, 6, 17, 0xa8304613) STEP(F, b, c, d, a, 7, 22, 0xfd469501) \
    STEP(F, a, b, c, d, 8, 7, 0x698098d8) STEP(F, d, a, b, c, 9, 12, 0x8b44f7af) \
    STEP(F, c, d, a, b, 10, 17, 0xffff5bb1) STEP(F, b, c, d, a, 11, 22, 0x895cd7be) \
    STEP(F, a, b, c, d, 12, 7, 0x6b901122) STEP(F, d, a, b, c, 13, 12, 0xfd987193) \
    STEP(F, c, d, a, b, 14, 17, 0xa679438e) STEP(F, b, c, d, a, 15, 22, 0x49b40821)
#define ROUND_2(STEP) \
    STEP(G, a, b, c, d, 1, 5, 0xf61e2562) STEP(G, d, a, b, c, 6, 9, 0xc040b340) \
    STEP(G, c, d, a, b, 11, 14, 0x265e5a51) STEP(G, b, c, d, a, 0, 20, 0xe9b6c7aa) \
    STEP(G, a, b, c, d, 5, 5, 0xd62f105d) STEP(G, d, a, b, c, 10, 9, 0x02441453) \
    STEP(G, c, d, a, b, 15, 14, 0xd8a1e681) STEP(G, b, c, d, a, 4, 20, 0xe7d3fbc8) \
    STEP(G, a, b, c, d, 9, 5, 0x21e1cde6) STEP(G, d, a, b, c, 14, 9, 0xc33707d6) \
    STEP(G, c, d, a, b, 3, 14, 0xf4d50d87) STEP(G, b, c, d, a, 8, 20, 0x455a14ed) \
    STEP(G, a, b, c, d, 13, 5, 0xa9e3e905) STEP(G, d, a, b, c, 2, 9, 0xfcefa3f8) \
    STEP(G, c, d, a, b, 7, 14, 0x676f02d9) STEP(G, b, c, d, a, 12, 20, 0x8d2a4c8a)
#define ROUND_3(STEP) \
    STEP(H, a, b, c, d, 5, 4, 0xfffa3942) STEP(H, d, a, b, c, 8, 11, 0x8771f681) \
    STEP(H, c, d, a, b, 11, 16, 0x6d9d6122) STEP(H, b, c, d, a, 14, 23, 0xfde5380c) \
    STEP(H, a, b, c, d, 1, 4, 0xa4beea44) STEP(H, d, a, b, c, 4, 11, 0x4bdecfa9) \
    STEP(H, c, d, a, b, 7, 16, 0xf6bb4b60) STEP(H, b, c, d, a, 10, 23, 0xbebfbc70) \
    STEP(H, a, b, c, d, 13, 4, 0x289b7ec6) STEP(H, d, a, b, c, 0, 11, 0xeaa127fa) \
    STEP(H, c, d, a, b, 3, 16, 0xd4ef3085) STEP(H, b, c, d, a, 6, 23, 0x04881d05) \
    STEP(H, a, b, c, d, 9, 4, 0xd9d4d039) STEP(H, d, a, b, c, 12, 11, 0xe6db99e5) \
    STEP(H, c, d, a, b, 15, 16, 0x1fa27cf8) STEP(H, b, c, d, a, 2, 23, 0xc4ac5665)
#define ROUND_4(STEP) \
    STEP(I, a, b, c, d, 0, 6, 0xf4292244) STEP(I, d, a, b, c, 7, 10, 0x432aff97) \
    STEP(I, c, d, a, b, 14, 15, 0xab9423a7) STEP(I, b, c, d, a, 5, 21, 0xfc93a039) \
    STEP(I, a, b, c, d, 12, 6, 0x655b59c3) STEP(I, d, a, b, c, 3, 10, 0x8f0ccc92) \
    STEP(I, c, d, a, b, 10, 15, 0xffeff47d) STEP(I, b, c, d, a, 1, 21, 0x85845dd1) \
    STEP(I, a, b, c, d, 8, 6, 0x6fa87e4f) STEP(I, d, a, b, c, 15, 10, 0xfe2ce6e0) \
    STEP(I, c, d, a, b, 6, 15, 0xa3014314) STEP(I, b, c, d, a, 13, 21, 0x4e0811a1) \
    STEP(I, a, b, c, d, 4, 6, 0xf7537e82) STEP(I, d, a, b, c, 11, 10, 0xbd3af235) \
    STEP(I, c, d, a, b, 2, 15, 0x2ad7d2bb) STEP(I, b, c, d, a, 9, 21, 0xeb86d391)
#define ROUNDS(STEP) ROUND_1(STEP) ROUND_2(STEP) ROUND_3(STEP) ROUND_4(STEP)


// Each is written so that what depends on the newest register, the first argument, takes the fewest operations:
// the steps of one message wait for one another.
#define F(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define G(x, y, z) (((y) & ~(z)) + ((x) & (z)))
#define H(x, y, z) ((x) ^ ((y) ^ (z)))
#define I(x, y, z) ((y) ^ ((x) | ~(z)))
#define ROTATED(x, n) (((x) << (n)) | ((x) >> (32 - (n))))

// Keeps the compiler from adding word and constant after the function, where they would lengthen the chain.
#if defined(__x86_64__)
#define SETTLE(x) __asm__("" : "+r"(x))
#define SETTLE_VECTOR(x) __asm__("" : "+v"(x))
#else
#define SETTLE(x) (void)(x)
#endif

static inline uint32_t word(const uint8_t *source, size_t index) {
    uint32_t value;
    memcpy(&value, source + index * 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

#define STEP_OF_ONE(MIX, p, q, r, s, index, turn, constant) \
    p += word(one, index) + constant; \
    SETTLE(p); \
    p += MIX(q, r, s); \
    p = ROTATED(p, turn) + q;

static void advance_one(uint32_t (*states)[4], const uint8_t *const *sources, size_t blocks) {
    uint32_t a = states[0][0], b = states[0][1], c = states[0][2], d = states[0][3];
    const uint8_t *one = sources[0];
    for (; blocks > 0; blocks--, one += 64) {
        const uint32_t a0 = a, b0 = b, c0 = c, d0 = d;
        ROUNDS(STEP_OF_ONE)
        a += a0, b += b0, c += c0, d += d0;
    }
    states[0][0] = a, states[0][1] = b, states[0][2] = c, states[0][3] = d;
}

#define STEP_OF_TWO(MIX, p, q, r, s, index, turn, constant) \
    p += word(one, index) + constant; \
    p##2 += word(two, index) + constant; \
    SETTLE(p); \
    SETTLE(p##2); \
    p += MIX(q, r, s); \
    p##2 += MIX(q##2, r##2, s##2); \
    p = ROTATED(p, turn) + q; \
    p##2 = ROTATED(p##2, turn) + q##2;

static void advance_two(uint32_t (*states)[4], const uint8_t *const *sources, size_t blocks) {
    uint32_t a = states[0][0], b = states[0][1], c = states[0][2], d = states[0][3];
    uint32_t a2 = states[1][0], b2 = states[1][1], c2 = states[1][2], d2 = states[1][3];
    const uint8_t *one = sources[0], *two = sources[1];
    for (; blocks > 0; blocks--, one += 64, two += 64) {
        const uint32_t a0 = a, b0 = b, c0 = c, d0 = d, a02 = a2, b02 = b2, c02 = c2, d02 = d2;
        ROUNDS(STEP_OF_TWO)
        a += a0, b += b0, c += c0, d += d0;
        a2 += a02, b2 += b02, c2 += c02, d2 += d02;
    }
    states[0][0] = a, states[0][1] = b, states[0][2] = c, states[0][3] = d;
    states[1][0] = a2, states[1][1] = b2, states[1][2] = c2, states[1][3] = d2;
}

#if defined(__x86_64__)

typedef uint32_t words4 __attribute__((vector_size(16)));
typedef uint32_t words8 __attribute__((vector_size(32)));
typedef uint32_t words16 __attribute__((vector_size(64)));

// Words `at` to `at + 3` of four lanes, transposed in registers.
#define TRANSPOSE(out, at, s0, s1, s2, s3) \
    do { \
        words4 r0, r1, r2, r3; \
        memcpy(&r0, s0 + (at) * 4, 16), memcpy(&r1, s1 + (at) * 4, 16); \
        memcpy(&r2, s2 + (at) * 4, 16), memcpy(&r3, s3 + (at) * 4, 16); \
        const words4 t0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5); \
        const words4 t1 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5); \
        const words4 t2 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7); \
        const words4 t3 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7); \
        (out)[0] = __builtin_shufflevector(t0, t1, 0, 1, 4, 5); \
        (out)[1] = __builtin_shufflevector(t0, t1, 2, 3, 6, 7); \
        (out)[2] = __builtin_shufflevector(t2, t3, 0, 1, 4, 5); \
        (out)[3] = __builtin_shufflevector(t2, t3, 2, 3, 6, 7); \
    } while (0)

#define STEP_OF_MANY(MIX, p, q, r, s, index, turn, constant) \
    p += message[index] + constant; \
    SETTLE_VECTOR(p); \
    p += MIX(q, r, s); \
    p = ROTATED(p, turn) + q;

#define DEFINE_ADVANCE(name, words, lanes, features) \
    __attribute__((target(features))) static void name( \
        uint32_t (*states)[4], const uint8_t *const *sources, size_t blocks) { \
        words a, b, c, d; \
        for (size_t lane = 0; lane < lanes; lane++) { \
            a[lane] = states[lane][0], b[lane] = states[lane][1]; \
            c[lane] = states[lane][2], d[lane] = states[lane][3]; \
        } \
        for (size_t offset = 0; offset < blocks * 64; offset += 64) { \
            words message[16]; \
            for (size_t at = 0; at < 16; at += 4) { \
                for (size_t lane = 0; lane < lanes; lane += 4) { \
                    words4 rows[4]; \
                    TRANSPOSE(rows, at, (sources[lane] + offset), (sources[lane + 1] + offset), \
                        (sources[lane + 2] + offset), (sources[lane + 3] + offset)); \
                    for (size_t row = 0; row < 4; row++) \
                        memcpy((uint32_t *)&message[at + row] + lane, &rows[row], 16); \
                } \
            } \
            const words a0 = a, b0 = b, c0 = c, d0 = d; \
            ROUNDS(STEP_OF_MANY) \
            a += a0, b += b0, c += c0, d += d0; \
        } \
        for (size_t lane = 0; lane < lanes; lane++) { \
            states[lane][0] = a[lane], states[lane][1] = b[lane]; \
            states[lane][2] = c[lane], states[lane][3] = d[lane]; \
        } \
    }

DEFINE_ADVANCE(advance_8, words8, 8, "avx2")
DEFINE_ADVANCE(advance_16, words16, 16, "avx512f,avx512bw,avx512dq,avx512vl")

#endif

typedef void advance_many(uint32_t (*states)[4], const uint8_t *const *sources, size_t blocks);

// Fills lanes that nobody needs with the first message; what they say is not looked at.
static void advance_padded(
    advance_many *advance, size_t width, uint32_t (*states)[4], const uint8_t *const *sources, size_t lanes,
    size_t blocks) {
    uint32_t all_states[MD5_LANES][4];
    const uint8_t *all_sources[MD5_LANES];
    for (size_t lane = 0; lane < width; lane++) {
        const size_t from = lane < lanes ? lane : 0;
        memcpy(all_states[lane], states[from], sizeof all_states[lane]);
        all_sources[lane] = sources[from];
    }
    advance(all_states, all_sources, blocks);
    memcpy(states, all_states, lanes * sizeof all_states[0]);
}

size_t md5_lanes_width(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl"))
        return 16;
    if (__builtin_cpu_supports("avx2")) return 8;
#endif
    return 2;
}

void md5_lanes_advance(
    uint32_t (*states)[4], const uint8_t *const *sources, size_t lanes, size_t blocks, size_t width) {
    while (lanes > 0) {
        size_t taken = 1;
#if defined(__x86_64__)
        // A vector takes about twice the time of a pair for the same number of blocks.
        if (width >= 16 && lanes > 4) {
            taken = lanes < 16 ? lanes : 16;
            advance_padded(advance_16, 16, states, sources, taken, blocks);
        } else if (width >= 8 && lanes > 4) {
            taken = lanes < 8 ? lanes : 8;
            advance_padded(advance_8, 8, states, sources, taken, blocks);
        } else
#endif
        if (lanes >= 2) {
            taken = 2;
            advance_two(states, sources, blocks);
        } else {
            advance_one(states, sources, blocks);
        }
        states += taken, sources += taken, lanes -= taken;
    }
}
