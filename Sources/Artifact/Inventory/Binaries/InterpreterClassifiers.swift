extension BinaryClassifiers {
    static let interpreters: [BinaryClassifier] = [
        BinaryClassifier(
            "python", "PYTHONDONTWRITEBYTECODE", .standalone(["2.7."] + BinaryClassifier.releases("3", 0...49)), 3...3,
            cpe: "python:python",
            by: "Python Software Foundation", unlessLinked: ["libpython"]),
        BinaryClassifier(
            "perl", "PERL5LIB", .standalone(BinaryClassifier.releases("5", 6...59)), 3...3, cpe: "perl:perl",
            by: "The Perl Foundation",
            unlessLinked: ["libperl."]),
        BinaryClassifier(
            "ruby", "ruby ", .following, 3...3, cpe: "ruby-lang:ruby", by: "Ruby community", tail: " (20",
            unlessLinked: ["libruby"], keepsSuffix: false, confidence: 0.9),
        BinaryClassifier(
            "node", "node.js/v", .following, 3...3, cpe: "nodejs:node.js", by: "OpenJS Foundation",
            unlessLinked: ["libnode."], confidence: 0.9),
        BinaryClassifier(
            "php", "X-Powered-By: PHP/", .following, 3...3, cpe: "php:php", by: "The PHP Group", confidence: 0.9),
        BinaryClassifier(
            "bash", "@(#)Bash version ", .following, 3...3, cpe: "gnu:bash", by: "GNU Project", confidence: 0.9),
        BinaryClassifier(
            "busybox", "BusyBox v", .following, 3...3, cpe: "busybox:busybox", by: "BusyBox", confidence: 0.9),
        BinaryClassifier(
            "lua", "$LuaVersion: Lua ", .following, 3...3, cpe: "lua:lua", by: "PUC-Rio",
            unlessLinked: ["liblua"], confidence: 0.9),
        BinaryClassifier(
            "luajit", "LuaJIT ", .following, 3...3, cpe: "luajit:luajit", by: "Mike Pall",
            unlessLinked: ["libluajit"]),
        BinaryClassifier(
            "tcl", "tcl_patchLevel", .standalone(["8.", "9."]), 3...3, cpe: "tcl:tcl", by: "Tcl Core Team",
            unlessLinked: ["libtcl"]),
        BinaryClassifier(
            "erlang-erts", "Erlang (%s) emulator version ", .following, 1...4, cpe: "erlang:erts", by: "Ericsson AB",
            confidence: 0.9),
        BinaryClassifier(
            "openjdk", "OpenJDK 64-Bit Server VM (", .following, 1...5, cpe: "oracle:openjdk", by: "OpenJDK",
            unlessLinked: ["libjvm."]),
        BinaryClassifier(
            "rust", "rustc version ", .following, 3...3, cpe: "rust-lang:rust", by: "The Rust Foundation",
            unlessLinked: ["libstd-"]),
        BinaryClassifier(
            "rust", "/usr/src/rustc-", .following, 3...3, cpe: "rust-lang:rust", by: "The Rust Foundation",
            unlessLinked: ["libstd-"], confidence: 0.7),
        BinaryClassifier(
            "deno", "Deno/", .following, 3...3, cpe: "deno:deno", by: "Deno Land Inc.", tail: "/", with: "DENO_DIR",
            keepsSuffix: false, isPacked: true, confidence: 0.7),
        BinaryClassifier(
            "bun", "Bun/", .following, 3...3, cpe: "oven:bun", by: "Oven", with: "bunfig.toml", confidence: 0.9),
        BinaryClassifier(
            "ocaml", "The OCaml runtime, version ", .following, 3...3, cpe: "ocaml:ocaml", by: "OCaml",
            confidence: 0.9),
    ]
}
