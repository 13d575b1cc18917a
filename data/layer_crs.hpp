// The CRS of a vector layer, by the name that Projection takes.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: OGR's types stop here.
#pragma once

#include <string>

#include <ogrsf_frmts.h>

namespace beatline {

/// "EPSG:27700" when the horizontal CRS has or resembles an EPSG code, else its WKT. Throws
/// InputError when the layer does not say its CRS; `shown_path` names the file in the message.
[[nodiscard]] std::string crs_of(OGRLayer& layer, const std::string& shown_path);

/// The same where the user may say the CRS: `given` stands in for a layer that does not, and throws
/// UsageError when the layer says another.
[[nodiscard]] std::string crs_of(OGRLayer& layer, const std::string& shown_path,
                                 const std::string& given);

}  // namespace beatline
