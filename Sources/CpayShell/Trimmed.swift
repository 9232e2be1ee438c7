extension String {
  /// The text without blanks around it.
  var trimmed: String { String(trimmedAtEnd.drop { $0.isWhitespace }) }

  /// The text without blanks behind it.
  var trimmedAtEnd: String {
    // A reversed view would be made known to the runtime first, which a start would wait for.
    var end = endIndex
    while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
    return String(self[..<end])
  }
}
