extension String {
  /// The text without blanks around it.
  var trimmed: String { String(trimmedAtEnd.drop { $0.isWhitespace }) }

  /// The text without blanks behind it.
  var trimmedAtEnd: String { String(reversed().drop { $0.isWhitespace }.reversed()) }
}
