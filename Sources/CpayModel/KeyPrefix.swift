/// What the API's keys begin with, and what that says of them (authentication page).
public enum KeyPrefix: String, Sendable, CaseIterable {
  /// A key that may do everything with test data.
  case secretTest = "sk_test_"
  /// A key that may do everything with live data.
  case secretLive = "sk_live_"
  /// A key with permissions of its own, for test data.
  case restrictedTest = "rk_test_"
  /// A key with permissions of its own, for live data.
  case restrictedLive = "rk_live_"

  /// The prefix of that key; nil where the text is none.
  public init?(of key: some StringProtocol) {
    guard let prefix = KeyPrefix.allCases.first(where: { key.hasPrefix($0.rawValue) }) else {
      return nil
    }
    self = prefix
  }

  /// Whether its keys open live data.
  public var isLive: Bool {
    switch self {
    case .secretTest, .restrictedTest: false
    case .secretLive, .restrictedLive: true
    }
  }

  /// Whether its keys may do only what they were given permission for.
  public var isRestricted: Bool {
    switch self {
    case .secretTest, .secretLive: false
    case .restrictedTest, .restrictedLive: true
    }
  }

  /// All of them, for a message.
  public static let inWords = "sk_test_, sk_live_, rk_test_ or rk_live_"

  /// What the keys begin with that a sandbox mints: its live keys say so, since they open nothing
  /// but its own data.
  public var ofSandboxes: String { isLive ? rawValue + "sandbox_" : rawValue }

  /// What keys begin with that stand in pages, where they are no secret and answer no dispute.
  public static let publishable = "pk_"

  /// What the secret of a webhook endpoint begins with (webhooks page).
  public static let webhookSecret = "whsec_"

  /// What every text begins with that nobody else may read.
  public static let ofSecrets = allCases.map(\.rawValue) + [webhookSecret]
}
