public import CpayRuntime
import Glibc

/// Folders that only their owner can open.
public enum PrivateFolder {
  /// Makes a folder and those above it that are not there yet, each for its owner alone.
  /// - Throws: ``/CpayRuntime/JournalFailure`` when one cannot be made.
  public static func make(_ folder: String) throws(JournalFailure) {
    if unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      try make(String(folder[..<slash]))
      if unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    }
    throw .unusable("cannot make \(folder): \(LedgerFiles.lastError)")
  }
}
