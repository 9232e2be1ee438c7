import CSystemCalls
import CpayLanguage
import Glibc

/// What the system tells of a file.
///
/// The C library's own `stat` is reached through a function of ours: several packages declare it
/// anew, so that which declaration a file sees would depend on what it is compiled with.
struct FileStatus {
  private let status: cpay_status

  /// An open file; nil when the system does not tell, for the reason in `errno`.
  init?(open descriptor: Int32) {
    var status = cpay_status()
    guard unsafe cpay_status_of_open(descriptor, &status) == 0 else { return nil }
    self.status = status
  }

  /// The file of that name in an open folder, or from the working folder; a link is not followed.
  init?(_ name: String, in folder: Int32 = AT_FDCWD) {
    var status = cpay_status()
    guard unsafe cpay_status_of_path(folder, name, &status) == 0 else { return nil }
    self.status = status
  }

  /// What kind of file it is, `S_IFREG` or `S_IFDIR` or another.
  var kind: mode_t { status.kind }
  /// Who may do what with it.
  var permissions: mode_t { status.permissions }
  /// Whom it belongs to.
  var owner: uid_t { status.owner }
  /// The number of its names.
  var links: UInt64 { status.links }
  /// What tells it from others and from what it was before.
  var version: FileVersion {
    FileVersion(
      device: status.device, inode: status.inode, size: Int(status.size), changed: status.changed)
  }
  /// Whether it is a file with contents of its own.
  var isFile: Bool { kind == S_IFREG }

  /// Whether both are one file.
  func isSame(as other: FileStatus) -> Bool {
    status.device == other.status.device && status.inode == other.status.inode
  }
}
