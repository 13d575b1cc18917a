// One PROJ context for the whole process. Opening its database takes 20 times as long as all else
// that a reader does with a small input, and fuzzers run on one thread.
// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <proj.h>

extern "C" PJ_CONTEXT* proj_context_create() {
    using Create = PJ_CONTEXT* (*)();
    static PJ_CONTEXT* const context =
        reinterpret_cast<Create>(dlsym(RTLD_NEXT, "proj_context_create"))();
    return context;
}

extern "C" PJ_CONTEXT* proj_context_destroy(PJ_CONTEXT* /*context*/) {
    return nullptr;
}
