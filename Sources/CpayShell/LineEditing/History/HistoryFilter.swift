import CpayModel

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
  (KeyPrefix.ofSecrets + ["live_", "test_"].map { KeyPrefix.publishable + $0 })
  .map { Array($0.utf8) }
