// SPDX-License-Identifier: Apache-2.0
// The one loop that touches every byte. Two questions about each: does it belong to a token (two
// table look-ups by half byte, joined), and do it and its two followers look like one of the
// triggers (the same for three places; a bit a trigger, so that a place where one bit survives is
// nearly always one).
#include "secrets/byte_scan.hpp"

#include "secrets/bytes.hpp"

#include <algorithm>
#include <array>

#if defined(__x86_64__) || defined(_M_X64)
#define SECAUDIT_SIMD_X86 1
#include <immintrin.h>
#elif defined(__aarch64__) || defined(_M_ARM64)
#define SECAUDIT_SIMD_NEON 1
#include <arm_neon.h>
#endif

#if defined(SECAUDIT_SIMD_X86) && !defined(_MSC_VER)
#define SECAUDIT_TARGET(isa) __attribute__((target(isa)))
#else
#define SECAUDIT_TARGET(isa)
#endif

namespace secaudit::secrets {
namespace {

/// For each half byte the sets that a byte with it may belong to; a byte belongs to the sets that
/// both of its halves name.
struct HalfTables {
  alignas(16) std::array<std::uint8_t, 16> low{};
  alignas(16) std::array<std::uint8_t, 16> high{};

  constexpr void add(char c, unsigned bit) {
    const auto byte = static_cast<unsigned char>(c);
    low[byte & 15U] = static_cast<std::uint8_t>(low[byte & 15U] | (1U << bit));
    high[byte >> 4U] = static_cast<std::uint8_t>(high[byte >> 4U] | (1U << bit));
  }
  constexpr std::uint8_t of(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return low[byte & 15U] & high[byte >> 4U];
  }
};

/// A bit for each group of token bytes whose halves make no other byte: the test is exact.
constexpr unsigned digit_set = 0;
constexpr unsigned sets_of_words = 4; ///< the first so many belong to words
constexpr unsigned set_of(char c) {
  if (is_digit(c)) {
    return digit_set;
  }
  if (is_letter(c)) {
    return (static_cast<unsigned char>(c) & 16U) != 0 ? 1 : 2;
  }
  return c == '_' ? 3 : c == '=' ? 4 : c == '~' ? 5 : 6;
}
constexpr HalfTables make_token_tables() {
  HalfTables tables;
  for (unsigned c = 0; c < 128; ++c) {
    if (is_token(static_cast<char>(c))) {
      tables.add(static_cast<char>(c), set_of(static_cast<char>(c)));
    }
  }
  return tables;
}
constexpr HalfTables token_tables = make_token_tables();
constexpr std::uint8_t word_bits = (1U << sets_of_words) - 1;
constexpr std::uint8_t digit_bit = 1U << digit_set;

struct Literal {
  std::string_view text;
  unsigned bit;
  Trigger trigger;
};
/// Letters stand for both cases. The bits group literals whose mixtures are rare.
constexpr std::array<Literal, 14> literals{{
    {"pas", 0, Trigger::name},
    {"pwd", 1, Trigger::name},
    {" -p", 1, Trigger::flag},
    {" -u", 1, Trigger::flag},
    {" --", 1, Trigger::flag},
    {"ecr", 2, Trigger::name},
    {"tok", 3, Trigger::name},
    {"key", 4, Trigger::name},
    {"ede", 5, Trigger::name},
    {"://", 6, Trigger::url},
    {"beg", 6, Trigger::pem},
    {"%2", 7, Trigger::percent},
    {"%3", 7, Trigger::percent},
    {"\"au", 7, Trigger::auth},
}};

constexpr std::array<HalfTables, 3> make_trigger_tables() {
  std::array<HalfTables, 3> tables{};
  for (const Literal& literal : literals) {
    for (std::size_t place = 0; place < 3; ++place) {
      if (place >= literal.text.size()) {
        for (const char c : std::string_view("0123456789abcdefABCDEF")) {
          tables[place].add(c, literal.bit);
        }
        continue;
      }
      const char c = literal.text[place];
      tables[place].add(c, literal.bit);
      if (is_lower(c)) {
        tables[place].add(static_cast<char>(c - 32), literal.bit);
      }
    }
  }
  return tables;
}
constexpr std::array<HalfTables, 3> trigger_tables = make_trigger_tables();

struct ByteTables {
  std::array<std::uint8_t, 256> first{};
  std::array<std::uint8_t, 256> second{};
  std::array<std::uint8_t, 256> third{};
};
constexpr ByteTables make_byte_tables() {
  ByteTables tables;
  for (std::size_t c = 0; c < 256; ++c) {
    tables.first[c] = trigger_tables[0].of(static_cast<char>(c));
    tables.second[c] = trigger_tables[1].of(static_cast<char>(c));
    tables.third[c] = trigger_tables[2].of(static_cast<char>(c));
  }
  return tables;
}
constexpr ByteTables byte_tables = make_byte_tables();

void classify_scalar(const char* text, std::size_t blocks, BlockMasks* masks) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text);
  for (std::size_t block = 0; block < blocks; ++block) {
    BlockMasks mask;
    for (std::size_t i = 0; i < block_bytes; ++i) {
      const unsigned char* at = bytes + block * block_bytes + i;
      const unsigned kinds = detail::kinds[at[0]];
      const unsigned both = byte_tables.first[at[0]] & byte_tables.second[at[1]];
      const std::uint64_t trigger = (both & byte_tables.third[at[2]]) != 0 ? 1U : 0U;
      mask.token |= std::uint64_t{(kinds & detail::token) != 0} << i;
      mask.word |= std::uint64_t{(kinds & detail::word) != 0} << i;
      mask.digit |= std::uint64_t{(kinds & detail::digit) != 0} << i;
      mask.trigger |= trigger << i;
    }
    masks[block] = mask;
  }
}

#if defined(SECAUDIT_SIMD_X86)

SECAUDIT_TARGET("avx2")
__m256i table256(const std::array<std::uint8_t, 16>& table) {
  return _mm256_broadcastsi128_si256(
      _mm_load_si128(reinterpret_cast<const __m128i*>(table.data())));
}

SECAUDIT_TARGET("avx2")
__m256i sets256(__m256i bytes, __m256i low, __m256i high) {
  const __m256i half = _mm256_set1_epi8(15);
  return _mm256_and_si256(
      _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
      _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

SECAUDIT_TARGET("avx2")
std::uint64_t nonzero256(__m256i sets) {
  return ~static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_cmpeq_epi8(sets, _mm256_setzero_si256())));
}

SECAUDIT_TARGET("avx2")
__m256i load256(const char* text) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
}

SECAUDIT_TARGET("avx2")
void classify_avx2(const char* text, std::size_t blocks, BlockMasks* masks) {
  const __m256i token_low = table256(token_tables.low);
  const __m256i token_high = table256(token_tables.high);
  const __m256i words = _mm256_set1_epi8(word_bits);
  const __m256i digits = _mm256_set1_epi8(digit_bit);
  const __m256i low[3] = {table256(trigger_tables[0].low), table256(trigger_tables[1].low),
                          table256(trigger_tables[2].low)};
  const __m256i high[3] = {table256(trigger_tables[0].high), table256(trigger_tables[1].high),
                           table256(trigger_tables[2].high)};
  for (std::size_t block = 0; block < blocks; ++block) {
    BlockMasks mask;
    for (unsigned half = 0; half < 2; ++half) {
      const char* at = text + block * block_bytes + half * 32;
      const __m256i bytes = load256(at);
      const __m256i token = sets256(bytes, token_low, token_high);
      mask.token |= nonzero256(token) << (half * 32);
      mask.word |= nonzero256(_mm256_and_si256(token, words)) << (half * 32);
      mask.digit |= nonzero256(_mm256_and_si256(token, digits)) << (half * 32);
      const __m256i sets =
          _mm256_and_si256(_mm256_and_si256(sets256(bytes, low[0], high[0]),
                                            sets256(load256(at + 1), low[1], high[1])),
                           sets256(load256(at + 2), low[2], high[2]));
      mask.trigger |= nonzero256(sets) << (half * 32);
    }
    masks[block] = mask;
  }
}

SECAUDIT_TARGET("ssse3")
__m128i table128(const std::array<std::uint8_t, 16>& table) {
  return _mm_load_si128(reinterpret_cast<const __m128i*>(table.data()));
}

SECAUDIT_TARGET("ssse3")
__m128i sets128(__m128i bytes, __m128i low, __m128i high) {
  const __m128i half = _mm_set1_epi8(15);
  return _mm_and_si128(_mm_shuffle_epi8(low, _mm_and_si128(bytes, half)),
                       _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(bytes, 4), half)));
}

SECAUDIT_TARGET("ssse3")
std::uint64_t nonzero128(__m128i sets) {
  return 0xFFFFU
         ^ static_cast<std::uint64_t>(
             static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(sets, _mm_setzero_si128()))));
}

SECAUDIT_TARGET("ssse3")
__m128i load128(const char* text) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
}

SECAUDIT_TARGET("ssse3")
void classify_ssse3(const char* text, std::size_t blocks, BlockMasks* masks) {
  const __m128i token_low = table128(token_tables.low);
  const __m128i token_high = table128(token_tables.high);
  const __m128i words = _mm_set1_epi8(word_bits);
  const __m128i digits = _mm_set1_epi8(digit_bit);
  const __m128i low[3] = {table128(trigger_tables[0].low), table128(trigger_tables[1].low),
                          table128(trigger_tables[2].low)};
  const __m128i high[3] = {table128(trigger_tables[0].high), table128(trigger_tables[1].high),
                           table128(trigger_tables[2].high)};
  for (std::size_t block = 0; block < blocks; ++block) {
    BlockMasks mask;
    for (unsigned part = 0; part < 4; ++part) {
      const char* at = text + block * block_bytes + part * 16;
      const __m128i bytes = load128(at);
      const __m128i token = sets128(bytes, token_low, token_high);
      mask.token |= nonzero128(token) << (part * 16);
      mask.word |= nonzero128(_mm_and_si128(token, words)) << (part * 16);
      mask.digit |= nonzero128(_mm_and_si128(token, digits)) << (part * 16);
      const __m128i sets = _mm_and_si128(
          _mm_and_si128(sets128(bytes, low[0], high[0]), sets128(load128(at + 1), low[1], high[1])),
          sets128(load128(at + 2), low[2], high[2]));
      mask.trigger |= nonzero128(sets) << (part * 16);
    }
    masks[block] = mask;
  }
}

#if defined(_MSC_VER)
bool has_avx2() {
  int info[4];
  __cpuid(info, 1);
  const bool system_keeps_registers = (info[2] & (1 << 27)) != 0 && (_xgetbv(0) & 6) == 6;
  __cpuidex(info, 7, 0);
  return system_keeps_registers && (info[1] & (1 << 5)) != 0;
}
bool has_ssse3() {
  int info[4];
  __cpuid(info, 1);
  return (info[2] & (1 << 9)) != 0;
}
#else
bool has_avx2() {
  return __builtin_cpu_supports("avx2") != 0;
}
bool has_ssse3() {
  return __builtin_cpu_supports("ssse3") != 0;
}
#endif

#elif defined(SECAUDIT_SIMD_NEON)

uint8x16_t sets_neon(uint8x16_t bytes, const HalfTables& tables) {
  return vandq_u8(vqtbl1q_u8(vld1q_u8(tables.low.data()), vandq_u8(bytes, vdupq_n_u8(15))),
                  vqtbl1q_u8(vld1q_u8(tables.high.data()), vshrq_n_u8(bytes, 4)));
}

/// One bit a lane: each lane keeps the bit of its place, neighbours are added up.
std::uint64_t nonzero_neon(uint8x16_t sets) {
  constexpr std::array<std::uint8_t, 16> places{1, 2, 4, 8, 16, 32, 64, 128,
                                                1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vandq_u8(vtstq_u8(sets, sets), vld1q_u8(places.data()));
  return static_cast<std::uint64_t>(vaddv_u8(vget_low_u8(bits)))
         | static_cast<std::uint64_t>(vaddv_u8(vget_high_u8(bits))) << 8U;
}

uint8x16_t load_neon(const char* text) {
  return vld1q_u8(reinterpret_cast<const std::uint8_t*>(text));
}

void classify_neon(const char* text, std::size_t blocks, BlockMasks* masks) {
  for (std::size_t block = 0; block < blocks; ++block) {
    BlockMasks mask;
    for (unsigned part = 0; part < 4; ++part) {
      const char* at = text + block * block_bytes + part * 16;
      const uint8x16_t bytes = load_neon(at);
      const uint8x16_t token = sets_neon(bytes, token_tables);
      mask.token |= nonzero_neon(token) << (part * 16);
      mask.word |= nonzero_neon(vandq_u8(token, vdupq_n_u8(word_bits))) << (part * 16);
      mask.digit |= nonzero_neon(vandq_u8(token, vdupq_n_u8(digit_bit))) << (part * 16);
      const uint8x16_t sets = vandq_u8(vandq_u8(sets_neon(bytes, trigger_tables[0]),
                                                sets_neon(load_neon(at + 1), trigger_tables[1])),
                                       sets_neon(load_neon(at + 2), trigger_tables[2]));
      mask.trigger |= nonzero_neon(sets) << (part * 16);
    }
    masks[block] = mask;
  }
}

#endif

} // namespace

std::size_t classifier_count() {
#if defined(SECAUDIT_SIMD_X86)
  return 1U + (has_ssse3() ? 1U : 0U) + (has_avx2() ? 1U : 0U);
#elif defined(SECAUDIT_SIMD_NEON)
  return 2;
#else
  return 1;
#endif
}

Classifier classifier(std::size_t index) {
  const std::size_t from_last = classifier_count() - 1 - std::min(index, classifier_count() - 1);
#if defined(SECAUDIT_SIMD_X86)
  if (from_last == 2) {
    return {"avx2", classify_avx2};
  }
  if (from_last == 1) {
    return {"ssse3", classify_ssse3};
  }
#elif defined(SECAUDIT_SIMD_NEON)
  if (from_last == 1) {
    return {"neon", classify_neon};
  }
#endif
  return {"scalar", classify_scalar};
}

Trigger trigger_at(std::string_view text, std::size_t at) {
  unsigned sets = byte_tables.first[static_cast<unsigned char>(text[at])];
  if (at + 2 < text.size()) {
    sets &= byte_tables.second[static_cast<unsigned char>(text[at + 1])];
    sets &= byte_tables.third[static_cast<unsigned char>(text[at + 2])];
  }
  for (const Literal& literal : literals) {
    if ((sets & (1U << literal.bit)) == 0) {
      continue;
    }
    std::size_t same = 0;
    while (same < literal.text.size() && at + same < text.size()
           && lower_of(text[at + same]) == literal.text[same]) {
      ++same;
    }
    if (same == literal.text.size()) {
      return literal.trigger;
    }
  }
  return Trigger::none;
}

} // namespace secaudit::secrets
