import CpayModel

/// The two sets of data that keys open (authentication page).
enum Mode: String, Sendable {
  case test
  case live
}

/// Who asks: a secret key that is known, and the data it opens.
struct Caller: Hashable, Sendable {
  let key: String
  let mode: Mode
}

/// The secret keys that the sandbox lets in.
struct Keyring: Sendable {
  private let callers: [String: Caller]

  /// A ring of secret keys.
  ///
  /// - Throws: ``SandboxError`` when one of them is no secret key.
  init(_ keys: [String]) throws(SandboxError) {
    var callers: [String: Caller] = [:]
    for key in keys {
      guard let mode = Keyring.mode(of: key) else {
        throw SandboxError(
          "the key \(Keyring.redacted(key)) must be sk_test_ or sk_live_ and letters or digits")
      }
      callers[key] = Caller(key: key, mode: mode)
    }
    self.callers = callers
  }

  /// The caller that an `Authorization` header names.
  func caller(_ authorization: String?) throws(APIError) -> Caller {
    guard let authorization, !authorization.isEmpty else {
      throw .authentication(401, "The header Authorization: Bearer with a secret key is missing.")
    }
    let words = authorization.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw .authentication(401, "The Authorization header must be Bearer and one secret key.")
    }
    let key = String(words[1])
    if key.hasPrefix("pk_") {
      throw .authentication(
        403, "The publishable key \(Keyring.redacted(key)) cannot be used on a server.")
    }
    guard let caller = callers[key] else {
      throw .authentication(401, "The API key \(Keyring.redacted(key)) is not known here.")
    }
    return caller
  }

  private static func mode(of key: String) -> Mode? {
    if WireLimits.isID(key, prefix: "sk_test_") { return .test }
    return WireLimits.isID(key, prefix: "sk_live_") ? .live : nil
  }

  /// The key with its secret part cut to the last four characters.
  static func redacted(_ key: String) -> String {
    let kind = key.split(separator: "_").prefix(2).joined(separator: "_")
    return key.count > 16 ? "\(kind.prefix(8))_…\(key.suffix(4))" : "…\(key.suffix(2))"
  }
}
