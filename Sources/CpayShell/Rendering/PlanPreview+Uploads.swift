import CpayClient
import CpayModel
import CpayRuntime
import CpayValue

extension PlanPreview {
  /// Files that are named one by one, at most.
  private static let maximumFiles = 5

  /// The documents that are uploaded first: how many, how large, and which.
  var uploads: String? {
    var contents: Set<String> = []
    let files = plan.uploads.filter { contents.insert($0.content).inserted }
    guard !files.isEmpty else { return nil }
    let named = files.prefix(PlanPreview.maximumFiles).map(\.display)
    let more = files.count - named.count
    let total = files.reduce(0) { $0 + $1.size }
    return (files.count == 1 ? "1 document" : "\(files.count) documents, \(byteCount(total))")
      + ": " + named.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// The preview of a plan that uploads one file.
  func lines(_ upload: PlannedUpload, width: Int) -> [String] {
    let purpose = upload.purpose.rawValue
    let meaning = EnumType.filePurpose.members.first { $0.name == purpose }?.doc
    let entries = [
      ("file", upload.display), ("purpose", purpose + (meaning.map { ", \($0)" } ?? "")),
      // The files page has no request that deletes one.
      ("effect", "cannot be deleted again; changes no dispute until evidence names it"),
      ("account", account), ("digest", plan.shortDigest),
    ]
    return [title, ""]
      + entries.flatMap { entry($0.0, $0.1, width: width) }
  }
}

extension PlannedUpload {
  /// `leases/jane.pdf (1.2 MB)`.
  var display: String { "\(path) (\(byteCount(size)))" }
}

extension PlannedEvidence {
  /// The text, or the document by its path.
  var display: String {
    switch content {
    case .text(let text): text
    case .document(let upload): upload.display
    }
  }
}

/// `812 bytes`, `3.4 kB`, `12 MB`.
func byteCount(_ count: Int) -> String {
  guard count >= 1000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
  let (unit, name) = count < 999_950 ? (1000, "kB") : (1_000_000, "MB")
  let tenths = (count + unit / 20) / (unit / 10)
  return tenths >= 100 || tenths % 10 == 0
    ? "\((tenths + 5) / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
}
