// SPDX-License-Identifier: Apache-2.0
#include "base/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>
#include <utility>

#include "catch.hpp"

namespace {

using namespace secaudit;

// For shop.example.org, made for this test.
const std::string certificate = R"(-----BEGIN CERTIFICATE-----
MIIBiDCCAS6gAwIBAgIUJMK3bgUiGAPMA9DM1+z1GH9ikR0wCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLm9yZzAeFw0yNjExMjUxNzAyMzNaFw0z
NjExMjIxNzAyMzNaMBsxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5vcmcwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAT/qg+1PVv9YXPHbL8sQI9K+wglzvyhU4xW3tV4
z3bDPLQt7IrPvt33v89Ph7r1VS0A5b4Ctjug+IlpJydi+vofo1AwTjAdBgNVHQ4E
FgQUwaW5ktjD+4jAk0dyNrpvNFdwZSowHwYDVR0jBBgwFoAUwaW5ktjD+4jAk0dy
NrpvNFdwZSowDAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNIADBFAiEAla7TiS9I
RBnsYWWF7rDT6sTXzgh1Ruw4dA4noCMw7OMCICmgXXCo0XhszsK+lKAKmya3TKCd
wIptYYOiFt7WKgPL
-----END CERTIFICATE-----
)";
const std::string its_key = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/6oPtT1b/WFzx2y/LECPSvsIJc78
oVOMVt7VeM92wzy0LeyKz77d97/PT4e69VUtAOW+ArY7oPiJaScnYvr6Hw==
-----END PUBLIC KEY-----
)";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string text_of(BIO* bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  return {text, static_cast<std::size_t>(size)};
}

/// A new key: the private half as `write` writes it, and the public one.
template <typename Write>
std::pair<std::string, std::string> make_key(Write write) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Bio secret(BIO_new(BIO_s_mem()), &BIO_free_all);
  const Bio open(BIO_new(BIO_s_mem()), &BIO_free_all);
  write(secret.get(), key.get());
  PEM_write_bio_PUBKEY(open.get(), key.get());
  return {text_of(secret.get()), text_of(open.get())};
}

} // namespace

TEST_CASE("of a PEM file certificates and public halves of keys are left") {
  const auto plain = make_key([](BIO* out, EVP_PKEY* key) {
    PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  const auto traditional = make_key([](BIO* out, EVP_PKEY* key) {
    PEM_write_bio_PrivateKey_traditional(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  const auto locked = make_key([](BIO* out, EVP_PKEY* key) {
    PEM_write_bio_PKCS8PrivateKey(out, key, EVP_aes_256_cbc(), "word", 4, nullptr, nullptr);
  });
  REQUIRE(plain.first.find("PRIVATE KEY") != std::string::npos);
  REQUIRE(locked.first.find("ENCRYPTED") != std::string::npos);
  CHECK(base::public_parts(plain.first) == plain.second);
  CHECK(base::public_parts("# a comment\n" + traditional.first + certificate)
        == traditional.second + certificate);
  CHECK(base::public_parts(locked.first).empty());
  CHECK(base::public_parts("server { listen 80; }").empty());
  CHECK(base::public_parts(plain.first.substr(0, 80)).empty());
  CHECK(base::public_keys(plain.second).size() == 1);
}

TEST_CASE("a certificate tells its name, its end and its key") {
  const auto read = base::certificates("text before\n" + certificate + certificate);
  REQUIRE(read.size() == 2);
  CHECK(read[0].name == "shop.example.org");
  CHECK(read[0].last_day == base::parse_date("2036-11-22"));
  CHECK_FALSE(read[0].authority);
  CHECK(read[0].public_key == base::public_keys(its_key).at(0));
  CHECK(
      base::certificates("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n").empty());
}
