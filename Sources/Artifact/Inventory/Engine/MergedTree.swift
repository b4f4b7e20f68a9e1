internal import Archive
internal import Content

/// The layers applied one after the other: the file system as a process in the container would see it.
///
/// Follows the OCI layer specification: an entry replaces what is at its path, `.wh.NAME` removes NAME of the layers
/// below, `.wh..wh..opq` empties its directory of them, and a path below a symbolic link lands where the link leads,
/// never outside the root.
struct MergedTree: ~Copyable {
    /// A copy of a file: the layer and the index of its entry there.
    struct Place: Equatable {
        var layer: Int32
        var entry: Int32
    }

    private static let nowhere = Place(layer: -1, entry: -1)
    private static let linkLimit = 40
    private static let whiteoutPrefix = Array(".wh.".utf8)

    let scans: [LayerScan]
    private(set) var paths: PathTable
    /// By path: the visible entry. Directories that no layer lists explicitly have none.
    private var places: [Place] = [nowhere]
    /// By layer and entry: the path it landed at; -1 for whiteouts.
    private(set) var landings: [[Int32]] = []
    private(set) var gaps: [Yield.Gap] = []
    private var leftOut = 0
    private let work: Work

    /// What following links and clearing directories may cost: far more than any honest image needs, and little enough
    /// to end soon when links and replaced directories are arranged to multiply each other.
    private final class Work {
        private(set) var left: Int
        init(_ steps: Int) { left = steps }

        /// - Returns: false when there is nothing left.
        func spend() -> Bool {
            left -= 1
            return left >= 0
        }
    }

    init(_ scans: [LayerScan], pathBytes: Int = 512 << 20, steps: Int? = nil) {
        self.scans = scans
        paths = PathTable(limit: pathBytes)
        work = Work(steps ?? 20_000_000 + 50 * scans.reduce(0) { $0 + $1.entries.count })
        for layer in scans.indices { apply(layer) }
        if leftOut > 0 {
            gaps.append(
                Yield.Gap(path: "", reason: "\(leftOut) entries left out: more and deeper paths than can be held"))
        }
        if work.left < 0 {
            gaps.append(
                Yield.Gap(path: "", reason: "links and replaced directories that take too long to follow to the end"))
        }
    }

    private mutating func intern(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        let id = paths.intern(bytes)
        while places.count < paths.count { places.append(Self.nowhere) }
        return id
    }

    private mutating func intern(_ name: [UInt8], in directory: Int32) -> Int32? {
        let id = paths.intern(name, in: directory)
        while places.count < paths.count { places.append(Self.nowhere) }
        return id
    }

    private mutating func apply(_ layer: Int) {
        let scan = scans[layer]
        // Directory as written in the archive to the directory it leads to; emptied when a link may have changed.
        var resolved: [Int32: Int32] = [:]
        var landing: [Int32] = []
        landing.reserveCapacity(scan.entries.count)
        for (index, entry) in scan.entries.enumerated() {
            guard var written = scan.withPath(entry, { intern($0) }) else {
                leftOut += 1
                landing.append(-1)
                continue
            }
            guard written != PathTable.root else {
                landing.append(PathTable.root)
                continue
            }
            let directory = paths.parent(written)
            let target: Int32
            if let known = resolved[directory] {
                target = known
            } else {
                target = follow(directory) ?? directory
                resolved[directory] = target
            }
            if target != directory {
                guard let moved = intern(Array(paths.name(written)), in: target) else {
                    leftOut += 1
                    landing.append(-1)
                    continue
                }
                written = moved
            }
            let name = paths.name(written)
            if name.starts(with: Self.whiteoutPrefix) {
                whiteOut(name, in: target, layer: layer)
                // What is gone may have been a link.
                resolved.removeAll(keepingCapacity: true)
                landing.append(-1)
                continue
            }
            if entry.kind != .directory {
                clear(below: written, before: layer + 1)
                if isDirectoryOrLink(written) || entry.kind == .symbolicLink { resolved.removeAll() }
            } else if let current = self.entry(written), current.kind == .symbolicLink {
                resolved.removeAll()
            }
            var place = Place(layer: Int32(layer), entry: Int32(index))
            if entry.kind == .hardLink {
                if let source = hardLinkSource(scan, entry) {
                    place = source
                    if scans[Int(source.layer)].entries[Int(source.entry)].kind == .symbolicLink {
                        resolved.removeAll()
                    }
                } else {
                    gaps.append(Yield.Gap(path: paths.string(written), reason: "hard link to a file that is not there"))
                }
            }
            places[Int(written)] = place
            landing.append(written)
        }
        landings.append(landing)
    }

    private func isDirectoryOrLink(_ path: Int32) -> Bool {
        guard let current = entry(path) else { return false }
        return current.kind == .directory || current.kind == .symbolicLink
    }

    private mutating func hardLinkSource(_ scan: LayerScan, _ entry: LayerScan.Entry) -> Place? {
        guard entry.link >= 0 else { return nil }
        // The last segment is not followed: a hard link to a symbolic link is the link itself.
        var hops = 0
        guard let target = walk(scan.links[Int(entry.link)], from: PathTable.root, lastToo: false, hops: &hops) else {
            return nil
        }
        let place = places[Int(target)]
        guard place != Self.nowhere else { return nil }
        let kind = scans[Int(place.layer)].entries[Int(place.entry)].kind
        return kind == .hardLink ? nil : place
    }

    private mutating func whiteOut(_ name: ArraySlice<UInt8>, in directory: Int32, layer: Int) {
        if name.elementsEqual(".wh..wh..opq".utf8) {
            clear(below: directory, before: layer)
            return
        }
        // Other `.wh..wh.` names are bookkeeping of a union file system.
        guard !name.starts(with: ".wh..wh.".utf8) else { return }
        // What is not known is not there to be hidden.
        guard let hidden = find(name.dropFirst(4), in: directory) else { return }
        clear(below: hidden, before: layer)
        if places[Int(hidden)].layer < Int32(layer) { places[Int(hidden)] = Self.nowhere }
    }

    /// Removes what layers before `layer` have below a path.
    private mutating func clear(below path: Int32, before layer: Int) {
        var pending = [paths.firstChild(path)]
        while let next = pending.popLast() {
            var child = next
            while child >= 0, work.spend() {
                if places[Int(child)].layer < Int32(layer) { places[Int(child)] = Self.nowhere }
                let below = paths.firstChild(child)
                if below >= 0 { pending.append(below) }
                child = paths.nextSibling(child)
            }
        }
    }

    // MARK: Looking

    /// The visible entry at a path, links not followed.
    func entry(_ path: Int32) -> LayerScan.Entry? {
        let place = places[Int(path)]
        guard place.layer >= 0 else { return nil }
        return scans[Int(place.layer)].entries[Int(place.entry)]
    }

    func place(_ path: Int32) -> Place? {
        let place = places[Int(path)]
        return place.layer >= 0 ? place : nil
    }

    func scan(_ path: Int32) -> LayerScan? {
        let place = places[Int(path)]
        return place.layer >= 0 ? scans[Int(place.layer)] : nil
    }

    func digest(_ path: Int32, _ algorithm: Digest.Algorithm) -> Digest? {
        guard let scan = scan(path), let entry = entry(path) else { return nil }
        return scan.digest(entry, algorithm)
    }

    func executable(_ path: Int32) -> ExecutableFacts? {
        guard let scan = scan(path), let entry = entry(path), entry.executable >= 0 else { return nil }
        return scan.executables[Int(entry.executable)]
    }

    /// Whether the file of this entry is what is visible at the path it landed at.
    func isVisible(layer: Int, entry: Int32) -> Bool {
        let path = landings[layer][Int(entry)]
        return path >= 0 && places[Int(path)] == Place(layer: Int32(layer), entry: entry)
    }

    /// Whether something is there: an entry, or a directory that only its content implies.
    func exists(_ path: Int32) -> Bool {
        if path == PathTable.root || places[Int(path)].layer >= 0 { return true }
        var child = paths.firstChild(path)
        while child >= 0, work.spend() {
            if exists(child) { return true }
            child = paths.nextSibling(child)
        }
        return false
    }

    /// Where a path leads when symbolic links are followed inside the root; `nil` when a link leads nowhere or in
    /// circles.
    ///
    /// - Parameter lastToo: whether a link at the path itself is followed.
    func follow(_ path: Int32, lastToo: Bool = true) -> Int32? {
        var hops = 0
        return follow(path, lastToo: lastToo, hops: &hops)
    }

    private func follow(_ path: Int32, lastToo: Bool, hops: inout Int) -> Int32? {
        if path == PathTable.root { return path }
        guard work.spend() else { return nil }
        let parent = paths.parent(path)
        guard let directory = follow(parent, lastToo: true, hops: &hops) else { return nil }
        var here = path
        if directory != parent {
            guard let moved = find(paths.name(path), in: directory) else { return nil }
            here = moved
        }
        guard lastToo, let entry = entry(here), entry.kind == .symbolicLink, entry.link >= 0,
            let scan = scan(here)
        else { return here }
        hops += 1
        guard hops <= Self.linkLimit else { return nil }
        return walk(scan.links[Int(entry.link)], from: directory, lastToo: true, hops: &hops)
    }

    /// Resolves a link's text from the directory that holds the link, which is where it really lies.
    private func walk(_ link: [UInt8], from directory: Int32, lastToo: Bool, hops: inout Int) -> Int32? {
        var here = link.first == UInt8(ascii: "/") ? PathTable.root : directory
        let segments = link.split(separator: UInt8(ascii: "/"))
        for (index, segment) in segments.enumerated() {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                here = here == PathTable.root ? here : paths.parent(here)
                continue
            }
            guard work.spend(), let next = find(segment, in: here) else { return nil }
            let isLast = index == segments.count - 1
            // Only `next` itself can be a link: the directories above it were followed on the way.
            if lastToo || !isLast, let entry = entry(next), entry.kind == .symbolicLink, entry.link >= 0,
                let scan = scan(next)
            {
                hops += 1
                guard hops <= Self.linkLimit,
                    let real = walk(scan.links[Int(entry.link)], from: here, lastToo: true, hops: &hops)
                else { return nil }
                here = real
            } else {
                here = next
            }
        }
        return here
    }

    private func find(_ name: ArraySlice<UInt8>, in directory: Int32) -> Int32? {
        var bytes: [UInt8] =
            directory == PathTable.root
            ? [] : paths.withBytes(directory) { Array($0) + [UInt8(ascii: "/")] }
        bytes.append(contentsOf: name)
        return bytes.withUnsafeBytes { paths.find($0) }
    }

    /// Finds a path as text, links in its directories and at its end followed.
    func resolve(_ path: String) -> Int32? {
        if let id = paths.find(path) {
            return follow(id).flatMap { exists($0) ? $0 : nil }
        }
        // Not in the table as written: a directory on the way may be a link.
        var hops = 0
        return walk(Array(path.utf8), from: PathTable.root, lastToo: true, hops: &hops).flatMap {
            exists($0) ? $0 : nil
        }
    }

    /// Calls `body` for every visible entry, in no particular order.
    func forEachVisible(_ body: (Int32, LayerScan.Entry) -> Void) {
        for path in places.indices {
            if let entry = entry(Int32(path)) { body(Int32(path), entry) }
        }
    }
}
