import CpaySyntax

/// A file, however it is named: `"x.csv"`, `my file.csv`, `file:///tmp/x.csv`.
struct ForeignPath {
  /// How a program names it.
  let written: String
  /// What stands behind it.
  let rest: [ForeignWord]

  private static let endings =
    RecordFormat.allEndings + ["md", "html", "svg", "plan", "pdf", "png", "jpg", "txt"]

  /// The file that the words name; nil where they name none.
  ///
  /// One without an ending gets that one, where there is one to get.
  init?(_ words: [ForeignWord], ending: String? = nil) {
    guard let first = words.first else { return nil }
    var place = 1
    var path: String
    if let text = first.saying {
      path = text
    } else if first.kind == .textEnd {
      return nil
    } else {
      guard
        first.isName || first.kind == .file || ["/", ".", "~", "\\"].contains(first.text)
          || first.kind == .integer
      else { return nil }
      path = first.kind == .file ? TextLiteral.path(first.text) : first.text
      while place < words.count, words[place].isGlued, words[place] != "," {
        path += words[place].text
        place += 1
      }
      // A name with blanks in it goes on up to its ending.
      if !ForeignPath.hasEnding(path), place < words.count {
        var (whole, end) = (path, place)
        while end < words.count, words[end] != "=", !ForeignPath.hasEnding(whole) {
          whole += (words[end].isGlued ? "" : " ") + words[end].text
          end += 1
          while end < words.count, words[end].isGlued, words[end] != "=" {
            whole += words[end].text
            end += 1
          }
        }
        if ForeignPath.hasEnding(whole) { (path, place) = (whole, end) }
      }
    }
    if path.hasPrefix("file://") { path = String(path.dropFirst(7)) }
    guard !path.isEmpty, path != "." else { return nil }
    if let ending, !ForeignPath.hasEnding(path) { path += ".\(ending)" }
    written = ForeignPath.written(path)
    rest = Array(words[place...])
  }

  private static func hasEnding(_ path: String) -> Bool {
    guard let dot = path.lastIndex(of: ".") else { return false }
    return endings.contains(path[path.index(after: dot)...].lowercased())
  }

  /// How the path is written; in quotes where it would end too soon without.
  static func written(_ path: String) -> String {
    let isPlain =
      !path.isEmpty
      && path.utf8.allSatisfy { byte in
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
          || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || "._-/~".utf8.contains(byte)
      }
    return isPlain ? "@\(path)" : "@\(TextLiteral.quoted(path))"
  }
}
