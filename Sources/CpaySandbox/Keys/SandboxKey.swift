import CpayModel

/// The two sets of data that keys open (authentication page).
enum Mode: String, Sendable {
  case test
  case live

  /// The JSON of an object of a seed, which says in which mode it is.
  func marking(_ body: String) -> String {
    guard self == .live else { return body }
    return body.replacing("\"livemode\":false", with: "\"livemode\":true")
      .replacing("\"livemode\": false", with: "\"livemode\": true")
  }
}

/// A key that the sandbox lets in, and what it may do.
public struct SandboxKey: Hashable, Sendable {
  /// The key itself: `sk_test_…`, `sk_live_…`, `rk_test_…` or `rk_live_…`.
  public let text: String
  /// What a restricted key may do, such as `disputes:read`; nil for a secret key, which may do all.
  public let permissions: Set<String>?

  /// A key, with the permissions of a restricted one after it: `rk_test_1 disputes:read`.
  ///
  /// - Throws: ``SandboxError`` for a text that is no secret or restricted key, and for permissions
  ///   that do not exist or do not belong to the kind of key.
  public init(_ text: String) throws(SandboxError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let key = words.first, let prefix = SandboxKey.prefix(of: key) else {
      throw SandboxError(
        "the key \(SandboxKey.redacted(words.first ?? "")) must be \(KeyPrefix.inWords) and letters "
          + "or digits")
    }
    for permission in words.dropFirst() where !SandboxKey.allPermissions.contains(permission) {
      let all = SandboxKey.allPermissions.joined(separator: ", ")
      throw SandboxError("there is no permission '\(permission)'; there are \(all)")
    }
    if !prefix.isRestricted, words.count > 1 {
      throw SandboxError("a secret key may do everything; permissions are for rk_ keys")
    }
    self.text = key
    permissions = prefix.isRestricted ? Set(words.dropFirst()) : nil
  }

  /// Every permission, as the tokens page writes them.
  static let allPermissions = Resource.served.flatMap {
    ["\($0.plural):read", "\($0.plural):write"]
  }

  /// The data it opens.
  static func mode(of key: String) -> Mode? {
    prefix(of: key).map { $0.isLive ? .live : .test }
  }

  private static func prefix(of key: String) -> KeyPrefix? {
    KeyPrefix(of: key).flatMap { WireLimits.isID(key, prefix: $0.rawValue) ? $0 : nil }
  }

  /// The key with its secret part cut to the last four characters.
  static func redacted(_ key: String) -> String {
    let kind = key.split(separator: "_").prefix(2).joined(separator: "_")
    return key.count > 16 ? "\(kind.prefix(8))_…\(key.suffix(4))" : "…\(key.suffix(2))"
  }
}

/// Who asks: a key that is known, and the data it opens.
struct Caller: Hashable, Sendable {
  let key: String
  let mode: Mode
  let permissions: Set<String>?

  /// Nobody in particular, for what needs no key.
  static let anyone = Caller(key: "", mode: .test, permissions: [])
}
