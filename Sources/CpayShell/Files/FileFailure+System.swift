import CpayLanguage
import Glibc

extension FileFailure {
  /// What the last system call said.
  static var last: FileFailure {
    switch errno {
    case ENOENT: FileFailure("there is no such file")
    case EACCES: FileFailure("you may not open it")
    case ENAMETOOLONG: FileFailure("its name is too long")
    case EBADF: FileFailure("it is closed")
    case EISDIR: FileFailure("it is not a file")
    case ENOSPC, EDQUOT: FileFailure("the disk is full")
    default: FileFailure(unsafe String(cString: strerror(errno)))
    }
  }

  /// Refuses what the system would read as a shorter path.
  static func requireWhole(_ path: String) throws(FileFailure) {
    if path.utf8.contains(0) { throw FileFailure("the path holds a NUL") }
  }
}
