/// Files that no package lists because a known tool or maintainer script makes them on the spot.
///
/// A name explains a file only where the tool writes that name and nothing else would be run from it: executables
/// and libraries are never explained by a folder alone.
enum KnownGenerated {
    /// Why a file is there, or `nil` when nothing known makes it.
    ///
    /// - Parameters:
    ///   - path: from the root, without a leading slash.
    ///   - exists: whether a path of the same form is there.
    static func explanation(for path: String, exists: (String) -> Bool) -> String? {
        if let reason = exact[path] { return reason }
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
        if let reason = compiled(name, in: directory, exists: exists) { return reason }
        for rule in rules where path.hasPrefix(rule.prefix) && path.hasSuffix(rule.suffix) {
            let middle = path.utf8.count - rule.prefix.utf8.count - rule.suffix.utf8.count
            guard middle > 0 else { continue }
            if !rule.nested, path.utf8.dropFirst(rule.prefix.utf8.count).contains(UInt8(ascii: "/")) { continue }
            return rule.reason
        }
        if path.hasPrefix("usr/lib/"), let reason = libraryCaches[name] { return reason }
        return nil
    }

    /// Compiled forms, explained by the source they were made from.
    private static func compiled(_ name: String, in directory: String, exists: (String) -> Bool) -> String? {
        if name.hasSuffix(".pyc") {
            if directory.hasSuffix("/__pycache__") || directory == "__pycache__" {
                // PEP 3147: `module.cpython-311.pyc`, with `.opt-1` for optimised code.
                let parts = name.dropLast(4).split(separator: ".", omittingEmptySubsequences: false)
                guard let tag = parts.lastIndex(where: { $0.hasPrefix("cpython-") || $0.hasPrefix("pypy") }), tag > 0
                else { return nil }
                let module = parts[..<tag].joined(separator: ".")
                let parent = directory.utf8.count > 12 ? String(directory.dropLast(12)) + "/" : ""
                return exists(parent + module + ".py") ? "bytecode of the Python module beside it" : nil
            }
            let source = join(directory, String(name.dropLast()))
            return exists(source) ? "bytecode of the Python module beside it" : nil
        }
        if name.hasSuffix(".elc") {
            let source = join(directory, String(name.dropLast()))
            return exists(source) || exists(source + ".gz") ? "compiled from the Emacs Lisp file beside it" : nil
        }
        if name == "classes.jsa" || name == "classes_nocoops.jsa" {
            guard directory.hasSuffix("/server") || directory.hasSuffix("/client") else { return nil }
            return exists(join(directory, "libjvm.so"))
                ? "class data archive dumped by the Java runtime beside it" : nil
        }
        return nil
    }

    private static func join(_ directory: String, _ name: String) -> String {
        directory.isEmpty ? name : directory + "/" + name
    }

    private static let exact: [String: String] = [
        "etc/ld.so.cache": "cache of library paths, written by ldconfig",
        "etc/mtab": "link to the kernel's mount table",
        "etc/hostname": "name of the machine, written when the image was made",
        "etc/resolv.conf": "resolver configuration, written when the image was made",
        "etc/localtime": "time zone, chosen by tzdata's configuration",
        "etc/ssl/certs/ca-certificates.crt": "bundle written by update-ca-certificates",
        "etc/ssl/certs/java/cacerts": "key store written by ca-certificates-java",
        "etc/shells": "written by update-shells",
        "etc/environment": "written by a maintainer script of PAM",
        "usr/share/info/dir": "index written by install-info",
        "usr/share/info/dir.old": "index written by install-info",
        "usr/lib/locale/locale-archive": "written by locale-gen or localedef",
        "usr/lib/udev/hwdb.bin": "compiled by systemd-hwdb",
        "etc/udev/hwdb.bin": "compiled by systemd-hwdb",
        "usr/sbin/policy-rc.d": "stops services from starting while an image is built",
        "usr/share/glib-2.0/schemas/gschemas.compiled": "compiled by glib-compile-schemas",
        "usr/share/mime/mime.cache": "written by update-mime-database",
        "usr/share/applications/mimeinfo.cache": "written by update-desktop-database",
        "var/lib/texmf/ls-R": "index written by mktexlsr",
        "var/lib/systemd/catalog/database": "compiled by journalctl --update-catalog",
    ]

    private static let libraryCaches: [String: String] = [
        "gconv-modules.cache": "written by iconvconfig",
        "loaders.cache": "written by gdk-pixbuf-query-loaders",
        "giomodule.cache": "written by gio-querymodules",
        "immodules.cache": "written by gtk-query-immodules",
    ]

    private struct Rule: Sendable {
        let prefix: String
        let suffix: String
        let nested: Bool
        let reason: String

        init(_ prefix: String, _ suffix: String = "", nested: Bool = false, because reason: String) {
            self.prefix = prefix
            self.suffix = suffix
            self.nested = nested
            self.reason = reason
        }
    }

    private static let rules: [Rule] = [
        Rule("boot/initrd.img-", because: "initial RAM disk written by update-initramfs"),
        Rule("boot/initramfs-", ".img", because: "initial RAM disk written by dracut or mkinitfs"),
        Rule("var/cache/fontconfig/", ".cache-8", because: "font cache written by fc-cache"),
        Rule("var/cache/fontconfig/", ".cache-9", because: "font cache written by fc-cache"),
        Rule("etc/ssl/certs/", ".pem", because: "certificate link made by update-ca-certificates"),
        Rule("etc/ssl/certs/", ".0", because: "certificate link made by openssl rehash"),
        Rule("var/lib/emacsen-common/state/", nested: true, because: "installation state of emacsen-common"),
    ]
}
