// SPDX-License-Identifier: Apache-2.0
// The one place that knows which Catch2 is installed: version 3 has many headers, version 2 has one.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
