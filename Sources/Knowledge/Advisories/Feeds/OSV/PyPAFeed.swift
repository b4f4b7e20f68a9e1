/// The Python Packaging Authority's database (`pypa/advisory-database`), YAML in the layout of OSV.
struct PyPAFeed: OSVFeed {
    let name = "pypa"
    let prefixes = ["PYSEC-"]
}
