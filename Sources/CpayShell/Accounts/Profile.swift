import CpayClient
import CpayValue

/// A name bound for good to one origin, one mode, and one place where the key comes from.
///
/// Nothing else decides where a request goes.
struct Profile: Hashable {
  let name: String
  /// Where its requests go.
  var origin: APIOrigin
  /// Which data it works on; the key's own prefix has to agree.
  var mode: APIKey.Mode
  /// Where its key comes from.
  var key: KeySource
  /// Writes a second that the account allows, where that is known.
  var limit: Int?
  /// Whether the server keeps idempotency keys for a day; nil where nobody has said.
  var keepsKeys: Bool?
  /// The folder of its ledger; nil for cpay's own.
  var ledger: String?
  /// How its server is reached.
  var route = NetworkRoute()

  var isLive: Bool { mode == .live }

  /// Whether a text may be a profile's name.
  static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "a") < 26
          || byte &- UInt8(ascii: "0") < 10
      }
  }

  /// How such names are made, for a message.
  static let nameRule = "the name of a profile is of a-z, 0-9 and -, and has at most 40 letters"
}

extension Profile {
  private static let fields = [
    "origin", "mode", "key.file", "key.command", "key.env", "limit", "keeps_keys", "ledger",
    "proxy", "ca_file",
  ]

  /// Reads a profile's file.
  init(_ name: String, _ path: String, _ bytes: [UInt8]) throws(ConnectionError) {
    let file = try SettingsFile(path, bytes, known: Profile.fields)
    self.name = name
    origin = try Profile.origin(file)
    guard let text = try file.text("mode"), let mode = APIKey.Mode(rawValue: text) else {
      throw file.mistake("`mode` is test or live")
    }
    self.mode = mode
    key = try Profile.key(file)
    limit = try Profile.limit(file)
    keepsKeys = try Profile.keepsKeys(file)
    ledger = try file.path("ledger")
    route = try NetworkRoute(file)
  }

  private static func origin(_ file: SettingsFile) throws(ConnectionError) -> APIOrigin {
    guard let text = try file.text("origin") else { throw file.mistake("`origin` is missing") }
    do {
      return try APIOrigin(parsing: text)
    } catch {
      throw file.mistake("`origin` is no base URL: \(error.reason)")
    }
  }

  private static func key(_ file: SettingsFile) throws(ConnectionError) -> KeySource {
    var sources: [KeySource] = []
    if let path = try file.text("key.file") {
      guard path.hasPrefix("/") || !path.contains("/") else {
        throw file.mistake("`key.file` is a path from the root, or the name of a file in keys/")
      }
      sources.append(.file(path))
    }
    if let words = try file.list("key.command") { sources.append(.command(words)) }
    if let name = try file.text("key.env") { sources.append(.variable(name)) }
    guard let source = sources.first, sources.count == 1 else {
      throw file.mistake("`key` has one of `file:`, `command:` and `env:` below it")
    }
    return source
  }

  private static func limit(_ file: SettingsFile) throws(ConnectionError) -> Int? {
    guard let text = try file.text("limit") else { return nil }
    guard let number = Int(text), Profile.limits.contains(number) else {
      throw file.mistake("`limit` is a number of writes a second, from 1 to 1000")
    }
    return number
  }

  /// The limits that may be declared.
  static let limits = 1...1000

  private static func keepsKeys(_ file: SettingsFile) throws(ConnectionError) -> Bool? {
    switch try file.text("keeps_keys") {
    case nil: return nil
    case "yes", "true": return true
    case "no", "false": return false
    default: throw file.mistake("`keeps_keys` is yes or no")
    }
  }

  /// The profile as its file holds it; texts are quoted as JSON does, which YAML reads, too.
  var text: String {
    var lines = ["origin: \(quoted(origin.url + "/v1"))", "mode: \(mode.rawValue)", "key:"]
    switch key {
    case .file(let path): lines.append("  file: \(quoted(path))")
    case .command(let words):
      lines.append("  command: [\(words.map(quoted).joined(separator: ", "))]")
    case .variable(let name): lines.append("  env: \(quoted(name))")
    }
    if let limit { lines.append("limit: \(limit)") }
    if let keepsKeys { lines.append("keeps_keys: \(keepsKeys ? "yes" : "no")") }
    if let ledger { lines.append("ledger: \(quoted(ledger))") }
    if let proxy = route.proxy { lines.append("proxy: \(quoted(proxy.description))") }
    if let file = route.authorities { lines.append("ca_file: \(quoted(file))") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.value(.string(text))
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension SettingsFile {
  /// A path from the root; nil where the field is not there.
  func path(_ name: String) throws(ConnectionError) -> String? {
    guard let path = try text(name) else { return nil }
    guard path.hasPrefix("/") else { throw mistake("`\(name)` is a path from the root") }
    return path
  }
}

extension NetworkRoute {
  /// The fields of a file that say how a server is reached.
  init(_ file: SettingsFile) throws(ConnectionError) {
    self.init()
    authorities = try file.path("ca_file")
    guard let text = try file.text("proxy") else { return }
    do {
      proxy = try ProxyAddress(parsing: text)
    } catch {
      throw file.mistake("`proxy` \(error.reason)")
    }
  }
}
