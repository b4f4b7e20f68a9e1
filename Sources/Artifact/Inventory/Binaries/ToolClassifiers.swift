extension BinaryClassifiers {
    static let tools: [BinaryClassifier] = [
        BinaryClassifier(
            "git", "git/", .following, 3...4, cpe: "git-scm:git", by: "Git", with: "GIT_TRACE", confidence: 0.9),
        BinaryClassifier(
            "curl", "curl/", .following, 3...3, cpe: "haxx:curl", by: "Daniel Stenberg", with: "curl: (%d) "),
        BinaryClassifier(
            "wget", "GNU Wget %s, a non-interactive", .standalone(["1.20.", "1.21", "1.24", "1.25", "1.19."]), 2...3,
            cpe: "gnu:wget", by: "GNU Project", confidence: 0.6),
        BinaryClassifier(
            "rsync", "rsync error: %s (code %d)", .standalone(["2.", "3."]), 3...3, cpe: "samba:rsync", by: "Samba",
            confidence: 0.7),
        BinaryClassifier(
            "sudo", "Sudo version %s", .standalone(["1."]), 2...3, cpe: "sudo_project:sudo", by: "Todd C. Miller"),
        BinaryClassifier(
            "sudo", "sudoers ", .following, 3...3, cpe: "sudo_project:sudo", by: "Todd C. Miller"),
        BinaryClassifier(
            "vim", "VIM - Vi IMproved ", .following, 2...2, cpe: "vim:vim", by: "Bram Moolenaar et al.",
            confidence: 0.7),
        BinaryClassifier(
            "gnupg", "GNU Privacy Guard's OpenPGP server ", .following, 3...3, cpe: "gnupg:gnupg", by: "GnuPG",
            confidence: 0.9),
        BinaryClassifier(
            "util-linux", "util-linux ", cpe: "kernel:util-linux", by: "util-linux"),
        BinaryClassifier(
            "xz", "(XZ Utils) ", .following, 3...3, cpe: "tukaani:xz", by: "The Tukaani Project", confidence: 0.9),
        BinaryClassifier(
            "zstd", "ZSTD_CLEVEL", .standalone(BinaryClassifier.releases("1", 3...6)), 3...3, cpe: "facebook:zstandard",
            by: "Meta Platforms",
            confidence: 0.7),
        BinaryClassifier(
            "gzip", "%s: %s: not in gzip format", .standalone(["1."]), 2...3, cpe: "gnu:gzip", by: "GNU Project",
            confidence: 0.7),
        BinaryClassifier("tar", "(GNU tar) ", cpe: "gnu:tar", by: "GNU Project"),
        BinaryClassifier(
            "tar", "GNU 'tar' saves many files together", .standalone(["1."]), 2...2, cpe: "gnu:tar",
            by: "GNU Project", confidence: 0.7),
        BinaryClassifier(
            "coreutils", "GNU coreutils", .standalone(["8.", "9."]), 2...2, cpe: "gnu:coreutils", by: "GNU Project",
            confidence: 0.7),
        BinaryClassifier(
            "findutils", "GNU findutils", .standalone(["4."]), 3...3, cpe: "gnu:findutils", by: "GNU Project",
            confidence: 0.7),
        BinaryClassifier("nano", "GNU nano ", cpe: "gnu:nano", by: "GNU Project"),
        BinaryClassifier(
            "socat", "socat version %s on %s", .standalone(["1."]), 4...4, cpe: "dest-unreach:socat",
            by: "Gerhard Rieger", confidence: 0.7),
        BinaryClassifier(
            "tmux", "unset $TMUX to force", .standalone(["2.", "3."]), 2...2, cpe: "tmux_project:tmux", by: "tmux",
            confidence: 0.7),
        BinaryClassifier(
            "systemd", "systemd ", .following, 1...3, cpe: "systemd_project:systemd", by: "systemd",
            with: "mode for user %u"),
        BinaryClassifier(
            "tini", "tini version ", .following, 3...3, cpe: "", by: "Thomas Orozco", confidence: 0.9),
        BinaryClassifier(
            "bubblewrap", "bubblewrap ", .following, 3...3, cpe: "projectatomic:bubblewrap", by: "Containers",
            confidence: 0.9),
        BinaryClassifier(
            "qemu", "QEMU v", .following, 3...3, cpe: "qemu:qemu", by: "QEMU", confidence: 0.9),
        BinaryClassifier(
            "gawk", "GNU Awk ", .following, 3...3, cpe: "gnu:gawk", by: "GNU Project", confidence: 0.9),
        BinaryClassifier(
            "mupdf", "mudraw version ", .following, 3...3, cpe: "artifex:mupdf", by: "Artifex", confidence: 0.9),
    ]
}
