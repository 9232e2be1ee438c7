/// What the editor shows, cut into the rows of a terminal.
struct Frame: Hashable, Sendable {
  /// At least one.
  var rows: [Row]
  /// Where the cursor stands.
  var cursor: Position
  /// How many of the rows at the end are below the text, and go before it where room is scarce.
  var rowsBelow = 0

  /// One row of the screen.
  struct Row: Hashable, Sendable {
    var cells: [CharacterCell] = []
    /// The columns of the cells.
    var columns = 0
    /// Whether the text goes on in the next row since this one is full.
    var wraps = false
    /// What stands at the right edge.
    var right: [CharacterCell] = []

    mutating func append(_ cell: CharacterCell) {
      cells.append(cell)
      columns += cell.columns
    }

    /// The columns up to the last one that is not blank by itself.
    func reach(width: Int) -> Int { right.isEmpty ? columns : width - 1 }
  }

  /// A place on the screen, from zero.
  struct Position: Hashable, Sendable {
    var row: Int
    var column: Int
  }
}
