import CpayModel
import CpayValue
import Crypto

/// Makes and checks the signed addresses of files, good for one hour (files page).
struct FileAddresses: Sendable {
  /// The server's own address.
  let base: String
  let secret: String
  let now: Timestamp

  /// An address of the file from now on.
  func url(of id: String) -> String {
    let end = now.adding(WireLimits.fileURLLifetime) ?? now
    return "\(base)/files/\(id)?token=\(end.seconds)-\(signature(id, end.seconds))"
  }

  /// Refuses a token that was made for another file, by nobody, or too long ago.
  func check(_ token: String?, of id: String) throws(APIError) {
    let parts = (token ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let end = PageRequest.plainNumber(String(parts[0])),
      isSigned(id, end, String(parts[1]))
    else {
      throw .authentication(403, "The address of the file '\(id)' is not signed.")
    }
    guard end > now.seconds else {
      throw .authentication(
        403, "The address of the file '\(id)' was good for one hour; retrieve the file again.")
    }
  }

  private var key: SymmetricKey { SymmetricKey(data: Array(secret.utf8)) }

  private func signature(_ id: String, _ end: Int64) -> String {
    String(hex: HMAC<SHA256>.authenticationCode(for: Array("\(id) \(end)".utf8), using: key))
  }

  private func isSigned(_ id: String, _ end: Int64, _ hex: String) -> Bool {
    let wanted = Array(signature(id, end).utf8)
    let given = Array(hex.utf8)
    guard wanted.count == given.count else { return false }
    return zip(wanted, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
