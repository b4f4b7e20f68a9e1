internal import JSONText

/// Bitnami's database (`bitnami/vulndb`): applications by Bitnami's own names, with their CPE names.
struct BitnamiFeed: OSVFeed {
    let name = "bitnami"
    let prefixes = ["BIT-"]
    let ecosystems = ["Bitnami"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) {
        guard let cpes = record["database_specific"]?["cpes"]?.texts.texts else { return }
        for index in advisory.affected.indices { advisory.affected[index].cpes = cpes }
    }
}
