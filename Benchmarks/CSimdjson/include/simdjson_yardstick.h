// simdjson's DOM parser as the yardstick of the JSON benchmark. No product links it.
#ifndef SIMDJSON_YARDSTICK_H
#define SIMDJSON_YARDSTICK_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Parses `length` bytes at `text` into a document; 0 when they are JSON, else simdjson's error code.
int simdjson_yardstick_parse(const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
