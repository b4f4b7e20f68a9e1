/// A fact about a database that holds many packages, such as `var/lib/rpm/Packages`.
///
/// A database is one file, rewritten whole by every layer that installs something. Comparing the keys of its
/// versions from layer to layer tells which layer brought which package.
package protocol LayeredFact: Sendable {
    /// One key for each package, `name|architecture|version`, in any order.
    ///
    /// The components made of this fact repeat their key in the property `layerKey`, and their first evidence names
    /// the database file.
    ///
    /// Asked for once for every component: a stored property, not one that builds the keys anew.
    var keys: [String] { get }
}
