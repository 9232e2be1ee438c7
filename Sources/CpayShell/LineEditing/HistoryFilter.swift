/// Whether a line may be kept in a file.
///
/// A line that begins with a blank is kept out on request of who typed it, and one that holds the
/// start of a key because keys belong in no file of ours.
func mayBeKept(_ line: String) -> Bool {
  guard let first = line.unicodeScalars.first, !first.properties.isWhitespace else { return false }
  let bytes = Array(line.utf8)
  return !keyPrefixes.contains { bytes.contains($0) }
}

private let keyPrefixes: [[UInt8]] =
  ["sk", "rk", "pk"].flatMap { kind in
    ["live", "test"].map { Array("\(kind)_\($0)_".utf8) }
  } + [Array("whsec_".utf8)]
