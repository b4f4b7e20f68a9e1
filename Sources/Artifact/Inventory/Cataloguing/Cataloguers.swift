/// Every cataloguer of the house, one line each, in order of name.
package enum Cataloguers {
    package static let all: [any Cataloguer] = [
        AlpineDatabaseCataloguer(),
        ComposerInstalledCataloguer(),
        ComposerLockCataloguer(),
        DotNetDepsCataloguer(),
        DotNetProjectCataloguer(),
        DpkgCataloguer(),
        GoBinaryCataloguer(),
        GemCataloguer(),
        GemfileLockCataloguer(),
        GradleLockCataloguer(),
        JavaArchiveCataloguer(),
        JavaRuntimeCataloguer(),
        MavenPOMCataloguer(),
        NixStoreCataloguer(),
        NuGetLockCataloguer(),
        NuGetPackageCataloguer(),
        OpkgDatabaseCataloguer(),
        PEARCataloguer(),
        PHPBinaryCataloguer(),
        PacmanDatabaseCataloguer(),
        PortableExecutableCataloguer(),
        PortageDatabaseCataloguer(),
        RPMDatabaseCataloguer(),
    ]
}
