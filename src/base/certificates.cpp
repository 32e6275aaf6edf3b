// SPDX-License-Identifier: Apache-2.0
#include "base/certificates.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

namespace secaudit::base {
namespace {

template <auto free>
struct Free {
  template <typename T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using X509Pointer = std::unique_ptr<X509, Free<X509_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;

// OPENSSL_free is a macro.
struct FreeBytes {
  void operator()(void* bytes) const { OPENSSL_free(bytes); }
};
template <typename T>
using Bytes = std::unique_ptr<T, FreeBytes>;

/// Calls `take` with the label, the headers and the DER of each block.
template <typename Take>
void each_block(std::string_view pem, Take take) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (bio) {
    char* label = nullptr;
    char* headers = nullptr;
    unsigned char* der = nullptr;
    long size = 0;
    if (PEM_read_bio(bio.get(), &label, &headers, &der, &size) != 1) {
      return;
    }
    const Bytes<char> label_owner(label);
    const Bytes<char> headers_owner(headers);
    const Bytes<unsigned char> der_owner(der);
    take(std::string_view(label), std::string_view(headers),
         std::string_view(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)));
  }
}

const unsigned char* bytes_of(std::string_view der) {
  return reinterpret_cast<const unsigned char*>(der.data());
}

/// SubjectPublicKeyInfo; "" when it cannot be written.
template <auto encode, typename T>
std::string encoded(T* key) {
  unsigned char* out = nullptr;
  const int size = encode(key, &out);
  const Bytes<unsigned char> owner(out);
  return size > 0 ? std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size))
                  : std::string();
}

std::string block(const char* label, std::string_view der) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio
      || PEM_write_bio(bio.get(), label, "", bytes_of(der), static_cast<long>(der.size())) <= 0) {
    return {};
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

bool is_certificate(std::string_view label) {
  return label == "CERTIFICATE" || label == "X509 CERTIFICATE";
}

std::string public_half(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  const Key key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
  return key ? encoded<i2d_PUBKEY>(key.get()) : std::string();
}

std::string text_of(const ASN1_STRING* text) {
  return text == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                       static_cast<std::size_t>(ASN1_STRING_length(text)));
}

std::string name_of(X509* certificate) {
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      return text_of(name->d.dNSName);
    }
  }
  X509_NAME* subject = X509_get_subject_name(certificate);
  const int common = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  return common < 0 ? std::string()
                    : text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, common)));
}

std::optional<Date> day_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return std::nullopt;
  }
  return Date{parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

} // namespace

std::string public_parts(std::string_view pem) {
  std::string kept;
  each_block(pem, [&](std::string_view label, std::string_view headers, std::string_view der) {
    if (is_certificate(label)) {
      kept += block("CERTIFICATE", der);
    } else if (label.ends_with("PRIVATE KEY") && label != "ENCRYPTED PRIVATE KEY"
               && !contains(headers, "ENCRYPTED")) {
      const std::string half = public_half(der);
      kept += half.empty() ? half : block("PUBLIC KEY", half);
    }
  });
  return kept;
}

std::vector<Certificate> certificates(std::string_view pem) {
  std::vector<Certificate> result;
  each_block(pem, [&](std::string_view label, std::string_view, std::string_view der) {
    const unsigned char* at = bytes_of(der);
    const X509Pointer read(
        is_certificate(label) ? d2i_X509(nullptr, &at, static_cast<long>(der.size())) : nullptr);
    if (read) {
      result.push_back({name_of(read.get()), day_of(X509_get0_notAfter(read.get())),
                        X509_check_ca(read.get()) == 1,
                        sha256_hex(encoded<i2d_X509_PUBKEY>(X509_get_X509_PUBKEY(read.get())))});
    }
  });
  return result;
}

std::vector<std::string> public_keys(std::string_view pem) {
  std::vector<std::string> result;
  each_block(pem, [&](std::string_view label, std::string_view, std::string_view der) {
    if (label == "PUBLIC KEY") {
      result.push_back(sha256_hex(der));
    }
  });
  return result;
}

} // namespace secaudit::base
