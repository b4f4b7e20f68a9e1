extension BinaryClassifiers {
    static let libraries: [BinaryClassifier] = [
        // Programs compiled against its headers hold its banner too; these companions are in the library only.
        BinaryClassifier(
            "openssl", "OpenSSL ", .following, 3...3, cpe: "openssl:openssl", by: "The OpenSSL Project",
            with: "OPENSSLDIR: ", unlessLinked: ["libcrypto.", "libssl."], confidence: 0.9),
        BinaryClassifier(
            "openssl", "OpenSSL ", .following, 3...3, cpe: "openssl:openssl", by: "The OpenSSL Project",
            with: "crypto/evp/evp_enc.c", unlessLinked: ["libcrypto.", "libssl."]),
        BinaryClassifier(
            "nghttp2", "Flooding was detected in this HTTP/2 session", .standalone(["1."]), 3...3,
            cpe: "nghttp2:nghttp2", by: "nghttp2", unlessLinked: ["libnghttp2."], confidence: 0.6),
        BinaryClassifier(
            "gnutls", "Enabled GnuTLS ", .following, 3...3, cpe: "gnu:gnutls", by: "GnuTLS",
            unlessLinked: ["libgnutls."], confidence: 0.9),
        BinaryClassifier(
            "libgcrypt", "This is Libgcrypt ", .following, 3...3, cpe: "gnupg:libgcrypt", by: "GnuPG",
            unlessLinked: ["libgcrypt."], confidence: 0.9),
        BinaryClassifier(
            "nss", "Version: NSS ", .following, 2...3, cpe: "mozilla:network_security_services", by: "Mozilla",
            unlessLinked: ["libnss3."], confidence: 0.9),
        BinaryClassifier(
            "mbedtls", "mbed TLS ", .following, 3...3, cpe: "arm:mbed_tls", by: "TrustedFirmware",
            unlessLinked: ["libmbedcrypto."]),
        BinaryClassifier(
            "mbedtls", "Mbed TLS ", .following, 3...3, cpe: "arm:mbed_tls", by: "TrustedFirmware",
            unlessLinked: ["libmbedcrypto."]),
        BinaryClassifier(
            "wolfssl", "wolfSSL ", .following, 3...3, cpe: "wolfssl:wolfssl", by: "wolfSSL Inc.",
            unlessLinked: ["libwolfssl."]),
        BinaryClassifier(
            "sqlite", "sqlite_rename_table", .standalone(["3."]), 3...4, cpe: "sqlite:sqlite", by: "SQLite Consortium",
            unlessLinked: ["libsqlite3."]),
        BinaryClassifier(
            "zlib", "deflate ", .following, 2...4, cpe: "zlib:zlib", by: "Jean-loup Gailly and Mark Adler",
            tail: " Copyright", unlessLinked: ["libz."], confidence: 0.9),
        BinaryClassifier(
            "zlib", "inflate ", .following, 2...4, cpe: "zlib:zlib", by: "Jean-loup Gailly and Mark Adler",
            tail: " Copyright", unlessLinked: ["libz."], confidence: 0.9),
        BinaryClassifier(
            "libpng", "libpng version ", .following, 3...3, cpe: "libpng:libpng", by: "libpng",
            unlessLinked: ["libpng"], confidence: 0.9),
        BinaryClassifier(
            "libjpeg-turbo", "libjpeg-turbo version ", .following, 3...3, cpe: "libjpeg-turbo:libjpeg-turbo",
            by: "libjpeg-turbo", unlessLinked: ["libjpeg.", "libturbojpeg."], confidence: 0.9),
        BinaryClassifier(
            "tiff", "LIBTIFF, Version ", .following, 3...3, cpe: "libtiff:libtiff", by: "LibTIFF",
            unlessLinked: ["libtiff."], confidence: 0.9),
        BinaryClassifier(
            "bzip2", ", 13-Jul-2019", .preceding, 3...3, cpe: "bzip:bzip2", by: "bzip2",
            unlessLinked: ["libbz2."], confidence: 0.9),
        BinaryClassifier(
            "bzip2", ", 6-Sept-2010", .preceding, 3...3, cpe: "bzip:bzip2", by: "bzip2",
            unlessLinked: ["libbz2."], confidence: 0.9),
        BinaryClassifier(
            "zstd", "Unsupported frame parameter", .standalone(["1."]), 3...3, cpe: "facebook:zstandard",
            by: "Meta Platforms", unlessLinked: ["libzstd."], confidence: 0.6),
        BinaryClassifier(
            "lz4", "ERROR_maxBlockSize_invalid", .standalone(["1."]), 3...3, cpe: "lz4_project:lz4", by: "Yann Collet",
            unlessLinked: ["liblz4."], confidence: 0.6),
        BinaryClassifier(
            "expat", "expat_", .following, 3...3, cpe: "libexpat_project:libexpat", by: "Expat",
            unlessLinked: ["libexpat"], confidence: 0.9),
        BinaryClassifier(
            "libcurl", "libcurl/", .following, 3...3, cpe: "haxx:libcurl", by: "Daniel Stenberg",
            unlessLinked: ["libcurl"]),
        BinaryClassifier(
            "pcre2", "invalid escape sequence in (*VERB) name", .standalone(["10."]), 2...2, cpe: "pcre:pcre2",
            by: "PCRE2 Project", unlessLinked: ["libpcre2-"]),
        BinaryClassifier(
            "pcre", "\\C not allowed in lookbehind assertion", .standalone(["8."]), 2...2, cpe: "pcre:pcre",
            by: "PCRE", unlessLinked: ["libpcre."]),
        BinaryClassifier(
            "krb5", "KRB5_BRAND: krb5-", .following, 2...3, cpe: "mit:kerberos_5", by: "MIT",
            unlessLinked: ["libkrb5."], keepsSuffix: false, confidence: 0.9),
        BinaryClassifier(
            "libssh2", "SSH-2.0-libssh2_", .following, 3...3, cpe: "libssh2:libssh2", by: "libssh2",
            unlessLinked: ["libssh2."], confidence: 0.9),
        BinaryClassifier(
            "libssh", "SSH-2.0-libssh_", .following, 3...3, cpe: "libssh:libssh", by: "libssh",
            unlessLinked: ["libssh."], confidence: 0.9),
        BinaryClassifier(
            "glibc", "stable release version ", .following, 2...3, cpe: "gnu:glibc", by: "GNU Project",
            with: "GNU C Library", unlessLinked: ["libc.so"], confidence: 0.9),
        BinaryClassifier(
            "musl", "musl libc (", .standalone(["1.0.", "1.1.", "1.2."]), 3...3, cpe: "musl-libc:musl", by: "musl",
            unlessLinked: ["libc.musl"], confidence: 0.9),
        BinaryClassifier(
            "gmp", "GNU MP: Cannot allocate memory", .standalone(["4.", "5.", "6."]), 3...3, cpe: "gmplib:gmp",
            by: "GNU Project", unlessLinked: ["libgmp."], confidence: 0.6),
        BinaryClassifier(
            "ffmpeg", "FFmpeg version ", cpe: "ffmpeg:ffmpeg", by: "FFmpeg",
            unlessLinked: ["libavcodec.", "libavutil."]),
        BinaryClassifier(
            "libarchive", "libarchive ", .following, 3...3, cpe: "libarchive:libarchive", by: "libarchive",
            unlessLinked: ["libarchive."]),
        BinaryClassifier(
            "glib", "<!-- GDBus ", .following, 3...3, cpe: "gnome:glib", by: "GNOME",
            unlessLinked: ["libgio-2.0."]),
        BinaryClassifier(
            "icu", "icudt", .standalone(["4", "5", "6", "7", "8"]), 2...3,
            cpe: "icu-project:international_components_for_unicode",
            by: "Unicode Consortium", unlessLinked: ["libicuuc."], confidence: 0.5),
    ]
}
