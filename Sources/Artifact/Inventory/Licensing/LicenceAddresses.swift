/// The addresses at which the authors of licences publish them; bundles of OSGi and others name a licence by it.
///
/// Those of the GNU texts are left out: they do not say whether later versions are allowed.
enum LicenceAddresses {
    /// The expression that an address stands for; `text` is in lower case.
    static func expression(_ text: String) -> String? {
        var rest = text[...]
        guard let scheme = ["https://", "http://"].first(where: { rest.hasPrefix($0) }) else { return nil }
        rest = rest.dropFirst(scheme.count)
        if rest.hasPrefix("www.") { rest = rest.dropFirst(4) }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        for ending in [".txt", ".html", ".htm", ".php"] where rest.hasSuffix(ending) {
            rest = rest.dropLast(ending.count)
            break
        }
        return known[String(rest)]
    }

    private static let known = [
        "apache.org/licenses/license-2.0": "Apache-2.0", "apache.org/licenses/license-1.1": "Apache-1.1",
        "opensource.org/licenses/apache-2.0": "Apache-2.0", "opensource.org/licenses/mit": "MIT",
        "opensource.org/licenses/mit-license": "MIT", "opensource.org/license/mit": "MIT",
        "opensource.org/licenses/bsd-3-clause": "BSD-3-Clause", "opensource.org/licenses/bsd-2-clause": "BSD-2-Clause",
        "opensource.org/licenses/isc": "ISC", "opensource.org/licenses/upl": "UPL-1.0",
        "eclipse.org/legal/epl-v10": "EPL-1.0", "eclipse.org/org/documents/epl-v10": "EPL-1.0",
        "eclipse.org/legal/epl-2.0": "EPL-2.0", "eclipse.org/legal/epl-v20": "EPL-2.0",
        "eclipse.org/org/documents/epl-2.0/epl-2.0": "EPL-2.0",
        "mozilla.org/mpl/2.0": "MPL-2.0", "mozilla.org/mpl/mpl-1.1": "MPL-1.1", "mozilla.org/mpl/mpl-2.0": "MPL-2.0",
        "gnu.org/software/classpath/license": "GPL-2.0-only WITH Classpath-exception-2.0",
        "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0", "unlicense.org": "Unlicense",
        "boost.org/license_1_0": "BSL-1.0",
    ]
}
