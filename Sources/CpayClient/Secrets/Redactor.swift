import CpayModel
import Glibc
import Synchronization

/// Takes secrets out of what a process shows and keeps: one for all its streams and files.
///
/// Data loses only the exact text of keys that the process has loaded, and stays as it is otherwise;
/// messages lose whatever looks like a key, whoever wrote it.
public final class Redactor: Sendable {
  private let known = Mutex<[SecretBytes]>([])

  /// A redactor that knows no key yet.
  public init() {}

  /// Takes that key out of everything from now on.
  public func know(_ key: APIKey) {
    known.withLock { known in
      if !known.contains(key.bytes) { known.append(key.bytes) }
    }
  }

  /// Whether the text holds a key that is known.
  public func finds(in text: String) -> Bool {
    known.withLock { known in known.contains { $0.isFound(in: Array(text.utf8)) } }
  }

  /// Whether any of the pieces holds a key that is known, or two that follow each other do.
  public func finds<Failure: Error>(
    inPieces next: () throws(Failure) -> [UInt8]?
  ) throws(Failure) -> Bool {
    let known = known.withLock { $0 }
    let overlap = max(0, (known.map(\.longest).max() ?? 0) - 1)
    var rest: [UInt8] = []
    while let piece = try next() {
      let bytes = rest + piece
      if known.contains(where: { $0.isFound(in: bytes) }) { return true }
      rest = Array(bytes.suffix(overlap))
    }
    return false
  }

  /// Data without the keys that are known: `sk_test_…` in the place of each.
  public func data(_ bytes: [UInt8]) -> [UInt8] {
    known.withLock { known in known.reduce(bytes) { $1.masked($0) } }
  }

  /// A message without the keys that are known and without what looks like one.
  public func message(_ bytes: [UInt8]) -> [UInt8] {
    let bytes = data(bytes)
    guard KeyPattern.mayOccur(in: bytes) else { return bytes }
    return Array(KeyPattern.masked(String(decoding: bytes, as: UTF8.self)).utf8)
  }
}

/// The text of a key as bytes to look for: raw, and as the formats write it that results have.
struct SecretBytes: Hashable, Sendable {
  private let forms: [[UInt8]]
  private let mask: [UInt8]

  init(_ text: String, _ prefix: KeyPrefix) {
    let forms =
      [SecretBytes.json, SecretBytes.cell, SecretBytes.markdown, SecretBytes.xml].map { form in
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.flatMap { Array(form(scalars, $0).utf8) }
      } + [Array(text.utf8)]
    self.forms = forms.enumerated().filter { !forms[..<$0].contains($1) }.map(\.element)
    mask = Array("\(prefix.rawValue)…".utf8)
  }

  /// JSON, and YAML in quotes.
  private static func json(_ text: [Unicode.Scalar], _ place: Int) -> String {
    let sign = text[place]
    return sign == "\"" || sign == "\\" ? "\\\(sign)" : "\(sign)"
  }

  /// A cell of csv and tsv in quotes.
  private static func cell(_ text: [Unicode.Scalar], _ place: Int) -> String {
    text[place] == "\"" ? "\"\"" : "\(text[place])"
  }

  /// Markdown, where a `_` within a word means itself.
  private static func markdown(_ text: [Unicode.Scalar], _ place: Int) -> String {
    let sign = text[place]
    guard sign == "_" else {
      return "\\`*<>[]|~&$".unicodeScalars.contains(sign) ? "\\\(sign)" : "\(sign)"
    }
    let around = [place - 1, place + 1].filter(text.indices.contains).map { text[$0] }
    let isInside =
      around.count == 2
      && around.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      }
    return isInside ? "_" : "\\_"
  }

  private static func xml(_ text: [Unicode.Scalar], _ place: Int) -> String {
    switch text[place] {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    case let sign: "\(sign)"
    }
  }

  /// Bytes of the longest form.
  var longest: Int { forms.map(\.count).max() ?? 0 }

  func isFound(in bytes: [UInt8]) -> Bool {
    forms.contains { bytes.place(of: $0, from: 0) != nil }
  }

  /// The bytes with the mask in the place of each occurrence.
  func masked(_ bytes: [UInt8]) -> [UInt8] {
    forms.reduce(bytes) { bytes, form in
      guard var place = bytes.place(of: form, from: 0) else { return bytes }
      var result: [UInt8] = []
      var end = 0
      while true {
        result += bytes[end..<place]
        result += mask
        end = place + form.count
        guard let next = bytes.place(of: form, from: end) else { break }
        place = next
      }
      return result + bytes[end...]
    }
  }
}

extension [UInt8] {
  /// The first place of `wanted` at or behind `start`; of a key the second byte, a `k`, is the
  /// rarest in what an API answers, and is looked for first.
  func place(of wanted: [UInt8], from start: Int) -> Int? {
    guard wanted.count > 1 else { return nil }
    return unsafe withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      var place = start
      while place + wanted.count <= bytes.count {
        let rest = bytes.count - place - 1
        guard
          let found = unsafe memchr(base + place + 1, Int32(wanted[1]), rest),
          case let hit = unsafe UnsafeRawPointer(found) - base - 1,
          hit + wanted.count <= bytes.count
        else { return nil }
        if unsafe memcmp(base + hit, wanted, wanted.count) == 0 { return hit }
        place = hit + 1
      }
      return nil
    }
  }
}
