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

  /// The line below the rows: how many there are, and how many of them are shown where not all are.
  var footer: String {
    let count = tail.upperBound
    let shown = head.count + tail.count
    return (count == 1 ? "(1 row" : "(\(grouped(count)) rows")
      + (shown == count ? ")" : ", \(grouped(shown)) of them shown)")
  }

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
  private let titles: [DisplayText]
  private let width: Int
  private let colored: Bool
  private let labelWidth: Int

  init(_ columns: [Table.Column], width: Int, colored: Bool) {
    titles = columns.map { column in
      DisplayText(column.note.map { "\(column.title) \($0)" } ?? column.title)
    }
    (self.width, self.colored) = (width, colored)
    labelWidth = titles.map(\.width).max() ?? 0
  }

  /// The records of `rows`, the first of which is at `start` in the whole table; `check` is asked at
  /// each.
  func lines<Stop: Error>(
    _ rows: [[ShownCell]], from start: Int, _ check: () throws(Stop) -> Void
  ) throws(Stop) -> [String] {
    var lines: [String] = []
    for (index, row) in rows.enumerated() {
      try check()
      let label = "-[ \(grouped(start + index + 1)) ]-"
      let rule = label + String(repeating: "-", count: max(0, width - label.utf8.count))
      lines.append((colored ? Tone.heading : .plain).painted(rule))
      lines += zip(titles, row).flatMap(field)
    }
    return lines
  }

  private func field(_ title: DisplayText, _ value: ShownCell) -> [String] {
    let room = width - labelWidth - 2
    // Where titles leave no room beside them, values go below.
    if room < min(value.text.width, 12) {
      let values = pieces(value, max(1, width - 2)).map { "  " + $0 }
      return
        (title.wrapped(to: max(1, width)).map(\.string)
        + (value.text.width == 0 ? [] : values))
        .map(withoutTrailingBlanks)
    }
    return pieces(value, room).enumerated().map { index, piece in
      let label = index == 0 ? title.padded(to: labelWidth) : DisplayText("").padded(to: labelWidth)
      return withoutTrailingBlanks(label + "  " + piece)
    }
  }

  private func pieces(_ value: ShownCell, _ width: Int) -> [String] {
    WrappedText.pieces(value.text.string, width: width).map { value.tone.painted($0.string) }
  }
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
