/// Which rows of a table are shown when there are more than a limit: the first and the last.
struct ShownRows {
  let head: Range<Int>
  let tail: Range<Int>

  init(of count: Int, limit: Int?) {
    let limit = max(0, limit ?? count)
    if count <= limit {
      head = 0..<count
      tail = count..<count
    } else {
      head = 0..<(limit - limit / 2)
      tail = (count - limit / 2)..<count
    }
  }

  /// Those of all rows.
  func pick<Row>(_ rows: [Row]) -> [Row] { Array(rows[head] + rows[tail]) }

  /// The line that stands for the rows left out, or nil when none are.
  var elision: String? {
    switch tail.lowerBound - head.upperBound {
    case 0: nil
    case 1: "… 1 more row …"
    case let hidden: "… \(grouped(hidden)) more rows …"
    }
  }
}

/// One field a line under a numbered rule, for tables wider than the screen.
struct ExpandedLayout {
  let titles: [DisplayText]
  let width: Int
  let bold: Bool
  private let labelWidth: Int

  init(titles: [DisplayText], width: Int, bold: Bool) {
    self.titles = titles
    self.width = width
    self.bold = bold
    labelWidth = titles.map(\.width).max() ?? 0
  }

  /// The records of `rows`, the first of which is at `start` in the whole table; `check` is asked at
  /// each.
  func lines<Stop: Error>(
    _ rows: [[DisplayText]], from start: Int, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    var lines: [String] = []
    for (index, row) in rows.enumerated() {
      try check()
      let label = "-[ \(grouped(start + index + 1)) ]-"
      let rule = label + String(repeating: "-", count: max(0, width - label.utf8.count))
      lines.append(heading(rule, bold: bold))
      lines += zip(titles, row).flatMap(field)
    }
    return lines
  }

  private func field(_ title: DisplayText, _ value: DisplayText) -> [String] {
    let room = width - labelWidth - 2
    // Where titles leave no room beside them, values go below.
    if room < min(value.width, 12) {
      let values = value.wrapped(to: max(1, width - 2)).map { "  " + $0.string }
      return (title.wrapped(to: max(1, width)).map(\.string) + (value.width == 0 ? [] : values))
        .map(withoutTrailingBlanks)
    }
    return value.wrapped(to: room).enumerated().map { index, piece in
      let label = index == 0 ? title.padded(to: labelWidth) : DisplayText("").padded(to: labelWidth)
      return withoutTrailingBlanks(label + "  " + piece.string)
    }
  }
}

/// A heading in bold when asked for; the codes are constants, and the text is safe already.
func heading(_ line: String, bold: Bool) -> String {
  bold ? "\u{1b}[1m\(line)\u{1b}[0m" : line
}

/// A count with a comma between thousands.
func grouped(_ count: Int) -> String {
  var digits = Array(String(count))
  var index = digits.count - 3
  while index > 0 {
    digits.insert(",", at: index)
    index -= 3
  }
  return String(digits)
}

func withoutTrailingBlanks(_ line: String) -> String {
  var scalars = line.unicodeScalars[...]
  while scalars.last == " " { scalars.removeLast() }
  return String(scalars)
}
