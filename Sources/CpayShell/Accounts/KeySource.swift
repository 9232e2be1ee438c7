import CSystemCalls
import CpayClient
import Glibc

/// Where a profile's key comes from.
enum KeySource: Hashable {
  /// A private file; one without a folder lies where cpay keeps keys.
  case file(String)
  /// A program and its arguments, whose first line is the key; no shell is between.
  case command([String])
  /// A variable of the environment.
  case variable(String)

  /// What a person calls it; a key that stands in it, where none should, is not repeated.
  var text: String {
    switch self {
    case .file(let path): "file \(path)"
    case .command(let words): "command \(KeyPattern.masked(words.joined(separator: " ")))"
    case .variable(let name): "variable \(name)"
    }
  }

  /// The key, read anew.
  ///
  /// What was read is not repeated in a message, since it may be half of a key.
  func read(
    keysIn folder: String, variables: [String: String]
  ) throws(ConnectionError) -> APIKey {
    switch self {
    case .file(let name):
      let path = name.contains("/") ? name : folder + "/" + name
      guard let bytes = try PrivateFile.read(path) else {
        throw KeySource.failure("the key file \(path) is not there")
      }
      return try KeySource.key(in: bytes, "the key file \(path)")
    case .command(let words):
      let line = try KeySource.firstLine(of: words, variables)
      return try KeySource.key(in: line, "the key command \(words.first ?? "")")
    case .variable(let name):
      guard let text = variables[name], !text.isEmpty else {
        throw KeySource.failure("the variable \(name), which holds the key, is not set")
      }
      return try KeySource.key(in: Array(text.utf8), "the variable \(name)")
    }
  }

  /// The key that a text holds, with or without the end of its line.
  static func key(in bytes: [UInt8], _ place: String) throws(ConnectionError) -> APIKey {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = text.unicodeScalars.lastIndex { $0 != "\n" && $0 != "\r" }
    let line = end.map { text[...$0] } ?? ""
    do {
      return try APIKey(parsing: String(line))
    } catch {
      throw failure("\(place) holds no key: \(error.reason)")
    }
  }

  /// What a key command gives, in ten seconds at most; a task that is cancelled ends it.
  ///
  /// It sees the environment without what looks like a key.
  private static func firstLine(
    of words: [String], _ variables: [String: String]
  ) throws(ConnectionError) -> [UInt8] {
    let program = words.first ?? ""
    let shown = variables.filter { !KeyPattern.occurs(in: $0.value) }
    let arguments = nulTerminated(words)
    let environment = nulTerminated(shown.map { "\($0.key)=\($0.value)" })
    var line = [UInt8](repeating: 0, count: 4096)
    let length = unsafe cpay_first_line(
      arguments, Int32(words.count), environment, Int32(shown.count), &line, Int32(line.count),
      10_000, { Task.isCancelled ? 1 : 0 })
    switch length {
    case 0...: return Array(line.prefix(Int(length)))
    case -1: throw failure("the key command \(program) cannot be run")
    case -2: throw failure("the key command \(program) took longer than ten seconds")
    case -5: throw ConnectionError(message: "interrupted", status: .interrupted)
    case -3: throw failure("the key command \(program) failed")
    default: throw failure("the key command \(program) gives no line that could be a key")
    }
  }

  private static func nulTerminated(_ texts: [String]) -> [CChar] {
    // A text with a NUL in it would be two.
    texts.flatMap { $0.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0] } + [0]
  }

  private static func failure(_ message: String) -> ConnectionError {
    ConnectionError(message: message, status: .usage)
  }
}
