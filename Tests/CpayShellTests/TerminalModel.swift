@testable import CpayShell

/// A terminal as far as the editor uses one: what its bytes come to on a screen.
///
/// It wraps a full row only when something more is written, as terminals do, and gives each
/// character the width that the editor gives it.
struct TerminalModel {
  private(set) var rows: [[String]]
  private(set) var row = 0
  private(set) var column = 0
  private(set) var showsCursor = true
  /// Rows that have left at the top.
  private(set) var scrolled = 0
  private let width: Int
  private var isFull = false

  init(_ size: ScreenSize) {
    width = size.columns
    rows = Array(repeating: Array(repeating: " ", count: size.columns), count: size.rows)
  }

  /// The rows, without the blanks at their ends.
  var screen: [String] {
    rows.map { cells in
      var text = cells.joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  mutating func write(_ bytes: [UInt8]) {
    var rest = Substring(String(decoding: bytes, as: UTF8.self))
    while let character = rest.popFirst() {
      switch character {
      case "\u{1b}": sequence(&rest)
      case "\r": (column, isFull) = (0, false)
      case "\n": lineFeed()
      case "\r\n":
        (column, isFull) = (0, false)
        lineFeed()
      default: put(character)
      }
    }
  }

  private mutating func lineFeed() {
    isFull = false
    if row + 1 < rows.count {
      row += 1
    } else {
      rows.removeFirst()
      rows.append(Array(repeating: " ", count: width))
      scrolled += 1
    }
  }

  private mutating func put(_ character: Character) {
    let columns = CharacterCell.cells(of: character, .plain).columns
    if isFull || column + columns > width {
      column = 0
      lineFeed()
    }
    rows[row][column] = String(character)
    for place in column + 1..<column + columns { rows[row][place] = "" }
    column += columns
    if column == width { (column, isFull) = (width - 1, true) }
  }

  private mutating func sequence(_ rest: inout Substring) {
    guard rest.popFirst() == "[" else { return }
    var parameters = ""
    while let next = rest.popFirst() {
      guard next.isLetter else {
        parameters.append(next)
        continue
      }
      let count = Int(parameters) ?? 1
      switch next {
      case "A": (row, isFull) = (max(0, row - count), false)
      case "B": (row, isFull) = (min(rows.count - 1, row + count), false)
      case "C": (column, isFull) = (min(width - 1, column + count), false)
      case "G": (column, isFull) = (min(width - 1, count - 1), false)
      case "H": (row, column, isFull) = (0, 0, false)
      case "K": clear(row, from: column)
      case "X": for place in column..<min(width, column + count) { rows[row][place] = " " }
      case "J":
        if parameters == "2" {
          for row in rows.indices { clear(row, from: 0) }
        } else {
          clear(row, from: column)
          for row in rows.indices.dropFirst(row + 1) { clear(row, from: 0) }
        }
      case "h" where parameters == "?25": showsCursor = true
      case "l" where parameters == "?25": showsCursor = false
      default: break
      }
      return
    }
  }

  private mutating func clear(_ row: Int, from column: Int) {
    for place in column..<width { rows[row][place] = " " }
  }
}
