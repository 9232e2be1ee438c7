extension Syntax {
  /// What the comments `## …` directly before a `param` or `def` say, joined with blanks; nil where
  /// there are none, and on other nodes.
  public var helpText: String? {
    guard kind == .paramStatement || kind == .defStatement else { return nil }
    var lines: [String] = []
    var before = firstToken
    while let comment = commentLine(before: before) {
      let line = TextLiteral.help(tree.source.text(tree.tokens[comment].range))
      guard let line else { break }
      lines.append(line)
      before = comment
    }
    let text = lines.reversed().filter { !$0.isEmpty }.joined(separator: " ")
    return text.isEmpty ? nil : text
  }

  /// The place of the comment that fills the line before the one on which the token at `index` is
  /// the first.
  private func commentLine(before index: Int) -> Int? {
    guard let newline = lineStart(before: index), let comment = visible(before: newline),
      tree.tokens[comment].kind == .comment,
      comment == 0 || lineStart(before: comment) != nil || visible(before: comment) == nil
    else { return nil }
    return comment
  }

  /// The newline before the token at `index` with only blanks between.
  private func lineStart(before index: Int) -> Int? {
    visible(before: index).flatMap { isNewline($0) ? $0 : nil }
  }

  /// The token before the one at `index`, passing over blanks within the line.
  private func visible(before index: Int) -> Int? {
    tree.tokens[..<index].lastIndex {
      $0.kind != .blank || tree.source.bytes[$0.range.lowerBound] == UInt8(ascii: "\n")
    }
  }

  private func isNewline(_ index: Int) -> Bool {
    tree.source.bytes[tree.tokens[index].range.lowerBound] == UInt8(ascii: "\n")
  }
}

extension TextLiteral {
  /// What a comment of help says; nil for another comment.
  fileprivate static func help(_ comment: String) -> String? {
    guard comment.utf8.starts(with: "##".utf8) else { return nil }
    let blanks: [UInt8] = [0x20, 0x09, 0x0d]
    var bytes = Array(comment.utf8)[...].drop { $0 == UInt8(ascii: "#") }
    bytes = bytes.drop { blanks.contains($0) }
    while let last = bytes.last, blanks.contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
