extension BinaryClassifiers {
    static let libraries: [BinaryClassifier] = [
        // Programs compiled against its headers hold its banner too; these companions are in the library only.
        BinaryClassifier(
            "openssl", "OpenSSL ", .following, 3...3, cpe: "openssl:openssl", by: "The OpenSSL Project",
            with: "OPENSSLDIR: ", unlessLinked: ["libcrypto.", "libssl."], confidence: 0.9),
        BinaryClassifier(
            "openssl", "OpenSSL ", .following, 3...3, cpe: "openssl:openssl", by: "The OpenSSL Project",
            with: "crypto/evp/evp_enc.c", unlessLinked: ["libcrypto.", "libssl."]),
        // In a program its version is one of many alike: those of ngtcp2, of nghttp3 and of the program itself.
        BinaryClassifier(
            "nghttp2", "Flooding was detected in this HTTP/2 session",
            .standalone(BinaryClassifier.releases("1", 10...99)), 3...3, cpe: "nghttp2:nghttp2", by: "nghttp2",
            file: "libnghttp2.", unlessLinked: ["libnghttp2."], confidence: 0.6),
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
            "sqlite", "sqlite_rename_table", .standalone(BinaryClassifier.releases("3", 6...69)), 3...4,
            cpe: "sqlite:sqlite", by: "SQLite Consortium",
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
            "zstd", "Unsupported frame parameter", .standalone(BinaryClassifier.releases("1", 3...6)), 3...3,
            cpe: "facebook:zstandard",
            by: "Meta Platforms", unlessLinked: ["libzstd."], confidence: 0.6),
        BinaryClassifier(
            "lz4", "ERROR_maxBlockSize_invalid", .standalone(BinaryClassifier.releases("1", 7...10)), 3...3,
            cpe: "lz4_project:lz4", by: "Yann Collet",
            unlessLinked: ["liblz4."], confidence: 0.6),
        BinaryClassifier(
            "expat", "expat_", .following, 3...3, cpe: "libexpat_project:libexpat", by: "Expat",
            unlessLinked: ["libexpat"], confidence: 0.9),
        BinaryClassifier(
            "libcurl", "libcurl/", .following, 3...3, cpe: "haxx:libcurl", by: "Daniel Stenberg",
            unlessLinked: ["libcurl"]),
        BinaryClassifier(
            "pcre2", "invalid escape sequence in (*VERB) name", .standalone(["10.2", "10.3", "10.4", "10.5"]),
            2...2, cpe: "pcre:pcre2",
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
            "gmp", "GNU MP: Cannot allocate memory",
            .standalone(["4.2.", "4.3.", "5.0.", "5.1.", "6.0.", "6.1.", "6.2.", "6.3."]),
            3...3, cpe: "gmplib:gmp",
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
            "icu", "icudt", .standalone((48...89).map { "\($0)." }), 2...3,
            cpe: "icu-project:international_components_for_unicode",
            by: "Unicode Consortium", unlessLinked: ["libicuuc."], confidence: 0.5),
        BinaryClassifier(
            "aws-lc", "AWS-LC ", .following, 3...3, cpe: "amazon:aws_libcrypto", by: "Amazon Web Services",
            unlessLinked: ["libcrypto."], confidence: 0.9),
        // It has no releases; who uses it takes a commit.
        BinaryClassifier(
            "boringssl", "\0BoringSSL\0", .nowhere, cpe: "", by: "Google", with: "built on: n/a",
            unlessLinked: ["libcrypto."]),
        BinaryClassifier(
            "brotli", "timedownlifeleftback", .fileName("libbrotlicommon.so."), 3...3, cpe: "google:brotli",
            by: "Google", unlessLinked: ["libbrotlicommon."], confidence: 0.7),
        BinaryClassifier(
            "libstdc++", "terminate called after throwing", .fileName("libstdc++.so."), 3...3, cpe: "",
            by: "GNU Project", unlessLinked: ["libstdc++."], confidence: 0.7),
        BinaryClassifier(
            "berkeley-db", "Berkeley DB ", .following, 3...3, cpe: "oracle:berkeley_db", by: "Oracle", tail: ": (",
            unlessLinked: ["libdb-"], confidence: 0.9),
        BinaryClassifier(
            "lmdb", "LMDB ", .following, 3...3, cpe: "symas:lmdb", by: "OpenLDAP Foundation", tail: ": (",
            unlessLinked: ["liblmdb."], confidence: 0.9),
        BinaryClassifier(
            "libpcap", "libpcap version ", .following, 3...3, cpe: "tcpdump:libpcap", by: "The Tcpdump Group",
            unlessLinked: ["libpcap."], confidence: 0.9),
        BinaryClassifier(
            "aom", "AOMedia Project AV1 Decoder v", .following, 3...3, cpe: "aomedia:aomedia",
            by: "Alliance for Open Media", unlessLinked: ["libaom."], confidence: 0.9),
        BinaryClassifier(
            "libvpx", "WebM Project VP9 Decoder v", .following, 3...3, cpe: "webmproject:libvpx", by: "WebM Project",
            unlessLinked: ["libvpx."], confidence: 0.9),
        BinaryClassifier(
            "opus", "libopus ", .following, 2...3, cpe: "opus-codec:opus", by: "Xiph.Org",
            unlessLinked: ["libopus."], confidence: 0.9),
        BinaryClassifier(
            "libvorbis", "Xiph.Org libVorbis ", .following, 3...3, cpe: "xiph:libvorbis", by: "Xiph.Org",
            unlessLinked: ["libvorbis."], confidence: 0.9),
        BinaryClassifier(
            "flac", "reference libFLAC ", .following, 3...3, cpe: "xiph:flac", by: "Xiph.Org",
            unlessLinked: ["libFLAC."], confidence: 0.9),
        BinaryClassifier(
            "openblas", "OpenBLAS ", .following, 3...3, cpe: "openblas_project:openblas", by: "OpenBLAS",
            unlessLinked: ["libopenblas"], confidence: 0.9),
        BinaryClassifier(
            "libgpg-error", "This is Libgpg-error ", .following, 2...2, cpe: "gnupg:libgpg-error", by: "GnuPG",
            unlessLinked: ["libgpg-error."], confidence: 0.9),
        BinaryClassifier(
            "ncurses", "ncurses ", .following, 3...3, cpe: "gnu:ncurses", by: "GNU Project",
            unlessLinked: ["libtinfo.", "libncurses"], confidence: 0.9),
        BinaryClassifier(
            "modsecurity", "ModSecurity v", .following, 3...3, cpe: "trustwave:modsecurity", by: "OWASP", tail: " (",
            unlessLinked: ["libmodsecurity."], confidence: 0.9),
        BinaryClassifier(
            "libxml2", "xmlGetGlobalState: out of memory", .fileName("libxml2.so."), 3...3, cpe: "xmlsoft:libxml2",
            by: "GNOME", unlessLinked: ["libxml2."], confidence: 0.7),
        BinaryClassifier(
            "libxslt", "http://www.w3.org/1999/XSL/Transform", .fileName("libxslt.so."), 3...3,
            cpe: "xmlsoft:libxslt", by: "GNOME", unlessLinked: ["libxslt."], confidence: 0.7),
        // The magic bytes of its format.
        BinaryClassifier(
            "xz", "7zXZ\0", .fileName("liblzma.so."), 3...3, cpe: "tukaani:xz", by: "The Tukaani Project",
            unlessLinked: ["liblzma."], confidence: 0.7),
        BinaryClassifier(
            "libuv", "./src/unix/async.c", .standalone(BinaryClassifier.releases("1", 0...69)), 3...3,
            cpe: "libuv:libuv", by: "libuv", unlessLinked: ["libuv."]),
        BinaryClassifier(
            "libuv", "src/unix/async.c", .standalone(BinaryClassifier.releases("1", 10...69)), 3...3,
            cpe: "libuv:libuv", by: "libuv", unlessLinked: ["libuv."], confidence: 0.6),
        BinaryClassifier(
            "c-ares", "c-ares library initialization not yet performed",
            .standalone(BinaryClassifier.releases("1", 7...49)), 3...3,
            cpe: "c-ares_project:c-ares", by: "c-ares", file: "libcares.", unlessLinked: ["libcares."], confidence: 0.7),
        BinaryClassifier(
            "libevent", "-stable", .preceding, 3...3, cpe: "libevent_project:libevent", by: "libevent",
            with: "!(ev->ev_flags & ~EVLIST_ALL)", unlessLinked: ["libevent"]),
        BinaryClassifier(
            "libyaml", "while parsing a tag directive", .standalone(["0.1.", "0.2."]), 3...3,
            cpe: "pyyaml:libyaml", by: "YAML", unlessLinked: ["libyaml-"], confidence: 0.7),
        BinaryClassifier(
            "libmagic", "bad magic in `%s'", .standalone(["5."]), 2...2, cpe: "file_project:file", by: "file",
            unlessLinked: ["libmagic."], confidence: 0.6),
    ]
}
