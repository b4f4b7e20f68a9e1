/// Every cataloguer of the house, one line each, in order of name.
package enum Cataloguers {
    package static let all: [any Cataloguer] = [
        AlpineDatabaseCataloguer(),
        DotNetDepsCataloguer(),
        DotNetProjectCataloguer(),
        DpkgCataloguer(),
        GradleLockCataloguer(),
        JavaArchiveCataloguer(),
        JavaRuntimeCataloguer(),
        MavenPOMCataloguer(),
        NixStoreCataloguer(),
        NuGetLockCataloguer(),
        OpkgDatabaseCataloguer(),
        PacmanDatabaseCataloguer(),
        PortableExecutableCataloguer(),
        PortageDatabaseCataloguer(),
        RPMDatabaseCataloguer(),
    ]
}
