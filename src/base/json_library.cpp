// SPDX-License-Identifier: Apache-2.0
// The one place that compiles Boost.JSON, which is used header-only so that no shared library is
// needed.
#include <boost/json/src.hpp>
