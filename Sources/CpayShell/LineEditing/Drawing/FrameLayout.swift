/// Puts cells into rows one behind the other.
struct FrameLayout {
  let width: Int
  private(set) var frame = Frame(rows: [Frame.Row()], cursor: Frame.Position(row: 0, column: 0))

  /// An empty first row of at least two columns, which the widest character needs.
  init(width: Int) {
    self.width = max(2, width)
  }

  private var row: Int { frame.rows.count - 1 }
  private var column: Int { frame.rows[row].columns }

  mutating func put(_ cells: [CharacterCell]) {
    for cell in cells { put(cell) }
  }

  /// Puts a character of the text; a newline begins a row behind the `continuation`.
  mutating func put(_ character: Character, _ shade: Shade, _ continuation: [CharacterCell]) {
    if character.isLineEnd {
      frame.rows.append(Frame.Row())
      put(continuation)
      openRow()
    } else {
      put(cells(of: character, shade))
    }
  }

  /// What is shown of a character that ends no line.
  private func cells(of character: Character, _ shade: Shade) -> [CharacterCell] {
    if character == "\t" {
      let stop = min((column / 4 + 1) * 4, max(width, column + 1))
      return Array(repeating: .blank(shade), count: stop - column)
    }
    return CharacterCell.cells(of: character, shade)
  }

  private mutating func put(_ cell: CharacterCell) {
    makeRoom(for: cell)
    frame.rows[row].append(cell)
  }

  /// Goes to the next row where the cell does not fit, however wide a terminal may make it.
  private mutating func makeRoom(for cell: CharacterCell) {
    let room = min(max(cell.columns, cell.widest), width)
    guard column + room > width else { return }
    let isCertain = frame.rows[row].cells.allSatisfy(\.isCertain)
    frame.rows[row].wraps = column == width && isCertain && cell.isCertain
    frame.rows.append(Frame.Row())
  }

  /// Begins a row where this one is full, so that the cursor has a place.
  mutating func openRow() {
    if column >= width { frame.rows.append(Frame.Row()) }
  }

  /// The cursor stands here, before `character` or at the end of the text.
  mutating func placeCursor(before character: Character?) {
    let cell = character.flatMap { $0.isLineEnd ? nil : cells(of: $0, .plain).first }
    let room = cell.map { min(max($0.columns, $0.widest), width) } ?? 1
    var place = Frame.Position(row: row, column: column)
    if column + room > width {
      // The cell itself will go to the next row; what is at the end needs one to stand on.
      if cell == nil { openRow() }
      place = Frame.Position(row: cell == nil ? row : row + 1, column: 0)
    }
    frame.cursor = place
  }

  /// Puts a text at the right edge of the first row, when two columns stay free before it.
  mutating func putRight(_ cells: [CharacterCell]) {
    guard !cells.isEmpty, !frame.rows[0].wraps, frame.rows[0].columns + 2 + cells.columns < width
    else { return }
    frame.rows[0].right = cells
  }

  mutating func addBelow(_ cells: [CharacterCell]) {
    var row = Frame.Row()
    for cell in cells where row.columns + cell.columns <= width { row.append(cell) }
    frame.rows.append(row)
    frame.rowsBelow += 1
  }
}

extension Character {
  fileprivate var isLineEnd: Bool { self == "\n" || self == "\r\n" }
}
