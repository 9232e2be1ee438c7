import Configuration
import CpayLanguage
import CpaySyntax
import Synchronization

/// A file of settings in YAML, of which every field is known: a field that is not is a mistake, and
/// passing it over might be one, too.
struct SettingsFile {
  let path: String
  private let snapshot: YAMLSnapshot?
  /// The fields it has, those inside others with a dot: `key.file`.
  let names: Set<String>

  /// Reads the bytes of the file at `path`, which may have the fields `known`.
  init(_ path: String, _ bytes: [UInt8], known: [String]) throws(ConnectionError) {
    self.path = path
    try SettingsFile.checkText(bytes, path)
    guard SettingsFile.holdsSomething(bytes) else {
      (snapshot, names) = (nil, [])
      return
    }
    let found = Mutex<Set<String>>([])
    // The library names each field to whoever says which are secret; here all of them are.
    let options = YAMLSnapshot.ParsingOptions(
      secretsSpecifier: .dynamic { name, _ in
        found.withLock { _ = $0.insert(name) }
        return true
      })
    do {
      snapshot = try unsafe YAMLSnapshot(
        data: bytes.span.bytes, providerName: path, parsingOptions: options)
    } catch {
      throw SettingsFile.mistake(path, SettingsFile.reason(error))
    }
    names = found.withLock { $0 }
    for name in names.sorted() where !known.contains(name) {
      throw SettingsFile.mistake(path, SettingsFile.unknown(name, known))
    }
  }

  /// A text; nil where the field is not there.
  func text(_ name: String) throws(ConnectionError) -> String? {
    guard names.contains(name) else { return nil }
    guard case .string(let text)? = content(name, .string), !text.isEmpty else {
      throw mistake("`\(name)` is a text")
    }
    return text
  }

  /// A list of texts; nil where the field is not there.
  func list(_ name: String) throws(ConnectionError) -> [String]? {
    guard names.contains(name) else { return nil }
    guard case .stringArray(let texts)? = content(name, .stringArray), !texts.isEmpty else {
      throw mistake("`\(name)` is a list such as [pass, show, casapay]")
    }
    return texts
  }

  /// What is wrong with the file.
  func mistake(_ reason: String) -> ConnectionError { SettingsFile.mistake(path, reason) }

  private func content(_ name: String, _ type: ConfigType) -> ConfigContent? {
    let key = AbsoluteConfigKey(name.split(separator: ".").map(String.init))
    return try? snapshot?.value(forKey: key, type: type).value?.content
  }

  // MARK: What is refused

  private static func mistake(_ path: String, _ reason: String) -> ConnectionError {
    ConnectionError(message: "\(path): \(reason)", status: .usage)
  }

  private static func unknown(_ name: String, _ known: [String]) -> String {
    if name == "key" {
      return "`key` says where the key is, by `file:`, `command:` or `env:` below it; the key "
        + "itself does not stand here"
    }
    let guess = Suggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" }
    return "there is no field `\(name)`" + (guess ?? "; there are \(known.joined(separator: ", "))")
  }

  /// The library's reason without the lines of the file that it shows.
  private static func reason(_ error: any Error) -> String {
    let line = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
    return "it is no YAML that cpay reads (\(line.trimmed))"
  }

  /// Whether there is anything but blanks and comments.
  private static func holdsSomething(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).contains { line in
      let text = String(line).trimmed
      return !text.isEmpty && !text.hasPrefix("#") && text != "---"
    }
  }

  /// Refuses what a person would not see, and anchors, which can make a small file a large one.
  private static func checkText(_ bytes: [UInt8], _ path: String) throws(ConnectionError) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard Array(text.utf8) == bytes else { throw mistake(path, "it is not UTF-8") }
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var signs = YAMLSigns()
    for (index, line) in lines.enumerated() {
      guard DisplayText(line).string == String(line) else {
        throw mistake(path, "line \(index + 1) holds a sign that cannot be seen")
      }
      if let flaw = signs.flaw(in: line) { throw mistake(path, "line \(index + 1) \(flaw)") }
    }
  }
}

/// Goes through lines of YAML for what no file of settings has: anchors and aliases, and texts of
/// several lines, in which any sign means itself.
private struct YAMLSigns {
  /// The lists and objects in brackets that are open.
  private var brackets = 0
  private var place = Place.start

  /// Where the next sign stands.
  private enum Place {
    /// Where a value may begin.
    case start
    /// In a value without quotes.
    case plain
    /// Behind a value that ends by itself.
    case end
  }

  /// What is wrong with the next line; nil for nothing.
  mutating func flaw(in line: Substring) -> String? {
    // In brackets a value without quotes may go on.
    if brackets == 0 { place = .start }
    var (before, rest) = (Character(" "), line)
    while let sign = rest.popFirst() {
      let next = rest.first ?? " "
      if sign == "#", before == " " { return nil }
      switch (sign, place) {
      case (" ", _): break
      case ("\"", .start), ("'", .start):
        guard YAMLSigns.pass(sign, &rest) else {
          return "has a text that goes on in the next one; write it in one line"
        }
        place = .end
      case ("&", .start), ("*", .start): return "has an anchor or alias; write the value out"
      case ("|", .start),
        (">", .start) where brackets == 0:
        return "begins a text of several lines; write it in one"
      case ("[", .start), ("{", .start),
        ("[", .plain) where brackets > 0,
        ("{", .plain) where brackets > 0:
        (brackets, place) = (brackets + 1, .start)
      case ("]", _) where brackets > 0, ("}", _) where brackets > 0:
        brackets -= 1
        place = .end
      case (",", _) where brackets > 0: place = .start
      case (":", .plain) where next == " " || brackets > 0 && ",?[]{}".contains(next),
        (":", .end) where next == " " || brackets > 0, (":", .start) where next == " ":
        place = .start
      case ("-", .start) where next == " ", ("?", .start) where next == " ": break
      case ("!", .start):
        // The value stands behind its type.
        while let sign = rest.first, sign != " " { rest.removeFirst() }
      default: place = .plain
      }
      before = sign
    }
    return nil
  }

  /// Passes the rest of a text in quotes; says whether it ends.
  private static func pass(_ quote: Character, _ rest: inout Substring) -> Bool {
    while let sign = rest.popFirst() {
      if sign == "\\", quote == "\"" {
        _ = rest.popFirst()
      } else if sign == quote {
        // In single quotes one stands for itself when it is doubled.
        guard quote == "'", rest.first == quote else { return true }
        rest.removeFirst()
      }
    }
    return false
  }
}
