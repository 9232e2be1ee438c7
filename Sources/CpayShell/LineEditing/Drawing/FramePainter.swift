/// Makes the bytes that bring a terminal from one frame to the next.
///
/// Knows which rows of the screen are the editor's, and touches no other. Where a row goes on in the
/// next one, the terminal itself is made to wrap it, so that it can lay it out anew when its size
/// changes.
struct FramePainter {
  /// The size of the screen.
  private(set) var size = ScreenSize()
  private let usesColour: Bool
  /// What the terminal shows; nil where the cursor stands on a row that is ours to begin with.
  private var shown: Shown?
  /// What of the frame a terminal has moved out of its screen when its width changed.
  private var lost = LostRows()
  /// Whether something may stand in the rows below that is to be gone.
  private var hasRemains = false
  /// Whether what stands at the right edge has been written again, behind which the cursor is then.
  private var hasShownRight = false
  private var bytes: [UInt8] = []
  private var shade = Shade.plain

  /// The part of a frame that fits the screen.
  private struct Shown {
    var rows: [Frame.Row]
    /// The first row of the frame that is shown.
    let top: Int
    var cursor: Frame.Position

    /// The place of the cursor among the cells of its row, nil where it stands inside one.
    private var cell: Int? {
      var column = 0
      for (place, cell) in rows[cursor.row].cells.enumerated() {
        if column >= cursor.column { return column == cursor.column ? place : nil }
        column += cell.columns
      }
      return column == cursor.column ? rows[cursor.row].cells.count : nil
    }

    /// Puts a character at the cursor, which looks as the word does that it goes on with; nil where
    /// more than its own column would change.
    mutating func type(_ scalar: Unicode.Scalar, width: Int) -> CharacterCell? {
      let row = rows[cursor.row]
      let end = row.right.isEmpty ? width : width - row.right.columns - 2
      // What begins a row is drawn with the row before, which the terminal is to wrap.
      guard let cell, cursor.column > 0, cursor.column + 1 < end else { return nil }
      let word = cell > 0 && row.cells[cell - 1].isWordPart ? row.cells[cell - 1].shade : .plain
      guard var new = CharacterCell(typed: scalar, .plain) else { return nil }
      if new.isWordPart, let shaded = CharacterCell(typed: scalar, word) { new = shaded }
      if cell == row.cells.count {
        rows[cursor.row].append(new)
      } else if row.cells[cell].columns == 1, row.cells[cell].isCertain {
        rows[cursor.row].cells[cell] = new
      } else {
        return nil
      }
      cursor.column += 1
      return new
    }
  }

  /// Whether the terminal shows a frame.
  var isShowing: Bool { shown != nil }

  /// Rows that have left the screen at its top, as lines that the terminal breaks by itself.
  private struct LostRows {
    /// The columns of the whole ones.
    var lines: [Int] = []
    /// The columns of the one that goes on in the first row of the screen.
    var begun = 0
  }

  init(usesColour: Bool) {
    self.usesColour = usesColour
  }

  /// Takes note of the size before the first frame.
  mutating func begin(_ size: ScreenSize) {
    self.size = size
    (shown, hasRemains, lost) = (nil, false, LostRows())
  }

  /// Shows a frame in the place of the one before.
  mutating func draw(_ frame: Frame) -> [UInt8] {
    let top = top(of: frame)
    let rows = Array(frame.rows[top..<min(top + size.rows, frame.rows.count)])
    let cursor = Frame.Position(row: frame.cursor.row - top, column: frame.cursor.column)
    let before = shown ?? Shown(rows: [], top: top, cursor: Frame.Position(row: 0, column: 0))
    let next = Shown(rows: rows, top: top, cursor: cursor)
    if let start = firstChange(from: before, to: next) {
      paint(next, over: before, from: start)
    } else if before.cursor != cursor {
      move(from: before.cursor, to: cursor)
    }
    shown = next
    return take()
  }

  /// Shows characters typed at the cursor at once, where each takes but a column of its own.
  ///
  /// The next frame goes over them. Nil where only a frame can show them.
  mutating func echo(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8]? {
    guard var now = shown, !hasRemains else { return nil }
    var cells: [CharacterCell] = []
    for scalar in scalars {
      guard let cell = now.type(scalar, width: size.columns) else { return nil }
      cells.append(cell)
    }
    for cell in cells {
      show(cell.shade)
      write(cell.text)
    }
    show(.plain)
    shown = now
    return take()
  }

  /// Shows a frame for good and goes to the row below it; what does not fit the screen moves up.
  mutating func finish(_ frame: Frame) -> [UInt8] {
    var frame = frame
    frame.cursor = Frame.Position(row: frame.rows.count - 1, column: 0)
    var bytes: [UInt8] = []
    let room = size
    if frame.rows.count > size.rows {
      bytes = erase()
      size.rows = frame.rows.count
    }
    bytes += draw(frame) + Array("\r\n".utf8)
    (size, shown, lost) = (room, nil, LostRows())
    return bytes
  }

  /// Takes the frame away; the cursor stands where it began.
  ///
  /// Row by row: a whole screen that is emptied at once would be kept above it by some terminals.
  mutating func erase() -> [UInt8] {
    if let shown {
      write("\r")
      up(shown.cursor.row)
      for row in shown.rows.indices {
        if row > 0 { down(1) }
        write("\u{1b}[K")
      }
      up(shown.rows.count - 1)
    }
    (shown, lost) = (nil, LostRows())
    return take()
  }

  /// Empties the screen; the next frame begins in its first row.
  mutating func clear() -> [UInt8] {
    (shown, lost) = (nil, LostRows())
    write("\u{1b}[H\u{1b}[2J")
    return take()
  }

  /// Goes to where the frame begins on a screen that has become another size; the next one is drawn
  /// over what is there.
  ///
  /// A terminal that changes its width lays out anew what it wrapped, and cuts longer rows. Where it
  /// needs more rows then, the first may leave the screen, though there is room below: as many as the
  /// row of the cursor, where it is known, leaves no room for. They come back with a larger width, and
  /// are drawn over then.
  mutating func resize(to new: ScreenSize, cursorRow: Int? = nil) -> [UInt8] {
    defer { size = new }
    guard let shown else { return [] }
    var (lines, pending) = (lost.lines, lost.begun)
    for row in shown.rows.prefix(shown.cursor.row) {
      pending += row.reach(width: size.columns)
      if row.wraps { continue }
      lines.append(pending)
      pending = 0
    }
    let heights = lines.map { max(1, ($0 + new.columns - 1) / new.columns) }
    let above = heights.reduce(0, +) + (pending + shown.cursor.column) / new.columns
    let room = min(above, cursorRow ?? above, new.rows - 1)
    lost = LostRows()
    if cursorRow != nil {
      var rows = above - room
      for (line, height) in zip(lines, heights) {
        if rows < height { break }
        lost.lines.append(line)
        rows -= height
      }
      lost.begun = rows * new.columns
    }
    write("\r")
    up(room)
    self.shown = nil
    hasRemains = true
    return take()
  }

  // MARK: The part that fits

  private func top(of frame: Frame) -> Int {
    let last = max(0, frame.rows.count - size.rows)
    let lowest = frame.cursor.row
    let highest = max(0, frame.cursor.row - size.rows + 1)
    // What is below the text is there to be seen.
    if frame.rowsBelow > 0, last <= lowest { return last }
    return min(last, min(max(shown?.top ?? last, highest), lowest))
  }

  // MARK: What changed

  /// Where to begin: a row, and a cell in it.
  private struct Start {
    let row: Int
    let cell: Int
  }

  private func firstChange(from before: Shown, to next: Shown) -> Start? {
    guard before.top == next.top else { return Start(row: 0, cell: 0) }
    for row in next.rows.indices {
      guard row < before.rows.count else { return Start(row: row, cell: 0) }
      let (old, new) = (before.rows[row], next.rows[row])
      if old == new { continue }
      var cell = 0
      while cell < min(old.cells.count, new.cells.count), old.cells[cell] == new.cells[cell],
        new.cells[cell].isCertain
      {
        cell += 1
      }
      // To wrap it has to be at its end.
      if cell == new.cells.count, new.wraps { cell = max(0, cell - 1) }
      return Start(row: row, cell: cell)
    }
    return next.rows.count < before.rows.count ? Start(row: next.rows.count, cell: 0) : nil
  }

  // MARK: Painting

  private mutating func paint(_ next: Shown, over before: Shown, from start: Start) {
    let isPlainEcho =
      start.row == before.cursor.row && next.rows.count == before.rows.count
      && start.row == next.rows.count - 1
    if !isPlainEcho { write("\u{1b}[?25l") }
    // Fewer rows than before: the first that is too many begins behind the last of these.
    var start = start
    if start.row == next.rows.count {
      let last = next.rows.count - 1
      start = Start(
        row: last, cell: next.rows[last].cells.isEmpty ? 0 : next.rows[last].cells.count - 1)
      if next.rows[last].cells.contains(where: { !$0.isCertain }) {
        start = Start(row: last, cell: 0)
      }
    }
    let column = next.rows[start.row].cells.prefix(start.cell).reduce(0) { $0 + $1.columns }
    var place = before.cursor
    hasShownRight = false
    if start.row < before.rows.count || before.rows.isEmpty {
      move(from: place, to: Frame.Position(row: start.row, column: column))
    } else {
      // A row that is not there yet.
      move(from: place, to: Frame.Position(row: before.rows.count - 1, column: 0))
      write("\r\n")
    }
    for row in start.row..<next.rows.count {
      let old = row < before.rows.count && before.top == next.top ? before.rows[row] : nil
      paint(
        next.rows[row], from: row == start.row ? start.cell : 0, over: old,
        goesOn: row + 1 < next.rows.count && !next.rows[row + 1].cells.isEmpty)
      if row + 1 < next.rows.count, !(next.rows[row].wraps && !next.rows[row + 1].cells.isEmpty) {
        write("\r\n")
      }
      place = Frame.Position(row: row, column: next.rows[row].columns)
    }
    let last = next.rows[place.row]
    if before.rows.count > next.rows.count || before.top != next.top || hasRemains,
      next.rows.count < size.rows
    {
      write("\r\n\u{1b}[J")
      up(1)
      place.column = 0
    } else if last.columns >= size.columns || hasShownRight
      || last.cells.contains(where: { !$0.isCertain })
    {
      // Where the cursor stands there depends on the terminal.
      write("\r")
      place.column = 0
    }
    hasRemains = false
    move(from: place, to: next.cursor)
    if !isPlainEcho { write("\u{1b}[?25h") }
  }

  private mutating func paint(
    _ row: Frame.Row, from start: Int, over old: Frame.Row?, goesOn: Bool
  ) {
    var column = row.cells.prefix(start).reduce(0) { $0 + $1.columns }
    for cell in row.cells[start...] {
      show(cell.shade)
      // What a narrower terminal leaves free must be empty.
      if !cell.isCertain { write("\u{1b}[K") }
      write(cell.text)
      column += cell.columns
      if !cell.isCertain, column < size.columns { write("\u{1b}[\(column + 1)G") }
    }
    show(.plain)
    if let old, old.right == row.right, !row.right.isEmpty,
      row.cells[start...].allSatisfy(\.isCertain)
    {
      if old.columns > column { write("\u{1b}[\(old.columns - column)X") }
      return
    }
    if column < size.columns, old.map({ $0.reach(width: size.columns) > column }) ?? true {
      write("\u{1b}[K")
    }
    guard !row.right.isEmpty else { return }
    hasShownRight = true
    write("\u{1b}[\(size.columns - row.right.columns)G")
    for cell in row.right {
      show(cell.shade)
      write(cell.text)
    }
    show(.plain)
  }

  private mutating func show(_ new: Shade) {
    guard new != shade else { return }
    shade = new
    let parameters = new.parameters(inColour: usesColour)
    write(parameters.isEmpty ? "\u{1b}[0m" : "\u{1b}[0;\(parameters)m")
  }

  // MARK: Moving

  private mutating func move(from place: Frame.Position, to next: Frame.Position) {
    if next.row < place.row { up(place.row - next.row) } else { down(next.row - place.row) }
    if next.column == place.column { return }
    write("\r")
    if next.column > 0 { write("\u{1b}[\(next.column)C") }
  }

  private mutating func up(_ rows: Int) {
    if rows > 0 { write("\u{1b}[\(rows)A") }
  }

  private mutating func down(_ rows: Int) {
    if rows > 0 { write("\u{1b}[\(rows)B") }
  }

  private mutating func write(_ text: String) { bytes += text.utf8 }

  private mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}
