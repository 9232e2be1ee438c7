import CpayClient
import CpayLanguage

/// Which ledger remembers what was sent to an origin in a mode: the first that did, for good.
///
/// A profile that goes, or comes with another folder, would otherwise make cpay forget.
struct LedgerPlaces {
  private let path: String

  /// The places that are written down in the folder of cpay's state.
  init(stateFolder: String) {
    path = stateFolder + "/ledgers"
  }

  /// The folder of the ledger; nil where nothing has been remembered yet.
  func folder(
    of origin: APIOrigin, _ mode: APIKey.Mode
  ) throws(ConnectionError) -> String? {
    try lines().first { $0.hasPrefix(start(origin, mode)) }
      .map { String($0.dropFirst(start(origin, mode).count)) }
  }

  /// Writes down where the ledger is, the first time.
  ///
  /// A server on this machine is another one each time, and what it holds is gone with it.
  func note(
    _ folder: String, of origin: APIOrigin, _ mode: APIKey.Mode
  ) throws(ConnectionError) {
    guard !origin.isLoopback, try self.folder(of: origin, mode) == nil else { return }
    let lines = try lines() + [start(origin, mode) + folder]
    try PrivateFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
  }

  private func start(_ origin: APIOrigin, _ mode: APIKey.Mode) -> String {
    "\(mode.rawValue) \(origin.url) "
  }

  private func lines() throws(ConnectionError) -> [String] {
    guard let bytes = try PrivateFile.read(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
