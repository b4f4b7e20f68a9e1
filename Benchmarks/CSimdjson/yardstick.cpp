#include "simdjson_yardstick.h"

#include <simdjson.h>

extern "C" int simdjson_yardstick_parse(const char *text, size_t length) {
    // A parser of its own for each text, as our reader allocates its document anew each time.
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    return static_cast<int>(parser.parse(text, length).get(root));
}
