/// Dots in columns and rows of text: eight of braille a character, or one `*`.
struct DotCanvas {
  /// A place, from the upper left.
  struct Dot {
    let x: Int
    let y: Int
  }

  /// Dots from left to right.
  let width: Int
  /// Dots from top to bottom.
  let height: Int
  private let columns: Int
  private let isPlain: Bool
  /// One a character, each bit a dot of it.
  private var cells: [UInt8]

  /// A canvas without dots; of `*` only, if it is plain.
  init(columns: Int, rows: Int, isPlain: Bool) {
    self.columns = columns
    self.isPlain = isPlain
    width = isPlain ? columns : columns * 2
    height = isPlain ? rows : rows * 4
    cells = Array(repeating: 0, count: columns * rows)
  }

  /// Sets the dots on the way between two.
  mutating func line(from start: Dot, to end: Dot) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    for step in 0...steps {
      let share = steps == 0 ? 0 : Double(step) / Double(steps)
      set(
        Dot(
          x: start.x + Int((Double(end.x - start.x) * share).rounded()),
          y: start.y + Int((Double(end.y - start.y) * share).rounded())))
    }
  }

  private mutating func set(_ dot: Dot) {
    guard (0..<width).contains(dot.x), (0..<height).contains(dot.y) else { return }
    if isPlain {
      cells[dot.y * columns + dot.x] = 1
    } else {
      cells[dot.y / 4 * columns + dot.x / 2] |= DotCanvas.bits[dot.y % 4][dot.x % 2]
    }
  }

  /// The bits of the dots in a character of braille, by row and column.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// The rows as text, blanks at their ends included.
  var lines: [String] {
    stride(from: 0, to: cells.count, by: columns).map { start in
      String(String.UnicodeScalarView(cells[start..<start + columns].map(scalar)))
    }
  }

  private func scalar(_ cell: UInt8) -> Unicode.Scalar {
    if cell == 0 { return " " }
    return isPlain ? "*" : Unicode.Scalar(0x2800 | UInt32(cell)) ?? " "
  }
}
