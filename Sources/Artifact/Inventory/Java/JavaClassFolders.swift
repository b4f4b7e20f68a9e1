import Archive

/// The class files of an archive by folder, with the few of each folder that are compared first.
struct JavaClassFolders {
    /// Of a folder; the same number as in `Tools/java-libraries/make.py`.
    static let sampleLimit = 6

    struct Sample {
        let rank: UInt64
        let entry: ZipEntry
        let name: Slice<UnsafeRawBufferPointer>
    }

    struct Folder {
        /// Without the folders of web archives.
        let name: Slice<UnsafeRawBufferPointer>
        var classes: [ZipEntry] = []
        /// In order of rank.
        var samples: [Sample] = []
    }

    private(set) var folders: [Folder] = []

    init(_ classes: [ZipEntry]) {
        var index: [UInt64: Int] = [:]
        var last: (name: Slice<UnsafeRawBufferPointer>, folder: Int)?
        for entry in classes {
            let path = Self.withoutRoot(entry.nameBytes)
            guard let slash = path.lastIndex(of: UInt8(ascii: "/")), !path.starts(with: "META-INF/".utf8) else {
                continue
            }
            let folder = path[..<slash]
            let file = path[(slash + 1)...].dropLast(".class".utf8.count)
            // `package-info` and `module-info` describe what relocation changes.
            guard !file.contains(UInt8(ascii: "-")) else { continue }
            let number: Int
            if let last, last.name.elementsEqual(folder) {
                number = last.folder
            } else {
                let key = JavaLibrary.rank(folder)
                number = index[key] ?? folders.count
                if number == folders.count {
                    index[key] = number
                    folders.append(Folder(name: folder))
                }
                last = (folder, number)
            }
            folders[number].classes.append(entry)
            // Names that say nothing, and classes that the compiler names.
            guard file.count >= 3, !file.contains(UInt8(ascii: "$")) else { continue }
            folders[number].take(Sample(rank: JavaLibrary.rank(file), entry: entry, name: file))
        }
    }

    private static func withoutRoot(_ name: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        for root in ["WEB-INF/classes/", "BOOT-INF/classes/", "classes/"] where name.starts(with: root.utf8) {
            return name.dropFirst(root.utf8.count)
        }
        return name[...]
    }
}

extension JavaClassFolders.Folder {
    fileprivate mutating func take(_ sample: JavaClassFolders.Sample) {
        if samples.count == JavaClassFolders.sampleLimit {
            guard let last = samples.last, sample.rank < last.rank else { return }
            samples.removeLast()
        }
        samples.insert(sample, at: samples.firstIndex { sample.rank < $0.rank } ?? samples.endIndex)
    }
}
