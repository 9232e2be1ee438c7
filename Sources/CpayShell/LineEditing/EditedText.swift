/// A text and the place of the cursor in it, both in scalars.
struct EditedText: Hashable, Sendable {
  var scalars: [Unicode.Scalar] = []
  var cursor = 0

  init(_ scalars: [Unicode.Scalar], cursor: Int) {
    self.scalars = scalars
    self.cursor = min(max(0, cursor), scalars.count)
  }

  /// A text with the cursor at its end.
  init(_ string: String = "") {
    self.init(Array(string.unicodeScalars), cursor: string.unicodeScalars.count)
  }

  var string: String { EditedText.string(scalars[...]) }

  /// What stands before the cursor.
  var head: String { EditedText.string(scalars[..<cursor]) }

  /// What stands behind the cursor.
  var tail: String { EditedText.string(scalars[cursor...]) }

  var isAtEnd: Bool { cursor == scalars.count }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  // MARK: Lines

  /// Where the line with the cursor begins.
  var lineStart: Int { start(of: cursor) }

  /// Where the line with the cursor ends.
  var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

  /// How far the cursor is from the start of its line.
  var column: Int { cursor - lineStart }

  /// The place in the line above so far from its start, nil in the first line.
  func above(_ column: Int) -> Int? {
    let start = lineStart
    guard start > 0 else { return nil }
    return snapped(min(self.start(of: start - 1) + column, start - 1))
  }

  /// The place in the line below so far from its start, nil in the last line.
  func below(_ column: Int) -> Int? {
    let end = lineEnd
    guard end < scalars.count else { return nil }
    let next = EditedText(scalars, cursor: end + 1)
    return snapped(min(end + 1 + column, next.lineEnd))
  }

  private func start(of place: Int) -> Int {
    (scalars[..<place].lastIndex(of: "\n") ?? -1) + 1
  }

  // MARK: Characters

  /// The start of the character before the cursor.
  var before: Int {
    guard cursor > lineStart else { return max(0, cursor - 1) }
    return bounds.last { $0 < cursor } ?? 0
  }

  /// The end of the character at the cursor.
  var after: Int {
    guard cursor < lineEnd else { return min(cursor + 1, scalars.count) }
    return bounds.first { $0 > cursor } ?? lineEnd
  }

  /// The start of the character that `place` lies in.
  func snapped(_ place: Int) -> Int {
    let text = EditedText(scalars, cursor: place)
    guard place > text.lineStart, place < text.lineEnd else { return text.cursor }
    return text.bounds.last { $0 <= place } ?? place
  }

  // MARK: Cutting

  /// How far a cut goes from the cursor.
  enum Reach: Hashable, Sendable {
    /// To the start of the line, or to the line before where it is empty up to there.
    case lineStart
    case lineEnd
    /// Back to a blank.
    case blank
    case wordStart
    case wordEnd
  }

  /// Where a cut that goes so far ends.
  func end(of reach: Reach) -> Int {
    switch reach {
    case .lineStart: lineStart == cursor ? before : lineStart
    case .lineEnd: lineEnd == cursor ? after : lineEnd
    case .blank: blankEnd
    case .wordStart: wordStart
    case .wordEnd: wordEnd
    }
  }

  /// The start of what stands before the cursor without a blank in it.
  private var blankEnd: Int {
    var place = cursor
    while place > 0, scalars[place - 1].properties.isWhitespace { place -= 1 }
    while place > 0, !scalars[place - 1].properties.isWhitespace { place -= 1 }
    return place
  }

  // MARK: Words

  /// The start of the word before the cursor.
  var wordStart: Int {
    var place = cursor
    while place > 0, !scalars[place - 1].isWordPart { place -= 1 }
    while place > 0, scalars[place - 1].isWordPart { place -= 1 }
    return place
  }

  /// The end of the word at the cursor or behind it.
  var wordEnd: Int {
    var place = cursor
    while place < scalars.count, !scalars[place].isWordPart { place += 1 }
    while place < scalars.count, scalars[place].isWordPart { place += 1 }
    return place
  }

  /// The boundaries of the characters in the line with the cursor.
  private var bounds: [Int] {
    let start = lineStart
    var bounds = [start]
    for character in EditedText.string(scalars[start..<lineEnd]) {
      bounds.append((bounds.last ?? start) + character.unicodeScalars.count)
    }
    return bounds
  }
}

extension Unicode.Scalar {
  /// Whether it belongs to a word; so does a mark on a letter.
  fileprivate var isWordPart: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: self == "_" || properties.isAlphabetic || properties.numericType != nil
    }
  }
}
