/// Every cataloguer of the house, one line each, in order of name.
package enum Cataloguers {
    package static let all: [any Cataloguer] = [
        BunLockCataloguer(),
        CondaCataloguer(),
        CondaEnvironmentCataloguer(),
        DenoLockCataloguer(),
        InstalledNodePackageCataloguer(),
        PackageLockCataloguer(),
        PipfileLockCataloguer(),
        PnpmLockCataloguer(),
        PythonDistributionCataloguer(),
        PythonLockCataloguer(),
        RequirementsCataloguer(),
        SetupCataloguer(),
        YarnLockCataloguer(),
    ]
}
