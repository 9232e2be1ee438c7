/// The end of a file's name that says what is in it.
enum FileExtension {
  /// What follows the last dot, in lower case; nil where no dot has something on both sides.
  static func of(_ fileName: String) -> String? {
    let name = fileName.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let text = name[name.index(after: dot)...]
    return text.isEmpty ? nil : text.lowercased()
  }
}
