#ifndef OBRYZA_MD5_LANES_H
#define OBRYZA_MD5_LANES_H

#include <stddef.h>
#include <stdint.h>

/// The most messages that advance together.
#define MD5_LANES 16

/// How many messages this processor advances together: 16 with AVX-512, 8 with AVX2, else 2.
size_t md5_lanes_width(void);

/// Advances MD5 (RFC 1321 §3.4) of `lanes` independent messages by `blocks` blocks of 64 bytes each.
///
/// The steps of one message wait for one another; those of others fill the time, so that two messages cost what one
/// does, and sixteen twice that.
///
/// - `states[i]`: the words A, B, C, D of message i, changed in place.
/// - `sources[i]`: its next `blocks * 64` bytes.
/// - `width`: as `md5_lanes_width` says, or less.
void md5_lanes_advance(
    uint32_t (*states)[4], const uint8_t *const *sources, size_t lanes, size_t blocks, size_t width);

#endif
