/// What is to be shown while a line is edited.
struct EditorView: Sendable {
  var prompt: [CharacterCell] = []
  /// Stands before each further line of the text.
  var continuation: [CharacterCell] = []
  var text = EditedText()
  /// How parts of the text look, in order of their bytes.
  var marks: [Mark] = []
  /// What would go on with the text.
  var ghost = ""
  /// What is said of that, behind it.
  var remark = ""
  /// What stands at the right edge of the first row, where there is room.
  var right: [CharacterCell] = []
  /// Rows below the text, none wider than the screen.
  var below: [[CharacterCell]] = []

  /// The view on a screen of that width.
  func frame(width: Int) -> Frame {
    var layout = FrameLayout(width: width)
    layout.put(prompt)
    layout.openRow()
    var (offset, byte) = (0, 0)
    var marks = marks[...]
    for character in text.string {
      if text.cursor >= offset, text.cursor < offset + character.unicodeScalars.count {
        layout.placeCursor(before: character)
      }
      while let mark = marks.first, mark.range.upperBound <= byte { marks.removeFirst() }
      let shade = marks.first.flatMap { $0.range.contains(byte) ? $0.shade : nil } ?? .plain
      layout.put(character, shade, continuation)
      offset += character.unicodeScalars.count
      byte += character.utf8.count
    }
    if text.cursor >= offset { layout.placeCursor(before: nil) }
    let ghost = ghost.split(separator: "\n", omittingEmptySubsequences: false)
    if let start = ghost.first { layout.put(CharacterCell.cells(String(start), .hint)) }
    if ghost.count > 1 { layout.put(CharacterCell.cells(" …", .hint)) }
    layout.put(CharacterCell.cells(remark, .hint))
    layout.putRight(right)
    for row in below { layout.addBelow(row) }
    return layout.frame
  }
}

/// How a part of a text looks.
struct Mark: Hashable, Sendable {
  /// Its bytes.
  let range: Range<Int>
  let shade: Shade
}

extension Mark {
  /// Marks with others over them, none across another.
  static func merged(_ marks: [Mark], _ over: [Mark]) -> [Mark] {
    guard !over.isEmpty else { return marks }
    var merged: [Mark] = []
    var end = 0
    let over = over.sorted { $0.range.lowerBound < $1.range.lowerBound }.filter { mark in
      defer { end = max(end, mark.range.upperBound) }
      return mark.range.lowerBound >= end && !mark.range.isEmpty
    }
    for mark in marks {
      var start = mark.range.lowerBound
      for other in over where other.range.overlaps(mark.range) {
        if start < other.range.lowerBound {
          merged.append(Mark(range: start..<other.range.lowerBound, shade: mark.shade))
        }
        start = max(start, other.range.upperBound)
      }
      if start < mark.range.upperBound {
        merged.append(Mark(range: start..<mark.range.upperBound, shade: mark.shade))
      }
    }
    return (merged + over).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
