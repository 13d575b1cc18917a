// PROJ's handles, each owned once, and the folders where PROJ looks for grids. For data/ alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <proj.h>
#include <string>
#include <vector>

namespace beatline {

struct ProjDeleter {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
    void operator()(PJ* object) const { proj_destroy(object); }
    void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
    void operator()(PJ_OPERATION_FACTORY_CONTEXT* factory) const {
        proj_operation_factory_context_destroy(factory);
    }
};
using ProjContext = std::unique_ptr<PJ_CONTEXT, ProjDeleter>;
using ProjObject = std::unique_ptr<PJ, ProjDeleter>;
using ProjList = std::unique_ptr<PJ_OBJ_LIST, ProjDeleter>;
using ProjFactory = std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, ProjDeleter>;

/// A context of its own: silent, offline, with the folders that find_grids set.
[[nodiscard]] ProjContext proj_context();

/// The CRS by authority code or WKT. Throws UsageError; see describe_crs.
[[nodiscard]] ProjObject crs_object(PJ_CONTEXT* context, const std::string& name);

}  // namespace beatline
