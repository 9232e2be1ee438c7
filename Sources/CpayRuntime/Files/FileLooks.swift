import CpayLanguage
import CpayModel
import Synchronization

/// What looking at files of records has found, so that a file is looked at once as long as it does
/// not change.
public final class FileLooks: Sendable {
  private let kept = Mutex<[Key: Result<RecordLook, FileFailure>]>([:])

  /// A file as it was, and how it was read.
  struct Key: Hashable {
    let version: FileVersion
    let form: RecordForm
    let schema: Resource?
  }

  /// Looks that are kept at a time.
  private static let most = 200

  /// No looks yet.
  public init() {}

  subscript(_ key: Key) -> Result<RecordLook, FileFailure>? {
    get { kept.withLock { $0[key] } }
    set {
      kept.withLock { kept in
        if kept.count >= FileLooks.most { kept = [:] }
        kept[key] = newValue
      }
    }
  }
}
