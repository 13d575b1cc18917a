// SPDX-License-Identifier: Apache-2.0
#include "data/discretion.hpp"

namespace beatline {

bool is_sensitive(const PatrolPicture& picture, std::uint32_t site) {
    const SiteOrigin& origin = picture.demand.origins[site];
    return origin.kind == SiteKind::task && picture.operation.tasks[origin.index].sensitive;
}

bool may_show(const PatrolPicture& picture, const Route& route, std::size_t leg) {
    const bool from = leg > 0 && is_sensitive(picture, route.visits[leg - 1].site);
    const bool to = leg < route.visits.size() && is_sensitive(picture, route.visits[leg].site);
    return !from && !to;
}

}  // namespace beatline
