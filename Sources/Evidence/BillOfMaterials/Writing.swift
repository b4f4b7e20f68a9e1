extension BillOfMaterials {
    /// The document in a format.
    ///
    /// - Throws: for `table`, which is for people and not a document.
    package func write(_ format: SBOMFormat) throws(BillOfMaterialsError) -> [UInt8] {
        switch format.name {
        case .spdxJSON: SPDX2Writer.write(self)
        case .spdx3JSON: SPDX3Writer.write(self)
        case .cycloneDXJSON: CycloneDXWriter.json(self, version: format.version)
        case .cycloneDXXML: CycloneDXWriter.xml(self, version: format.version)
        case .json: InventoryDocument.write(self)
        case .table:
            throw BillOfMaterialsError("format table: written by the command line, not as a document")
        }
    }
}
