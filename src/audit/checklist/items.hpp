// SPDX-License-Identifier: Apache-2.0
// One file an item: `C01_….cpp` to `C12_….cpp` and `hardening/H01_….cpp` to `H16_….cpp`. The
// decision tables are in docs/checklist.md.
#pragma once

#include "audit/checklist/known.hpp"

namespace secaudit::audit {

Grounds C1(const Known& known);
Grounds C2(const Known& known);
Grounds C3(const Known& known);
Grounds C4(const Known& known);
Grounds C5(const Known& known);
Grounds C6(const Known& known);
Grounds C7(const Known& known);
Grounds C8(const Known& known);
Grounds C9(const Known& known);
/// Needs the verdict about backups (C5).
Grounds C10(const Known& known, const model::ChecklistItem& backups);
Grounds C11(const Known& known);
Grounds C12(const Known& known);

Grounds H1(const Known& known);
Grounds H2(const Known& known);
Grounds H3(const Known& known);
Grounds H4(const Known& known);
Grounds H5(const Known& known);
Grounds H6(const Known& known);
Grounds H7(const Known& known);
Grounds H8(const Known& known);
Grounds H9(const Known& known);
Grounds H10(const Known& known);
Grounds H11(const Known& known);
Grounds H12(const Known& known);
Grounds H13(const Known& known);
Grounds H14(const Known& known);
Grounds H15(const Known& known);
Grounds H16(const Known& known);

} // namespace secaudit::audit
