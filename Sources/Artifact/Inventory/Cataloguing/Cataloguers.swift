/// Every cataloguer of the house, one line each, in order of name.
package enum Cataloguers {
    package static let all: [any Cataloguer] = [
        SwiftPackageCataloguer()
    ]
}
